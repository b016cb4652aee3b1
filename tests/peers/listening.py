"""How the tests listen to a real JACK: by each of the libraries, or by a child process that stamps to the sample."""

import time
from collections.abc import Callable

import pytest

from bridge.shell.jackserver import JackServer, libjack
from bridge.shell.midi import Arrived, Driver, Message, Port, PortNews
from bridge.shell.midiports import Poller, Told
from bridge.shell.rtmidi import KINDS, RtMidi, python_rtmidi, supriya_midi

PATIENCE = 10.0
"""Seconds in which what is waited for must come."""


def driver(library: str = "supriya-midi", *, exact: bool = False) -> Driver:
    """JACK by one of the libraries, or heard by a child process."""
    jack = libjack()
    assert jack is not None
    (kind,) = (kind for kind in KINDS if kind.api == "JACK")
    if library == "python-rtmidi":
        pytest.importorskip("rtmidi")
    binding = supriya_midi() if library == "supriya-midi" else python_rtmidi()
    return RtMidi(binding, kind, JackServer(jack), exact=exact)


class Listener:
    """A poller and everything that it told; it passes time until something is so."""

    def __init__(self, opened: Driver) -> None:
        self.told: list[Told] = []
        self.poller = Poller([opened], self.told.append, time.monotonic)

    def want(self, port: Port) -> None:
        self.poller.want(port)
        self.until(lambda: any(news.port == port and news.name for news in self.news))

    def until(self, true: Callable[[], bool]) -> None:
        by = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < by, [news.sentence for news in self.news[-5:]]
            time.sleep(self.poller.turn())

    def rest(self, seconds: float) -> None:
        by = time.monotonic() + seconds
        while time.monotonic() < by:
            time.sleep(self.poller.turn())

    @property
    def messages(self) -> list[Message]:
        return [message for told in self.told if isinstance(told, Arrived) for message in told.messages]

    @property
    def news(self) -> list[PortNews]:
        return [told for told in self.told if isinstance(told, PortNews)]
