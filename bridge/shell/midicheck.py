"""What MIDI there is on this machine and what comes in at each port: the findings of `stembridge doctor midi`."""

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise

from bridge.model.chasing import ChaseView, Lock
from bridge.shell.finding import Finding, Verdict
from bridge.shell.following import Followed
from bridge.shell.jackexact import exact_stamps
from bridge.shell.midi import Arrived, Driver, NoMidi, Port, PortNews, Way
from bridge.shell.midiports import Poller
from bridge.shell.rtmidi import binding, drivers
from bridge.wire.kinds import BEATING, Kind, kind_of
from bridge.wire.midi import ByteParser

FEWEST = 20
"""Messages from which on a beat is judged."""
NONE = "there is no port to listen to. Make the DAW send MIDI timecode, or plug the interface in, and look again"


class Ear:
    """What has come in at one port."""

    def __init__(self) -> None:
        self.counts: Counter[Kind] = Counter()
        self.refused = ""
        """Why it could not be opened, "" if it could."""
        self._parser = ByteParser()
        self._followed = Followed("")
        self._stamps: defaultdict[Kind, list[float]] = defaultdict(list)

    def take(self, arrived: Arrived) -> None:
        """Hear what came."""
        self._followed.take(arrived.messages)
        for at, data in arrived.messages:
            for kind in map(kind_of, self._parser.feed(data)):
                self.counts[kind] += 1
                if kind in BEATING:
                    self._stamps[kind].append(at)

    @property
    def junk(self) -> int:
        """Bytes that belonged to no message."""
        return self._parser.junk

    def view(self, at: float) -> ChaseView:
        """The timecode."""
        return self._followed.view(at)

    def rate(self, kind: Kind) -> float:
        """Messages a second while they came; 0 for too few."""
        stamps = self._stamps[kind]
        spent = stamps[-1] - stamps[0] if len(stamps) >= FEWEST else 0.0
        return (len(stamps) - 1) / spent if spent > 0 else 0.0

    def jitter(self, kind: Kind) -> float:
        """By how many seconds 99 of 100 gaps differ from the middle one at most."""
        stamps = self._stamps[kind]
        gaps = [later - before for before, later in pairwise(stamps)]
        middle = statistics.median(gaps)
        return sorted(abs(gap - middle) for gap in gaps)[int(0.99 * (len(gaps) - 1))]


def midi_checkup(seconds: float) -> Iterator[Finding]:
    """Every finding; listens to all ports for so long before it tells of them."""
    try:
        library, found = binding(), drivers()
    except NoMidi as missing:
        yield Finding(Verdict.BAD, "MIDI library", str(missing))
        return
    yield Finding(Verdict.GOOD, "MIDI library", f"{library.name} {_version(library.name)}")
    if any(driver.api == "JACK" for driver in found):
        yield _exactness()
    yield from _heard(found, seconds)


def _exactness() -> Finding:
    if exact_stamps():
        text = f"{_version('JACK-Client')}: messages of JACK are stamped to the sample"
        return Finding(Verdict.GOOD, "JACK-Client", text)
    text = (
        "not installed: messages of JACK are stamped to its period. For stamps to the sample: pip install JACK-Client"
    )
    return Finding(Verdict.INFO, "JACK-Client", text)


def _heard(found: Sequence[Driver], seconds: float) -> Iterator[Finding]:
    ears: defaultdict[Port, Ear] = defaultdict(Ear)

    def told(told: Arrived | PortNews) -> None:
        if isinstance(told, Arrived):
            ears[told.port].take(told)
        else:
            ears[told.port].refused = "" if told.name else told.sentence

    with closing(Poller(found, told, time.monotonic)) as poller:
        poller.turn()
        for trouble in poller.troubles():
            yield Finding(Verdict.INFO, "missing", trouble)
        yield from _sinks(poller)
        ports = {Port(listed.name): listed.api for listed in poller.listed(Way.IN)}
        if not ports:
            yield Finding(Verdict.BAD, "ports", NONE)
            return
        for port in ports:
            poller.want(port)
        over = time.monotonic() + seconds
        while time.monotonic() < over:
            time.sleep(poller.turn())
        for port, api in ports.items():
            yield _finding(f"{port.name} ({api})", ears[port], seconds)


def _sinks(poller: Poller) -> Iterator[Finding]:
    names = ", ".join(f"{listed.name} ({listed.api})" for listed in poller.listed(Way.OUT))
    if names:
        yield Finding(Verdict.INFO, "to send to", names)


def _finding(about: str, ear: Ear, seconds: float) -> Finding:
    if ear.refused:
        return Finding(Verdict.BAD, about, ear.refused)
    if not ear.counts and not ear.junk:
        return Finding(Verdict.INFO, about, f"nothing came in {seconds:.0f} s")
    words = [_words(kind, ear) for kind in Kind if ear.counts[kind]]
    view = ear.view(time.monotonic())
    if view.label:
        words.append(f"{'at' if view.lock is Lock.LOCKED else 'last at'} {view.label}, {view.rate} fps")
    if ear.junk:
        words.append(f"{ear.junk} bytes that belong to no message: a bad cable or interface")
    return Finding(Verdict.BAD if ear.junk else Verdict.GOOD, about, "; ".join(words))


def _words(kind: Kind, ear: Ear) -> str:
    rate = ear.rate(kind) if kind in BEATING else 0.0
    if not rate:
        return f"{ear.counts[kind]} × {kind}"
    return f"{kind}: {rate:.1f} a second, 99 of 100 within {1000 * ear.jitter(kind):.1f} ms of their beat"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
