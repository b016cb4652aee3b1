"""Previews on the desk: asked for, refused, entered, confirmed, ended.

An original is borrowed only from an answer to a question put after the key: what was polled earlier may miss the
user's last click. Before the first change leaves, the originals of all that the preview may touch are on disk.
"""

from collections.abc import Iterator

from bridge.core import hearing, sentences
from bridge.core.levers import prints
from bridge.core.stage import Coming, Step
from bridge.core.state import State
from bridge.model.cues import NOT_IN_THE_FILM
from bridge.model.desk import Target
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.previews import Preview
from bridge.model.requests import KeepMutedAsked, PreviewAsked
from bridge.model.show import Mode
from bridge.model.text import meant

LONGEST = 10.0
"""A client that waits for a confirmation is told the state after so many seconds."""
OFF = frozenset({"off", "full"})


def asked(state: State, event: PreviewAsked) -> None:
    """A person wants a preview, or its end."""
    _supersede(state)
    if event.name in OFF:
        end(state, event.request)
        return
    preview = state.show.previews.get(event.name)
    why = _unknown(state, event.name) if preview is None else refusal(state)
    if preview is None or why:
        state.answer(event.request, False, why)
        return
    if preview.full:
        end(state, event.request)
        return
    state.stage.coming = Coming(preview, event.request, state.at)
    state.ask_now = True


def _supersede(state: State) -> None:
    """Another command has come: who waited for the one before is told."""
    stage = state.stage
    for request in (stage.request, stage.coming.request if stage.coming else None):
        state.answer(request, False, "Another preview command came before the desk had confirmed this one.")
    stage.request = None
    if stage.coming is not None and stage.coming.step is Step.WAITING:
        stage.coming = None


def _unknown(state: State, name: str) -> str:
    near = meant(name, [*state.show.previews, "off"])
    hint = f"Did you mean {near}?" if near else f"There are: off {' '.join(sorted(state.show.previews))}."
    return f"There is no preview {name!r}. Nothing was changed. {hint}"


def refusal(state: State) -> str:
    """Why no preview may begin now; empty if one may."""
    if state.traits.heard_only:
        return f"No preview: {sentences.HEARD_ONLY}. Nothing was sent. Cues are shown and counted down all the same."
    if state.mode is Mode.WATCH:
        return sentences.WATCHING
    if state.stopping is not None:
        return "The bridge is ending. Nothing was changed."
    if state.link is not LinkState.LIVE or not state.known:
        return f"No preview: {sentences.absent(state)} Nothing was changed."
    if state.recording:
        return "No preview while Ardour records. Nothing was changed. Stop recording first."
    armed = [s.name for s in state.strips if s.name in state.stems and prints(s, state.stems[s.name])]
    if armed:
        return (
            f"No preview while a print track is armed: {sentences.named(armed)}. Nothing was changed. Disarm it first."
        )
    return ""


def step(state: State) -> None:
    """Go on with what is coming, what is on, and what is to be given back, as far as the answers allow."""
    _enter(state)
    _watch_over(state)
    _confirm(state)


def _enter(state: State) -> None:
    coming = state.stage.coming
    if coming is None or coming.step is not Step.WAITING:
        return
    if state.at - coming.key_at > LONGEST:
        state.stage.coming = None
        state.answer(
            coming.request, False, "Ardour did not answer in time. Nothing was changed. Try again when it answers."
        )
        return
    busy = state.looking or state.writing is not None  # one write of originals at a time: the older must not come last
    if busy or not state.may_send or state.questions.fresh < coming.key_at:
        return
    if why := refusal(state):
        state.stage.coming = None
        state.answer(coming.request, False, why)
        return
    wanted = _may_touch(state, coming.preview)
    originals = {t: state.actual[t] for t in wanted if not state.actual[t] and t not in state.ledger.owed}
    if originals:
        effects, coming.ticket = state.ledger.intend(originals)
        state.out += effects
        coming.step, state.writing = Step.WRITING, coming.ticket
        coming.wanted = frozenset(
            hearing.silenced_by(state, coming.preview)
        )  # the playhead goes on while the disk is slow
    else:
        state.stage.enter()


def _may_touch(state: State, preview: Preview) -> tuple[Target, ...]:
    """All that this preview may ever silence, wherever the playhead goes."""
    named = any(level.status in NOT_IN_THE_FILM for level in state.levels.values())  # a cue may say otherwise
    if preview.timed or state.timeline.sets_aside or named:
        return tuple(Target(name) for name, where in state.reaches.items() if where.governed)
    return hearing.silenced_by(state, preview)


def remembered(state: State, ticket: int) -> None:
    """The originals are on disk: the preview may begin."""
    state.writing = None if state.writing == ticket else state.writing
    coming = state.stage.coming
    if coming is not None and coming.ticket == ticket:
        state.stage.enter()


def not_remembered(state: State, ticket: int, why: str) -> None:
    """Rows could not be written: nothing was sent for them, and no preview goes on without its journal."""
    durable = state.writing == ticket
    state.writing = None if durable else state.writing
    targets = state.ledger.not_written(ticket, durable=durable)
    for target in targets:
        state.claims.free(target)
    if not targets:
        return
    request = state.stage.coming.request if state.stage.coming else state.stage.request
    state.stage.request = None
    text = f"No preview: the journal can't be written ({why}). What is not in it was not touched."
    text += " Mend that and try again."
    state.say(Severity.ALARM, text)
    end(state, None)
    state.answer(request, False, text)


def _watch_over(state: State) -> None:
    """A preview ends at once where it may not go on."""
    if state.stage.preview is None:
        return
    armed = [s.name for s in state.strips if s.name in state.stems and prints(s, state.stems[s.name])]
    why = "Ardour records" if state.recording else f"a print track was armed: {sentences.named(armed)}" if armed else ""
    if why:
        state.say(Severity.ALARM, f"The preview {state.stage.preview.name} ended: {why}. The desk is being given back.")
        end(state, None)


def end(state: State, request: int | None) -> None:
    """End the preview that is on or coming; the debts bring the desk back. `request` is told when it is back."""
    stage = state.stage
    if stage.request is not None and request is None:
        state.answer(stage.request, False, "The preview ended before the desk had confirmed it.")
    doubtful = {t: False for t in stage.doubtful if state.actual.get(t)}
    if doubtful and state.known:
        state.out += state.ledger.offer(doubtful)
        text = f"Appeared muted during the preview, perhaps copies: {sentences.named(state.names(doubtful))}."
        state.say(Severity.WARNING, text + " Unmute them with: stembridge restore")
    stage.end()
    stage.request, stage.asked_at = request, state.at
    state.ask_now = True


def keep_muted(state: State, event: KeepMutedAsked) -> None:
    """These strips, which the preview has muted, are the user's from now on, muted: a hand that no click could show.

    What a file owes them stays owed until the next save: who closes without saving has the desk of before the preview.
    """
    wanted = {Target(name) for name in event.strips}
    held = tuple(
        t for t in wanted if t in state.ledger.owed and state.claims.holds(t, True) and t in hearing.overlay(state)
    )
    if held:
        state.out += state.ledger.release(held)
        state.stage.hands.update(held)
        for target in held:
            state.claims.free(target)
    lines = [f"Kept muted, also after the preview: {sentences.named(state.names(held))}."] if held else []
    lines += _not_kept(state, wanted.difference(held))
    state.answer(event.request, bool(held), *lines)


def _not_kept(state: State, targets: set[Target]) -> Iterator[str]:
    """Why these are not kept: the user's own mute already, none of ours, not confirmed yet."""
    yours = {t for t in targets if t not in state.ledger.owed and state.actual.get(t)}
    waiting = {t for t in targets if t in state.ledger.owed}
    for names, why in (
        (yours, "muted by yourself, so it stays muted"),
        (waiting, "on its way, not confirmed yet. Try again in a moment"),
        (targets - yours - waiting, "not muted by a preview. Mute it in Ardour"),
    ):
        if names:
            yield f"{sentences.named(state.names(names))}: {why}."


def _confirm(state: State) -> None:
    """Tell who waits, once nothing is asked any more (or it took too long)."""
    stage = state.stage
    if stage.request is None or stage.coming is not None:
        return
    late = state.at - stage.asked_at > LONGEST
    if stage.preview is not None:
        if settled(state):
            state.answer(stage.request, True, *sentences.outcome(state, stage.preview))
        elif late:
            state.answer(stage.request, False, f"{stage.preview.name}: sent, but Ardour has not confirmed it yet.")
        else:
            return
    elif not _given_back(state, stage.request, late=late):
        return
    stage.request = None


def settled(state: State) -> bool:
    """Whether every target of the preview that is on has been claimed and proven one way or the other."""
    overlay = hearing.overlay(state)
    claimed = all(state.claims.get(t) is not None for t in overlay if t in state.actual)
    return claimed and not state.claims.waiting(overlay) and not any(t not in overlay for t in state.debts())


def _given_back(state: State, request: int, *, late: bool) -> bool:
    owed = state.debts()
    stuck = [t for t in owed if t in state.claims.refused()]
    if not owed:
        state.answer(request, True, "The desk is as you left it.")
    elif len(stuck) == len(owed) or late:
        names = sentences.named(state.names(owed))
        text = f"Not yet given back: {names}. It is written down and tried again; nothing is lost."
        state.answer(request, False, text, sentences.why_refused(state) if stuck else "Ardour has not answered.")
    else:
        return False
    return True
