"""The OSC control protocol of one open session: its surfaces, and what each message makes it do.

Questions are answered where they are heard; what changes the mixer or the transport waits for the next process cycle.
Follows `libs/surfaces/osc/osc.cc` of Ardour 7.3, held to the real program by `tests/peers/test_contract_*.py`. Messages
that it does not know are ignored, as Ardour ignores them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import floor, inf

from bridge.demo import strips
from bridge.demo.liblo import spelt
from bridge.demo.session import Change, Session
from bridge.demo.surface import Surface
from bridge.demo.transport import CYCLE, Transport
from bridge.wire.osc import Argument, Message

TICK = 0.1
"""Seconds between two ticks of the surfaces' timer."""
ECHO = 3 * CYCLE
"""How long after it began to roll Ardour tells the transport's state once more."""
SETTERS = ("bank_size", "strip_types", "feedback", "gainmode", "send_page_size", "plugin_page_size")

Sent = tuple[int, bytes]
"""A packet and the local UDP port that it goes to."""


@dataclass(slots=True)
class Control:
    """The surfaces of an open session. `pinned`: the one port that all answers go to, None for each client its own.

    `outbox` holds what was said and not yet taken away, `saving` is set when a client asked for a save.
    """

    session: Session
    transport: Transport
    now: float
    pinned: int | None = None
    surfaces: dict[int, Surface] = field(default_factory=dict)
    outbox: list[Sent] = field(default_factory=list)
    saving: bool = False
    _waiting: list[Callable[[float], None]] = field(default_factory=list)
    _cycle_at: float = inf
    _tick_at: float = 0.0
    _echoes: list[float] = field(default_factory=list)
    _renumber: bool = False

    def __post_init__(self) -> None:
        self._tick_at = self.now + TICK

    @property
    def next_at(self) -> float:
        """When it next has something to do by itself; infinite if nothing."""
        ticks = self._renumber or any(surface.observed for surface in self.surfaces.values())
        arrives = self.transport.arrives
        return min(
            self._cycle_at, self._tick_at if ticks else inf, inf if arrives is None else arrives, *self._echoes, inf
        )

    def run(self, until: float) -> None:
        """Everything that happens by itself up to that time, in order; what the user's hands did first."""
        self.tell_news()
        while (at := self.next_at) <= until:
            self.now = max(self.now, at)
            if at == self._cycle_at:
                self._cycle(at)
            elif at == self.transport.arrives:
                self._arrived(at)
            elif at in self._echoes:
                self._echoes.remove(at)
                self._tell_transport()
            else:
                self._tick(at)
        self.now = max(self.now, until)
        self._tick_at += max(0, floor((self.now - self._tick_at) / TICK) + 1) * TICK

    def rest(self, until: float) -> None:
        """Let the timer stand still until then."""
        self._tick_at = max(self._tick_at, until)

    def tell_news(self) -> None:
        """Say what has changed to every surface that asked for it."""
        news, self.session.news = self.session.news, []
        for change, channel in news:
            if change is Change.STRIPS:
                self._renumber = True
            for port, surface in self.surfaces.items():
                self._say(port, surface.told(change, channel))

    def tell_farewell(self) -> None:
        """Say good-bye to every surface and forget it."""
        for port, surface in self.surfaces.items():
            self._say(port, surface.farewell())
        self.surfaces.clear()

    def tell_saved(self, name: str) -> None:
        """Say that a file of that name was written."""
        for port, surface in self.surfaces.items():
            self._say(port, surface.saved(name))

    def play(self) -> None:
        """Somebody asks to roll; lost while a locate is under way."""
        if not self.transport.seeking:
            self._later(self._play)

    def stop(self) -> None:
        """Somebody asks to stand."""
        self._later(self._stop)

    def locate(self, sample: int, *, roll: bool) -> None:
        """Somebody asks to go to a sample, and then to roll or to go on as now."""
        self._later(lambda at: self._locate(sample, roll, at))

    # By itself.

    def _cycle(self, at: float) -> None:
        waiting, self._waiting, self._cycle_at = self._waiting, [], inf
        for change in waiting:
            change(at)
        self.tell_news()

    def _arrived(self, at: float) -> None:
        if self.transport.arrive(at):
            self._tell_transport()
            self._echoes.append(at + ECHO)

    def _tick(self, at: float) -> None:
        self._tick_at = at + TICK
        if self._renumber:
            self._renumber = False
            for port, surface in self.surfaces.items():
                surface.renew()
                self._say(port, surface.buttons())
                if not surface.bank_size:
                    self.outbox.append((port, spelt("/strip/list")))
            return
        sample = self.transport.sample(at)
        for port, surface in self.surfaces.items():
            self._say(port, surface.tick(sample))

    def _say(self, port: int, packets: Iterable[bytes]) -> None:
        self.outbox.extend((port, packet) for packet in packets)

    def _tell_transport(self) -> None:
        for port, surface in self.surfaces.items():
            self._say(port, surface.transport_state(self.transport))

    def _later(self, change: Callable[[float], None]) -> None:
        """Carry it out at the start of the next process cycle."""
        self._waiting.append(change)
        if self._cycle_at == inf:
            self._cycle_at = (floor(self.now / CYCLE) + 1) * CYCLE

    # What it hears.

    def hear(self, sender: int, message: Message) -> None:
        """Answer or take note of one message from a client's port."""
        port = self.pinned or sender
        surface = self.surfaces.get(port)
        if surface is None:
            surface = self.surfaces[port] = Surface(self.session)
        address, args = message
        if address.startswith("/set_surface"):
            self._set_surface(sender, surface, address, args)
        elif address == "/strip/list" and not args:
            self._say(port, surface.rows())
            self._refresh(port, surface)
        elif address == "/strip" and not args:
            self._say(port, surface.states())
        elif address.startswith("/strip/"):
            self._strip(port, surface, address, args)
        else:
            self._global(port, surface, address, args)
        self.tell_news()

    def _refresh(self, port: int, surface: Surface) -> None:
        surface.set_up(())
        self._say(port, surface.buttons())
        self._say(port, surface.welcome(self.transport))

    def _set_surface(self, sender: int, surface: Surface, address: str, args: tuple[Argument, ...]) -> None:
        values = strips.whole(args)
        port = self.pinned or sender
        setter = address.removeprefix("/set_surface").strip("/")
        if not setter and not args:
            nine = (*surface.settings, 0, 1, self.pinned or 0)
            self.outbox.append((port, spelt("/set_surface", "i" * 9, *nine)))
        elif not setter and values:
            port = self._pin(sender, surface, values[6]) if len(values) > 6 else port
            surface.set_up(values)
            self._say(port, surface.buttons())
            self._say(port, surface.buttons())
            self._say(port, surface.welcome(self.transport))
            # Ardour forgets here that the others still wait to be told of a change (osc.cc, `_set_bank`).
            self._renumber = False
        elif setter == "port" and values:
            self._pin(sender, surface, values[0])
        elif setter in SETTERS and values:
            place = SETTERS.index(setter)
            surface.set_up((*surface.settings[:place], values[0]))
            self._say(port, surface.buttons())
            self._say(port, surface.welcome(self.transport))

    def _pin(self, sender: int, surface: Surface, wanted: int) -> int:
        """Answer on one port from now on (0: on each client's own); if that is new, the surfaces are dropped.

        The one that asks was meant to stay; it does only where it is the oldest (osc.cc, `set_surface_port`).
        """
        if (wanted or None) != self.pinned and (wanted == 0 or 1024 < wanted < 1 << 16):
            kept = next(iter(self.surfaces.values())) is surface
            if kept:
                self.surfaces = {port: other for port, other in self.surfaces.items() if other is not surface}
            self.tell_farewell()
            self.pinned = wanted or None
            if kept:
                self.surfaces[self.pinned or sender] = surface
        return self.pinned or sender

    def _global(self, port: int, surface: Surface, address: str, args: tuple[Argument, ...]) -> None:
        values, transport, session = strips.whole(args), self.transport, self.session
        match address:
            case "/transport_play":
                self.play()
            case "/transport_stop":
                self.stop()
            case "/locate" if values:
                self.locate(values[0], roll=len(values) > 1 and values[1] == 1)
            case "/transport_frame":
                self._say(port, [spelt(address, "h", transport.sample(self.now))])
            case "/transport_speed":
                self._say(port, [spelt(address, "d", 1.0 if transport.rolling else 0.0)])
            case "/record_enabled":
                self._say(port, [spelt(address, "i", int(session.recording))])
            case "/rec_enable_toggle":
                session.record(not session.recording)
            case "/cancel_all_solos" if values and values[0]:
                self._later(lambda _: self._cancel_solos())
            case "/save_state":
                self.saving = True
            case "/refresh":
                self._say(port, surface.farewell())
                self._refresh(port, surface)
            case _:
                pass

    def _play(self, at: float) -> None:
        if self.transport.play(at):
            self._tell_transport()
            self._echoes.append(at + ECHO)

    def _stop(self, at: float) -> None:
        if self.transport.stop(at):
            self._tell_transport()

    def _locate(self, sample: int, roll: bool, at: float) -> None:
        if self.transport.locate(sample, roll, at):
            self._tell_transport()

    def _cancel_solos(self) -> None:
        for channel in self.session.channels:
            self.session.set_solo(channel, False)

    def _strip(self, port: int, surface: Surface, address: str, args: tuple[Argument, ...]) -> None:
        said = strips.said(address, args)
        strip = surface.strip(said.number)
        if strip is None:
            return
        if said.what == "mute/automation":
            strips.automate(self.session, strip, said)
        elif said.value is None:
            self._say(port, [surface.answer(strip, said.what, address) or strips.refusal(address, said)])
        elif not strips.obeyed(self.session, strip, said, self._later):
            self._say(port, [strips.refusal(address, said)])
