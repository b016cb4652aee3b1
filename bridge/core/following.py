"""Following: where the playhead is by all of the DAW's clocks, and what a person should know of them.

Where OSC is followed its own sample counts, as reported; another clock's place becomes a sample by the session's ruler.
"""

from bridge.core import cueing
from bridge.core.chase import Chase
from bridge.core.state import State
from bridge.model.chasing import Followed, sample_at
from bridge.model.clocks import Clock
from bridge.model.effects import Severity
from bridge.model.events import ClocksTold, LinkState, PortChanged, PositionSeen


def told(state: State, event: ClocksTold) -> None:
    """Clocks said something over MIDI."""
    for fact in event.facts:
        state.chase.hear(fact)


def port_changed(state: State, event: PortChanged) -> None:
    """A MIDI port has come or gone; a DAW that can only be heard is as live as its ports."""
    state.say(Severity.INFO if event.there else Severity.WARNING, event.text)
    for clock in event.clocks:
        state.ports[clock] = event.there
        if not event.there:
            state.chase.lose(event.at, clock)
    if not (state.traits.heard_only and event.clocks):
        return
    before, there = state.link, any(state.ports.values())
    was = before in {LinkState.LIVE, LinkState.LOST}
    state.link = LinkState.LIVE if there else LinkState.LOST if was else LinkState.SEARCHING
    state.detail = "" if all(state.ports.values()) else event.text if not event.there else state.detail
    if state.link is not before:
        state.since = event.at


def rules_changed(state: State) -> None:
    """The show was read anew: its rules for clocks, or its rate, may be others."""
    if state.rules != state.chase.rules:
        state.chase = Chase(state.rules)


def step(state: State) -> bool:
    """Be where the clocks say by now. Gives whether that changes anything but the position."""
    _rule(state)
    state.chase.tick(state.at)
    before, state.found = state.found, state.chase.findings
    known = {finding.about for finding in before}
    for finding in state.found:
        if finding.about not in known:
            state.say(Severity.WARNING, finding.text)
    state.position = place(state, state.at)
    if state.position is None:
        return state.found != before or state.moment.live != ()
    return state.found != before or not state.moment.holds(state.position)


def _rule(state: State) -> None:
    """If positions are labelled otherwise now, say again where a DAW stands; one that rolls says so itself at once."""
    ruler, transport = cueing.ruler(state), state.transport
    if ruler == state.ruled:
        return
    state.ruled = ruler
    if transport.position is not None and not transport.rolling:
        state.chase.see(PositionSeen(state.at, position=transport.position), ruler)


def place(state: State, at: float) -> int | None:
    """The sample where the playhead is at a time that is not past, None if nobody knows."""
    followed = by_midi(state, at)
    ruler = cueing.ruler(state)
    if followed is None or ruler is None or followed.rate != ruler.rate:
        return state.transport.position
    return sample_at(followed.place, ruler)


def by_midi(state: State, at: float) -> Followed | None:
    """Where the DAW is if another clock than OSC is followed, else None."""
    if not state.ports:
        return None
    followed = state.chase.followed(at)
    return followed if followed is not None and followed.clock is not Clock.OSC else None
