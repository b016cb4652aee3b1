"""`stembridge timecode` and `stembridge doctor midi`, with ports that a test makes up."""

import json
import sys
from collections.abc import Sequence
from typing import NoReturn

import pytest

from bridge.cli import timecode
from bridge.cli.main import run
from bridge.model.clocks import Labels
from bridge.model.timecode import RATES, frame_of
from bridge.shell import midicheck
from bridge.shell.midi import Driver, Message, NoMidi, Port
from bridge.shell.rtmidi import NO_LIBRARY, Binding
from bridge.wire.mtc import full_frame, quarter_frames
from tests.shell.midifakes import FakeDriver, FakePort, Time

Out = pytest.CaptureFixture[str]
HOUR = frame_of("01:00:00:00", RATES["24"])


class Playing(FakeDriver):
    """Ports at which timecode at 24 frames a second comes as the clock goes, and stops after some seconds."""

    def __init__(self, clock: Time, seconds: float, sources: Sequence[str] = ("ardour:MTC out",)) -> None:
        super().__init__(sources=list(sources), sinks=["ardour:MTC in"])
        self.clock, self.begun, self.over = clock, clock.now, clock.now + seconds

    def _open(self, port: Port, name: str) -> FakePort:
        assert not port.virtual
        self.opened.append(Tape(name, self) if "MTC out" in name else FakePort(name))
        return self.opened[-1]


class Tape(FakePort):
    """The port: every quarter frame that is due by now."""

    def __init__(self, name: str, playing: Playing) -> None:
        super().__init__(name)
        self._playing = playing
        self._pieces = quarter_frames(HOUR, Labels.FPS_24)
        self._count = 0

    def take(self) -> list[Message]:
        playing, came = self._playing, list[Message]()
        while (due := playing.begun + self._count / 96) <= min(playing.clock.now, playing.over):
            came.append((due, next(self._pieces)))
            self._count += 1
        return came


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    """A clock that goes on when somebody sleeps."""
    clock = Time()

    def pass_time(seconds: float) -> None:
        clock.now += max(seconds, 0.0005)

    monkeypatch.setattr("time.sleep", pass_time)
    monkeypatch.setattr("time.monotonic", clock)
    return clock


def with_midi(monkeypatch: pytest.MonkeyPatch, *found: Driver) -> None:
    monkeypatch.setattr(timecode, "drivers", lambda: found)
    monkeypatch.setattr(midicheck, "drivers", lambda: found)
    monkeypatch.setattr(midicheck, "binding", lambda: Binding("supriya-midi", frozenset(), _none, _none, ()))
    monkeypatch.setattr(midicheck, "exact_stamps", lambda: False)


def _none(*_: object) -> NoReturn:
    raise NotImplementedError


def test_what_happens_on_a_port_is_written_down(monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out) -> None:
    with_midi(monkeypatch, Playing(clock, 2.0))
    assert run(["timecode", "ardour", "--for=4s"]) == 0
    told = [line[10:] for line in capsys.readouterr().out.splitlines()]
    assert told[0] == "The MIDI port ardour:MTC out (JACK) is heard."
    assert told[1].startswith("Runs, at 01:00:00:")
    assert told[2].startswith("Stopped at 01:00:0")
    assert len(told) == 3


def test_json_tells_every_frame_once_in_its_order(monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out) -> None:
    with_midi(monkeypatch, Playing(clock, 4.0))
    assert run(["timecode", "--json", "--rate=24", "--for=3s"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    frames = [row["frame"] for row in rows if row["lock"] == "locked"]
    assert frames == list(range(frames[0], frames[0] + len(frames)))
    assert len(frames) > 60
    assert rows[-1]["port"] == "ardour:MTC out"


def test_a_port_that_is_not_there_is_waited_for_and_the_reason_said(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    with_midi(monkeypatch, FakeDriver(down="No JACK server runs"))
    assert run(["timecode", "--for=1s"]) == 0
    assert "There is no MIDI port to listen to. No JACK server runs. It is heard" in capsys.readouterr().out


def test_without_a_library_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    def missing() -> Sequence[Driver]:
        raise NoMidi(NO_LIBRARY)

    monkeypatch.setattr(timecode, "drivers", missing)
    assert run(["timecode"]) == 1
    assert capsys.readouterr().err == f"{NO_LIBRARY}\n"


def test_timecode_is_sent_and_its_exactness_said(monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out) -> None:
    driver = Playing(clock, 0.0)
    with_midi(monkeypatch, driver)
    assert run(["timecode", "send", "ardour", "--rate=29.97df", "--from=00:00:59;00", "--for=2s"]) == 0
    sent = driver.opened[0].sent
    assert sent[0] == full_frame(frame_of("00:00:59;00", RATES["29.97df"]), Labels.FPS_2997_DROP)
    assert len(sent) == 242
    assert sent[-1] == full_frame(frame_of("00:01:01;02", RATES["29.97df"]), Labels.FPS_2997_DROP)
    assert "Stands at 00:01:01;02 after 240 quarter frames." in capsys.readouterr().out
    assert driver.opened[0].closed == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["timecode", "send", "ardour", "--from=00:01:00;00", "--rate=29.97df"], "that label is dropped"),
        (["timecode", "send", "ardour", "--from=24:00:00:00"], "to the last frame of 23:59:59"),
        (["timecode", "send", "ardour", "--rate=59.94"], "59.94"),
        (["timecode", "send"], "PORT"),
        (["timecode", "--virtual"], "--virtual needs the name"),
        (["timecode", "send", "Pro Tools"], "There is no MIDI port Pro Tools. There are: ardour:MTC in."),
    ],
)
def test_what_can_t_be_is_refused_with_the_reason(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out
) -> None:
    with_midi(monkeypatch, Playing(clock, 0.0))
    assert run(words) == 1
    assert said in " ".join(capsys.readouterr().err.split())


def test_help_names_both_ways(capsys: Out) -> None:
    assert run(["timecode", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "show" in shown
    assert "send" in shown


# --- doctor midi ------------------------------------------------------------------------------------------------


def test_every_port_is_told_with_what_comes_how_often_and_how_evenly(
    monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out
) -> None:
    playing = Playing(clock, 60.0, ("ardour:MTC out", "a2j:Keys"))
    with_midi(monkeypatch, playing, FakeDriver("ALSA", down="ALSA has no MIDI ports here"))
    assert run(["doctor", "midi"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("ok  MIDI library: supriya-midi")
    assert "--  missing: ALSA has no MIDI ports here" in told
    assert "--  to send to: ardour:MTC in (JACK)" in told
    assert "--  a2j:Keys (JACK): nothing came in 5 s" in told
    (line,) = (line for line in told if "MTC out" in line)
    assert line.startswith(
        "ok  ardour:MTC out (JACK): MIDI timecode: 96.0 a second, 99 of 100 within 0.0 ms of their beat; at 01:00:0"
    )


def test_where_there_is_no_port_at_all_a_hand_is_needed(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    with_midi(monkeypatch, FakeDriver(down="No JACK server runs"))
    assert run(["doctor", "midi", "--for=1s"]) == 1
    told = capsys.readouterr().out
    assert "--  missing: No JACK server runs" in told
    assert "!!  ports: there is no port to listen to." in told


def test_a_port_that_does_not_open_and_bytes_that_are_no_message_need_a_hand(
    monkeypatch: pytest.MonkeyPatch, clock: Time, capsys: Out
) -> None:
    refusing = FakeDriver("ALSA", sources=["MOTU:MOTU 24:0"], refusing="another program has it")
    broken = FakeDriver(sources=["cable"])
    monkeypatch.setattr(FakePort, "take", lambda _: [(clock.now, b"\x40\x41")])
    with_midi(monkeypatch, refusing, broken)
    assert run(["doctor", "midi", "--for=1s"]) == 1
    told = capsys.readouterr().out
    assert "!!  MOTU:MOTU (ALSA): another program has it. It is tried again." in told
    assert "bytes that belong to no message" in told


def test_without_a_library_the_doctor_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.setitem(sys.modules, "supriya_midi", None)
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    assert run(["doctor", "midi"]) == 1
    assert f"!!  MIDI library: {NO_LIBRARY}" in capsys.readouterr().out
