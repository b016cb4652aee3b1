"""The loop: what is desired against what the DAW has said; and the questions that keep that true."""

from bridge.core import hearing
from bridge.core.claims import Seen
from bridge.core.state import NEVER, State
from bridge.model.desk import Mix
from bridge.model.effects import Change, Look, Set
from bridge.model.routingnews import CompanionState

AGAIN = 5.0
"""A look at automation that failed is tried again after so many seconds, three times."""


def reconcile(state: State) -> None:
    """Send what differs, as far as the window, the journal and the age of the last answer allow."""
    if not state.known:
        return
    ledger, overlay = state.ledger, hearing.overlay(state)
    _notice_turn(state, overlay)
    if not state.stage.busy and ledger.intended and state.writing is None:
        state.out += ledger.drop_intended()
    if not state.may_send:
        return
    _strike(state, overlay)
    desired = {**state.debts(), **_ripe(state, overlay)}
    moves = state.claims.moves(desired, ledger.owed, Seen(state.actual, state.questions.fresh), state.at)
    if state.writing is not None:
        moves = {target: value for target, value in moves.items() if target in ledger.owed}
    if not moves:
        return
    state.out += ledger.borrow({t: state.actual[t] for t in moves if t not in ledger.owed})
    state.out.append(Set(tuple(Change(state.numbers[t.strip], t, value) for t, value in moves.items())))
    for target, value in moves.items():
        state.claims.sent(target, value, state.numbers[target.strip], state.at)


def _notice_turn(state: State, overlay: Mix) -> None:
    """Note when the preview begins to want more than before: at another cue, or when a strip appeared."""
    stage, wanted = state.stage, frozenset(overlay)
    if stage.wanted is not None and wanted - stage.wanted:
        stage.turned_at, state.ask_now = state.at, True
    stage.wanted = wanted if stage.preview is not None else None


def _ripe(state: State, overlay: Mix) -> Mix:
    """What may be borrowed now: an original comes only from an answer to a question put after the preview wanted it."""
    if state.questions.fresh >= state.stage.turned_at:
        return overlay
    owed, claims = state.ledger.owed, state.claims
    return {target: value for target, value in overlay.items() if target in owed or claims.get(target) is not None}


def _strike(state: State, overlay: Mix) -> None:
    """Strike off what is held at its original and no longer wanted otherwise."""
    back = [t for t, row in state.ledger.owed.items() if t not in overlay and state.claims.holds(t, row.original)]
    state.out += state.ledger.strike(back, state.at)
    for target in back:
        state.claims.free(target)


def question_due(state: State) -> float:
    """When the next question is to leave."""
    if not state.joined:
        return NEVER
    return state.questions.due(state.at if state.ask_now else state.claims.wish())


def ask(state: State) -> None:
    """Put a question if one is due."""
    if question_due(state) <= state.at:
        state.ask_now = False
        state.out.append(state.questions.put(state.at))


def look(state: State) -> None:
    """Take the short look at automation: after going live and after the set of strips changed, no preview on."""
    if look_at(state) <= state.at:
        state.looking, state.look_due = True, NEVER
        state.out.append(Look())


def look_at(state: State) -> float:
    """When the look may be taken; where our script tells the automation, or is waited for, never.

    A look holds up an Ardour of 256 tracks for almost two seconds.
    """
    awaited = bool(state.own) or state.routes.companion in {CompanionState.AWAITED, CompanionState.LIVE}
    idle = state.known and not awaited and not state.looking and state.stage.preview is None and not state.ledger.owed
    return state.look_due if idle else NEVER


def looked(state: State, modes: tuple[tuple[str, str], ...] | None) -> None:
    """The look has ended."""
    state.looking = False
    if modes is None:
        state.look_failures += 1
        state.look_due = state.at + AGAIN if state.look_failures < 3 else NEVER
        return
    state.modes, state.looked, state.look_failures = dict(modes), state.at, 0
    state.assess()
