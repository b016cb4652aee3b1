"""What people ask for beside previews: the mode, the transport, a clean save, restoring, the end."""

from collections.abc import Callable

from bridge.core import cueing, previews, sentences
from bridge.core.state import NEVER, State
from bridge.core.waits import Lines, Wait
from bridge.model.effects import Locate, Pause, Play, Quit, Save, Severity
from bridge.model.events import Saved
from bridge.model.requests import ModeAsked, Move, PreviewAsked, RestoreAsked, SaveAsked, StopAsked, TransportAsked
from bridge.model.show import Mode
from bridge.model.text import meant
from bridge.model.timecode import RATES, frame_of

PATIENCE = 2.0
SAVE_PATIENCE = 15.0
APART = 1.0
"""A clean save of ours leaves so long (seconds) after the last strip was given back: the two can't be mistaken."""
LAST_WAIT = 3.0
"""A polite end waits so long (seconds) for the desk to be given back."""
MEANS = {
    Mode.WATCH: "watch: the bridge only looks; all it may still send is what it owes.",
    Mode.PREVIEW: "preview: previews may mute strips, and give them back.",
    Mode.KEEP: "keep: previews, and stems kept on their buses.",
}


def mode_asked(state: State, event: ModeAsked) -> None:
    """A person sets the mode; leaving for watch ends the preview first."""
    state.mode = event.mode
    if event.mode is Mode.WATCH and state.stage.busy:
        previews.end(state, None)
    state.answer(event.request, True, MEANS[event.mode])


# --- the transport --------------------------------------------------------------------------------------------------


def transport_asked(state: State, event: TransportAsked) -> None:
    """A person moves the transport; the answer waits for what the DAW reports."""
    if not state.joined:
        state.answer(event.request, False, f"{sentences.absent(state)} Nothing was sent.")
    elif event.move is Move.LOCATE:
        _locate(state, event)
    else:
        rolling = event.move is Move.PLAY
        state.out.append(Play() if rolling else Pause())
        word = "Playing" if rolling else "Stopped"

        def done() -> Lines | None:
            return (f"{word} at {where(state)}.",) if state.transport.rolling is rolling else None

        _wait(state, event.request, done)


def _wait(state: State, request: int, done: Callable[[], Lines | None]) -> None:
    late = ("Sent, but Ardour has not reported it within two seconds. Look at its transport.",)
    state.waits.add(Wait(request, state.at + PATIENCE, done, lambda: late))


def where(state: State) -> str:
    """The playhead as the DAW shows it."""
    return state.transport.label or "an unknown place"


def _locate(state: State, event: TransportAsked) -> None:
    try:
        position = place(state, event.place)
    except ValueError as error:
        state.answer(event.request, False, f"{error}. Nothing was sent.")
        return
    state.out.append(Locate(position))
    asked = state.at

    def done() -> Lines | None:
        transport = state.transport
        since = 0.0 if transport.rolling is False else transport.seen - asked  # of what stands nothing new is told
        rolled = since * state.rate * abs(transport.speed or 0.0)
        if transport.position is None or abs(transport.position - position) > rolled:
            return None
        return (f"At {where(state)} ({transport.position} samples).",)

    _wait(state, event.request, done)


def place(state: State, text: str) -> int:
    """The sample that a place means: a cue by its number, timecode as the DAW shows it, or a plain number of samples.

    Raises `ValueError` with a sentence for what is no place.
    """
    cue = next((one for one in state.timeline.laid if one.span.cue.number.casefold() == text.casefold()), None)
    if cue is not None:
        return cue.start
    position = _sample(state, text)
    if position < 0:
        raise ValueError(f"{text} lies before the session's start")
    if position > state.traits.farthest:
        raise ValueError(f"{text} lies farther from the session's start than Ardour can go")
    return position


def _sample(state: State, text: str) -> int:
    """The sample that a number of samples or timecode means; raises `ValueError` with a sentence."""
    if text.isascii() and text.isdigit() and len(text) < 15:
        return int(text)
    ruler = cueing.ruler(state)
    if ruler is None:
        frame_of(text, RATES[state.show.rate])  # what is no timecode at all is told first
        raise ValueError("Ardour has not yet said where its playhead is; play, stop and try again")
    try:
        return ruler.position(text)
    except ValueError as error:
        numbers = [one.span.cue.number for one in state.timeline.laid]
        near = meant(text, numbers)
        hint = f" (did you mean {near}?)" if near else ""
        raise ValueError(f"{error}, and no cue has that number{hint}") from None


# --- saving ---------------------------------------------------------------------------------------------------------


def save_asked(state: State, event: SaveAsked) -> None:
    """Leave the preview, save, and come back to it: a clean file with one command."""
    if not state.known:
        state.answer(event.request, False, f"{sentences.absent(state)} Nothing was saved.")
        return
    state.resume = state.stage.preview.name if state.stage.preview else None
    state.saving, state.save_by = event.request, state.at + SAVE_PATIENCE
    previews.end(state, None)


def saving_step(state: State) -> None:
    """Go on with a clean save: once nothing is owed, have the DAW save; in time, or it is given up."""
    if state.saving is None:
        return
    if state.save_sent is None and not state.ledger.owed and not state.ledger.struck_within(state.at, APART):
        state.save_sent = state.at
        state.out.append(Save())
    elif state.at >= state.save_by:
        sent = state.save_sent is not None
        what = "Ardour has not said that it saved" if sent else "the desk could not be given back in time"
        _save_ended(state, False, f"Not saved for sure: {what}. Look at it and save in Ardour.")


def saved(state: State, event: Saved) -> None:
    """The DAW saved: what its file holds now is written down; a clean save that was asked for is done.

    Before the first list it is not known whose desk was saved: that save waits for it.
    """
    if state.ledger.desk is None:
        state.early = event
        return
    saved_as(state, event.session)
    recent = state.traits.deafest if state.save_sent is None else state.at - state.save_sent
    effects, count = state.ledger.saved(state.actual, state.at, recent)
    state.out += effects
    if count and state.ledger.owed:
        text = f"The session was saved with {sentences.strips(count)} muted by us in the file. The desk is not harmed."
        state.say(Severity.ALARM, text + " Save it clean with: stembridge save")
    elif count:
        text = "The session was saved just after a preview, so its file may hold mutes of ours. The desk is not harmed."
        state.say(Severity.WARNING, text + " Save once more to be sure.")
    elif state.save_sent is not None:
        _save_ended(state, True, "Saved clean.")


def early_step(state: State) -> None:
    """A save that came before the first list concerns the desk which that has shown."""
    if state.early is not None and state.ledger.desk is not None:
        early, state.early = state.early, None
        saved(state, early)


def saved_as(state: State, session: str) -> None:
    """The session may go by a new name now (save as, a snapshot): it is the same desk, its debts go along."""
    if session != state.session:
        state.session, state.folder = session, ""
        state.out += state.ledger.now_called(state.desk()) if state.ledger.desk is not None else []


def _save_ended(state: State, ok: bool, text: str) -> None:
    request, name = state.saving, state.resume
    state.saving, state.resume, state.save_sent, state.save_by = None, None, None, NEVER
    if name is None:
        state.answer(request, ok, text)
        return
    state.answer(request, ok, f"{text} Going back to the preview {name}.")
    previews.asked(state, PreviewAsked(state.at, 0, name))


# --- restoring and ending -------------------------------------------------------------------------------------------


def restore_asked(state: State, event: RestoreAsked) -> None:
    """Pay what is offered, or forget rows, by name or all that this desk is offered."""
    offered = {target.strip for target in state.ledger.offered}
    wanted = set(event.strips) or (offered | {t.strip for t in state.ledger.owed} if event.forget else offered)
    if event.forget:
        effects, count = state.ledger.forget(wanted)
        state.out += effects
        state.answer(event.request, True, f"{count} rows forgotten. Nothing was sent to Ardour.")
        return
    if not state.known:
        text = "No session is open, so nothing can be given back yet. It stays written down."
        state.answer(event.request, False, text)
        return
    gone = wanted - state.numbers.keys()
    payable = wanted & state.numbers.keys()
    state.out += state.ledger.accept(payable) if payable else []
    state.ask_now = True
    lines = [f"Being given back: {sentences.named(sorted(payable))}."] if payable else ["Nothing to give back."]
    if gone:
        lines.append(f"Not in this session, so they stay written down: {sentences.named(sorted(gone))}.")
    state.answer(event.request, bool(payable) or not gone, *lines)


def stop_asked(state: State, event: StopAsked) -> None:
    """End: give the desk back first, but wait no longer than three seconds."""
    if state.stopping is None:
        state.stopping, state.stop_by = event.request, state.at + LAST_WAIT
        previews.end(state, None)


def _last_words(state: State) -> tuple[str, ...]:
    """How the end went: the desk under our feet, and what is still owed to others (or to one that never came)."""
    lines = ["The desk is as you left it. The bridge has ended." if state.known else "The bridge has ended."]
    if rows := state.ledger.elsewhere():
        sessions = sentences.named(sorted({desk.session for desk, _ in rows}))
        what = f"Still owed to sessions that are not open: {sentences.strips(len(rows))} in {sessions}."
        lines.append(f"{what} It is written down, and given back once the bridge runs beside them.")
    return tuple(lines)


def stopping_step(state: State) -> None:
    """Quit once nothing is owed on this desk, or when the time is up."""
    if state.stopping is None:
        return
    owed = state.names(tuple(state.ledger.owed))
    if not owed and state.writing is None:
        state.answer(state.stopping, True, *_last_words(state))
        state.out.append(Quit(0))
    elif state.at >= state.stop_by:
        text = f"Not yet given back: {sentences.named(owed)}. It is written down."
        state.answer(state.stopping, False, text, "Start the bridge again beside Ardour and it is done: stembridge run")
        state.out.append(Quit(3))
    else:
        return
    state.stopping, state.stop_by = None, NEVER
