"""One OSC surface of the stand-in: what a client asked to be told, and the strips as that client numbers them.

Follows `libs/surfaces/osc` of Ardour 7.3. Numbers are places in the surface's own list, which is renewed by its
set-up, by its `/strip/list` (behind the answer) and by the tick after a change: a number from an older list reaches
whatever the surface still has there, or a strip that is gone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.demo.channel import ENDS, TRACKS, Channel
from bridge.demo.liblo import Said, spelt
from bridge.demo.session import Change, Session
from bridge.demo.transport import Transport
from bridge.model.desk import Kind

BUTTONS, IN_PATH, HEARTBEAT, MASTER, BARS, SMPTE, SAMPLES, CLOCK, REPLY = 1, 4, 8, 16, 32, 64, 1024, 2048, 16384
"""Feedback bits (Ardour manual, "Calculating Feedback and Strip-types Values")."""
OBSERVED = HEARTBEAT | MASTER | BARS | SMPTE | 1 << 15 | 1 << 16
"""Only with one of these does a surface get anything by timer; positions in samples alone yield nothing."""
HIDDEN = 512
"""Strip type bit: hidden strips too."""
TYPES = {Kind.AUDIO: 1, Kind.MIDI: 2, Kind.BUS: 4, Kind.MIDI_BUS: 8, Kind.VCA: 16, Kind.MASTER: 32, Kind.MONITOR: 64}
"""Strip type bit of each kind; the others come with bit 128."""
CODES = {
    Kind.AUDIO: "AT",
    Kind.MIDI: "MT",
    Kind.BUS: "B",
    Kind.MIDI_BUS: "MB",
    Kind.FOLDBACK: "FB",
    Kind.VCA: "V",
    Kind.MASTER: "MA",
    Kind.MONITOR: "MO",
}
"""What `/strip/list` calls each kind."""
FAREWELL: dict[str, float | str] = {
    "/master/fader": 0.0,
    "/monitor/fader": 0.0,
    "/master/gain": -193.0,
    "/monitor/gain": -193.0,
    "/master/trimdB": 0.0,
    "/master/mute": 0.0,
    "/master/pan_stereo_position": 0.5,
    **dict.fromkeys(("/monitor/mute", "/monitor/dim", "/monitor/mono", "/loop_toggle", "/transport_play"), 0.0),
    **dict.fromkeys(("/transport_stop", "/toggle_roll", "/rewind", "/ffwd", "/record_tally"), 0.0),
    **dict.fromkeys(("/rec_enable_toggle", "/cancel_all_solos", "/toggle_punch_out", "/toggle_punch_in"), 0.0),
    "/toggle_click": 0.0,
    "/click/level": 0.0,
    "/group/list": " ",
    "/jog/mode/name": " ",
}
"""What an observer is told last, behind the blank texts: everything off."""
BEATS = 21
"""Ticks of a heartbeat's period: 1.0 at the tenth, 0.0 at the first."""


@dataclass(slots=True)
class Surface:
    """What one client port has set up; the defaults are those of a session that was never told otherwise."""

    session: Session
    bank_size: int = 0
    strip_types: int = 31
    feedback: int = 0
    gainmode: int = 0
    send_page: int = 0
    plugin_page: int = 0
    strips: tuple[Channel, ...] = ()
    beat: int = 0
    last_sample: int = -1

    def __post_init__(self) -> None:
        self.renew()

    @property
    def observed(self) -> bool:
        """True where this surface is told things by timer."""
        return bool(self.feedback & OBSERVED)

    @property
    def settings(self) -> tuple[int, int, int, int, int, int]:
        """The six values of its set-up, in the order of `/set_surface`."""
        return (self.bank_size, self.strip_types, self.feedback, self.gainmode, self.send_page, self.plugin_page)

    def set_up(self, values: tuple[int, ...]) -> None:
        """Take over a prefix of bank size, strip types, feedback, gain mode, send page, plugin page."""
        merged = (*values[:6], *self.settings[len(values[:6]) :])
        self.bank_size, self.strip_types, self.feedback, self.gainmode, self.send_page, self.plugin_page = merged
        self.beat, self.last_sample = 0, -1
        self.renew()

    def renew(self) -> None:
        """Number the strips anew: presentation order, then master, then monitor."""
        channels = self.session.channels
        ends = sorted((channel for channel in channels if channel.kind in ENDS), key=lambda end: TYPES[end.kind])
        self.strips = tuple(
            channel for channel in (*[c for c in channels if c.kind not in ENDS], *ends) if self._has(channel)
        )

    def strip(self, number: int) -> Channel | None:
        """The strip that this surface calls `number`, from 1."""
        return self.strips[number - 1] if 0 < number <= len(self.strips) else None

    def _has(self, channel: Channel) -> bool:
        if channel.hidden:
            return bool(self.strip_types & HIDDEN)
        return bool(self.strip_types & TYPES.get(channel.kind, 128))

    # What it is told.

    def rows(self) -> Iterator[bytes]:
        """The answer to `/strip/list`: one message for each strip, then the end."""
        address = "/reply" if self.feedback & REPLY else "#reply"
        session, soloed = self.session, self.session.soloed
        for number, strip in enumerate(self.strips, 1):
            values: list[Said] = [*self._state(strip, soloed), number]
            if strip.kind in TRACKS:
                values.append(int(strip.armed))
            yield spelt(address, "ss" + "i" * (len(values) - 2), *values)
        monitor = any(channel.kind is Kind.MONITOR for channel in session.channels)
        yield spelt(address, "shhi", "end_route_list", session.rate, session.end, int(monitor))

    def states(self) -> Iterator[bytes]:
        """The answer to `/strip`: one message for each strip and no end."""
        for number, strip in enumerate(self.strips, 1):
            code, name, inputs, outputs, mute, solo = self._state(strip)
            if strip.kind is Kind.VCA:
                inputs, outputs = -1, -1
            yield spelt(
                "/strip", "issiiiii", number, code, name, inputs, outputs, mute, solo, self._record_state(strip)
            )

    def answer(self, strip: Channel, what: str, address: str) -> bytes | None:
        """The answer to a question about one strip: the same path and the value; None where it has no such thing."""
        if not what:
            return spelt(address, "ssiiiii", *self._state(strip), self._record_state(strip))
        answers: dict[str, Said] = {
            "name": strip.name,
            "mute": int(strip.shows_mute),
            "hide": int(strip.hidden),
            "select": int(strip.selected),
        }
        if strip.kind not in ENDS:
            answers["solo"] = int(self.session.shows_solo(strip))
        if strip.kind is not Kind.VCA:
            answers["comment"] = strip.comment
        if strip.kind in TRACKS:
            answers["recenable"] = int(strip.armed)
        value = answers.get(what)
        return None if value is None else spelt(address, "s" if isinstance(value, str) else "i", value)

    def _state(
        self, strip: Channel, soloed: Sequence[Channel] | None = None
    ) -> tuple[Said, Said, Said, Said, Said, Said]:
        mute, solo = int(strip.shows_mute), int(self.session.shows_solo(strip, soloed))
        return (CODES.get(strip.kind, "B"), strip.name, strip.inputs, strip.outputs, mute, solo)

    def _record_state(self, strip: Channel) -> int:
        return int(strip.armed) if strip.kind in TRACKS else -1

    def buttons(self) -> Iterator[bytes]:
        """Everything that feedback bit 1 tells about every strip; nothing without that bit."""
        if not self.feedback & BUTTONS:
            return
        shown = self.strips[: self.bank_size] if self.bank_size else self.strips
        for number, strip in enumerate(shown, 1):
            yield from self._buttons(number, strip)

    def _buttons(self, number: int, strip: Channel) -> Iterator[bytes]:
        yield self._about(number, "select", "f", float(strip.selected))
        yield self._about(number, "name", "s", strip.name)
        if strip.kind is not Kind.VCA:
            yield self._about(number, "group", "s", " ")
        yield self._about(number, "hide", "i", int(strip.hidden))
        yield from self._automation(number, strip)
        yield self._about(number, "mute", "f", float(strip.shows_mute))
        yield self._about(number, "solo", "f", float(self.session.shows_solo(strip)))
        if strip.kind is not Kind.VCA:
            yield self._about(number, "solo_iso", "f", 0.0)
            yield self._about(number, "solo_safe", "f", 0.0)
        if strip.kind in TRACKS:
            yield self._about(number, "monitor_input", "i", 0)
            yield self._about(number, "monitor_disk", "i", 0)
            yield self._about(number, "recenable", "f", float(strip.armed))
            yield self._about(number, "record_safe", "f", 0.0)
        yield self._about(number, "select", "f", float(strip.selected))
        yield self._about(number, "expand", "f", 0.0)

    def _automation(self, number: int, strip: Channel) -> Iterator[bytes]:
        mode = strip.automation
        yield self._about(number, "mute/automation", "f", float(mode.value))
        yield self._about(number, "mute/automation_name", "s", mode.name.capitalize())

    def _about(self, number: int, what: str, tag: str, value: Said) -> bytes:
        if self.feedback & IN_PATH:
            return spelt(f"/strip/{what}/{number}", tag, value)
        return spelt(f"/strip/{what}", "i" + tag, number, value)

    def told(self, change: Change, channel: Channel | None) -> Iterator[bytes]:
        """What this surface hears at once of a change."""
        if channel is not None and self.feedback & BUTTONS and channel in self.strips:
            yield from self._strip_told(change, self.strips.index(channel) + 1, channel)
        if self.feedback & MASTER:
            if change in {Change.RECORD, Change.ARMED}:
                yield from self.record_state()
            if change is Change.SOLOING:
                yield spelt("/cancel_all_solos", "f", float(self.session.soloing))
            if change is Change.MUTE and channel is not None and channel.kind is Kind.MASTER:
                yield spelt("/master/mute", "f", float(channel.shows_mute))

    def _strip_told(self, change: Change, number: int, strip: Channel) -> Iterator[bytes]:
        match change:
            case Change.NAME:
                yield self._about(number, "name", "s", strip.name)
            case Change.MUTE:
                yield self._about(number, "mute", "f", float(strip.shows_mute))
            case Change.SOLO:
                yield self._about(number, "solo", "f", float(self.session.shows_solo(strip)))
            case Change.ARMED:
                yield self._about(number, "recenable", "f", float(strip.armed))
            case Change.AUTOMATION:
                yield from self._automation(number, strip)
            case _:
                pass

    def welcome(self, transport: Transport) -> Iterator[bytes]:
        """What a set-up with bit 16 is told of the session as a whole (markers, click and groups left out)."""
        if not self.feedback & MASTER:
            return
        master = next((strip for strip in self.session.channels if strip.kind is Kind.MASTER), None)
        yield spelt("/master/name", "s", "Master")
        yield spelt("/master/mute", "f", float(master is not None and master.shows_mute))
        yield from self.transport_state(transport)
        yield from self.record_state()
        yield from self.saved(self.session.name)
        yield spelt("/cancel_all_solos", "f", float(self.session.soloing))

    def farewell(self) -> Iterator[bytes]:
        """What a surface is told when it is dropped or its session closes: blanks and zeros, for the name too."""
        if self.observed:
            texts = {"/position/smpte": SMPTE, "/position/samples": SAMPLES}
            asked = [address for address, bit in texts.items() if self.feedback & bit]
            for address in ("/master/name", "/monitor/name", "/session_name", "/marker", *asked):
                yield spelt(address, "s", " ")
            if self.feedback & HEARTBEAT:
                yield spelt("/heartbeat", "f", 0.0)
            for address, value in FAREWELL.items():
                yield spelt(address, "s" if isinstance(value, str) else "f", value)
            yield spelt("/jog/mode", "i", 0)
        if self.feedback & BUTTONS:
            for number in range(1, len(self.strips) + 1):
                yield self._about(number, "mute", "f", 0.0)
                yield self._about(number, "solo", "f", 0.0)
                yield self._about(number, "name", "s", " ")

    def saved(self, name: str) -> Iterator[bytes]:
        """The session's (snapshot's) name at set-up, and at every save that of the file that was written."""
        if self.feedback & MASTER:
            yield spelt("/session_name", "s", name)

    def record_state(self) -> Iterator[bytes]:
        """Record-enable of the session; the tally lights for an armed track too."""
        session = self.session
        yield spelt("/rec_enable_toggle", "f", float(session.recording))
        yield spelt("/record_tally", "f", float(session.recording or session.armed))

    def transport_state(self, transport: Transport) -> Iterator[bytes]:
        """The six that always come together; while a locate is under way neither play nor stop is lit."""
        if not self.feedback & MASTER:
            return
        rolling = float(transport.rolling)
        stopped = float(not transport.rolling and not transport.seeking)
        yield spelt("/loop_toggle", "f", 0.0)
        yield spelt("/transport_play", "f", rolling)
        yield spelt("/toggle_roll", "f", rolling)
        yield spelt("/transport_stop", "f", stopped)
        yield spelt("/rewind", "f", 0.0)
        yield spelt("/ffwd", "f", 0.0)

    def tick(self, sample: int) -> Iterator[bytes]:
        """What the timer (10 Hz) tells: positions where they moved, and the heartbeat."""
        if not self.observed:
            return
        if sample != self.last_sample:
            self.last_sample = sample
            if self.feedback & SMPTE:
                yield spelt("/position/smpte", "s", self._timecode(sample))
            if self.feedback & SAMPLES:
                yield spelt("/position/samples", "s", str(sample))
        if self.feedback & HEARTBEAT and self.beat in {0, 10}:
            yield spelt("/heartbeat", "f", 1.0 if self.beat else 0.0)
        self.beat = (self.beat + 1) % BEATS

    def _timecode(self, sample: int) -> str:
        session = self.session
        frames = (sample + session.offset) * session.fps // session.rate
        seconds, frame = divmod(frames, session.fps)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frame:02}"
