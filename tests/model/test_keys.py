"""The keys of the console: which there are, and how previews come by theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.keys import CONSOLE, FUNCTION, clashes, key_trouble, keyed
from bridge.model.previews import Preview
from bridge.shell.showfolder import read_folder

NOBODYS = frozenset[str]()


def previews(**keys: str) -> list[Preview]:
    """Previews with the keys with which they come."""
    return [Preview(name, name, key=key) for name, key in keys.items()]


def given_to(found: dict[str, Preview]) -> dict[str, str]:
    return {name: one.key for name, one in found.items()}


@pytest.mark.parametrize("key", ["d", "D", "1", "!", "ü", "音", "f2", "f12"])
def test_one_character_or_a_function_key_can_be_a_previews_key(key: str) -> None:
    assert key_trouble(key) == ""


@pytest.mark.parametrize("key", ["", "dd", "f1", "f13", " ", "\t", "\x1b", "ctrl+d", "F2", "\u200b", "\ud800"])
def test_what_no_finger_can_press_by_itself_can_not(key: str) -> None:
    assert key_trouble(key) == "a key is one character, such as d or D, or f2 to f12"


@pytest.mark.parametrize("key", CONSOLE)
def test_a_key_of_the_consoles_own_is_refused_with_what_it_does(key: str) -> None:
    assert key_trouble(key) == f"the console needs it itself ({CONSOLE[key]})"


def test_previews_have_the_keys_with_which_they_come() -> None:
    assert given_to(keyed(previews(dx="d", mx="m", mine=""), {}, NOBODYS)) == {"dx": "d", "mine": "", "mx": "m"}


def test_what_the_show_says_goes_before_a_users_preview_and_that_before_a_shipped_one() -> None:
    all_three = previews(dx="d", mine="d", mx="m")
    assert given_to(keyed(all_three, {}, frozenset({"mine"}))) == {"dx": "", "mine": "d", "mx": "m"}
    assert given_to(keyed(all_three, {"mx": "d"}, frozenset({"mine"}))) == {"dx": "", "mine": "", "mx": "d"}


def test_a_key_that_the_show_takes_away_is_free_for_another() -> None:
    assert given_to(keyed(previews(dx="d", mx="m"), {"mx": "d", "dx": "m"}, NOBODYS)) == {"dx": "m", "mx": "d"}


keys = st.sampled_from(["", "d", "m", "D", "f2", *sorted(FUNCTION)[:2]])
names = st.text("abc", min_size=1, max_size=3)


@given(st.dictionaries(names, keys), st.dictionaries(names, keys), st.frozensets(names))
def test_no_key_is_ever_given_twice_and_no_preview_is_lost(
    come: dict[str, str], said: dict[str, str], own: frozenset[str]
) -> None:
    found = keyed(previews(**come), said, own)
    taken = [one.key for one in found.values() if one.key]
    assert len(set(taken)) == len(taken)
    assert list(found) == sorted(come)
    for name, one in found.items():
        assert one.key in {"", said.get(name, come[name])}


def test_two_words_of_the_users_for_one_key_are_a_clash() -> None:
    assert clashes(previews(dx="d", mx="m"), {"dx": "x", "mx": "x"}, NOBODYS) == {"x": ("dx", "mx")}
    assert clashes(previews(dx="d", mine="d"), {}, frozenset({"mine"})) == {}
    assert clashes(previews(one="x", two="x"), {}, frozenset({"one", "two"})) == {"x": ("one", "two")}
    assert clashes(previews(one="", two=""), {}, frozenset({"one", "two"})) == {}


@given(st.dictionaries(names, keys), st.dictionaries(names, keys), st.frozensets(names))
def test_where_nothing_clashes_every_word_of_the_show_counts(
    come: dict[str, str], said: dict[str, str], own: frozenset[str]
) -> None:
    all_of_them = previews(**come)
    if not clashes(all_of_them, said, own):
        found = keyed(all_of_them, said, own)
        assert all(found[name].key == key for name, key in said.items() if name in found)


def test_shipped_previews_and_the_console_never_want_the_same_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    shipped = read_folder(tmp_path_factory.mktemp("empty")).show.previews.values()
    wanted = [one.key for one in shipped if one.key]
    assert len(wanted) == len(set(wanted)) == len(list(shipped)) - 1, "all but full"
    assert [key for key in wanted if key_trouble(key)] == []
