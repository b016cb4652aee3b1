"""The contract: saving, recording, the transport, the reply port, the end."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from bridge.wire.osc import Argument
from tests.peers.conftest import Start
from tests.peers.contract import REPLY, SOON, TOLD, about, ask, do, on, shown, surface
from tests.peers.talk import LAYOUT, Daw, Heard, Port, Real, StandIn

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


def test_a_locate_that_comes_just_after_a_stop_is_lost(asker: Port) -> None:
    do(asker, "/locate", 96000, 1, seconds=TOLD)
    do(asker, "/transport_stop", seconds=0.0)
    do(asker, "/locate", 480000, 0, seconds=TOLD)
    assert int(str(ask(asker, "/transport_frame")[0].args[0])) < 200_000
    do(asker, "/locate", 0, 0, seconds=TOLD)


def test_a_locate_a_tenth_of_a_second_after_a_stop_is_carried_out(asker: Port) -> None:
    do(asker, "/locate", 96000, 1, seconds=TOLD)
    do(asker, "/transport_stop", seconds=0.1)
    do(asker, "/locate", 480000, 0, seconds=TOLD)
    assert ask(asker, "/transport_frame")[0].args == (480_000,)
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
