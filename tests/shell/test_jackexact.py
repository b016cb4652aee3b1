"""A child that listens to JACK: what it tells arrives whole, and its end is noticed. The child here is made up."""

import sys

import pytest

from bridge.shell import jackexact, rtmidi
from bridge.shell.jackchild import RECORD
from bridge.shell.jackexact import ENDED, ExactSource
from bridge.shell.midi import NoMidi, Port
from bridge.shell.rtmidi import FAULTS, Binding, Kind, RtMidi

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="JACK-Client is not used on Windows")

TELLS = (
    "import sys; assert sys.argv[1:] == ['us', 'in', 'ardour:MTC out']; sys.stdout.buffer.write(bytes.fromhex({!r}))"
)
WAITS = "import sys; sys.stdin.read()"


def child(monkeypatch: pytest.MonkeyPatch, program: str) -> ExactSource:
    monkeypatch.setattr(jackexact, "CHILD", ("-c", program))
    return ExactSource("us", "in", "ardour:MTC out")


def test_whole_records_arrive_and_then_its_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = RECORD.pack(12.5, 2) + b"\xf1\x35", RECORD.pack(12.51, 0)
    source = child(monkeypatch, TELLS.format((first + second + RECORD.pack(12.52, 3) + b"\xf0").hex()))
    source._child.wait()
    assert source.take() == [(12.5, b"\xf1\x35"), (12.51, b"")]
    assert source.ended
    with pytest.raises(NoMidi, match=ENDED):
        source.take()
    source.close()


def test_a_child_that_has_nothing_to_tell_is_not_waited_for_and_ends_when_it_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = child(monkeypatch, WAITS)
    assert source.take() == []
    source.close()
    assert source._child.returncode == 0


class Children:
    """Children that a driver starts; they end as a test says."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.ended = False
        STARTED.append(self)


STARTED: list[Children] = []


def test_rtmidi_takes_over_from_a_child_that_ended_by_itself_until_the_server_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def plain(*_: object) -> None:
        raise OSError("RtMidi was asked")

    STARTED.clear()
    monkeypatch.setattr(rtmidi, "ExactSource", Children)
    driver = RtMidi(Binding("fake", frozenset(), plain, plain, FAULTS), Kind(3, "JACK"), exact=True)  # type: ignore[arg-type]
    driver.listen(Port("ardour"), "ardour:MTC out")
    driver.listen(Port("timecode", virtual=True), "timecode")
    assert [child.names for child in STARTED] == [
        ("stembridge in", "in", "ardour:MTC out"),
        ("stembridge", "timecode", ""),
    ]
    STARTED[-1].ended = True
    with pytest.raises(NoMidi, match="RtMidi was asked"):
        driver.listen(Port("ardour"), "ardour:MTC out")
    driver.close()
    driver.listen(Port("ardour"), "ardour:MTC out")
    assert len(STARTED) == 3
