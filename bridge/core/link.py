"""What the conversation with the DAW tells of itself: joined, silent, its list moved, its transport; and our sleep."""

from dataclasses import replace

from bridge.core import (
    commands,
    cueing,
    previews,
    sentences,
)
from bridge.core.state import State
from bridge.model.clocks import Clock
from bridge.model.effects import Severity
from bridge.model.events import (
    Joined,
    LinkChanged,
    LinkState,
    PositionSeen,
    TransportSeen,
)


def list_moved(state: State) -> None:
    """The DAW says that its list has moved: what is sent waits for an answer that shows it, for a moment at most."""
    if state.questions.fresh >= state.moved_at:
        state.moved_since = state.at
    state.ask_now, state.moved_at = True, state.at


def moved(state: State, event: PositionSeen | TransportSeen) -> None:
    """The transport was reported; what the report does not say stays as it was."""
    if isinstance(event, PositionSeen):
        told = {"position": event.position, "label": event.label, "seen": event.at}
    else:
        told = {"rolling": event.rolling, "speed": event.speed, "record_enabled": event.record_enabled}
    said = {name: value for name, value in told.items() if value is not None}
    state.transport = replace(state.transport, **said)  # type: ignore[arg-type]
    if isinstance(event, PositionSeen):
        cueing.hear_ruler(state, event)
    state.chase.see(event, cueing.ruler(state))


def link_changed(state: State, event: LinkChanged) -> None:
    """How the conversation with the DAW stands, said where that has changed."""
    if state.ports and state.traits.heard_only:  # its ports have said already how it stands
        return
    if event.state in {LinkState.SILENT, LinkState.LOST}:
        state.gap = True
        state.chase.lose(event.at, Clock.OSC)
    moved = event.state is not state.link
    if moved:
        state.since = event.at
    if moved or (event.detail and event.detail != state.detail):
        calm = event.state in {LinkState.LIVE, LinkState.JOINING, LinkState.SEARCHING}
        state.say(Severity.INFO if calm else Severity.WARNING, event.detail or event.state.value)
    state.link, state.detail = event.state, event.detail


def joined(state: State, event: Joined) -> None:
    """Our surfaces are set up. Another desk may be under our feet: then its list says what we owe it."""
    state.joined, state.looking, state.ask_now = True, False, True
    state.questions.void()
    if event.fresh or state.ledger.desk is None:
        state.fresh = event.fresh
        if state.stage.busy:
            state.say(Severity.ALARM, sentences.GONE)
            previews.end(state, None)
        state.ledger.leave()
        state.placed_by = None
        state.claims.clear()
        state.strays.clear()
        state.session, state.folder, state.early = event.session, "", None
        _forget_place(state)
    else:
        state.claims.ask_again(state.at)
        if state.gap:  # the same session, but a save of it may have been missed
            state.ledger.unwatched()
        if event.session != state.session:
            commands.saved_as(state, event.session)
    state.gap = False


def _forget_place(state: State) -> None:
    """Another session: where the playhead was in the one before, and what is wrong with its file, says nothing here."""
    state.heard_ruler, state.unlaid, state.saved_trouble = None, True, ""
    if state.transport.seen < state.at - 1.0:
        state.transport = replace(state.transport, position=None, label="")
        state.chase.forget(Clock.OSC)


def woke(state: State) -> None:
    """Old news must not look like a hand: everything is asked again."""
    state.questions.void()
    state.claims.ask_again(state.at)
    state.ask_now = True


def exported(state: State) -> None:
    """An export has ended; one that was made in a preview is said."""
    if state.stage.preview is not None or state.ledger.owed:
        name = state.stage.preview.name if state.stage.preview else "a preview that was being left"
        text = f"An export ended while {name} was on: that file holds the preview, not the mix."
        state.say(Severity.ALARM, text + " The session is not harmed. Export again without.")
