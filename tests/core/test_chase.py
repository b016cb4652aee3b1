"""The chase: many clocks, one transport; which one is followed, and what is said of them."""

from dataclasses import dataclass, field
from random import Random

import pytest

from bridge.core.chase import Chase
from bridge.model.chasing import ChaseRules, ChaseView, Lock, sample_at
from bridge.model.clocks import Beaten, Clock, Cued, Labels, Ran, Rolled
from bridge.model.events import PositionSeen, TransportSeen
from bridge.model.timecode import RATES, Ruler, frame_of

RULER = Ruler(RATES["24"], 48000, offset=3600 * 48000)
HOUR = 3600 * 96


@dataclass
class Rig:
    """A DAW at 24 frames a second whose clocks are played to a chase; `now` and `quarters` go on together."""

    rules: ChaseRules = field(default_factory=lambda: ChaseRules(rate="24"))
    now: float = 10.0
    quarters: float = HOUR
    labels: Labels = Labels.FPS_24
    pace: float = 1.0

    def __post_init__(self) -> None:
        self.chase = Chase(self.rules)

    def play(self, seconds: float, *clocks: Clock, ahead: int = 0) -> "Rig":
        """The DAW rolls, and these clocks tell it; MIDI timecode is `ahead` by so many quarter frames."""
        for tick in range(round(seconds * 96)):
            self.now += self.pace / 96
            self.quarters += 1
            if Clock.MTC in clocks:
                self.chase.hear(Ran(self.now, Clock.MTC, int(self.quarters) + ahead, self.labels, 1))
            if Clock.OSC in clocks and tick % 10 == 0:
                self.report()
        return self

    def report(self) -> None:
        """OSC tells the position."""
        position = round((self.quarters - HOUR) * 500)
        self.chase.see(PositionSeen(self.now, position=position), RULER)

    def roll(self, clock: Clock, *, rolling: bool) -> "Rig":
        """A clock says whether the DAW rolls."""
        if clock is Clock.OSC:
            self.chase.see(TransportSeen(self.now, rolling=rolling, speed=float(rolling)), RULER)
        else:
            self.chase.hear(Rolled(self.now, clock, rolling))
        return self

    def locate(self, clock: Clock, label: str) -> "Rig":
        """A clock says that the playhead was put there."""
        self.chase.hear(Cued(self.now, clock, label))
        return self

    def wait(self, seconds: float) -> "Rig":
        """Nothing is heard; the chase looks when it wanted to."""
        end = self.now + seconds
        while (due := self.chase.wake_at(self.now)) < end:
            self.now = max(self.now, due)
            self.chase.look(self.now)
        self.now = end
        return self

    @property
    def view(self) -> ChaseView:
        return self.chase.view(self.now)

    @property
    def said(self) -> str:
        return " ".join(finding.text for finding in self.view.findings)


def test_a_rig_that_has_said_nothing_is_nowhere() -> None:
    view = Rig().view
    assert (view.used, view.lock, view.place, view.rolling) == (None, Lock.IDLE, None, None)


def test_timecode_alone_makes_the_transport() -> None:
    view = Rig().play(2.0, Clock.MTC).view
    assert (view.used, view.lock, view.label, view.rate) == (Clock.MTC, Lock.LOCKED, "01:00:02:00", "24")
    assert (view.rolling, view.drop_outs) == (True, 0)
    assert view.speed == pytest.approx(1.0)
    assert view.error_ms is not None
    assert view.error_ms < 1.0
    assert view.place is not None
    assert abs(sample_at(view.place, RULER) - 96000) <= 1
    assert view.sources[0].health == "locked to ±0.1 ms"


def test_the_first_in_order_that_runs_is_followed() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(2.0, Clock.OSC, Clock.MTC)
    assert rig.view.used is Clock.OSC
    other = Rig(ChaseRules(order=(Clock.MTC, Clock.OSC), rate="24"))
    assert other.roll(Clock.OSC, rolling=True).play(2.0, Clock.OSC, Clock.MTC).view.used is Clock.MTC


def test_a_clock_that_the_show_does_not_name_is_not_used() -> None:
    view = Rig(ChaseRules(order=(Clock.OSC,), rate="24")).play(1.0, Clock.MTC).view
    assert (view.used, view.sources) == (None, ())


def test_osc_ten_times_a_second_is_locked_between_its_reports() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(2.0, Clock.OSC)
    view = rig.chase.view(rig.now + 0.05)
    assert (view.used, view.lock) == (Clock.OSC, Lock.LOCKED)
    assert view.place == pytest.approx((rig.quarters + 4.8) / 4, abs=0.01)


def test_osc_that_says_stop_stops_at_once_although_timecode_would_run_on() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(2.0, Clock.OSC, Clock.MTC).roll(Clock.OSC, rolling=False)
    assert (rig.view.used, rig.view.lock, rig.view.rolling) == (Clock.OSC, Lock.STOPPED, False)


def test_a_link_that_is_lost_holds_back_no_other_clock() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(2.0, Clock.OSC, Clock.MTC).roll(Clock.OSC, rolling=False)
    rig.chase.lose(rig.now, Clock.OSC)
    assert rig.play(1.0, Clock.MTC).view.used is Clock.MTC


def test_a_locate_over_mmc_does_not_move_a_transport_that_timecode_drives() -> None:
    rig = Rig().play(2.0, Clock.MTC).locate(Clock.MMC, "02:00:00:00").play(0.1, Clock.MTC)
    assert (rig.view.used, rig.view.label) == (Clock.MTC, "01:00:02:02")


@pytest.mark.parametrize("clock", [Clock.MMC, Clock.HUI, Clock.MCU])
def test_a_stopped_daw_without_full_frames_is_where_another_clock_says(clock: Clock) -> None:
    rig = Rig().play(2.0, Clock.MTC).wait(1.0)
    assert (rig.view.lock, rig.view.label) == (Lock.STOPPED, "01:00:02:00")
    rig.locate(clock, "02:00:00:00")
    assert (rig.view.used, rig.view.label, rig.view.rolling) == (clock, "02:00:00:00", False)
    rig.quarters = 2 * HOUR
    assert rig.play(1.0, Clock.MTC).view.used is Clock.MTC


def test_of_words_that_come_together_the_order_decides() -> None:
    rig = Rig().locate(Clock.MTC, "01:00:00:00")
    rig.now += 0.02
    assert rig.locate(Clock.MMC, "01:00:00:00").view.used is Clock.MTC


def test_a_display_that_tells_while_it_rolls_is_followed_but_never_locked() -> None:
    rig = Rig().roll(Clock.HUI, rolling=True).locate(Clock.HUI, "01:00:05:00")
    assert (rig.view.used, rig.view.lock, rig.view.label) == (Clock.HUI, Lock.LOCKING, "01:00:05:00")


def test_bars_and_beats_on_a_display_are_no_place() -> None:
    assert Rig().locate(Clock.MCU, "12 01 01 000").view.place is None


def test_a_full_frame_with_drop_frame_labels_is_read_by_them() -> None:
    rig = Rig(ChaseRules(rate="29.97df"))
    quarters = 4 * frame_of("00:10:00;00", RATES["29.97df"])
    rig.chase.hear(Cued(rig.now, Clock.MTC, "00:10:00;00", Labels.FPS_2997_DROP, quarters))
    assert (rig.view.frame, rig.view.label) == (17982, "00:10:00;00")


def test_at_48_frames_a_second_timecode_counts_every_second_frame() -> None:
    view = Rig(ChaseRules(rate="48")).play(2.0, Clock.MTC).view
    assert (view.label, view.frame) == ("01:00:02:00", 3602 * 48)


def test_a_user_who_has_measured_a_delay_gets_it_off() -> None:
    rig = Rig(ChaseRules(rate="24", delays={Clock.MTC: 10.0})).play(2.0, Clock.MTC)
    assert rig.view.place == pytest.approx((rig.quarters + 0.96) / 4, abs=1e-3)


# --- rates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pace", "rate"), [(1.0, "24"), (1.001, "23.976"), (1.0001, "24"), (1.0011, "23.976")])
def test_without_a_stated_rate_it_is_measured(pace: float, rate: str) -> None:
    rig = Rig(ChaseRules(), pace=pace).play(6.0, Clock.MTC)
    assert rig.view.rate == rate
    assert rig.view.speed == pytest.approx(1.0, abs=2e-4)
    assert not rig.view.findings


def test_a_rate_can_be_told_through_jitter_in_ten_seconds() -> None:
    rnd, chase = Random(1), Chase(ChaseRules())
    for quarters in range(960):
        chase.hear(Ran(quarters * 1.001 / 96 + rnd.uniform(0, 0.004), Clock.MTC, quarters, Labels.FPS_24, 1))
    assert chase.view(10.01).rate == "23.976"


@pytest.mark.parametrize(("stated", "pace", "runs"), [("24", 1.001, "23.976"), ("23.976", 1.0, "24")])
def test_a_stated_rate_that_is_not_the_measured_one_is_said(stated: str, pace: float, runs: str) -> None:
    rig = Rig(ChaseRules(rate=stated), pace=pace).play(6.0, Clock.MTC)
    assert f"MIDI timecode runs at {runs} frames a second, the show says {stated}" in rig.said
    view = rig.chase.view(rig.now + 0.001)
    assert (view.rate, view.label, view.sources[0].rate) == (stated, "01:00:06:00", runs)


def test_labels_that_are_not_the_shows_are_said_and_shown_as_they_are() -> None:
    rig = Rig(ChaseRules(rate="24"), labels=Labels.FPS_25, pace=0.96).play(2.0, Clock.MTC)
    assert "counts 25 frames a second, the show says 24" in rig.said
    assert (rig.view.lock, rig.view.rate) == (Lock.LOCKED, "25")


def test_varispeed_is_no_other_rate() -> None:
    assert not Rig(pace=1.04).play(6.0, Clock.MTC).view.findings


# --- what a person should know ----------------------------------------------------------------------------------


def test_two_clocks_that_disagree_by_more_than_a_frame_are_said_after_a_second() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(1.0, Clock.OSC, Clock.MTC, ahead=8)
    assert not rig.view.findings
    rig.play(1.0, Clock.OSC, Clock.MTC, ahead=8)
    assert rig.said.startswith("MIDI timecode is 2.0 frames (83 ms) ahead of OSC. The bridge follows OSC; nothing")


def test_what_was_found_holds_through_a_stop_and_goes_when_the_clocks_agree() -> None:
    rig = Rig().roll(Clock.OSC, rolling=True).play(3.0, Clock.OSC, Clock.MTC, ahead=8)
    assert rig.wait(2.0).view.findings
    assert not rig.play(3.0, Clock.OSC, Clock.MTC).view.findings


def test_a_frame_apart_is_no_disagreement() -> None:
    assert not Rig().roll(Clock.OSC, rolling=True).play(3.0, Clock.OSC, Clock.MTC, ahead=3).view.findings


def test_two_clocks_that_were_put_elsewhere_at_the_same_time_are_said() -> None:
    rig = Rig().locate(Clock.MTC, "01:00:00:00").locate(Clock.MMC, "01:00:10:00").wait(2.0)
    assert "MMC is 240.0 frames (10000 ms) ahead of MIDI timecode" in rig.said


def test_a_daw_that_is_said_to_play_without_timecode_is_said() -> None:
    rig = Rig().locate(Clock.MMC, "01:00:00:00").roll(Clock.MMC, rolling=True)
    assert (rig.view.rolling, rig.view.lock) == (True, Lock.LOCKING)
    assert not rig.wait(1.5).view.findings
    assert "MMC says that the DAW plays, but no running position comes" in rig.wait(1.0).said
    assert not rig.play(1.0, Clock.MTC).view.findings


def test_timecode_that_falls_silent_while_the_daw_is_said_to_play_is_lost() -> None:
    rig = Rig().roll(Clock.MMC, rolling=True).play(2.0, Clock.MTC).wait(1.0)
    assert (rig.view.used, rig.view.lock, rig.view.rolling) == (Clock.MTC, Lock.LOST, True)
    assert rig.view.sources[0].health == "silent"
    rig.roll(Clock.MMC, rolling=False)
    assert (rig.view.lock, rig.view.rolling) == (Lock.STOPPED, False)


def test_a_midi_clock_says_that_it_rolls_and_its_tempo_but_no_place() -> None:
    rig = Rig().roll(Clock.BEATS, rolling=True)
    rig.chase.hear(Beaten(rig.now, 24, 120.0))
    assert (rig.view.rolling, rig.view.place, rig.view.sources[0].label) == (True, None, "120.0 bpm")


def test_nothing_is_to_be_done_while_nothing_moves() -> None:
    rig = Rig().play(2.0, Clock.MTC).wait(5.0)
    assert rig.chase.wake_at(rig.now) == float("inf")


def test_messages_that_stray_too_far_are_named() -> None:
    rnd, chase, at = Random(1), Chase(ChaseRules(rate="24")), 10.0
    said: set[tuple[Lock, str]] = set()
    for quarters in range(960):
        at = max(at, 10 + quarters / 96 + rnd.uniform(0, 0.036))
        chase.hear(Ran(at, Clock.MTC, quarters, Labels.FPS_24, 1))
        said |= {(one.lock, one.health[:33]) for one in chase.view(at).sources}
    assert (Lock.LOCKING, "moves, but its messages stray by ") in said


def test_drop_outs_are_counted_and_named() -> None:
    rig = Rig().play(2.0, Clock.MTC).play(0.06, Clock.BEATS).play(1.0, Clock.MTC)
    assert rig.view.drop_outs == 1
    assert rig.view.sources[0].health.endswith(", 1 drop-out")
