"""The contract: mutes, VCAs, solos, automation."""

import pytest

from bridge.demo.channel import Automation
from bridge.wire.osc import Argument
from tests.peers.contract import SOON, TOLD, about, ask, do, numbers, on, shown, surface
from tests.peers.talk import Daw, Heard, Port

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
