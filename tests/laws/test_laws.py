"""The laws of the house, each a test named after its sentence, held against the adversary's world.

Laws 1 and 7 are asserted by the world itself at every `Set` that leaves; law 3 by `calm`. The last tests break the
engine on purpose and want the judge to see it.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bridge.core import previews as core_previews
from bridge.core.bridge import Bridge
from bridge.core.hearing import hears
from bridge.core.state import State
from bridge.model.desk import Kind
from bridge.model.effects import Effect, Set
from bridge.model.events import Event, Listed
from bridge.model.ledger import Journal
from bridge.model.show import Mode, Show
from tests.laws.daw import Daw
from tests.laws.histories import calm, history, judge, reopen, restructure
from tests.laws.world import CUES, PREVIEWS, TRAITS, Disk, World, stem_of


class Adversary(RuleBasedStateMachine):
    """Law 2, for any order of deeds: in the end the desk is as the user left it."""

    world: World

    @initialize(
        seed=st.integers(0, 2**32), loss=st.sampled_from((0.0, 0.02, 0.1, 0.3)), kills=st.sampled_from((0.0, 0.01))
    )
    def begin(self, seed: int, loss: float, kills: float) -> None:
        self.world = World(Random(seed), tracks=8)
        self.world.daw.loss, self.world.kill_chance = loss, kills
        self.world.run(0.5)

    @property
    def open(self) -> bool:
        return self.world.now >= self.world.daw.closed_until and bool(self.world.daw.tracks())

    @rule(seconds=st.sampled_from((0.02, 0.1, 0.6, 3.0)))
    def wait(self, seconds: float) -> None:
        self.world.run(seconds)

    @rule(name=st.sampled_from(("off", *PREVIEWS)))
    def press(self, name: str) -> None:
        self.world.press(name)

    @precondition(lambda self: self.open)
    @rule(which=st.integers(0, 63))
    def click(self, which: int) -> None:
        tracks = self.world.daw.tracks()
        self.world.click(tracks[which % len(tracks)])

    @precondition(lambda self: self.open)
    @rule(which=st.integers(0, 1))
    def click_vca(self, which: int) -> None:
        vcas = [channel for channel in self.world.daw.channels if channel.kind is Kind.VCA]
        self.world.daw.click(vcas[which], self.world.now)

    @precondition(lambda self: self.open)
    @rule()
    def change_the_list(self) -> None:
        self.world.restructure(lambda daw: restructure(daw, self.world.rnd))

    @precondition(lambda self: self.open)
    @rule()
    def save(self) -> None:
        self.world.save()

    @precondition(lambda self: self.open)
    @rule()
    def reopen(self) -> None:
        reopen(self.world, self.world.rnd)

    @rule(seconds=st.sampled_from((0.1, 1.0, 4.0)))
    def deafen(self, seconds: float) -> None:
        self.world.daw.deaf_until = self.world.now + seconds

    @rule(seconds=st.sampled_from((0.6, 5.0)))
    def sleep(self, seconds: float) -> None:
        self.world.sleep(seconds)

    @rule(mode=st.sampled_from((Mode.WATCH, Mode.PREVIEW)))
    def set_mode(self, mode: Mode) -> None:
        self.world.watch(mode)

    @rule()
    def fill_or_free_the_disk(self) -> None:
        self.world.disk.full = not self.world.disk.full

    @precondition(lambda self: self.world.bridge is not None)
    @rule()
    def kill(self) -> None:
        self.world.kill()

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        calm(self.world)
        verdict = judge(self.world)
        assert not verdict.lost
        assert not verdict.owed


def test_law_2_after_the_last_preview_the_desk_is_as_the_user_left_it() -> None:
    quick = settings(
        max_examples=60,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Adversary, settings=quick)


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_law_2_whatever_was_lost_doubled_reordered_delayed_crashed_slept_through_or_touched(first: int) -> None:
    judged = excused = 0
    for seed in range(first, first + 50):
        verdict = history(seed)
        assert not verdict.lost, f"seed {seed}"
        assert not verdict.owed, f"seed {seed}"
        judged, excused = judged + verdict.judged, excused + verdict.vague.total() + verdict.offered
    assert excused < 0.4 * judged, "the judge excuses nearly everything"


def test_law_4_the_same_report_twice_changes_nothing_the_second_time() -> None:
    world = World(Random(7))
    world.run(1.0)
    world.press("dx")
    world.run(1.0)
    assert world.bridge is not None
    question = world.bridge._state.questions.put(world.now).question
    listed = Listed(world.now, question, world.daw.listing(), 48000, 9000)
    world.bridge.handle(listed)
    before = world.bridge.snapshot(world.now)
    assert not world.bridge.handle(listed)
    assert world.bridge.snapshot(world.now) == before


def test_law_5_the_same_tape_gives_the_same_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    tape: list[tuple[Event, list[Effect]]] = []
    handle = Bridge.handle

    def recorded(self: Bridge, event: Event) -> list[Effect]:
        effects = handle(self, event)
        tape.append((event, list(effects)))
        return effects

    monkeypatch.setattr(Bridge, "handle", recorded)
    world = World(Random(3))
    for name in ("dx", "no-mx", "off"):
        world.run(1.0)
        world.press(name)
        world.click(world.daw.tracks()[2])
    world.run(2.0)
    monkeypatch.undo()
    again = Bridge(Show(mode=Mode.PREVIEW, previews=PREVIEWS, cues=CUES), TRAITS, lambda _: stem_of, lambda *_: None)
    assert [repr(again.handle(event)) for event, _ in tape] == [repr(effects) for _, effects in tape]
    assert any(isinstance(effect, Set) for _, effects in tape for effect in effects)


@pytest.mark.parametrize("name", sorted(PREVIEWS))
def test_law_11_a_preview_only_removes_and_what_was_muted_stays_muted(name: str) -> None:
    world = World(Random(5), tracks=24)
    world.run(1.0)
    before = {channel.name: channel.own for channel in world.daw.tracks()}
    world.press(name)
    world.run(3.0)
    heard = {channel.name for channel in world.daw.tracks() if not world.daw.shown(channel)}
    assert heard <= {channel for channel, muted in before.items() if not muted}
    for channel in world.daw.tracks():
        if channel.refuses:
            continue
        assert world.bridge is not None
        wanted = hears(world.bridge._state, PREVIEWS[name], channel.name)
        assert channel.own == (before[channel.name] or not wanted) or world.daw.shown(channel)


def lost_by(seeds: range) -> int:
    """How many of these histories end badly."""
    bad = 0
    for seed in seeds:
        try:
            verdict = history(seed)
        except AssertionError:
            bad += 1
        else:
            bad += bool(verdict.lost or verdict.owed)
    return bad


@pytest.mark.slow
def test_the_judge_sees_an_engine_that_borrows_what_was_polled_before_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    enter = core_previews._enter

    def hasty(state: State) -> None:
        if state.stage.coming is not None:
            state.stage.coming.key_at = -1.0
        enter(state)

    monkeypatch.setattr(core_previews, "_enter", hasty)
    monkeypatch.setattr(core_previews, "LONGEST", 1e9)
    assert lost_by(range(400))


def test_the_judge_sees_an_engine_that_forgets_its_debts_at_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Disk, "read", lambda _: Journal())
    assert lost_by(range(60))


def test_the_judge_sees_an_engine_that_forgets_the_users_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_previews, "end", lambda state, request: state.answer(request, True))
    assert lost_by(range(10))


def test_a_world_without_trouble_ends_every_preview_with_a_silent_bridge() -> None:
    world = World(Random(1))
    world.run(1.0)
    for name in PREVIEWS:
        world.press(name)
        world.run(1.0)
    calm(world)
    assert [answer.ok for answer in world.answers].count(False) == 0
    assert not judge(world).lost
    assert isinstance(world.daw, Daw)
