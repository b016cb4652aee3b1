"""Claims: what we want of single targets, each asked, held or refused until it is free again.

The one loop of the house: `desired` against `actual`. A claim is *asked* while nothing is proven, *held* once an
answer to a question put after our `Set` showed our value, *refused* after several such answers showed another one.
A held target that differs is the user's hand. Nothing is queued: what is over the window is still drift next time.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from bridge.model.desk import Target
from bridge.model.traits import Traits

PATIENCE = 0.1
"""While the DAW may be stalled it is asked again after so many seconds."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
NEVER = float("inf")
V = TypeVar("V")
"""What is claimed: a mute's value, or the way of a strip."""


class Grip(Enum):
    """How firmly we have a target."""

    ASKED = "asked"
    HELD = "held"
    REFUSED = "refused"


@dataclass(slots=True)
class Claim(Generic[V]):
    """What we want of one target, and what is known of it.

    `sent`: a `Set` has left since the last proof, with strip number `number`. `proof_from`: an answer to a question
    put from then on proves. `own`: the target showed our value by itself; nothing was borrowed.
    """

    value: V
    proof_from: float
    grip: Grip = Grip.ASKED
    sent: bool = False
    sent_at: float = 0.0
    own: bool = False
    number: int = 0
    tries: int = 0
    shown: V | None = None
    retry_at: float = NEVER
    pause: float = FIRST_PAUSE


@dataclass(frozen=True, slots=True)
class Findings(Generic[V]):
    """What one answer showed: the user's hand, refused for the first time."""

    hands: tuple[tuple[Target, V], ...] = ()
    refused: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen(Generic[V]):
    """The desk as the DAW last said it; `fresh`: when the question was put that this answers."""

    actual: Mapping[Target, V]
    fresh: float


def _again(claim: Claim[V], shown: V, fresh: float, at: float) -> bool:
    """Whether a claim is to be set (once more): a failure was proven, or nothing was sent yet, or its pause is over."""
    if claim.grip is Grip.REFUSED:
        return at >= claim.retry_at
    return claim.grip is Grip.ASKED and not claim.sent and shown != claim.value and fresh >= claim.proof_from


class Claims(Generic[V]):
    """All claims, the window of changes that are out, and the moves that bring the desk to what is desired."""

    def __init__(self, traits: Traits) -> None:
        self._traits = traits
        self._claims: dict[Target, Claim[V]] = {}
        self._asked: set[Target] = set()
        self._window: set[Target] = set()
        self._refused: set[Target] = set()
        self._out: dict[Target, list[tuple[float, V]]] = {}
        """When each change was sent that the DAW may still have before it, and its value."""
        self._carried = -NEVER
        """When the newest change was sent that the DAW was seen to carry out."""

    def get(self, target: Target) -> Claim[V] | None:
        """The claim on this target, None if it is free."""
        return self._claims.get(target)

    def each(self) -> Iterable[tuple[Target, Claim[V]]]:
        """Every claim with its target."""
        return self._claims.items()

    def holds(self, target: Target, value: V) -> bool:
        """Whether the DAW has shown this value of ours, proven."""
        claim = self._claims.get(target)
        return claim is not None and claim.grip is Grip.HELD and claim.value == value

    def waiting(self, targets: Container[Target]) -> bool:
        """Whether one of these targets is asked and nothing is proven yet."""
        return any(target in targets for target in self._asked)

    def refused(self) -> tuple[Target, ...]:
        """The targets that did not take our value."""
        return tuple(self._refused)

    def defied(self) -> tuple[Target, ...]:
        """The same, and those that are tried again: until one of them shows our value it is the same trouble."""
        return tuple(target for target, claim in self._claims.items() if claim.pause > FIRST_PAUSE)

    def in_flight(self) -> dict[Target, Claim[V]]:
        """The claims whose `Set` is out and unproven."""
        return {target: claim for target in self._asked if (claim := self._claims[target]).sent}

    def wish(self) -> float:
        """From when on a question would be of use: early to free the window, later to prove."""
        wish = NEVER
        for target in self._asked:
            proof = self._claims[target].proof_from
            early = proof - self._traits.settle + self._traits.eager if target in self._window else proof
            wish = min(wish, early)
        return wish

    def retry_at(self) -> float:
        """When the next refused target is to be tried again."""
        return min((self._claims[target].retry_at for target in self._refused), default=NEVER)

    # --- an answer ----------------------------------------------------------------------------------------------

    def answered(self, put: float, actual: Mapping[Target, V], released: bool) -> Findings[V]:
        """Weigh an answer to a question put at `put`.

        `released`: a muted VCA was opened, so what showed our value by itself may be free again without the user.
        """
        self._see(actual, put)
        hands: list[tuple[Target, V]] = []
        refused: list[Target] = []
        for target, claim in list(self._claims.items()):
            shown = actual.get(target)
            if shown is None:
                continue
            if claim.grip is Grip.ASKED:
                if self._weigh(target, claim, shown, put) is Grip.REFUSED:
                    refused.append(target)
            elif claim.grip is Grip.REFUSED:
                self._weigh_refused(target, claim, shown, put)
            elif shown != claim.value:
                self.free(target)
                if not (claim.own and released):
                    hands.append((target, shown))
        return Findings(tuple(hands), tuple(refused))

    def _see(self, actual: Mapping[Target, V], put: float) -> None:
        """Note which changes that are out the DAW has carried out.

        The first changes what was shown before, so its value proves it. What shows the value before may have carried
        out nothing, or one change and its opposite: that counts once a later one is proven, or the DAW had its time.
        """
        shown = {target: out for target, out in self._out.items() if target in actual}
        proven = {target: out for target, out in shown.items() if actual[target] == out[0][1]}
        for target, out in proven.items():
            run = next((n for n, (_, value) in enumerate(out) if value != actual[target]), len(out))
            self._carried = max(self._carried, out[run - 1][0])
            self._out[target] = out[run:]
        past = max(self._carried, put - self._traits.stall)
        for target, out in shown.items():
            if target not in proven and len({value for _, value in out}) > 1:
                self._out[target] = [one for one in out if one[0] > past]
        self._out = {target: out for target, out in self._out.items() if out}

    def _weigh(self, target: Target, claim: Claim[V], shown: V, put: float) -> Grip:
        """How an asked target stands after this answer."""
        if shown == claim.value:
            self._window.discard(target)
        if put < claim.proof_from:
            return Grip.ASKED
        self._window.discard(target)
        if shown == claim.value:
            return self._grip(target, claim, Grip.HELD)
        claim.shown = shown
        if self._carried < claim.sent_at > put - self._traits.stall:
            claim.proof_from = put + PATIENCE  # nothing sent with it has shown either: the DAW may be stalled
            return Grip.ASKED
        if claim.tries < self._traits.tries:
            claim.sent = False  # the next moves set it again
            return Grip.ASKED
        claim.retry_at, claim.pause = put + claim.pause, min(2 * claim.pause, LONGEST_PAUSE)
        return self._grip(target, claim, Grip.REFUSED)

    def _weigh_refused(self, target: Target, claim: Claim[V], shown: V, put: float) -> None:
        if shown == claim.value and put >= claim.proof_from:
            self._grip(target, claim, Grip.HELD)
        elif shown != claim.shown:
            self._grip(target, claim, Grip.ASKED)
            claim.tries, claim.sent = 0, False

    def _grip(self, target: Target, claim: Claim[V], grip: Grip) -> Grip:
        claim.grip = grip
        (self._asked.add if grip is Grip.ASKED else self._asked.discard)(target)
        (self._refused.add if grip is Grip.REFUSED else self._refused.discard)(target)
        if grip is not Grip.ASKED:
            self._window.discard(target)
            claim.sent = False
        if grip is Grip.HELD:
            claim.pause = FIRST_PAUSE
        return grip

    # --- what is wanted -----------------------------------------------------------------------------------------

    def moves(self, desired: Mapping[Target, V], owed: Container[Target], seen: Seen[V], at: float) -> dict[Target, V]:
        """The changes that are to leave now, first what is to be heard; never more than the window has room for.

        Claims on what is no longer desired are dropped. A target that shows what is desired and is not `owed` is
        claimed without a change (`own`).
        """
        for target in [target for target in self._claims if target not in desired]:
            self.free(target)
        moves = []
        for target, value in desired.items():
            shown = seen.actual.get(target)
            if shown is None:
                continue
            claim = self._claims.get(target)
            if claim is not None and claim.value == value:
                due = _again(claim, shown, seen.fresh, at)
            else:
                # While an unproven change the other way is out, its opposite must follow, whatever shows now.
                due = shown != value or (claim is not None and claim.sent)
                if not due:
                    self._take(target, value, own=claim is None and target not in owed, at=at)
            if due:
                moves.append((target, value))
        room = min(self._traits.window - len(self._window), self._traits.queue - self._waiting_there(at))
        return dict(sorted(moves, key=lambda move: move[1] is True)[: max(room, 0)])

    def _waiting_there(self, at: float) -> int:
        """How many changes the DAW may have before it; what it has not carried out for so long was lost on the way."""
        for target, out in list(self._out.items()):
            self._out[target] = [one for one in out if at - one[0] < self._traits.deafest]
            if not self._out[target]:
                del self._out[target]
        return sum(map(len, self._out.values()))

    def _take(self, target: Target, value: V, *, own: bool, at: float) -> None:
        """Claim what already shows our value: the user's own, or a debt that is still to be proven."""
        claim = self._claims[target] = Claim(value, proof_from=at, own=own)
        self._grip(target, claim, Grip.HELD if own else Grip.ASKED)

    def sent(self, target: Target, value: V, number: int, at: float) -> None:
        """A `Set` of this target leaves now, to this strip number."""
        claim = self._claims.get(target)
        if claim is None or claim.value != value:
            claim = self._claims[target] = Claim(value, proof_from=at)
        tries = self._traits.tries if claim.grip is Grip.REFUSED else claim.tries + 1
        self._grip(target, claim, Grip.ASKED)
        claim.sent, claim.own, claim.number, claim.tries = True, False, number, tries
        claim.sent_at, claim.proof_from = at, at + self._traits.settle
        self._window.add(target)
        self._out.setdefault(target, []).append((at, value))

    def ask(self, target: Target, value: V, at: float) -> None:
        """Claim a target of which nothing is known: after a start our `Set` may be out."""
        claim = self._claims[target] = Claim(value, proof_from=at)
        self._grip(target, claim, Grip.ASKED)

    def ask_again(self, at: float) -> None:
        """Everything counts as unproven: after a gap, or when the surfaces were set up anew."""
        for target, claim in self._claims.items():
            if not claim.own:
                claim.tries, claim.proof_from = 0, max(at, claim.proof_from)
                self._grip(target, claim, Grip.ASKED)
        self._window.clear()

    def free(self, target: Target) -> None:
        """Want nothing of this target any more."""
        self._claims.pop(target, None)
        for kept in (self._asked, self._window, self._refused):
            kept.discard(target)

    def clear(self) -> None:
        """Free everything: another desk is under our feet."""
        for target in list(self._claims):
            self.free(target)

    def rename(self, old: Target, new: Target) -> None:
        """The target goes by another name."""
        if old in self._out:
            self._out[new] = self._out.pop(old)
        claim = self._claims.pop(old, None)
        if claim is None:
            return
        self._claims[new] = claim
        for kept in (self._asked, self._window, self._refused):
            if old in kept:
                kept.discard(old)
                kept.add(new)
