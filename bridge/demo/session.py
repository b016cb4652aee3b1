"""A session of the stand-in: its strips, what each mute and solo amounts to, and the user's hands on them.

What is told apart here as in Ardour 7.3 (`libs/ardour`: `mute_control.cc`, `solo_control.cc`, `session.cc`): a strip's
own mute and the one it shows under a muted VCA, its explicit solo and the implied ones, the order of the strips and
the numbers that a surface gives them. Every change is noted in `news`; whoever serves surfaces takes it from there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from bridge.demo.channel import ENDS, TRACKS, Automation, Channel, Send
from bridge.model.desk import Kind

RATE = 48_000
"""Samples per second of the sessions that the stand-in makes."""


class Change(Enum):
    """What a piece of news is about."""

    STRIPS = "strips added, removed, moved, hidden, selected"
    NAME = "a strip's name"
    MUTE = "a strip's mute"
    SOLO = "a strip's solo, explicit or implied"
    AUTOMATION = "the mode of a strip's mute automation"
    ARMED = "a track armed or not"
    RECORD = "record-enable of the session, or the first or last armed track"
    SOLOING = "the first solo of all, or the last one gone"


News = tuple[Change, Channel | None]
"""One thing that changed, and the strip that it happened to."""


class Mark(NamedTuple):
    """A marker, in samples; a range if it has an `end`."""

    name: str
    position: int
    end: int | None = None


@dataclass(slots=True)
class Session:
    """An open session: `name` is the snapshot's, `folder` tells sessions of the same name apart.

    `channels` stand in the user's order, master and monitor anywhere. `end` is the end marker in samples, `offset` the
    sample count that the timecode adds, `fps` whole frames per second. Hands raise `KeyError` for a name that is not
    there.
    """

    name: str
    folder: str = ""
    rate: int = RATE
    end: int = 180 * RATE
    offset: int = 3600 * RATE
    fps: int = 24
    channels: list[Channel] = field(default_factory=list)
    marks: tuple[Mark, ...] = ()
    recording: bool = False
    news: list[News] = field(default_factory=list)

    def __getitem__(self, name: str) -> Channel:
        for channel in self.channels:
            if channel.name == name:
                return channel
        raise KeyError(name)

    @property
    def mutes(self) -> dict[str, bool]:
        """Every strip's *own* mute by name, as Ardour's Lua tells it."""
        return {channel.name: channel.mute for channel in self.channels}

    @property
    def solos(self) -> dict[str, bool]:
        """Every strip's explicit solo by name."""
        return {channel.name: channel.solo for channel in self.channels}

    @property
    def armed(self) -> bool:
        """True where any track is armed."""
        return any(channel.armed for channel in self.channels)

    @property
    def soloed(self) -> list[Channel]:
        """The strips that the user soloed, by themselves or by a VCA."""
        return [channel for channel in self.channels if channel.solo or (channel.vcas and channel.solos)]

    def shows_solo(self, channel: Channel, soloed: Sequence[Channel] | None = None) -> bool:
        """Explicit or implied: from upstream for what a soloed strip feeds, from downstream for what feeds one.

        A soloed bus implies its tracks only while none of them is soloed itself; a VCA's member shows no implied solo.
        Who asks for many strips gives `soloed`.
        """
        if channel.kind in ENDS:
            return False
        if channel.vcas or channel.solo:
            return channel.solos
        others = self.soloed if soloed is None else soloed
        if any(other.reaches(channel) for other in others):
            return True
        return any(channel.reaches(other) and not any(up.reaches(other) for up in others) for other in others)

    # What a mixer does with a value, whoever asks (a surface or the user's own mouse).

    def set_mute(self, channel: Channel, on: bool) -> None:
        """Mute or open one strip. Nothing happens, and no news comes, where it already is so or automation plays."""
        if channel.mute == on or channel.automation is Automation.PLAY or channel.refuses:
            return
        before = self._shown()
        channel.mute = on
        self.news.append((Change.MUTE, channel))
        self._tell_mutes(before, channel)

    def set_solo(self, channel: Channel, on: bool) -> None:
        """Solo or release one strip; every strip whose reported solo changes is news."""
        if channel.solo == on or channel.kind in ENDS:
            return
        before, some = self._shown_solos(), self.soloing
        channel.solo = on
        for other, old, new in zip(self.channels, before, self._shown_solos(), strict=True):
            if old != new or other is channel:
                self.news.append((Change.SOLO, other))
        if self.soloing != some:
            self.news.append((Change.SOLOING, None))

    def set_armed(self, channel: Channel, on: bool) -> None:
        """Arm one track or take it off; a bus can't be armed."""
        if channel.kind in TRACKS and channel.armed != on:
            channel.armed = on
            self.news.append((Change.ARMED, channel))

    def _shown_solos(self) -> list[bool]:
        soloed = self.soloed
        return [self.shows_solo(channel, soloed) for channel in self.channels]

    @property
    def soloing(self) -> bool:
        """True where anything that carries sound is soloed."""
        return any(channel.solos for channel in self.channels if channel.kind is not Kind.VCA)

    # The user's hands: each by the strip's name.

    def mute(self, name: str, on: bool = True) -> None:
        """The user mutes or opens a strip."""
        self.set_mute(self[name], on)

    def solo(self, name: str, on: bool = True) -> None:
        """The user solos or releases a strip."""
        self.set_solo(self[name], on)

    def rename(self, name: str, wanted: str) -> str:
        """The user renames a strip; gives the name that it got, made unique as Ardour does. No list notice comes."""
        channel = self[name]
        channel.name = self.unique(wanted, channel)
        if channel.name != name:
            self.news.append((Change.NAME, channel))
        return channel.name

    def unique(self, wanted: str, besides: Channel | None = None) -> str:
        """`wanted`, or where it is taken the same words with the next free number."""
        taken = {channel.name for channel in self.channels if channel is not besides}
        if wanted not in taken:
            return wanted
        stem, _, number = wanted.rpartition(" ")
        stem, count = (stem, int(number)) if stem and number.isdecimal() else (wanted, 0)
        while (name := f"{stem} {(count := count + 1)}") in taken:
            pass
        return name

    def insert(self, channel: Channel, place: int | None = None) -> str:
        """The user adds a strip at `place` (None: behind the others); gives the name that it got."""
        channel.name = self.unique(channel.name)
        self.channels.insert(len(self.channels) if place is None else place, channel)
        self._strips()
        return channel.name

    def add(self, name: str, kind: Kind = Kind.AUDIO, channels: int = 2, to: str = "") -> str:
        """The user makes a track with one input, or a bus, that leads to the strip `to`; gives the name that it got."""
        inputs = 1 if kind is Kind.AUDIO else channels
        return self.insert(Channel(name, kind, inputs, channels, self[to] if to else None))

    def delete(self, name: str) -> None:
        """The user removes a strip, with everything that led to it."""
        gone = self[name]
        before = self._shown()
        self.channels.remove(gone)
        for channel in self.channels:
            channel.outs = tuple(tuple(plug for plug in outs if plug.strip is not gone) for outs in channel.outs)
            channel.sends = tuple(send for send in channel.sends if send.bus is not gone)
            channel.vcas = tuple(vca for vca in channel.vcas if vca is not gone)
        self._tell_mutes(before)
        self._strips()

    def duplicate(self, name: str) -> str:
        """The user duplicates a strip, mute and all; gives the copy's name. It stands right behind the original."""
        old = self[name]
        copy = Channel(
            self.unique(name),
            old.kind,
            old.inputs,
            old.outputs,
            sends=old.sends,
            vcas=old.vcas,
            mute=old.mute,
            hidden=old.hidden,
        )
        copy.outs = old.outs
        return self.insert(copy, self.channels.index(old) + 1)

    def move(self, names: Iterable[str], place: int) -> None:
        """The user drags strips, in the order given, so that the first lands at `place`."""
        moved = [self[name] for name in names]
        rest = [channel for channel in self.channels if channel not in moved]
        self.channels[:] = [*rest[:place], *moved, *rest[place:]]
        self._strips()

    def hide(self, name: str, on: bool = True) -> None:
        """The user hides a strip in the mixer or shows it; it goes on sounding."""
        channel = self[name]
        if channel.hidden != on:
            channel.hidden = on
            self._strips()

    def select(self, name: str) -> None:
        """The user clicks a strip: for every surface the list has changed."""
        for channel in self.channels:
            channel.selected = channel.name == name
        self._strips()

    def arm(self, name: str, on: bool = True) -> None:
        """The user arms a track for recording or takes it off."""
        self.set_armed(self[name], on)

    def record(self, on: bool = True) -> None:
        """The user switches the session's record-enable."""
        if self.recording != on:
            self.recording = on
            self.news.append((Change.RECORD, None))

    def automate(self, name: str, mode: Automation) -> None:
        """The user sets the automation mode of a strip's mute."""
        channel = self[name]
        channel.automation = mode
        self.news.append((Change.AUTOMATION, channel))

    def assign(self, name: str, vca: str, on: bool = True) -> None:
        """The user puts a strip under a VCA, or takes it out."""
        channel, ruler = self[name], self[vca]
        before = self._shown()
        others = tuple(other for other in channel.vcas if other is not ruler)
        channel.vcas = (*others, ruler) if on else others
        self._tell_mutes(before)

    def route(self, name: str, *buses: str) -> None:
        """The user lets a strip's outputs feed these buses and nothing else. No surface is told."""
        self[name].lead(*(self[bus] for bus in buses))

    def send(self, name: str, bus: str, on: bool = True) -> None:
        """The user adds a send to a bus, or switches the one that is there."""
        channel, target = self[name], self[bus]
        others = tuple(send for send in channel.sends if send.bus is not target)
        channel.sends = (*others, Send(target, on))

    def refuse(self, name: str, on: bool = True) -> None:
        """From now on the strip ignores every mute, as it does for reasons that no surface is told."""
        self[name].refuses = on

    def _strips(self) -> None:
        self.news.append((Change.STRIPS, None))

    def _shown(self) -> dict[int, bool]:
        return {id(channel): channel.closed for channel in self.channels}

    def _tell_mutes(self, before: dict[int, bool], told: Channel | None = None) -> None:
        """News of the strips whose VCA opened or closed above them; one that is muted by itself says nothing."""
        for channel in self.channels:
            if channel is not told and not channel.mute and before.get(id(channel), channel.closed) != channel.closed:
                self.news.append((Change.MUTE, channel))
