"""Cues on the desk: what is live, what previews make of it where the playhead is, and what nobody has decided."""

from dataclasses import replace

import pytest

from bridge.core import cueing, moves
from bridge.core.cueing import BREATH
from bridge.core.levers import NOT_CONTENT
from bridge.core.listing import PLACING
from bridge.core.state import State
from bridge.model.cues import Cue, Level, Me, Origin, Place, Span, Status
from bridge.model.desk import Kind
from bridge.model.events import Joined, PositionSeen, Saved, SessionRead, SessionTrouble
from bridge.model.material import MeRule, Policies, Profile, Sides, TrackLevel, World
from bridge.model.previews import Preview
from bridge.model.requests import Move, TransportAsked
from bridge.model.session import Region, SavedSession, SavedTrack, Send
from bridge.model.snapshot import Stage
from bridge.model.stems import Family, Stem
from bridge.model.timecode import RATES, Ruler
from tests.core.studio import Studio
from tests.laws.world import RATE

TRACKS = ("DX 1", "FX 1", "MX 1", "MX 2")
PREVIEWS = {
    "in": Preview("in", "in", world=World.IN),
    "out": Preview("out", "out", world=World.OUT),
    "score": Preview("score", "score", only=frozenset({Family.MX}), origin=frozenset({Origin.COMMISSIONED})),
    "mx": Preview("mx", "mx", only=frozenset({Family.MX})),
    "me": Preview("me", "M&E", me=frozenset({Me.MAIN})),
}


def span(number: str, start: float, end: float, level: Level, *tracks: str, **more: object) -> Span:
    """A span from one second to another, decided by a person."""
    places = Place(int(start * RATE)), Place(int(end * RATE))
    return replace(Span(Cue(number), *places, level, tracks=tracks, locked=True), **more)  # type: ignore[arg-type]


RADIO = span("1m1", 10, 20, Level.DIEGETIC, "MX 1")
SCORE = span("1m2", 20, 30, Level.NONDIEGETIC, "MX 1")


def studio(*spans: Span, tracks: tuple[str, ...] = TRACKS, policies: Policies = Policies()) -> Studio:  # noqa: B008
    """A studio whose show has these cues, the playhead at the beginning."""
    made = Studio(*tracks)
    made.show(cues=spans, previews=PREVIEWS, policies=policies)
    made.at(0)
    return made


def saved(**changes: object) -> SavedSession:
    """The session's file."""
    music = tuple(SavedTrack(str(n), f"MX {n}", "track", regions=(Region("r", "a", 0, 40 * RATE),)) for n in (1, 2))
    file = SavedSession("reel1", "reel1", "/film", "/film/reel1.ardour", 0.0, RATE, "25", 3600 * RATE, tracks=music)
    return replace(file, **changes)  # type: ignore[arg-type]


# --- what is shown ----------------------------------------------------------------------------------------------


def test_the_live_cue_and_what_comes_next_are_shown_with_level_and_reason() -> None:
    made = studio(RADIO, replace(SCORE, note="spotted with the director", by="Ana"))
    made.at(12)
    cues = made.picture().cues
    assert [(cue.number, cue.level, cue.start, cue.end) for cue in cues.live] == [
        ("1m1", Level.DIEGETIC, 10 * RATE, 20 * RATE)
    ]
    assert [(cue.number, cue.why) for cue in cues.coming] == [("1m2", "Ana decided; spotted with the director")]
    assert (cues.source, cues.total, cues.undecided) == ("cues.csv", 2, 0)


def test_what_nobody_has_decided_is_counted_and_its_guess_shown() -> None:
    guess = replace(RADIO, locked=False, confidence=0.5, by="stembridge")
    made = studio(guess, replace(SCORE, level=Level.UNSET))
    made.at(12)
    cues = made.picture().cues
    assert cues.undecided == 2
    assert [(cue.level, cue.guess) for cue in cues.live] == [(Level.UNSET, "diegetic")]


def test_without_a_list_of_its_own_the_show_has_the_cues_that_the_session_proposes() -> None:
    made = studio()
    made.tell(SessionRead(made.now, saved(), (RADIO,)))
    made.at(12)
    assert [cue.number for cue in made.picture().cues.live] == ["1m1"]
    assert made.picture().cues.source == "session file"
    made.show(cues=(SCORE,))
    made.at(12)
    assert not made.picture().cues.live


def test_cues_of_another_reel_are_not_live_here() -> None:
    made = studio(replace(RADIO, session="reel2"), replace(RADIO, cue=Cue("1m9"), session="reel1"))
    made.at(12)
    assert [cue.number for cue in made.picture().cues.live] == ["1m9"]


def test_the_file_of_another_session_says_nothing_of_this_one() -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(name="other", snapshot="other"), ()))
    assert made.picture().file.file == ""
    assert made.picture().offset is None


def test_the_file_of_another_snapshot_says_nothing_of_this_one() -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(snapshot="reel1-v2"), ()))
    assert (made.picture().file.file, made.picture().offset) == ("", None)


def test_a_session_file_that_is_gone_changes_nothing_and_is_said_once() -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(), ()))
    for _ in range(3):
        made.tell(SessionTrouble(made.now, "The session file is gone."))
    picture = made.picture()
    assert (picture.file.file, picture.file.trouble) == ("/film/reel1.ardour", "The session file is gone.")
    assert [notice.text for notice in picture.notices].count("The session file is gone.") == 1


def test_what_is_wrong_with_one_sessions_file_is_not_shown_of_another() -> None:
    made = studio(RADIO)
    made.tell(SessionTrouble(made.now, "The session file is gone."))
    made.tell(Joined(made.now, "reel2", fresh=True, port=3819))
    assert made.picture().file.trouble == ""


def test_a_track_that_a_cue_names_and_the_session_lacks_is_said() -> None:
    made = studio(RADIO)
    assert made.picture().cues.missing == ()
    made.restructure(lambda daw: daw.rename(made.of("MX 1"), "MX Radio"))
    made.run(1.0)
    (said,) = made.picture().cues.missing
    assert said.startswith('"MX 1", which "1m1" names, is no track of this session: was it renamed?')
    made.show(cues=(replace(RADIO, tracks=("MX Radio",)),))
    assert made.picture().cues.missing == ()


def test_a_span_that_cannot_be_placed_is_said_and_the_others_stay() -> None:
    made = studio(replace(RADIO, start=Place(None, "99:99:99:99")), SCORE)
    made.tell(SessionRead(made.now, saved(), ()))
    made.at(25)
    cues = made.picture().cues
    assert [cue.number for cue in cues.live] == ["1m2"]
    assert "1m1" in cues.troubles[0]


# --- the ruler --------------------------------------------------------------------------------------------------


def test_the_session_file_says_how_positions_are_labelled() -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(), ()))
    made.at(12)
    picture = made.picture()
    assert (picture.timecode, picture.offset) == ("25", 3600 * RATE)
    assert picture.cues.live[0].start_label == "01:00:10:00"


def test_without_it_a_position_told_both_ways_does() -> None:
    made = studio(RADIO)
    made.tell(PositionSeen(made.now, position=12 * RATE))
    made.tell(PositionSeen(made.now, label="01:00:12:00"))
    assert made.picture().cues.live[0].start_label == "01:00:10:00"


def test_a_label_that_came_long_before_the_position_is_of_another_place() -> None:
    made = studio(RADIO)
    made.tell(PositionSeen(made.now, label="01:00:12:00"))
    made.run(2 * BREATH)
    made.tell(PositionSeen(made.now, position=15 * RATE))
    assert made.picture().offset is None


def test_reports_that_come_in_a_bunch_are_paired_as_they_were_sent() -> None:
    made = studio(RADIO)
    made.show(rate="25")
    for second in (12, 13):
        made.tell(PositionSeen(made.now, position=second * RATE))
        made.tell(PositionSeen(made.now, label=f"01:00:{second}:00"))
        assert made.picture().offset == 3600 * RATE


def layouts(made: Studio, monkeypatch: pytest.MonkeyPatch, offset: int) -> int:
    """How often the cues are laid out anew while the playhead rolls for ten seconds."""
    laid: list[State] = []
    lay_out = cueing._lay_out

    def counted(state: State) -> None:
        laid.append(state)
        lay_out(state)

    monkeypatch.setattr(cueing, "_lay_out", counted)
    label = Ruler(RATES["25"], RATE, offset).label
    for tenth in range(100):
        made.run(0.1)
        made.tell(PositionSeen(made.now, position=tenth * RATE // 10))
        made.tell(PositionSeen(made.now, label=label(tenth * RATE // 10)))
    return len(laid)


def test_while_the_playhead_rolls_nothing_is_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made = studio(RADIO)
    made.show(rate="25")
    assert layouts(made, monkeypatch, 3600 * RATE + 1000) == 1


def test_what_the_session_file_tells_of_time_is_not_asked_of_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    made = studio(RADIO)
    made.show(rate="24")
    made.tell(SessionRead(made.now, saved(), ()))
    assert layouts(made, monkeypatch, 3600 * RATE) == 0


def test_names_that_stand_twice_are_followed_like_others() -> None:
    made = studio(RADIO, tracks=("A 1", "A 1", "MX 1"))
    for name in ("MX 7", "MX 7"):
        made.of("A 1").name = name
    made.run(1.0)
    assert made.picture().tracks[0].name == "MX 7"
    made.tell(PositionSeen(made.now, position=12 * RATE))
    made.tell(PositionSeen(made.now, label="01:00:12:00"))
    assert [cue.number for cue in made.picture().cues.live] == ["1m1"]


def test_of_two_tracks_of_one_name_the_one_that_is_left_is_muted_like_others() -> None:
    made = studio(RADIO, tracks=("DX 1", "DX 1", "MX 1"))
    made.preview("mx")
    assert made.muted() == set()
    made.preview("off")
    made.restructure(lambda daw: daw.delete(made.of("DX 1")))
    made.run(1.0)
    assert made.preview("mx").ok
    assert made.muted() == {"DX 1"}
    made.preview("off")
    made.daw.add("DX 1", Kind.AUDIO, on=False)
    made.run(1.0)
    assert made.preview("mx").ok


def test_a_strip_that_became_another_kind_is_taken_for_what_it_is() -> None:
    made = studio(RADIO)
    made.of("FX 1").kind = Kind.BUS
    made.run(1.0)
    assert made.track("FX 1").why == NOT_CONTENT
    made.preview("mx")
    assert made.muted() == {"DX 1"}


@pytest.mark.parametrize(("place", "position"), [("1M2", 20), ("01:00:05:00", 5), ("240000", 5)])
def test_locate_takes_a_cues_number_timecode_or_samples(place: str, position: int) -> None:
    made = studio(RADIO, SCORE)
    made.tell(SessionRead(made.now, saved(), ()))
    made.tell(TransportAsked(made.now, 5, Move.LOCATE, place))
    made.tell(PositionSeen(made.now, position=position * RATE))
    assert made.answered().ok


@pytest.mark.parametrize(
    ("place", "said"),
    [("99999999999", "farther"), ("25:00:00:00", "farther"), ("00:59:59:00", "before the session's start")],
)
def test_locate_refuses_what_lies_outside_any_session(place: str, said: str) -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(), ()))
    answer = made.ask(TransportAsked(made.now, 5, Move.LOCATE, place))
    assert not answer.ok
    assert said in answer.lines[0]


def test_locate_says_which_cue_was_probably_meant() -> None:
    made = studio(RADIO, SCORE)
    made.tell(SessionRead(made.now, saved(), ()))
    answer = made.ask(TransportAsked(made.now, 5, Move.LOCATE, "1m22"))
    assert not answer.ok
    assert "did you mean 1m2?" in answer.lines[0]


# --- previews where the playhead is -----------------------------------------------------------------------------


def test_what_the_characters_hear_follows_the_playhead() -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    made.preview("in")
    assert made.muted() == {"MX 2"}
    made.at(22)
    assert made.muted() == {"MX 1", "MX 2"}
    made.at(12)
    assert made.muted() == {"MX 2"}
    made.preview("off")
    assert made.muted() == set()
    assert not made.disk.debts


def test_it_follows_while_the_playhead_rolls() -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    made.preview("in")
    made.locate(18.5 * RATE, rolling=True)
    made.run(1.2)
    assert made.muted() == {"MX 2"}
    made.run(1.3)
    assert made.muted() == {"MX 1", "MX 2"}


def test_out_of_the_world_is_the_other_side() -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    made.preview("out")
    assert made.muted() == {"DX 1", "FX 1", "MX 1"}
    made.at(22)
    assert made.muted() == {"DX 1", "FX 1"}


def test_score_asks_for_the_origin() -> None:
    commissioned = replace(SCORE, cue=Cue("1m2", origin=Origin.COMMISSIONED))
    made = studio(RADIO, commissioned)
    made.at(22)
    made.preview("score")
    assert made.muted() == {"DX 1", "FX 1", "MX 2"}
    made.at(12)
    assert made.muted() == {"DX 1", "FX 1", "MX 1", "MX 2"}


def test_a_rejected_cue_is_heard_in_no_preview() -> None:
    made = studio(replace(RADIO, cue=Cue("1m1", status=Status.REJECTED)))
    made.preview("mx")
    assert made.muted() == {"DX 1", "FX 1"}
    made.at(12)
    assert made.muted() == {"DX 1", "FX 1", "MX 1"}
    made.at(25)
    assert made.muted() == {"DX 1", "FX 1"}


def test_the_users_hand_stays_over_a_boundary() -> None:
    made = studio(RADIO, SCORE)
    made.at(22)
    made.preview("in")
    made.click(made.of("MX 1"))
    made.run(0.5)
    assert made.muted() == {"MX 2"}
    for place in (12, 22, 12, 22):
        made.at(place)
    assert made.muted() == {"MX 2"}
    made.preview("off")
    assert made.muted() == set()


def test_what_the_user_had_muted_stays_muted_over_boundaries() -> None:
    made = studio(RADIO, SCORE)
    made.click(made.of("MX 1"))
    made.at(22)
    made.preview("in")
    for place in (12, 22, 12):
        made.at(place)
        assert "MX 1" in made.muted()
    made.preview("off")
    assert made.muted() == {"MX 1"}


def click_then_cross(made: Studio) -> set[str]:
    """The user mutes a track that sounds; before any poll shows it, the playhead comes to where we want it silent."""
    made.at(12)
    made.preview("in")
    made.locate(19.99 * RATE, rolling=False)
    while made.bridge is not None and made.bridge._state.questions.heard < made.now - 0.015:
        made.run(0.01)
    made.click(made.of("MX 1"))
    made.locate(20 * RATE, rolling=False)
    made.run(1.0)
    made.preview("off")
    return made.muted()


def test_a_click_just_before_a_boundary_is_kept() -> None:
    assert click_then_cross(studio(RADIO, SCORE)) == {"MX 1"}


def test_it_would_be_lost_if_the_boundary_borrowed_what_was_polled_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "_ripe", lambda _, overlay: overlay)
    assert click_then_cross(studio(RADIO, SCORE)) == set()


def test_a_click_just_before_a_locate_is_kept_though_originals_are_being_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    monkeypatch.setattr(made.rnd, "choice", lambda options: options[-1])  # the disk is slow
    made.press("in")
    while not made.disk.debts and not made._syncing:
        made.run(0.01)
    made.click(made.of("MX 1"))
    made.locate(22 * RATE, rolling=False)
    assert made.picture().preview.stage is Stage.ENTERING
    made.answered()
    made.preview("off")
    assert made.muted() == {"MX 1"}


def test_before_a_preview_that_follows_the_playhead_all_that_it_may_touch_is_on_disk() -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    made.preview("in")
    assert {target.strip for _, target in made.disk.debts} == set(TRACKS)


def test_that_holds_too_where_a_cue_is_in_the_film_on_a_track_that_is_called_an_alternate() -> None:
    made = studio(replace(RADIO, cue=Cue("1m1", status=Status.FINAL)))
    assert made.bridge is not None
    made.bridge._state.levels_of = lambda name, *_: TrackLevel(status=Status.ALT) if name == "MX 1" else None
    made.show()
    made.at(12)
    made.preview("mx")
    assert made.muted() == {"DX 1", "FX 1"}
    assert {target.strip for _, target in made.disk.debts} == set(TRACKS)
    made.at(40)
    assert made.muted() == {"DX 1", "FX 1", "MX 1"}


def test_where_the_playhead_is_unknown_tracks_count_as_what_they_are_named() -> None:
    made = Studio(*TRACKS)
    made.show(cues=(RADIO,), previews=PREVIEWS)
    assert made.preview("in").ok
    assert made.muted() == {"MX 1", "MX 2"}


# --- what the preview had to decide -----------------------------------------------------------------------------


def test_a_preview_says_what_nobody_has_decided() -> None:
    made = studio(RADIO)
    made.at(12)
    answer = made.preview("in")
    assert any('Nobody has decided who hears "MX 2": music counts as out of the world' in line for line in answer.lines)
    assert made.picture().preview.undecided == ("MX 2",)


def test_music_without_a_region_here_is_not_among_it() -> None:
    made = studio(RADIO)
    silent = SavedTrack("2", "MX 2", "track")
    made.tell(SessionRead(made.now, saved(tracks=(saved().tracks[0], silent)), ()))
    made.at(12)
    made.preview("in")
    assert made.picture().preview.undecided == ()


def test_a_track_keeps_its_regions_under_a_new_name_until_the_next_save() -> None:
    made = studio(replace(RADIO, tracks=()))
    made.tell(SessionRead(made.now, saved(), ()))
    made.at(12)
    made.preview("in")
    assert made.muted() == set()
    made.of("MX 2").name = "MX 2 new"
    made.run(1.0)
    assert made.muted() == set()
    assert "MX 2 new" in made.bridge._state.moment.governs  # type: ignore[union-attr]


def test_what_the_session_proposes_of_a_track_is_kept_under_its_new_name() -> None:
    made = studio()
    made.tell(SessionRead(made.now, saved(), (RADIO,)))
    made.at(12)
    made.preview("in")
    assert made.muted() == {"MX 2"}
    made.of("MX 1").name = "MX 1 new"
    made.run(1.0)
    assert made.muted() == {"MX 2"}


def test_the_policy_for_unset_music_decides() -> None:
    made = studio(policies=Policies(unset_music=Sides.BOTH))
    made.preview("in")
    assert made.muted() == set()


def test_what_is_to_stay_open_sounds_on_both_sides_and_is_said() -> None:
    made = studio(replace(RADIO, level=Level.AMBIGUOUS))
    made.at(12)
    for side in ("in", "out"):
        answer = made.preview(side)
        assert "MX 1" not in made.muted()
        assert any('heard on both sides: "MX 1"' in line for line in answer.lines)


def test_two_cues_that_claim_one_track_are_a_finding_and_no_guess() -> None:
    made = studio(RADIO, span("2m1", 15, 30, Level.NONDIEGETIC, "MX 1"))
    made.at(17)
    made.preview("in")
    picture = made.picture()
    assert picture.cues.disputed == (
        '"MX 1" is claimed by 1m1 (diegetic) and 2m1 (nondiegetic): name the tracks of each in cues.csv.',
    )
    assert "MX 1" in picture.preview.undecided


def test_few_of_many_disputes_are_shown_and_the_list_of_cues_has_them_all() -> None:
    tracks = tuple(f"MX {number}" for number in range(60))
    claims = (span(f"1m{n}", 0, 30, level) for n, level in enumerate([Level.DIEGETIC, Level.NONDIEGETIC] * 3))
    made = studio(*claims, tracks=tracks)
    made.at(5)
    shown = made.picture().cues.disputed
    assert [sentence.split(" is claimed")[0] for sentence in shown[:20]] == [f'"{name}"' for name in tracks[:20]]
    assert "1m3 (nondiegetic) and 2 more: name the tracks" in shown[0]
    assert shown[20:] == ("40 more tracks are claimed by several cues: stembridge cues",)
    assert made.bridge is not None
    assert len(made.bridge.cue_list().disputed) == 60


PROFILE = Profile(
    "p", "p", (MeRule(Me.MAIN, sub=frozenset({"pfx"})), MeRule(Me.MAIN, frozenset({Family.FX, Family.MX})))
)


def test_an_m_and_e_that_cannot_separate_pfx_does_not_call_itself_m_and_e() -> None:
    made = studio(policies=Policies(me=PROFILE))
    answer = made.preview("me")
    assert made.muted() == {"DX 1"}
    assert made.picture().preview.unfilled
    assert any(line.startswith("This is FX+MX (unfilled), not an M&E") for line in answer.lines)


def test_with_production_effects_told_apart_it_is_one() -> None:
    made = studio(policies=Policies(me=PROFILE), tracks=(*TRACKS, "DX 2"))
    made.show(locks={"DX 2": Stem(Family.DX, "pfx", locked=True)})
    answer = made.preview("me")
    assert made.muted() == {"DX 1"}
    assert not made.picture().preview.unfilled
    assert not any("unfilled" in line for line in answer.lines)


def test_what_a_mute_cannot_silence_is_said() -> None:
    made = studio(RADIO)
    sending = SavedTrack("1", "MX 1", "track", sends=(Send("Verb", pre_fader=True, active=True),))
    made.tell(SessionRead(made.now, saved(tracks=(sending,)), ()))
    made.at(40)
    answer = made.preview("in")
    assert any('pre-fader sends (as of the last save): "MX 1"' in line for line in answer.lines)


def test_a_preview_that_follows_the_playhead_is_on_once_the_desk_has_confirmed() -> None:
    made = studio(RADIO, SCORE)
    made.at(12)
    made.preview("in")
    assert made.picture().preview.stage is Stage.ON


# --- whose desk it is -------------------------------------------------------------------------------------------


def killed_in_a_preview() -> Studio:
    """The daemon was killed in a preview of a session whose folder was known, and has just started again."""
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(), ()))
    made.preview("mx")
    made.kill()
    made.start()
    made.run(0.5)
    return made


def test_after_a_kill_debts_wait_until_the_sessions_file_says_whose_desk_it_is() -> None:
    made = killed_in_a_preview()
    assert made.muted() == {"DX 1", "FX 1"}
    made.tell(SessionRead(made.now, saved(), ()))
    made.run(0.5)
    assert made.muted() == set()
    assert not made.disk.debts


def test_a_session_of_the_same_name_in_another_folder_is_not_paid_anothers_debts() -> None:
    made = killed_in_a_preview()
    made.sent.clear()
    made.tell(SessionRead(made.now, saved(folder="/another"), ()))
    made.run(10.0)
    assert not made.sent
    assert {row.target.strip for _, row in made.picture().elsewhere} == {"DX 1", "FX 1"}
    assert {row.desk.folder for row in made.disk.desks.values()} == {"/film"}


def test_where_no_file_is_found_the_name_and_the_strips_decide() -> None:
    made = killed_in_a_preview()
    made.run(PLACING + 0.5)
    assert made.muted() == set()


def test_a_save_under_another_name_in_a_preview_is_the_same_desk_wherever_it_lies() -> None:
    made = studio(RADIO)
    made.tell(SessionRead(made.now, saved(), ()))
    made.preview("mx")
    made.daw.session = "reel1-v2"
    made.daw.save()
    made.tell(Saved(made.now, "reel1-v2"))
    made.tell(SessionRead(made.now, saved(name="reel1-v2", snapshot="reel1-v2", folder="/film2"), ()))
    made.run(0.5)
    assert made.muted() == {"DX 1", "FX 1"}
    made.preview("off")
    assert made.muted() == set()
