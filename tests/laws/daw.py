"""A DAW as the laws need it: strips with mutes, VCAs, files on disk, a user, and every bad habit of a network.

It speaks in values, not in OSC, so that thousands of histories run in seconds; the same laws over real packets run
against the stand-in of `bridge.demo`. It knows what the *user* wants of every strip (`truth`), which no DAW does:
that is what the judge compares with.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from random import Random

from bridge.model.desk import Kind, Strip


@dataclass(slots=True)
class Channel:
    """One strip. `truth`: what the user wants its own mute to be; `vague`: either way is right, and why."""

    uid: int
    name: str
    kind: Kind
    own: bool
    truth: bool
    vca: str | None = None
    refuses: bool = False
    vague: str = ""
    clicked: float = -1.0
    unseen: bool = False
    stray: bool = False
    """A change that was meant for another strip has hit it, and was not put right yet."""
    former: tuple[str, ...] = ()
    """Names that it had before."""


@dataclass(slots=True)
class Packet:
    """Something under way to the DAW: a change or a question."""

    arrives: float
    what: str
    number: int = 0
    name: str = ""
    value: bool = False
    question: int = 0
    basis: float = -1.0


@dataclass(slots=True)
class Reply:
    """An answer under way to the bridge: the desk as it was at `made`."""

    arrives: float
    question: int
    strips: tuple[Strip, ...]
    made: float


@dataclass
class Daw:
    """The DAW and its user."""

    rnd: Random
    session: str = "reel1"
    channels: list[Channel] = field(default_factory=list)
    files: dict[str, list[Channel]] = field(default_factory=dict)
    inbox: list[Packet] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    loss: float = 0.0
    deaf_until: float = 0.0
    closed_until: float = 0.0
    ours: bool = False
    """Whether our surfaces are set up in this session."""
    marked: bool = False
    """Whether we have taken note of this session since it was opened; a later run of ours finds the mark."""
    came: list[Channel] = field(default_factory=list)
    """Strips that came or got a name since the bridge last heard a list; `gone`: how many were deleted since then."""
    gone: int = 0
    _uids: int = 0

    def fill(self, count: int, vcas: int) -> None:
        """A new session: `count` tracks of all stems, a bus, some VCAs, the master; saved once."""
        stems = ("DX", "FX", "MX", "Audio")
        names = [f"VCA {n}" for n in range(vcas)]
        for n in range(count):
            vca = self.rnd.choice(names) if names and self.rnd.random() < 0.5 else None
            on = self.rnd.random() < 0.2
            self.add(f"{stems[n % 4]} {n}", Kind.AUDIO, on=on, vca=vca, refuses=self.rnd.random() < 0.05)
        self.add("MX bus", Kind.BUS, on=False)
        for name in names:
            self.add(name, Kind.VCA, on=self.rnd.random() < 0.3)
        self.add("Master", Kind.MASTER, on=False)
        self.save()

    def add(self, name: str, kind: Kind, *, on: bool, vca: str | None = None, refuses: bool = False) -> Channel:
        """A new strip at the end."""
        self._uids += 1
        channel = Channel(self._uids, name, kind, on, on, vca, refuses)
        self.channels.append(channel)
        return channel

    # --- what it shows and does ---------------------------------------------------------------------------------

    def shown(self, channel: Channel) -> bool:
        """Own mute or that of its VCA."""
        shut = any(vca.own for vca in self.channels if vca.kind is Kind.VCA and vca.name == channel.vca)
        return channel.own or shut

    def listing(self) -> tuple[Strip, ...]:
        """What a list would say now."""
        return tuple(
            Strip(number, c.name, c.kind, 1, 2, self.shown(c), False, False if c.kind is Kind.AUDIO else None)
            for number, c in enumerate(self.channels, 1)
        )

    def advance(self, at: float) -> Iterator[int]:
        """Carry out what has arrived, in order; gives the uid of each strip that a change of ours has hit."""
        if at < self.closed_until:
            self.inbox.clear()
            return
        if at < self.deaf_until:
            return
        due = [packet for packet in self.inbox if packet.arrives <= at]
        self.inbox = [packet for packet in self.inbox if packet.arrives > at]
        for packet in sorted(due, key=lambda packet: packet.arrives):
            if packet.what == "list":
                self._answer(packet, at)
            elif 0 < packet.number <= len(self.channels):
                yield from self._set(self.channels[packet.number - 1], packet)

    def _answer(self, packet: Packet, at: float) -> None:
        if self.rnd.random() >= self.loss:
            delay = self.rnd.choice((0.0, 0.0, 0.01, 0.02, 0.3))
            self.replies.append(Reply(at + delay, packet.question, self.listing(), at))

    def _set(self, channel: Channel, packet: Packet) -> Iterator[int]:
        if channel.refuses:
            return
        for touched in (channel, *(other for other in self.channels if other.name == packet.name)):
            if touched.clicked >= packet.basis:  # also where the change hits another strip: it is taken for ours
                touched.vague = touched.vague or "a click that no answer had shown before our change"
        if channel.name != packet.name:
            channel.stray = True
        channel.own = packet.value
        yield channel.uid

    def send(self, packet: Packet, at: float) -> None:
        """A packet of ours: lost, doubled, late, overtaken; never later than the DAW is allowed to need."""
        if self.rnd.random() < self.loss:
            return
        for _ in range(1 + (self.rnd.random() < 0.02)):
            late = at + self.rnd.choice((0.0, 0.001, 0.01, 0.03))
            self.inbox.append(replace(packet, arrives=late))

    # --- the user -----------------------------------------------------------------------------------------------

    def tracks(self) -> list[Channel]:
        """The strips that a user would touch."""
        return [c for c in self.channels if c.kind is Kind.AUDIO]

    def click(self, channel: Channel, at: float) -> bool:
        """The user clicks mute; gives False where the strip does not move."""
        if channel.refuses:
            return False
        channel.own = not channel.own
        channel.truth = channel.own
        if channel.unseen and channel.kind is not Kind.VCA:
            channel.vague = channel.vague or "two clicks that no answer lay between"
        channel.clicked, channel.unseen = at, True
        return True

    def rename(self, channel: Channel, name: str) -> None:
        """The user gives a strip another name; a DAW makes names unique."""
        if all(other.name != name for other in self.channels):
            channel.former, channel.name = (*channel.former, channel.name), name
            self.came.append(channel)
            self._swapped()

    def move(self, channel: Channel, place: int) -> None:
        """The user drags a strip to another place; the master stays last."""
        self.channels.remove(channel)
        self.channels.insert(min(place, len(self.channels) - 1), channel)

    def insert(self, name: str, place: int) -> None:
        """The user adds a track, unmuted, at any place."""
        if all(other.name != name for other in self.channels):
            self.came.append(self.add(name, Kind.AUDIO, on=False))
            self.move(self.came[-1], place)
            self._swapped()

    def delete(self, channel: Channel) -> None:
        """The user deletes a track."""
        self.channels.remove(channel)
        self.gone += 1
        self._swapped()

    def _swapped(self) -> None:
        """A strip that came while another went, with no list between, can't be told from a rename."""
        for channel in self.came if self.gone else ():
            channel.vague = channel.vague or "came while another strip went, unseen"

    def heard(self, made: float) -> None:
        """The bridge has heard the desk as it was at `made`."""
        self.came, self.gone = [], 0
        for channel in self.channels:
            channel.stray = channel.stray and channel.own != channel.truth
            channel.unseen = channel.unseen and channel.clicked > made

    def duplicate(self, channel: Channel, place: int) -> None:
        """The user copies a track; the copy's mute is the one that shows, ours or theirs."""
        copy = self.add(f"{channel.name}.{len(self.channels)}", Kind.AUDIO, on=channel.own)
        copy.truth = channel.truth
        copy.vague = "a copy of a strip that may be ours"
        self.move(copy, place)

    def save(self) -> None:
        """Write the session to disk, with the mutes as they are and what the user thinks of them."""
        self.files[self.session] = deepcopy(self.channels)
        for saved in self.files[self.session]:
            saved.vague = saved.vague or ("saved while hit by a stray change" if saved.stray else "")

    def close(self, at: float, name: str) -> None:
        """Leave without saving and open a session from disk; it takes a while, packets meanwhile are lost."""
        self.closed_until = at + self.rnd.uniform(1.5, 4.0)
        self.inbox.clear()
        self.replies.clear()
        self.session, self.ours, self.marked = name, False, False
        self.channels = deepcopy(self.files[name])
        for channel in self.channels:
            channel.clicked, channel.unseen = -1.0, False
