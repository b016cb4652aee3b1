"""One conversation with two DAWs: the stand-in must say what Ardour 7.3 says. Where they differ, Ardour is right.

Every test runs against the stand-in, and against the real program where that is installed (marked `peer`). A test
leaves the desk as it found it.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from bridge.demo.channel import Automation
from bridge.wire.osc import Argument
from tests.peers.conftest import Start
from tests.peers.talk import LAYOUT, Daw, Heard, Port, Real, StandIn

SOON = 0.15
"""Seconds in which a question is answered and a change carried out and told."""
TOLD = 0.3
"""Seconds in which a change of the list is told: the timer's tick and a little."""
REPLY = 16384

TRACKS = ["DX 1", "DX 2", "MX 1", "MX 2", "RULED 1", "RULED 2", "SYNTH"]


@pytest.fixture(scope="module", params=["stand-in", pytest.param("ardour", marks=pytest.mark.peer)])
def daw(request: pytest.FixtureRequest) -> Iterator[Daw]:
    if request.param == "stand-in":
        yield StandIn()
        return
    start: Start = request.getfixturevalue("start_ardour")
    real = Real(start(LAYOUT))
    yield real
    real.hang_up()


@pytest.fixture
def asker(daw: Daw) -> Port:
    """A silent surface that sees every strip."""
    return surface(daw, REPLY)


def surface(daw: Daw, feedback: int, types: int = 575) -> Port:
    port = daw.port()
    ask(port, "/set_surface", 0, types, feedback, 0, 0, 0)
    if feedback > 1 and feedback != REPLY:
        port.hear(SOON)  # the timer's first tick
    return port


def ask(port: Port, address: str, *args: Argument) -> list[Heard]:
    """What comes before the answer to a second question: all answers to the first."""
    second = "/record_enabled" if address != "/record_enabled" else "/transport_speed"
    port.say(address, *args)
    port.say(second)
    return port.hear_until(second)[:-1]


def do(port: Port, address: str, *args: Argument, seconds: float = SOON) -> list[Heard]:
    """What comes while it is carried out."""
    port.say(address, *args)
    return port.hear(seconds)


def numbers(port: Port) -> dict[str, int]:
    """Every strip's number on that surface."""
    return {str(row.args[1]): int(str(row.args[6])) for row in ask(port, "/strip/list") if len(row.args) >= 7}


def shown(port: Port, column: int) -> dict[str, Argument]:
    """One column of the list by name: 4 is the mute, 5 the solo, 7 the arming."""
    return {str(row.args[1]): row.args[column] for row in ask(port, "/strip/list") if len(row.args) > column}


def on(values: dict[str, Argument]) -> set[str]:
    return {name for name, value in values.items() if value}


def about(messages: list[Heard], address: str) -> list[tuple[Argument, ...]]:
    return [message.args for message in messages if message.address == address]


# Setting up.


def test_a_port_that_was_never_set_up_has_the_sessions_defaults(daw: Daw) -> None:
    assert ask(daw.port(), "/set_surface") == [Heard("/set_surface", "iiiiiiiii", (0, 31, 0, 0, 0, 0, 0, 1, 0))]


def test_a_prefix_of_the_arguments_keeps_the_rest_and_floats_do(daw: Daw) -> None:
    port = daw.port()
    assert ask(port, "/set_surface", 0, 575, REPLY, 2, 0, 0) == []
    ask(port, "/set_surface", 3.0, 63.0)
    assert ask(port, "/set_surface")[0].args == (3, 63, REPLY, 2, 0, 0, 0, 1, 0)
    ask(port, "/set_surface/strip_types", 31)
    ask(port, "/set_surface/bank_size", 0)
    assert ask(port, "/set_surface")[0].args == (0, 31, REPLY, 2, 0, 0, 0, 1, 0)


def test_what_it_does_not_know_is_not_answered(asker: Port) -> None:
    assert ask(asker, "/no/such/thing", 1) == []
    assert len(ask(asker, "/set_surface")) == 1


@pytest.mark.parametrize(
    ("address", "args", "refusal"),
    [
        ("/strip/nothing", (4, 1), ("ii", (4, 0))),
        ("/strip/nothing", (4, 1.0), ("if", (4, 0.0))),
        ("/strip/nothing/4", (), ("", ())),
        ("/strip/mute", (4, "on"), ("is", (4, " "))),
        ("/strip/solo/12", (1,), ("i", (0,))),
        ("/strip/solo/12", (), ("", ())),
        ("/strip/comment/11", (), ("", ())),
        ("/strip/recenable/1", (), ("", ())),
    ],
)
def test_what_a_strip_does_not_have_is_refused_on_the_same_path(
    asker: Port, address: str, args: tuple[Argument, ...], refusal: tuple[str, tuple[Argument, ...]]
) -> None:
    assert ask(asker, address, *args) == [Heard(address, *refusal)]


# The list.


def test_the_list_has_a_row_for_each_strip_and_an_end(asker: Port) -> None:
    assert ask(asker, "/strip/list") == [
        Heard("/reply", "ssiiiii", ("B", "DX", 2, 2, 0, 0, 1)),
        Heard("/reply", "ssiiiii", ("B", "MX", 2, 2, 0, 0, 2)),
        Heard("/reply", "ssiiiii", ("B", "WORLD", 2, 2, 0, 0, 3)),
        Heard("/reply", "ssiiiiii", ("AT", "DX 1", 1, 2, 0, 0, 4, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "DX 2", 2, 2, 0, 0, 5, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "MX 1", 1, 2, 0, 0, 6, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "MX 2", 1, 2, 0, 0, 7, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "RULED 1", 1, 2, 0, 0, 8, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "RULED 2", 1, 2, 0, 0, 9, 0)),
        Heard("/reply", "ssiiiiii", ("MT", "SYNTH", 0, 0, 0, 0, 10, 0)),
        Heard("/reply", "ssiiiii", ("V", "VCA", 0, 0, 0, 0, 11)),
        Heard("/reply", "ssiiiii", ("MA", "Master", 2, 2, 0, 0, 12)),
        Heard("/reply", "shhi", ("end_route_list", 48000, 8640000, 0)),
    ]


@pytest.mark.parametrize(
    ("types", "names"),
    [
        (1, ["DX 1", "DX 2", "MX 1", "MX 2", "RULED 1", "RULED 2"]),
        (2, ["SYNTH"]),
        (4, ["DX", "MX", "WORLD"]),
        (16, ["VCA"]),
        (32, ["Master"]),
        (64, []),
        (128, ["CANS"]),
        (31, ["DX", "MX", "WORLD", *TRACKS, "VCA"]),
    ],
)
def test_the_strip_types_choose_the_rows_and_number_them(daw: Daw, types: int, names: list[str]) -> None:
    assert numbers(surface(daw, REPLY, types)) == {name: place for place, name in enumerate(names, 1)}


def test_without_its_bit_the_list_comes_on_an_address_that_is_none(daw: Daw) -> None:
    assert {message.address for message in ask(surface(daw, 0), "/strip/list")} == {"#reply"}


def test_the_other_list_has_its_own_order_of_columns_and_no_end(asker: Port) -> None:
    rows = ask(asker, "/strip")
    assert {(row.address, row.tags) for row in rows} == {("/strip", "issiiiii")}
    by_name = {row.args[2]: row.args for row in rows}
    assert by_name["MX"] == (2, "B", "MX", 2, 2, 0, 0, -1)
    assert by_name["MX 1"] == (6, "AT", "MX 1", 1, 2, 0, 0, 0)
    assert by_name["VCA"] == (11, "V", "VCA", -1, -1, 0, 0, -1)
    assert len(rows) == 12


def test_a_hidden_strip_is_listed_only_where_hidden_ones_are_asked_for(daw: Daw, asker: Port) -> None:
    plain = surface(daw, REPLY, 63)
    do(asker, "/strip/hide", numbers(asker)["MX 1"], 1, seconds=TOLD)
    assert numbers(asker)["MX 2"] == 7
    assert ask(asker, "/strip/hide/6") == [Heard("/strip/hide/6", "i", (1,))]
    plain.hear(SOON)
    assert "MX 1" not in numbers(plain)
    assert numbers(plain)["MX 2"] == 6
    do(asker, "/strip/hide", 6, 0, seconds=TOLD)
    assert numbers(plain)["MX 2"] == 7


def test_a_monitor_section_stands_last_and_the_end_of_the_list_tells_of_it(daw: Daw) -> None:
    every = surface(daw, REPLY, 575 + 64)
    daw.monitor(on=True)
    assert every.hear(TOLD) == [Heard("/strip/list", "", ())]
    *_, last, end = ask(every, "/strip/list")
    assert last.args == ("MO", "Monitor", 2, 2, 0, 0, 13)
    assert end.args == ("end_route_list", 48000, 8640000, 1)
    assert ask(every, "/strip/solo/13") == [Heard("/strip/solo/13", "", ())]
    daw.monitor(on=False)
    every.hear(TOLD)
    assert ask(every, "/strip/list")[-1].args == ("end_route_list", 48000, 8640000, 0)


# Questions about one strip.


def test_a_question_with_the_number_in_its_path_is_answered_with_it(asker: Port) -> None:
    assert ask(asker, "/strip/name/4") == [Heard("/strip/name/4", "s", ("DX 1",))]
    assert ask(asker, "/strip/mute/4") == [Heard("/strip/mute/4", "i", (0,))]
    assert ask(asker, "/strip/solo/4") == [Heard("/strip/solo/4", "i", (0,))]
    assert ask(asker, "/strip/name/11") == [Heard("/strip/name/11", "s", ("VCA",))]


def test_with_the_number_as_argument_the_answer_does_not_say_whose_it_is(asker: Port) -> None:
    assert do(asker, "/strip/name", 4) == [Heard("/strip/name", "s", ("DX 1",))]
    assert do(asker, "/strip/mute", 4) == [Heard("/strip/mute", "i", (0,))]


def test_a_wrong_number_is_neither_answered_nor_obeyed(daw: Daw, asker: Port) -> None:
    for number in (0, 13, 99):
        assert ask(asker, f"/strip/name/{number}") == []
        assert do(asker, "/strip/mute", number, 1) == []
    assert not any(daw.mutes().values())


def test_the_number_alone_asks_for_the_whole_strip(asker: Port) -> None:
    assert ask(asker, "/strip/4") == [Heard("/strip/4", "ssiiiii", ("AT", "DX 1", 1, 2, 0, 0, 0))]


# Mutes.


@pytest.mark.parametrize("set_up", [1, 5])
def test_a_mute_is_echoed_once_where_strip_buttons_are_asked_for(daw: Daw, asker: Port, set_up: int) -> None:
    buttons, transport = surface(daw, set_up), surface(daw, 16 + 64)
    echo = Heard("/strip/mute", "if", (4, 1.0)) if set_up == 1 else Heard("/strip/mute/4", "f", (1.0,))
    assert do(asker, "/strip/mute", 4, 1) == []
    assert buttons.hear(0.01) == [echo]
    assert about(transport.hear(0.01), "/strip/mute") == []
    assert daw.mutes()["DX 1"]
    do(asker, "/strip/mute", 4, 0)
    assert len(buttons.hear(0.01)) == 1
    buttons.say("/set_surface", 0, 575, 0)


def test_a_mute_that_is_already_so_has_no_echo(daw: Daw) -> None:
    buttons = surface(daw, 1)
    assert len(do(buttons, "/strip/mute", 4, 1)) == 1
    assert do(buttons, "/strip/mute", 4, 1) == []
    assert len(do(buttons, "/strip/mute", 4, 0.0)) == 1
    assert do(buttons, "/strip/mute", 4, 0) == []
    buttons.say("/set_surface", 0, 575, 0)


@pytest.mark.parametrize(
    ("address", "args"),
    [("/strip/mute", (4, 1.0)), ("/strip/mute", (4.0, 1)), ("/strip/mute/4", (1,)), ("/strip/4/mute", (1.0,))],
)
def test_the_number_and_the_value_may_be_whole_or_not_and_the_number_in_the_path(
    daw: Daw, asker: Port, address: str, args: tuple[Argument, ...]
) -> None:
    do(asker, address, *args)
    assert on(shown(asker, 4)) == {"DX 1"}
    do(asker, "/strip/mute", 4, 0)
    assert not any(daw.mutes().values())


def test_a_question_that_comes_with_a_mute_is_answered_with_the_old_value(asker: Port) -> None:
    """A cycle may begin between the two: of four tries three at least are as they should."""
    old = 0
    for _ in range(4):
        asker.say("/strip/mute", 4, 1)
        old += ask(asker, "/strip/mute/4")[0].args == (0,)
        asker.hear(SOON)
        assert ask(asker, "/strip/mute/4")[0].args == (1,)
        do(asker, "/strip/mute", 4, 0)
    assert old >= 3


def test_the_users_mute_is_heard_like_our_own(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    daw.mute("DX 2")
    assert about(buttons.hear(SOON), "/strip/mute") == [(5, 1.0)]
    assert on(shown(asker, 4)) == {"DX 2"}
    daw.mute("DX 2", on=False)
    buttons.hear(SOON)
    buttons.say("/set_surface", 0, 575, 0)


def test_the_master_section_hears_the_masters_mute(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16)
    do(asker, "/strip/mute", 12, 1)
    assert about(transport.hear(0.01), "/master/mute") == [(1.0,)]
    do(asker, "/strip/mute", 12, 0)
    assert about(transport.hear(0.01), "/master/mute") == [(0.0,)]


# VCAs.


def test_a_muted_vca_shows_on_its_members_and_leaves_their_own_mutes(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    echoes = about(do(buttons, "/strip/mute", 11, 1), "/strip/mute")
    assert set(echoes) == {(8, 1.0), (9, 1.0), (11, 1.0)}
    assert on(shown(asker, 4)) == {"RULED 1", "RULED 2", "VCA"}
    assert [name for name, muted in daw.mutes().items() if muted] == ["VCA"]
    echoes = about(do(buttons, "/strip/mute", 11, 0), "/strip/mute")
    assert set(echoes) == {(8, 0.0), (9, 0.0), (11, 0.0)}
    buttons.say("/set_surface", 0, 575, 0)


def test_a_members_own_mute_is_set_unseen_under_a_muted_vca_and_stays_when_it_opens(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    do(buttons, "/strip/mute", 11, 1)
    assert about(do(buttons, "/strip/mute", 8, 0), "/strip/mute") == []
    assert about(do(buttons, "/strip/mute", 8, 1), "/strip/mute") == [(8, 1.0)]
    assert set(about(do(buttons, "/strip/mute", 11, 0), "/strip/mute")) == {(9, 0.0), (11, 0.0)}
    assert on(shown(asker, 4)) == {"RULED 1"}
    do(buttons, "/strip/mute", 11, 1)
    assert about(do(buttons, "/strip/mute", 8, 0), "/strip/mute") == [(8, 1.0)]
    assert on(shown(asker, 4)) == {"RULED 1", "RULED 2", "VCA"}
    do(buttons, "/strip/mute", 11, 0)
    assert not any(daw.mutes().values())
    buttons.say("/set_surface", 0, 575, 0)


def test_a_strip_that_leaves_a_muted_vca_is_open(daw: Daw, asker: Port) -> None:
    do(asker, "/strip/mute", 11, 1)
    daw.assign("RULED 2", "VCA", on=False)
    asker.hear(SOON)
    assert on(shown(asker, 4)) == {"RULED 1", "VCA"}
    daw.assign("RULED 2", "VCA")
    asker.hear(SOON)
    assert on(shown(asker, 4)) == {"RULED 1", "RULED 2", "VCA"}
    do(asker, "/strip/mute", 11, 0)


# Solos.


@pytest.mark.parametrize(
    ("soloed", "reported"),
    [
        ({"DX 1"}, {"DX 1", "DX"}),
        ({"MX 1"}, {"MX 1", "MX", "WORLD"}),
        ({"DX"}, {"DX", "DX 1", "DX 2"}),
        ({"WORLD"}, {"WORLD", "MX 1"}),
        ({"MX"}, {"MX", "MX 1", "MX 2"}),
        ({"DX", "DX 1"}, {"DX", "DX 1"}),
        ({"DX 1", "MX 2"}, {"DX 1", "DX", "MX 2", "MX"}),
        ({"RULED 1"}, {"RULED 1", "MX"}),
        ({"VCA"}, {"VCA", "RULED 1", "RULED 2", "MX"}),
        ({"MX", "RULED 1"}, {"MX", "RULED 1"}),
        ({"SYNTH"}, {"SYNTH"}),
    ],
    ids=lambda names: "+".join(sorted(names)),
)
def test_a_solo_is_reported_where_it_is_explicit_or_implied(
    daw: Daw, asker: Port, soloed: set[str], reported: set[str]
) -> None:
    places = numbers(asker)
    for name in sorted(soloed):
        do(asker, "/strip/solo", places[name], 1, seconds=0.1)
    assert on(shown(asker, 5)) == reported
    assert {name for name, explicit in daw.solos().items() if explicit} == soloed
    do(asker, "/cancel_all_solos", 1.0)
    assert on(shown(asker, 5)) == set()
    assert not any(daw.solos().values())


def test_releasing_an_implied_solo_does_nothing(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    do(buttons, "/strip/solo", 1, 1)
    assert about(do(buttons, "/strip/solo", 4, 0), "/strip/solo") == []
    do(buttons, "/strip/solo", 1, 0)
    assert on(shown(asker, 5)) == set()
    buttons.say("/set_surface", 0, 575, 0)


def test_the_first_solo_and_the_last_are_told_to_the_master_section_and_no_other(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16)
    do(asker, "/strip/solo", 4, 1)
    assert about(transport.hear(0.01), "/cancel_all_solos") == [(1.0,)]
    do(asker, "/strip/solo", 5, 1)
    do(asker, "/strip/solo", 4, 0)
    assert about(transport.hear(0.01), "/cancel_all_solos") == []
    do(asker, "/strip/solo", 5, 0)
    assert about(transport.hear(0.01), "/cancel_all_solos") == [(0.0,)]


# Automation.


def test_playing_automation_makes_a_strip_deaf_to_mutes_and_says_nothing(daw: Daw) -> None:
    buttons = surface(daw, 1)
    daw.automate("DX 1", Automation.PLAY)
    assert about(buttons.hear(SOON), "/strip/mute/automation") == [(4, 1.0)]
    assert do(buttons, "/strip/mute", 4, 1) == []
    assert not daw.mutes()["DX 1"]
    daw.automate("DX 1", Automation.TOUCH)
    assert about(buttons.hear(SOON), "/strip/mute/automation") == [(4, 3.0)]
    assert len(about(do(buttons, "/strip/mute", 4, 1), "/strip/mute")) == 1
    do(buttons, "/strip/mute", 4, 0)
    # with the number in its path and no value this is no question: it sets the mode to Manual
    assert about(do(buttons, "/strip/mute/automation/4"), "/strip/mute/automation") == [(4, 0.0)]
    buttons.say("/set_surface", 0, 575, 0)


def test_the_short_look_gives_every_strips_mode_twice_and_then_rests(daw: Daw) -> None:
    daw.automate("MX 2", Automation.PLAY)
    look = daw.port()
    came = do(look, "/set_surface", 0, 575, 1, 0, 0, 0, seconds=TOLD)
    modes = about(came, "/strip/mute/automation")
    assert len(modes) == 24
    assert {int(str(number)): mode for number, mode in modes} == {n: 1.0 if n == 7 else 0.0 for n in range(1, 13)}
    assert [number for number, _ in modes] == [*range(1, 13)] * 2
    assert do(look, "/set_surface", 0, 575, 0, 0, 0, 0) == []
    daw.automate("MX 2", Automation.MANUAL)
    assert look.hear(SOON) == []


def test_strip_buttons_are_told_in_ardours_order(daw: Daw) -> None:
    look = daw.port()
    came = do(look, "/set_surface", 0, 575, 1, 0, 0, 0, seconds=TOLD)
    first = came[: len(came) // 2]
    assert came == first * 2
    for number, paths in ((1, "bus"), (4, "track"), (11, "vca"), (12, "bus")):
        told = [(m.address.removeprefix("/strip/"), m.tags) for m in first if m.args[0] == number]
        assert told == BUTTONS[paths]
    look.say("/set_surface", 0, 575, 0)


ROUTE_ONLY = [("solo_iso", "if"), ("solo_safe", "if")]
TRACK_ONLY = [("monitor_input", "ii"), ("monitor_disk", "ii"), ("recenable", "if"), ("record_safe", "if")]
SHARED = [("mute/automation", "if"), ("mute/automation_name", "is"), ("mute", "if"), ("solo", "if")]
NAMED = [("select", "if"), ("name", "is"), ("group", "is"), ("hide", "ii")]
ENDED = [("select", "if"), ("expand", "if")]
BUTTONS = {
    "bus": [*NAMED, *SHARED, *ROUTE_ONLY, *ENDED],
    "track": [*NAMED, *SHARED, *ROUTE_ONLY, *TRACK_ONLY, *ENDED],
    "vca": [*NAMED[:2], NAMED[3], *SHARED, *ENDED],
}


# Changes of the list.


def test_a_click_on_a_strip_tells_every_surface_without_banks_to_ask_again(daw: Daw, asker: Port) -> None:
    transport, banked = surface(daw, 16), daw.port()
    ask(banked, "/set_surface", 4, 575)
    never_set_up = daw.port()
    ask(never_set_up, "/transport_speed")
    asker.say("/strip/select", 5, 0)
    notice = [Heard("/strip/list", "", ())]
    assert asker.hear_until("/strip/list") == notice
    assert [message for message in transport.hear(0.01) if message.address == "/strip/list"] == notice
    assert never_set_up.hear(0.01) == notice
    assert banked.hear(0.01) == []


def test_a_new_name_is_told_to_strip_buttons_only_and_made_unique(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    do(asker, "/strip/name", 5, "MX", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "MX 3")]
    assert asker.hear(TOLD) == []
    do(asker, "/strip/name", 5, "WORLD", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "WORLD 1")]
    do(asker, "/strip/name", 5, "DX 1", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "DX 2")]
    do(asker, "/strip/name", 5, "DX 1", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == []
    assert numbers(asker)["DX 2"] == 5
    buttons.say("/set_surface", 0, 575, 0)


def test_a_change_of_the_list_shows_in_the_second_answer_not_in_the_first(asker: Port) -> None:
    asker.say("/strip/hide", 4, 1)
    asker.say("/set_surface/strip_types", 63)
    asker.say("/strip/hide", 4, 1)
    asker.hear(TOLD)
    before = numbers(asker)
    asker.say("/strip/hide", 4, 1)
    first = numbers(asker)
    assert first == before
    assert "DX 2" not in numbers(asker)
    do(asker, "/set_surface/strip_types", 575, seconds=TOLD)
    do(asker, "/strip/hide", 4, 0)
    do(asker, "/strip/hide", 5, 0, seconds=TOLD)
    assert len(numbers(asker)) == 12


def test_a_set_up_makes_ardour_forget_that_others_wait_for_a_notice(daw: Daw, asker: Port) -> None:
    other = daw.port()
    ask(other, "/set_surface", 0, 31)
    asker.say("/strip/hide", 4, 1)
    asker.say("/set_surface", 0, 575, REPLY, 0, 0, 0)
    assert asker.hear(TOLD) == []
    assert other.hear(0.01) == []
    do(asker, "/strip/hide", 4, 0, seconds=TOLD)


# The session.

WELCOME = {
    "/master/name": 1,
    "/master/mute": 1,
    "/transport_play": 1,
    "/transport_stop": 1,
    "/rec_enable_toggle": 1,
    "/record_tally": 1,
    "/session_name": 1,
    "/cancel_all_solos": 1,
    "/position/smpte": 1,
    "/position/samples": 1,
    "/heartbeat": 2,
}


def test_a_transport_surface_is_told_everything_once_then_its_heart_beats(daw: Daw) -> None:
    port = daw.port()
    came = do(port, "/set_surface", 0, 575, 8 + 16 + 64 + 1024, 0, 0, 0, seconds=1.4)
    counted = Counter(message.address for message in came)
    assert {address: counted[address] for address in WELCOME} == WELCOME
    assert about(came, "/session_name") == [("reel1",)]
    assert about(came, "/transport_stop") == [(1.0,)]
    assert about(came, "/position/smpte") == [("01:00:00:00",)]
    assert about(came, "/position/samples") == [("0",)]
    assert about(came, "/heartbeat") == [(0.0,), (1.0,)]
    assert about(port.hear(1.1), "/heartbeat") == [(0.0,)]


def test_positions_in_samples_alone_come_only_with_another_bit(daw: Daw, asker: Port) -> None:
    lone, both = surface(daw, 1024), surface(daw, 1024 + 64)
    do(asker, "/locate", 48000, 0, seconds=TOLD)
    assert lone.hear(0.01) == []
    assert about(both.hear(0.01), "/position/samples")[-1:] == [("48000",)]
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_a_refresh_says_good_bye_with_blanks_and_zeros_and_then_welcome(daw: Daw) -> None:
    """The same good-bye comes when the session closes: its name is then one blank."""
    port = surface(daw, 8 + 16 + 64 + 1024)
    came = do(port, "/refresh")
    assert about(came, "/session_name") == [(" ",), ("reel1",)]
    assert about(came, "/transport_play")[:2] == [(0.0,), (0.0,)]
    assert about(came, "/transport_stop")[:2] == [(0.0,), (1.0,)]
    assert about(came, "/position/samples") == [(" ",), ("0",)]
    last = [message.address for message in came].index("/jog/mode")
    assert [tuple(message) for message in came[: last + 1]] == GOOD_BYE


BLANK = ("/master/name", "/monitor/name", "/session_name", "/marker", "/position/smpte", "/position/samples")
OFF = (
    *(
        "/master/trimdB",
        "/master/mute",
        "/master/pan_stereo_position",
        "/monitor/mute",
        "/monitor/dim",
        "/monitor/mono",
    ),
    *("/loop_toggle", "/transport_play", "/transport_stop", "/toggle_roll", "/rewind", "/ffwd", "/record_tally"),
    *("/rec_enable_toggle", "/cancel_all_solos", "/toggle_punch_out", "/toggle_punch_in", "/toggle_click"),
    "/click/level",
)
GOOD_BYE: list[tuple[str, str, tuple[Argument, ...]]] = [
    *((address, "s", (" ",)) for address in BLANK),
    ("/heartbeat", "f", (0.0,)),
    *((f"/{strip}/fader", "f", (0.0,)) for strip in ("master", "monitor")),
    *((f"/{strip}/gain", "f", (-193.0,)) for strip in ("master", "monitor")),
    *((address, "f", (0.5 if "pan" in address else 0.0,)) for address in OFF),
    *((address, "s", (" ",)) for address in ("/group/list", "/jog/mode/name")),
    ("/jog/mode", "i", (0,)),
]


def test_a_save_tells_the_sessions_name_to_the_master_section(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16)
    assert do(asker, "/save_state", seconds=0.5) == []
    assert about(transport.hear(0.01), "/session_name") == [("reel1",)]


def test_a_snapshot_is_told_by_its_own_name_though_the_session_keeps_its_name(daw: Daw) -> None:
    transport = surface(daw, 16)
    daw.snapshot("reel1 v2")
    assert about(transport.hear(TOLD), "/session_name") == [("reel1 v2",)]
    assert about(do(transport, "/save_state", seconds=0.5), "/session_name") == [("reel1",)]


def test_record_enable_and_an_armed_track_light_the_tally(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16)
    do(asker, "/rec_enable_toggle")
    came = transport.hear(0.01)
    assert about(came, "/rec_enable_toggle")[-1:] == [(1.0,)]
    assert about(came, "/record_tally")[-1:] == [(1.0,)]
    assert ask(asker, "/record_enabled") == [Heard("/record_enabled", "i", (1,))]
    do(asker, "/rec_enable_toggle")
    transport.hear(0.01)
    daw.arm("DX 1")
    came = transport.hear(TOLD)
    assert on(shown(asker, 7)) == {"DX 1"}
    assert about(came, "/record_tally")[-1:] == ARMED_TALLY
    daw.arm("DX 1", on=False)
    transport.hear(TOLD)
    assert on(shown(asker, 7)) == set()


ARMED_TALLY: list[tuple[Argument, ...]] = [(1.0,)]


# The transport.

SIX = ["/loop_toggle", "/transport_play", "/toggle_roll", "/transport_stop", "/rewind", "/ffwd"]


def test_the_transports_state_comes_in_six_messages(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16)
    do(asker, "/transport_play")
    came = [message for message in transport.hear(0.01) if message.address in SIX]
    assert [message.address for message in came] == SIX * (len(came) // 6)
    assert {message.tags for message in came} == {"f"}
    assert set(about(came, "/transport_play")) == {(1.0,)}
    assert set(about(came, "/transport_stop")) == {(0.0,)}
    assert ask(asker, "/transport_speed") == [Heard("/transport_speed", "d", (1.0,))]
    assert do(asker, "/transport_play") == []
    transport.hear(0.01)
    do(asker, "/transport_stop")
    came = transport.hear(0.01)
    assert about(came, "/transport_stop")[-1:] == [(1.0,)]
    assert ask(asker, "/transport_speed") == [Heard("/transport_speed", "d", (0.0,))]
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_positions_come_ten_times_a_second_while_it_moves(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 64 + 1024)
    do(asker, "/transport_play", seconds=1.0)
    came = transport.hear(0.01)
    do(asker, "/transport_stop")
    transport.hear(TOLD)
    samples = [int(str(args[0])) for args in about(came, "/position/samples")]
    assert 8 <= len(samples) <= 12
    assert samples == sorted(samples)
    assert all(sample % 1024 == 0 for sample in samples)
    assert transport.hear(TOLD) == []
    assert ask(asker, "/transport_frame")[0].tags == "h"
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_a_locate_at_rest_tells_one_position_and_no_state(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16 + 64 + 1024)
    do(asker, "/locate", 96000, 0, seconds=TOLD)
    came = transport.hear(0.01)
    assert about(came, "/position/samples") == [("96000",)]
    assert about(came, "/position/smpte") == [("01:00:02:00",)]
    assert about(came, "/transport_play") == []
    assert ask(asker, "/transport_frame") == [Heard("/transport_frame", "h", (96000,))]
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_a_position_asked_for_with_the_locate_is_the_old_one(asker: Port) -> None:
    asker.say("/locate", 96000, 0)
    assert ask(asker, "/transport_frame")[0].args == (0,)
    asker.hear(SOON)
    assert ask(asker, "/transport_frame")[0].args == (96000,)
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_a_locate_while_rolling_lights_neither_play_nor_stop_and_rolls_on(daw: Daw, asker: Port) -> None:
    transport = surface(daw, 16 + 1024)
    do(asker, "/transport_play", seconds=TOLD)
    transport.hear(0.01)
    do(asker, "/locate", 480000, 0, seconds=TOLD)
    came = transport.hear(0.01)
    states = list(zip(about(came, "/transport_play"), about(came, "/transport_stop"), strict=True))
    assert states[0] == ((0.0,), (0.0,))
    assert states[-1] == ((1.0,), (0.0,))
    assert int(str(about(came, "/position/samples")[-1][0])) >= 480000
    do(asker, "/transport_stop")
    do(asker, "/locate", 0, 0, seconds=TOLD)


@pytest.mark.parametrize("together", ["locate and play", "locate with play"])
def test_play_that_comes_with_the_locate_is_kept(asker: Port, together: str) -> None:
    asker.say("/locate", 96000, int(together == "locate with play"))
    if together == "locate and play":
        asker.say("/transport_play")
    asker.hear(TOLD)
    assert ask(asker, "/transport_speed")[0].args == (1.0,)
    do(asker, "/transport_stop")
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_play_that_comes_while_the_locate_is_under_way_is_lost(asker: Port) -> None:
    """Ardour's cycles are not ours: of four tries from 25 ms on one at least must meet the locate (18 of 18 did)."""
    lost = 0
    for _ in range(4):
        do(asker, "/locate", 96000, 0, seconds=0.025)
        do(asker, "/transport_play", seconds=TOLD)
        lost += ask(asker, "/transport_speed")[0].args == (0.0,)
        do(asker, "/transport_stop")
        do(asker, "/locate", 0, 0, seconds=TOLD)
    assert lost


# The reply port.


def test_a_pinned_port_takes_everybodys_answers_and_every_surface_has_to_be_set_up_again(daw: Daw) -> None:
    ours, theirs = surface(daw, REPLY), surface(daw, REPLY)
    assert do(ours, "/set_surface/port", theirs.number) == []
    assert do(ours, "/set_surface") == []
    assert theirs.hear(0.01)[0].args == (0, 31, 0, 0, 0, 0, 0, 1, theirs.number)
    do(ours, "/set_surface", 0, 575, REPLY)
    other = daw.port()
    do(other, "/set_surface", 0, 575, REPLY)
    theirs.hear(0.01)
    ask(other, "/set_surface/port", 0)
    for port in (ours, theirs, other):
        types = ask(port, "/set_surface")[0].args[1]
        assert types == (575 if port is other else 31)


# The end.


@pytest.fixture(params=["stand-in", pytest.param("ardour", marks=pytest.mark.peer)])
def leaving(request: pytest.FixtureRequest) -> Iterator[tuple[Daw, Callable[[], None]]]:
    """A DAW of the test's own, and what closes its session in good order."""
    if request.param == "stand-in":
        stand_in = StandIn()
        yield stand_in, lambda: stand_in.daw.quit(stand_in.at)
        return
    start: Start = request.getfixturevalue("start_ardour")
    real = Real(start(LAYOUT))
    yield real, real.ardour.leave
    real.hang_up()
    real.ardour.close()


def test_a_session_that_closes_says_good_bye_to_the_transport_and_nothing_to_the_silent(
    leaving: tuple[Daw, Callable[[], None]],
) -> None:
    daw, close = leaving
    transport, silent = surface(daw, 8 + 16 + 64 + 1024), surface(daw, REPLY)
    transport.hear(TOLD)
    close()
    came = transport.hear(TOLD)
    start = [message.address for message in came].index("/master/name")
    assert [tuple(message) for message in came[start:]] == GOOD_BYE
    assert silent.hear(0.01) == []
