"""Which clock says where the playhead is, what follows from it, and what is said of clocks that can't be believed."""

from dataclasses import replace

import pytest

from bridge.core.bridge import Bridge
from bridge.core.sentences import HEARD_ONLY
from bridge.daws.generic import TRAITS
from bridge.model.chasing import ChaseRules, Lock
from bridge.model.clocks import Clock, Cued, Labels, Ran
from bridge.model.cuelist import listing
from bridge.model.cues import Cue, Level, Place, Span
from bridge.model.effects import Answer, Effect, Notice
from bridge.model.events import (
    ClocksTold,
    Event,
    LinkChanged,
    LinkState,
    PortChanged,
    PositionSeen,
    SessionRead,
    ShowChanged,
    Ticked,
)
from bridge.model.previews import Preview
from bridge.model.requests import Move, PreviewAsked, SaveAsked, TransportAsked
from bridge.model.session import SavedSession
from bridge.model.show import Mode, Show
from bridge.model.snapshot import Snapshot
from bridge.model.stems import Family
from bridge.model.timecode import RATES, frame_of
from tests.core.studio import Studio
from tests.laws.world import RATE, stem_of

PORT = (Clock.MTC, Clock.MMC)
MX = Preview("mx", "music", only=frozenset({Family.MX}))


def cue(number: str, start: str, end: str, session: str = "") -> Span:
    """A span from one label to another."""
    return Span(Cue(number), Place(label=start), Place(label=end), Level.DIEGETIC, session=session, locked=True)


RADIO = cue("1m1", "01:00:10:00", "01:00:20:00")
SONG = cue("1m2", "01:00:30:00", "01:00:40:00", "reel 1")


class Listener:
    """A bridge beside a DAW that sends MIDI timecode and nothing else; `now` and `quarters` go on together."""

    def __init__(self, rate: str = "24", **show: object) -> None:
        made = replace(Show(rate=rate, mode=Mode.PREVIEW, cues=(RADIO, SONG), previews={"mx": MX}), **show)  # type: ignore[arg-type]
        self.bridge = Bridge(made, TRAITS, lambda _: stem_of, lambda *_: None)
        self.now, self.quarters, self.labels = 100.0, 0, Labels(rate)
        self.effects: list[Effect] = []
        self.tell(LinkChanged(self.now, LinkState.SEARCHING, "Waits for MIDI."))
        self.port(there=True)

    def tell(self, event: Event) -> None:
        self.effects += self.bridge.handle(event)

    def port(self, *, there: bool) -> None:
        """The port comes, or goes."""
        self.tell(PortChanged(self.now, there, "The MIDI port IAC is heard." if there else "IAC has gone.", PORT))

    def at(self, label: str) -> "Listener":
        """The playhead is put there, and stands."""
        self.quarters = 4 * frame_of(label, RATES[self.labels])
        self.tell(ClocksTold(self.now, (Cued(self.now, Clock.MTC, label, self.labels, self.quarters),)))
        return self

    def play(self, seconds: float) -> "Listener":
        """It rolls for so long; what came since the last look is told four times a frame."""
        for _ in range(round(seconds * 4 * float(RATES[self.labels].fps))):
            self.now += 0.25 / float(RATES[self.labels].fps)
            self.quarters += 1
            self.tell(ClocksTold(self.now, (Ran(self.now, Clock.MTC, self.quarters, self.labels, 1),)))
            self.wake()
        return self

    def wait(self, seconds: float) -> "Listener":
        """Nothing comes for so long."""
        end = self.now + seconds
        while (due := self.bridge.wake_at) <= end:
            assert due > self.now, "the bridge wants to be woken at once, again and again"
            self.now = due
            self.tell(Ticked(due))
        self.now = end
        return self

    def wake(self) -> None:
        if self.bridge.wake_at <= self.now:
            self.tell(Ticked(self.now))

    def ask(self, event: Event) -> Answer:
        self.tell(event)
        return next(effect for effect in reversed(self.effects) if isinstance(effect, Answer))

    @property
    def seen(self) -> Snapshot:
        return self.bridge.snapshot(self.now)

    @property
    def live(self) -> list[str]:
        return [one.number for one in self.seen.cues.live]

    @property
    def coming(self) -> list[str]:
        return [one.number for one in self.seen.cues.coming]

    @property
    def said(self) -> list[str]:
        return [effect.text for effect in self.effects if isinstance(effect, Notice)]


# --- a DAW that can only be heard -------------------------------------------------------------------------------


def test_timecode_alone_flags_the_live_cue_and_counts_down_to_the_next() -> None:
    rig = Listener().at("01:00:08:00").play(1.0)
    seen = rig.seen
    assert (rig.live, rig.coming) == ([], ["1m1", "1m2"])
    assert seen.transport.position is not None
    assert (seen.cues.coming[0].start - seen.transport.position) / seen.rate == pytest.approx(1.0, abs=0.02)
    assert rig.play(1.1).live == ["1m1"]
    assert rig.play(10.0).live == []


def test_the_transport_and_its_clock_are_in_the_snapshot() -> None:
    seen = Listener().at("01:00:00:00").play(2.0).seen
    assert (seen.transport.rolling, seen.transport.speed, seen.transport.label) == (True, 1.0, "01:00:02:00")
    assert (seen.chase.used, seen.chase.lock, seen.chase.rate) == (Clock.MTC, Lock.LOCKED, "24")
    assert seen.chase.error_ms is not None
    assert seen.chase.error_ms < 10
    assert seen.daw == "generic"


def test_a_locate_while_it_stands_is_followed() -> None:
    rig = Listener().at("01:00:12:00")
    assert (rig.live, rig.seen.transport.rolling, rig.seen.chase.lock) == (["1m1"], False, Lock.STOPPED)
    assert rig.at("01:00:35:00").live == ["1m2"]


def test_a_machine_control_locate_is_read_by_the_show_s_rate() -> None:
    rig = Listener("25")
    rig.tell(ClocksTold(rig.now, (Cued(rig.now, Clock.MMC, "01:00:12:00"),)))
    assert rig.live == ["1m1"]


def test_cues_of_every_session_count_by_their_labels_alone() -> None:
    placed = replace(RADIO, start=Place(0, "01:00:10:00"), end=Place(48_000, "01:00:20:00"))
    rig = Listener(cues=(placed, SONG)).at("01:00:15:00")
    assert (rig.live, rig.coming) == (["1m1"], ["1m2"])
    rig = Listener(cues=(replace(RADIO, start=Place(0), end=Place(480_000)),)).at("00:00:05:00")
    assert rig.live == []
    assert len(rig.seen.cues.troubles) == 1


def test_the_list_of_cues_shows_places_as_they_are_written() -> None:
    placed = replace(RADIO, start=Place(0, "01:00:10:00"), end=Place(48_000, "01:00:20:00"))
    told = listing(Listener(cues=(SONG, placed)).bridge.cue_list())
    assert [(one.number, one.start_label) for one in told.cues if one.session == ""] == [("1m1", "01:00:10:00")]
    assert [one.start_label for one in told.cues if one.session == "reel 1"] == ["01:00:30:00"]


def test_when_timecode_falls_silent_it_is_never_called_locked() -> None:
    rig = Listener().at("01:00:10:00").play(2.0)
    assert rig.seen.chase.lock is Lock.LOCKED
    assert rig.wait(0.3).seen.chase.lock is Lock.STOPPED
    assert rig.seen.transport.rolling is False


def test_a_port_that_goes_and_comes_back_is_told_and_chased_anew() -> None:
    rig = Listener().at("01:00:10:00").play(2.0)
    assert (rig.seen.link, rig.seen.detail) == (LinkState.LIVE, "")
    rig.port(there=False)
    seen = rig.seen
    assert (seen.link, seen.detail, seen.since) == (LinkState.LOST, "IAC has gone.", rig.now)
    assert (seen.chase.lock, seen.transport.rolling) == (Lock.LOST, False)
    rig.wait(10.0).port(there=True)
    assert (rig.seen.link, rig.seen.detail) == (LinkState.LIVE, "")
    assert rig.at("01:00:30:00").play(1.0).seen.chase.lock is Lock.LOCKED
    assert rig.live == ["1m2"]
    assert rig.said == [
        "Waits for MIDI.",
        "The MIDI port IAC is heard.",
        "IAC has gone.",
        "The MIDI port IAC is heard.",
    ]


def test_labels_at_another_rate_than_the_show_says_are_no_place_and_said_once() -> None:
    rig = Listener()
    rig.labels = Labels.FPS_25
    rig.at("01:00:12:00").play(3.0)
    assert rig.seen.transport.position is None
    assert (rig.live, rig.seen.chase.label) == ([], "01:00:15:00")
    assert len([text for text in rig.said if "the show says 24" in text]) == 1
    assert [one.text for one in rig.seen.findings] == [one.text for one in rig.seen.chase.findings]


def test_previews_are_refused_with_the_reason_in_every_mode() -> None:
    rig = Listener().at("01:00:00:00")
    answer = rig.ask(PreviewAsked(rig.now, 1, "mx"))
    assert not answer.ok
    assert HEARD_ONLY in answer.lines[0]
    assert rig.seen.no_previews == HEARD_ONLY
    for event in (TransportAsked(rig.now, 2, Move.PLAY), SaveAsked(rig.now, 3)):
        answer = rig.ask(event)
        assert not answer.ok
        assert "MIDI alone" in answer.lines[0]


def test_other_rules_in_the_show_count_from_then_on() -> None:
    rig = Listener().at("01:00:00:00").play(1.0)
    rules = ChaseRules((Clock.MMC,))
    rig.tell(ShowChanged(rig.now, replace(rig.bridge._state.show, chase=rules)))
    assert rig.play(1.0).seen.chase.used is None
    rig.tell(ShowChanged(rig.now, replace(rig.bridge._state.show, chase=ChaseRules(), cues=(RADIO,))))
    assert rig.play(1.0).seen.chase.lock is Lock.LOCKED


def test_pictures_of_a_daw_that_stands_do_not_differ_as_time_goes_on() -> None:
    rig = Listener().at("01:00:12:00")
    before = rig.wait(1.0).seen
    assert replace(rig.wait(30.0).seen, at=before.at) == before


def test_it_sleeps_while_nothing_comes() -> None:
    rig = Listener().at("01:00:10:00").play(1.0).wait(5.0)
    assert rig.bridge.wake_at == float("inf")


# --- beside a DAW that speaks OSC -------------------------------------------------------------------------------

TOLD = cue("1m1", "00:00:10:00", "00:00:20:00")


def studio(*order: Clock) -> Studio:
    """A DAW with both, at rest, its clocks to be believed in this order."""
    made = Studio("DX 1", "MX 1")
    made.show(cues=(replace(TOLD, start=Place(10 * RATE), end=Place(20 * RATE)),), chase=ChaseRules(order))
    file = SavedSession(made.daw.session, made.daw.session, "/film", "/film/reel.ardour", 0.0, RATE, "24", 0)
    made.tell(SessionRead(made.now, file))
    made.at(0)
    made.tell(PortChanged(made.now, there=True, text="IAC is heard.", clocks=PORT))
    return made


def roll(made: Studio, seconds: float, label: str) -> None:
    """Timecode runs from this label on, beside whatever OSC says."""
    first = 4 * frame_of(label, RATES["24"])
    began = made.now
    for quarter in range(round(seconds * 96)):
        made.now = began + quarter / 96
        made.tell(ClocksTold(made.now, (Ran(made.now, Clock.MTC, first + quarter, Labels.FPS_24, 1),)))


def test_osc_is_in_the_snapshot_as_a_clock() -> None:
    made = studio(Clock.OSC, Clock.MTC)
    assert (made.picture().chase.used, made.picture().chase.lock) == (Clock.OSC, Lock.STOPPED)


def test_where_osc_is_followed_its_own_samples_count() -> None:
    made = studio(Clock.OSC, Clock.MTC)
    made.at(12.3)
    assert made.picture().transport.position == round(12.3 * RATE)


def test_what_is_followed_is_what_the_show_puts_first() -> None:
    for order, used in (((Clock.MTC, Clock.OSC), Clock.MTC), ((Clock.OSC,), Clock.OSC)):
        made = studio(*order)
        roll(made, 2.0, "00:00:12:00")
        assert made.picture().chase.used is used


def test_two_clocks_that_disagree_by_more_than_a_frame_are_said_once_and_listed() -> None:
    made = studio(Clock.OSC, Clock.MTC)
    for _ in range(3):
        made.at(10.0)
        made.tell(PositionSeen(made.now, position=10 * RATE))
        made.tell(ClocksTold(made.now, (Cued(made.now, Clock.MTC, "00:00:12:00", Labels.FPS_24, 12 * 96),)))
        made.run(1.5)
    texts = [one.text for one in made.picture().findings if "ahead of" in one.text]
    assert len(texts) == 1
    assert "MIDI timecode is 48.0 frames (2000 ms) ahead of OSC" in texts[0]
    assert [text for text in made.notices if "ahead of" in text] == texts


def test_how_positions_are_labelled_may_be_told_after_the_position() -> None:
    made = Studio("MX 1")
    made.at(10.0)
    assert made.picture().chase.used is None
    file = SavedSession(made.daw.session, made.daw.session, "/film", "/film/reel.ardour", 0.0, RATE, "25", 3600 * RATE)
    made.tell(SessionRead(made.now, file))
    assert (made.picture().chase.used, made.picture().chase.label) == (Clock.OSC, "01:00:10:00")


def test_a_lost_link_is_no_clock_any_more() -> None:
    made = studio(Clock.OSC, Clock.MTC)
    made.tell(LinkChanged(made.now, LinkState.LOST))
    osc = next(one for one in made.picture().chase.sources if one.clock is Clock.OSC)
    assert osc.lock is Lock.LOST
