"""A complete list of strips has come: which desk it is, what became of its strips, what it proves."""

from bridge.core import sentences
from bridge.core.lists import Turn, opened_vca, turn
from bridge.core.state import State
from bridge.model.desk import Strip, Target
from bridge.model.effects import Severity
from bridge.model.events import Listed

PLACING = 6.0
"""So long (seconds) debts wait for the session's file to tell whether this is the desk that owes them."""
SETTLED = 1.0
"""After the set of strips changed, the look at automation waits so long (seconds) for the next change."""


def listed(state: State, event: Listed) -> None:
    """Take over an answer that counts; all others prove nothing."""
    put = state.questions.answered(event.question, state.at)
    if put is None or not state.joined:
        return
    if state.ledger.desk is None:
        _entered(state, event)
    else:
        opened = opened_vca(state.strips, event.strips)
        state.released, state.opened = opened or state.opened, opened
        if event.strips != state.strips:
            _changed(state, event.strips)
    state.rate = event.rate
    _weigh(state, put)


def placed(state: State, folder: str) -> None:
    """The session that is open lies in this folder. If another desk was about to be taken for it, that one waits on."""
    state.folder = folder
    if state.ledger.desk is None:
        return
    if state.placed_by is not None and state.ledger.folder != folder:
        state.out += state.ledger.mistaken()
        _enter(state)
        return
    state.out += state.ledger.placed(folder)
    _take_over(state)


def step(state: State) -> None:
    """Nobody tells where the session lies: its name and strips tell the desk. And what was owed from before is paid."""
    if state.placed_by is not None and state.at >= state.placed_by:
        _take_over(state)
    if state.returning and not state.ledger.loaded:
        state.returning = False
        if state.ledger.desk is not None:
            state.say(Severity.INFO, "Done: nothing from before is owed to this desk any more.")


def _entered(state: State, event: Listed) -> None:
    """The first list of a desk."""
    state.rate, state.strips = event.rate, ()  # all are classified: another session says other things of them
    state.list_strips(event.strips)
    _enter(state)


def _enter(state: State) -> None:
    """Which desk the list shows. One whose folder is known waits for a moment until the session's is told."""
    state.out += state.ledger.enter(state.desk(), state.actual)
    state.placed_by = state.at + PLACING
    if not state.ledger.folder or state.folder:
        _take_over(state)
    state.modes.clear()
    state.look_due, state.look_failures = state.at, 0


def _take_over(state: State) -> None:
    """This is the desk: its debts are asked, its file's debts are paid or offered. Once for each desk."""
    if state.placed_by is None:
        return
    ledger, state.placed_by = state.ledger, None
    if state.fresh:
        state.out += ledger.reopened(state.actual)
        ledger.filed = dict(state.actual)
    state.out += ledger.sort_intended(state.actual)
    effects, paid, offered = ledger.opened(state.actual)
    state.out += effects
    for target, row in ledger.owed.items():
        state.claims.ask(target, row.original, state.at)
    _tell(state, paid, offered)


def _tell(state: State, paid: tuple[Target, ...], offered: tuple[Target, ...]) -> None:
    state.returning = bool(state.ledger.loaded)
    loaded = state.names(tuple(state.ledger.loaded.difference(paid)))
    if loaded:
        text = f"From before, {sentences.strips(len(loaded))} still had to be given back: {sentences.named(loaded)}."
        state.say(Severity.WARNING, text + " That is being done now.")
    if paid:
        text = f"This session was saved in a preview; its mutes on {sentences.named(state.names(paid))} are taken back."
        state.say(Severity.WARNING, text + " Save the session to be rid of them.")
    waiting = state.names({**state.ledger.offered, **dict.fromkeys(offered)})
    if waiting:
        text = f"These may still be muted by an earlier preview: {sentences.named(waiting)}. Nothing was changed."
        state.say(Severity.WARNING, text + " Look at them with: stembridge restore")


def _changed(state: State, strips: tuple[Strip, ...]) -> None:
    """A later list of the same desk: follow renames, let go of what vanished, doubt what appeared muted."""
    now = turn(state.strips, strips)
    for old, new in now.renamed:
        _rename(state, Target(old), Target(new))
    state.rename_saved(dict(now.renamed))
    shown = {**state.actual, **{Target(new): state.actual[Target(old)] for old, new in now.renamed}}
    if now.moved:
        state.strays.moved(state.claims.in_flight(), strips, shown)
    state.list_strips(strips)
    if state.stage.preview is not None:
        state.stage.doubtful |= {t for name in now.appeared if state.actual.get(t := Target(name))}
    _vanished(state, now)
    if not now.same_strips:
        state.look_due = state.at + SETTLED
        state.ledger.desks[state.ledger.desk or 0] = state.desk()


def _rename(state: State, old: Target, new: Target) -> None:
    state.claims.rename(old, new)
    state.stage.rename(old, new)
    state.out += state.ledger.rename(old, new)
    if old.strip in state.modes:
        state.modes[new.strip] = state.modes.pop(old.strip)


def _vanished(state: State, now: Turn) -> None:
    gone = [Target(name) for name in now.vanished]
    owed = state.names(tuple(t for t in gone if t in state.ledger.owed))
    for target in gone:
        state.claims.free(target)
        state.modes.pop(target.strip, None)
    state.stage.doubtful.difference_update(gone)
    state.out += state.ledger.orphan(gone)
    if owed:
        text = f"Gone from the session while we had muted them: {sentences.named(owed)}. Their mutes are written down."
        state.say(Severity.WARNING, text + " If they come back muted: stembridge restore")


def _weigh(state: State, put: float) -> None:
    """What this answer proves of our claims, and whose hand it shows."""
    state.out += state.ledger.check_saved(state.actual, put)
    strays = state.strays.caught(state.actual, put, released=state.released)
    if strays:
        state.out += state.ledger.borrow(strays)
        names = sentences.named(state.names(strays))
        state.say(Severity.WARNING, f"The list moved under a change; put right: {names}.")
    findings = state.claims.answered(put, state.actual, released=state.released)
    hands = [target for target, _ in findings.hands if target not in strays]
    state.stage.hands.update(hands)
    state.stage.doubtful.difference_update(hands)
    state.out += state.ledger.release(hands)
    if hands:
        names = sentences.named(state.names(tuple(hands)))
        state.say(Severity.INFO, f"You changed {names}: left as you set it until the preview ends.")
    if findings.refused:
        names = sentences.named(state.names(findings.refused))
        state.say(Severity.WARNING, f"Did not obey: {names}. {sentences.why_refused(state)} It is tried again.")
