"""Our hook in Ardour's `ui_scripts`: put in once, taken out without a trace, nothing else touched."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.sheets import uiscripts
from bridge.sheets.uiscripts import BadScripts, installed, read, removed, script
from tests.sheets.hooks import HOOK, by_ardour, callback, saved

OURS = script(HOOK)
NEWER = script(HOOK.replace("version: 1", "version: 1.2"))
BLANK = st.text(" \t\n", max_size=4)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="<>&\"'"), max_size=20)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of the right shape, as a person or another program may have laid it out."""
    other = draw(st.sampled_from(["", "<!-- mine > -->", "<Other a='>'/>", "<Other><ActionHooks/></Other>"]))
    ends = draw(st.sampled_from(["\n", "\r\n", ""]))
    hooks = [
        draw(BLANK) + callback(draw(TEXT), draw(TEXT), draw(st.integers(0, 9)), draw(st.text("01"))) + draw(BLANK)
        for _ in range(draw(st.integers(0, 3)))
    ]
    attribute = draw(st.sampled_from(["", " ", ' note="a > b / c"']))
    listed = f"<ActionHooks{attribute}>{draw(BLANK)}{''.join(hooks)}</ActionHooks>"
    if not hooks and draw(st.booleans()):
        listed = f"<ActionHooks{attribute}/>"
    head = draw(st.sampled_from(["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>"]))
    action = f"<ActionScript>{draw(TEXT)}</ActionScript>"
    parts = draw(st.permutations([action, listed, other]))
    return (head + ends + "<UIScripts>" + ends.join(parts) + draw(BLANK) + "</UIScripts>" + ends).encode()


@given(files(), st.sampled_from([7, 8, 9]))
def test_whatever_the_user_has_installing_and_uninstalling_leaves_the_same_bytes(data: bytes, major: int) -> None:
    once = installed(data, OURS, major)
    assert once != data
    assert len(read(once).ours) == 1
    assert removed(once) == data


@given(files(), st.sampled_from([7, 8, 9]))
def test_a_newer_version_replaces_only_our_entry_and_leaves_no_trace_either(data: bytes, major: int) -> None:
    newer = installed(installed(data, OURS, major), NEWER, major)
    assert [hook.version for hook in read(newer).ours] == ["1.2"]
    assert removed(newer) == data


@given(files(), st.sampled_from([7, 8, 9]))
def test_a_second_time_changes_nothing(data: bytes, major: int) -> None:
    once = installed(data, OURS, major)
    assert installed(once, OURS, major) is once
    assert removed(data) == data


@given(files())
def test_the_users_hooks_are_read_as_they_were_with_ours_among_them_under_an_id_of_its_own(data: bytes) -> None:
    before, after = read(data).hooks, read(installed(data, OURS, 7)).hooks
    assert [(hook.id, hook.signals, hook.lua) for hook in after if not hook.version] == [
        (hook.id, hook.signals, hook.lua) for hook in before
    ]
    assert next(hook.id for hook in after if hook.version) not in {hook.id for hook in before}


def test_where_there_was_no_file_one_is_made_and_goes_again() -> None:
    made = installed(None, OURS, 7)
    assert [hook.version for hook in read(made).hooks] == ["1"]
    assert removed(made) is None
    assert removed(installed(made, NEWER, 7)) is None


def test_what_ardour_has_written_since_stays_as_ardour_wrote_it() -> None:
    """Of a file that we made too: by now it holds what the user has."""
    mine = callback("mine")
    assert removed(saved(mine, by_ardour()).encode()) == saved(mine).encode()
    assert removed(saved(by_ardour(), mine).encode()) == saved(mine).encode()
    left = removed(saved(by_ardour()).encode())
    assert left is not None
    assert read(left).hooks == ()


def test_our_hook_is_known_in_ardours_own_form_and_under_any_name() -> None:
    data = saved(callback("mine"), by_ardour(name="Stembridge (1)")).encode()
    assert [hook.version for hook in read(data).hooks] == ["", "1"]
    assert installed(data, OURS, 7) is data
    newer = installed(data, NEWER, 7)
    assert [(hook.version, hook.id) for hook in read(newer).hooks] == [("", "5"), ("1.2", "77")]


def test_one_that_was_added_by_hand_as_well_goes() -> None:
    data = saved(by_ardour(), callback("mine"), by_ardour()).encode()
    assert [hook.version for hook in read(installed(data, OURS, 7)).hooks] == ["1", ""]
    assert removed(data) == saved(callback("mine")).encode()


def test_other_signals_are_another_hook() -> None:
    data = saved(by_ardour(signals="1" + "0" * 8)).encode()
    assert installed(data, OURS, 7) != data


def test_the_entry_is_lua_that_says_its_name_source_and_factory() -> None:
    (hook,) = read(installed(None, OURS, 7)).hooks
    said = dict(re.findall(r's\["(\w)"\] = "((?:[^"\\]|\\.)*)" ', hook.lua.decode(), re.DOTALL))
    plain = {
        key: re.sub(r"\\(\d+|.)", lambda m: chr(int(m[1])) if m[1].isdigit() else m[1], text, flags=re.DOTALL)
        for key, text in said.items()
    }
    assert plain["n"] == "Stembridge"
    assert plain["s"] == HOOK
    assert HOOK in plain["f"]
    assert plain["f"].endswith("return factory (_p or {})\n")


# Bad input.


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "line 1 is not XML"),
        (saved()[:-5], "is not XML"),
        ("<UIScripts>\n<ActionHooks>", "line 2 is not XML"),
        ("<Session/>", "no file of Ardour's scripts"),
        ("<UIScripts/>", "no list of hooks"),
        ("<UIScripts><ActionHooks/><ActionHooks/></UIScripts>", "more than one"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><UIScripts><ActionHooks/></UIScripts>', "document type"),
        ('<?xml version="1.0" encoding="x-none"?><UIScripts/>', "damaged"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_is_wrong(text: str, why: str) -> None:
    for work in (lambda data: installed(data, OURS, 7), removed):
        with pytest.raises(BadScripts, match=why):
            work(text.encode())


def test_a_file_that_is_no_text_is_refused() -> None:
    for data in (saved().encode("utf-16"), saved().encode() + b"\xff", b"\0" * 100):
        with pytest.raises(BadScripts):
            read(data)


@given(st.binary(max_size=300) | files().flatmap(lambda data: st.integers(0, len(data)).map(lambda cut: data[:cut])))
def test_whatever_the_bytes_are_nothing_but_bad_scripts_is_raised(data: bytes) -> None:
    for work in (lambda data: installed(data, OURS, 7), removed):
        try:
            work(data)
        except BadScripts:
            continue


def test_a_hook_whose_text_is_no_base64_is_the_users_own() -> None:
    hook = '<LuaCallback id="1" name="Stembridge" signals="1">####A</LuaCallback>'
    assert [one.version for one in read(saved(hook).encode()).hooks] == [""]


@pytest.mark.parametrize(
    ("said", "instead"),
    [("-- version: 1", ""), ("-- signals:", ""), ('name = "Stem', 'name = "X'), ("SuccessfulGraphSort", "SetSession")],
)
def test_a_script_that_does_not_say_what_it_is_and_wants_is_none(said: str, instead: str) -> None:
    with pytest.raises(BadScripts):
        script(HOOK.replace(said, instead))


def test_a_big_file_is_gone_through_in_one_pass() -> None:
    many = saved(*(callback("x" * 1000, id_=number) for number in range(3000))).encode()
    assert len(many) > uiscripts.MOST_BYTES // 4
    assert removed(installed(many, OURS, 7)) == many


def test_base64_of_the_entry_is_plain() -> None:
    (text,) = re.findall(rb">([A-Za-z0-9+/=]+)</LuaCallback>", installed(None, OURS, 7))
    assert base64.b64decode(text, validate=True).startswith(b"s = {} ")
