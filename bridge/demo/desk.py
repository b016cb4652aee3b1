"""A small desk that the stand-in of our script tells: strips with ways, sends, mutes; methods are the user's hands."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Node, Sink, Way
from bridge.wire import companion_rows as rows
from bridge.wire.companion import plain
from bridge.wire.companion_spelling import spelt


@dataclass(slots=True)
class DemoStrip:
    """One strip of the desk; `node` is what it tells of its routing."""

    node: Node
    mute: bool = False
    solo: bool = False
    automation: int = 0


@dataclass(slots=True)
class Desk:
    """The open session of a DAW: its strips by id in the mixer's order, its markers."""

    name: str = "reel1"
    snapshot: str = "reel1"
    folder: str = "/films/reel1"
    rate: int = 48000
    fps: str = "24.000"
    drop: bool = False
    offset: int = 0
    strips: dict[str, DemoStrip] = field(default_factory=dict)
    marks: list[rows.MarkTold] = field(default_factory=list)
    last_id: int = 100

    def __getitem__(self, name: str) -> DemoStrip:
        """The strip of this name; raises KeyError."""
        for strip in self.strips.values():
            if strip.node.name == name:
                return strip
        raise KeyError(name)

    def add(self, name: str, kind: Kind = Kind.AUDIO, channels: int = 2, to: str = "") -> str:
        """Add a strip that feeds the strip `to`, channel by channel; gives its id."""
        self.last_id += 1
        strip = str(self.last_id)
        inputs = 1 if kind is Kind.AUDIO else channels
        self.strips[strip] = DemoStrip(Node(strip, name, kind, inputs, Way(((),) * channels)))
        if to:
            self.connect(name, to)
        return strip

    def remove(self, name: str) -> None:
        """Remove a strip, with everything that led to it."""
        gone = self[name].node.id
        del self.strips[gone]
        for strip in self.strips.values():
            outs = tuple(tuple(sink for sink in channel if sink.strip != gone) for channel in strip.node.way.outs)
            sends = tuple(send for send in strip.node.way.sends if send.target != gone)
            self._go(strip, Way(outs, _numbered(sends)))

    def rename(self, name: str, wanted: str) -> None:
        """Give it another name."""
        strip = self[name]
        strip.node = replace(strip.node, name=wanted)

    def connect(self, name: str, *buses: str) -> None:
        """Let its outputs feed these strips and nothing else, each channel the one of its number."""
        strip, targets = self[name], [self[bus].node for bus in buses]
        outs = (
            tuple(sorted(Sink(target.id, channel % target.inputs) for target in targets))
            for channel in range(len(strip.node.way.outs))
        )
        self._go(strip, Way(tuple(outs), strip.node.way.sends))

    def send(self, name: str, bus: str, *, active: bool = True) -> None:
        """Add a send behind the fader to a bus, or switch the one that is there."""
        strip, target = self[name], self[bus].node.id
        others = tuple(send for send in strip.node.way.sends if send.target != target)
        sends = (*others, AuxSend(0, target, active, level_db=0.0))
        self._go(strip, Way(strip.node.way.outs, _numbered(sends)))

    def mute(self, name: str, on: bool = True) -> None:
        """Mute or open it."""
        self[name].mute = on

    def solo(self, name: str, on: bool = True) -> None:
        """Solo or release it."""
        self[name].solo = on

    def _go(self, strip: DemoStrip, way: Way) -> None:
        strip.node = replace(strip.node, way=way)

    # --- what the script does to it -----------------------------------------------------------------------------

    def reroute(self, strip: str, name: str, outs: str, switches: str) -> str:
        """Let a strip go another way, spelt as in an order; gives why not, "" when it is done."""
        found = self.strips.get(strip)
        if found is None:
            return "it is gone"
        if found.node.name != plain(name):
            return "it has another name by now"
        wanted = tuple(tuple(sorted(map(_sink, filter(None, part.split(","))))) for part in outs.split(";")[:-1])
        for sink in (sink for channel in wanted for sink in channel if sink.strip):
            target = self.strips.get(sink.strip)
            if target is None:
                return "what it should feed is gone"
            if sink.channel >= target.node.inputs:
                return "what it should feed has too few channels"
        if len(wanted) != len(found.node.way.outs):
            return "it has another number of channels by now"
        asked = [tuple(part.split(",")) for part in switches.split(";")[:-1]]
        if [each[:2] for each in asked] != [(str(send.number), send.target) for send in found.node.way.sends]:
            return "its sends are others by now"
        pairs = zip(found.node.way.sends, asked, strict=True)
        self._go(found, Way(wanted, tuple(replace(send, active=each[2] == "1") for send, each in pairs)))
        return ""

    def make_bus(self, name: str, channels: str) -> str:
        """Make a bus that feeds the master; gives why not, "" when it is done."""
        count = int(channels) if channels.isascii() and channels.isdecimal() and len(channels) < 6 else 0
        if not 1 <= count <= 64:
            return "a bus can't have so many channels"
        if any(strip.node.name == plain(name) for strip in self.strips.values()):
            return "there is a strip of this name"
        master = next((strip.node.name for strip in self.strips.values() if strip.node.kind is Kind.MASTER), "")
        self.add(plain(name), Kind.BUS, count, master)
        return ""

    def told(self) -> dict[str, str]:
        """What is told of everything, one text for each thing: what differs is told anew."""
        session = rows.SessionTold(
            self.name, self.snapshot, self.folder, self.rate, self.fps, drop=self.drop, offset=self.offset
        )
        texts = {"session": spelt(session)}
        for place, (strip, each) in enumerate(self.strips.items()):
            state = rows.StateTold(
                strip, each.node.name, each.mute, by_vca=False, solo=each.solo, automation=each.automation
            )
            texts[f"state {strip}"] = spelt(state)
            if each.node.kind is not Kind.VCA:
                texts[f"strip {strip}"] = spelt(rows.StripTold(place, each.node))
        marks = [*map(spelt, self.marks), spelt(rows.MarksClosed(len(self.marks)))]
        return texts | {"marks": "\n".join(marks)}


def _numbered(sends: Iterable[AuxSend]) -> tuple[AuxSend, ...]:
    return tuple(replace(send, number=number) for number, send in enumerate(sends))


def _sink(word: str) -> Sink:
    if word.startswith("="):
        return Sink("", 0, plain(word[1:]))
    strip, _, channel = word.partition(".")
    return Sink(strip, int(channel))
