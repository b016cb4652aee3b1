"""Laws of keeping: whenever hands rewire, the script obeys and the routing is told, each order leaves once."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bridge.model.routing import Standing
from tests.core.patchbay import BUSES, Patchbay

TRACKS = ("DX 1", "FX 1", "MX 1")


class Hands(RuleBasedStateMachine):
    """A user who wires, a script that obeys and tells when it likes, and the bridge in keep mode."""

    @initialize()
    def wired(self) -> None:
        self.desk = Patchbay(*TRACKS)
        self.desk.slow = True
        self.reasons: Counter[str] = Counter()
        self.seen = dict(self.desk.nodes)

    @rule(track=st.sampled_from(TRACKS), buses=st.sets(st.sampled_from((*BUSES, "Master"))))
    def rewire(self, track: str, buses: set[str]) -> None:
        self.desk.wire(track, *sorted(buses))

    @rule()
    def look(self) -> None:
        self.reasons.update(track for track in TRACKS if self.desk.nodes[track].way != self.seen[track].way)
        self.seen = dict(self.desk.nodes)
        self.desk.seen()

    @precondition(lambda self: self.desk.open)
    @rule()
    def obey(self) -> None:
        self.reasons.update(change.name for change in self.desk.open[0].changes)
        self.desk.obey()

    @rule(seconds=st.sampled_from((0.05, 0.3, 1.5, 20.0)))
    def wait(self, seconds: float) -> None:
        self.desk.run(seconds)

    @invariant()
    def an_order_has_a_reason_another_way_was_told_or_the_order_before_it_is_done(self) -> None:
        assert Counter(change.name for change in self.desk.orders) <= self.reasons

    def teardown(self) -> None:
        """At rest every track is on its stem, or is believed to be meant where it is."""
        for _ in range(45):
            while self.desk.open:
                self.obey()
            self.look()
            self.desk.run(1.0)
        for track in TRACKS:
            found = self.desk.route(track)
            assert found.standing is Standing.RIGHT or found.hands_off


TestHands = Hands.TestCase
TestHands.settings = settings(max_examples=40, deadline=None)
