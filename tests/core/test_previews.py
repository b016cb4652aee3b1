"""Previews as a user meets them: what is said, what is refused, what is left alone."""

from dataclasses import replace

import pytest

from bridge.model.desk import Kind
from bridge.model.effects import Set
from bridge.model.events import Exported, LinkChanged, LinkState, ListMoved, Looked, Saved, ShowChanged, TransportSeen
from bridge.model.material import World
from bridge.model.previews import Preview
from bridge.model.requests import ModeAsked, PreviewAsked, StopAsked
from bridge.model.show import Mode, Show
from bridge.model.snapshot import Hold, Stage
from bridge.model.stems import Family, Role, Stem
from tests.core.studio import Studio

TRACKS = ("DX 1", "DX 2", "FX 1", "MX 1", "MX 2", "Audio 1")


def test_only_the_music_plays_and_the_desk_comes_back() -> None:
    studio = Studio(*TRACKS, muted=("MX 2", "DX 2"))
    answer = studio.preview("mx")
    assert answer.ok
    assert studio.muted() == {"DX 1", "DX 2", "FX 1", "Audio 1", "MX 2"}
    assert answer.lines[0].startswith("mx: 2 strips may sound, 4 are silent.")
    assert studio.picture().preview.stage is Stage.ON
    assert studio.preview("off").lines == ("The desk is as you left it.",)
    assert studio.muted() == {"MX 2", "DX 2"}
    assert not studio.disk.debts


def test_an_unknown_track_is_silent_in_only_heard_in_without_and_named() -> None:
    studio = Studio(*TRACKS)
    assert any('"Audio 1"' in line and "are silent" in line for line in studio.preview("dx").lines)
    assert "Audio 1" in studio.muted()
    assert any('"Audio 1"' in line and "are heard" in line for line in studio.preview("no-dx").lines)
    assert studio.muted() == {"DX 1", "DX 2"}


def test_an_unknown_track_is_silent_where_a_side_of_the_world_is_asked_for() -> None:
    studio = Studio(*TRACKS)
    studio.show(previews={"in": Preview("in", "in", world=World.IN)})
    assert any('"Audio 1"' in line and "are silent" in line for line in studio.preview("in").lines)
    assert "Audio 1" in studio.muted()


def test_from_one_preview_to_the_next_only_the_difference_moves() -> None:
    studio = Studio(*TRACKS)
    studio.preview("dx")
    studio.sent.clear()
    studio.preview("mx")
    moved = [(change.target.strip, change.value) for effect in studio.sent for change in effect.changes]
    assert moved == [("MX 1", False), ("MX 2", False), ("DX 1", True), ("DX 2", True)]


def test_watch_mode_refuses_with_the_command_that_allows_it() -> None:
    studio = Studio(*TRACKS, mode=Mode.WATCH)
    answer = studio.preview("dx")
    assert not answer.ok
    assert answer.lines[0].endswith("stembridge mode preview")
    assert not studio.sent


def test_going_to_watch_mode_ends_the_preview() -> None:
    studio = Studio(*TRACKS)
    studio.preview("dx")
    studio.ask(ModeAsked(studio.now, 2, Mode.WATCH))
    studio.run(1.0)
    assert not studio.muted()


def test_an_unknown_name_is_answered_with_the_one_that_was_meant() -> None:
    answer = Studio(*TRACKS).preview("no-mix")
    assert not answer.ok
    assert "Did you mean no-mx?" in answer.lines[0]


def test_without_a_daw_the_link_says_why() -> None:
    studio = Studio(*TRACKS)
    studio.tell(LinkChanged(studio.now, LinkState.SILENT, "Ardour has been silent for 5 s."))
    answer = studio.preview("dx")
    assert not answer.ok
    assert "Ardour has been silent" in answer.lines[0]
    assert not studio.sent


def test_the_users_hand_is_left_alone_until_the_preview_ends() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.click(studio.of("DX 1"))
    studio.run(1.0)
    assert "DX 1" not in studio.muted()
    assert studio.track("DX 1").hold is Hold.HAND
    assert any("You changed" in text for text in studio.notices)
    studio.preview("no-dx")
    assert "DX 1" in studio.muted()
    studio.preview("off")
    assert not studio.muted()


def test_what_the_user_had_muted_and_opens_in_a_preview_is_heard() -> None:
    studio = Studio(*TRACKS, muted=("DX 1",))
    studio.preview("mx")
    studio.click(studio.of("DX 1"))
    studio.run(1.0)
    assert "DX 1" not in studio.muted()
    studio.preview("off")
    assert not studio.muted()


def test_a_mute_that_the_user_sets_on_a_heard_track_stays() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.click(studio.of("MX 1"))
    studio.run(1.0)
    studio.preview("off")
    assert studio.muted() == {"MX 1"}


@pytest.mark.parametrize("mode", ["Play", "Write", "Touch", "Latch"])
def test_a_strip_whose_mute_automation_is_not_manual_is_not_touched_and_named(mode: str) -> None:
    studio = Studio(*TRACKS)
    studio.tell(Looked(studio.now, (("DX 1", mode), ("DX 2", "Manual"))))
    answer = studio.preview("mx")
    assert "DX 1" not in studio.muted()
    assert any('"DX 1"' in line and "Left alone" in line for line in answer.lines)
    assert mode in studio.track("DX 1").why
    assert studio.picture().preview.stage is Stage.PARTIAL


def test_exempt_tracks_and_buses_are_never_touched() -> None:
    studio = Studio(*TRACKS)
    studio.daw.add("DX bus", Kind.BUS, on=False)
    exempt = Stem(role=Role.EXEMPT, confidence=1.0, locked=True)
    studio.tell(ShowChanged(studio.now, replace(shown(studio), locks={"DX 2": exempt})))
    studio.run(1.0)
    studio.preview("mx")
    assert studio.muted() == {"DX 1", "FX 1", "Audio 1"}
    assert not studio.of("DX bus").own


def test_a_bus_with_live_inputs_is_content_where_the_show_says_so() -> None:
    studio = Studio(*TRACKS)
    bus = studio.daw.add("DX live", Kind.BUS, on=False)
    studio.tell(ShowChanged(studio.now, replace(shown(studio), content_buses=frozenset({"DX live"}))))
    studio.run(1.0)
    studio.preview("mx")
    assert bus.own


def test_a_lock_in_the_show_wins_over_the_classifier() -> None:
    studio = Studio(*TRACKS)
    music = Stem(family=Family.MX, confidence=1.0, locked=True)
    studio.tell(ShowChanged(studio.now, replace(shown(studio), locks={"DX 1": music})))
    studio.preview("mx")
    assert "DX 1" not in studio.muted()


def test_a_track_that_appears_during_a_preview_comes_under_it() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.restructure(lambda daw: daw.insert("DX 3", 0))
    studio.run(1.0)
    assert "DX 3" in studio.muted()
    studio.preview("off")
    assert not studio.muted()


def test_a_copy_of_a_muted_track_is_listed_at_leaving_and_unmuted_on_demand() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.restructure(lambda daw: daw.duplicate(studio.of("DX 1"), 1))
    studio.run(1.0)
    copies = studio.muted() - set(TRACKS)
    assert set(studio.picture().preview.doubtful) == copies
    studio.preview("off")
    assert studio.muted() == copies
    assert any("Appeared muted" in text for text in studio.notices)
    assert {row.target.strip for row in studio.picture().offered} == copies


def test_a_rename_during_a_preview_keeps_the_debt_with_the_strip() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.restructure(lambda daw: daw.rename(studio.of("DX 1"), "DX Anna"))
    studio.run(1.0)
    assert studio.track("DX Anna").hold is Hold.HELD
    studio.preview("off")
    assert not studio.muted()


def test_a_muted_vcas_members_are_neither_borrowed_nor_set_until_it_opens() -> None:
    studio = Studio(*TRACKS)
    vca = studio.daw.add("VCA DX", Kind.VCA, on=True)
    studio.of("DX 1").vca = "VCA DX"
    studio.run(1.0)
    studio.preview("mx")
    assert not studio.of("DX 1").own
    studio.daw.click(vca, studio.now)
    studio.run(1.0)
    assert studio.of("DX 1").own
    assert studio.track("DX 1").hold is Hold.HELD
    studio.preview("off")
    assert not studio.of("DX 1").own


def test_a_debt_under_a_muted_vca_waits_and_is_named() -> None:
    studio = Studio(*TRACKS)
    vca = studio.daw.add("VCA DX", Kind.VCA, on=False)
    studio.of("DX 1").vca = "VCA DX"
    studio.run(1.0)
    studio.preview("mx")
    studio.daw.click(vca, studio.now)
    studio.run(0.5)
    answer = studio.preview("off")
    assert not answer.ok
    assert '"DX 1"' in answer.lines[0]
    assert "VCA" in answer.lines[1]
    studio.daw.click(vca, studio.now)
    studio.run(1.0)
    assert not studio.picture().debts


def test_a_strip_that_refuses_makes_the_preview_partial_and_is_named() -> None:
    studio = Studio(*TRACKS)
    studio.of("DX 1").refuses = True
    answer = studio.preview("mx")
    assert any("Partial" in line and '"DX 1"' in line for line in answer.lines)
    assert studio.picture().preview.stage is Stage.PARTIAL
    studio.of("DX 1").refuses = False
    studio.run(30.0)
    assert "DX 1" in studio.muted()


def test_no_preview_while_a_print_track_is_armed_or_the_daw_records() -> None:
    studio = Studio(*TRACKS, "MX print")
    arm(studio, "MX 1")
    studio.tell(TransportSeen(studio.now, rolling=True, record_enabled=True))
    assert "records" in studio.preview("dx").lines[0]
    studio.tell(TransportSeen(studio.now, rolling=False))
    studio.preview("dx")
    assert studio.muted()
    studio.tell(TransportSeen(studio.now, rolling=True))
    studio.run(1.0)
    assert not studio.muted()
    assert any("Ardour records" in text for text in studio.notices)


def test_a_print_track_armed_during_a_preview_ends_it() -> None:
    studio = Studio(*TRACKS, "MX print")
    printing = Stem(family=Family.MX, role=Role.PRINT, confidence=1.0, locked=True)
    studio.tell(ShowChanged(studio.now, replace(shown(studio), locks={"MX print": printing})))
    studio.preview("dx")
    arm(studio, "MX print")
    studio.run(1.0)
    assert not studio.muted()
    assert any("a print track was armed" in text for text in studio.notices)
    assert '"MX print"' in studio.preview("dx").lines[0]


def test_a_full_disk_refuses_the_preview_and_touches_nothing() -> None:
    studio = Studio(*TRACKS)
    studio.disk.full = True
    answer = studio.preview("dx")
    assert not answer.ok
    assert "the journal can't be written (disk full)" in answer.lines[0]
    assert not studio.muted()
    assert not studio.sent


def test_a_save_in_a_preview_is_said_loudly_and_pays_when_the_file_is_opened_again() -> None:
    studio = Studio(*TRACKS, muted=("FX 1",))
    studio.preview("mx")
    studio.save()
    studio.run(0.5)
    assert any("Save it clean with: stembridge save" in text for text in studio.notices)
    studio.preview("off")
    studio.reopen("reel1")
    studio.run(12.0)
    assert studio.muted() == {"FX 1"}
    assert any("was saved in a preview" in text for text in studio.notices)


def test_a_clean_save_strikes_what_the_file_owed() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.save()
    studio.run(0.5)
    assert studio.disk.files
    studio.preview("off")
    studio.run(11.0)
    studio.save()
    studio.run(0.5)
    assert not studio.disk.files


def test_an_export_in_a_preview_is_said() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.tell(Exported(studio.now))
    assert any("An export ended while mx was on" in text for text in studio.notices)


def test_another_session_ends_the_preview_and_gets_nothing() -> None:
    studio = Studio(*TRACKS)
    studio.daw.files["reel2"] = [replace(channel) for channel in studio.daw.files["reel1"]]
    studio.preview("mx")
    studio.reopen("reel2")
    studio.sent.clear()
    studio.run(12.0)
    assert not studio.sent
    assert studio.picture().session == "reel2"
    assert studio.picture().preview.stage is Stage.OFF
    assert {session for session, _ in studio.picture().elsewhere} == {"reel1"}
    told = studio.ask(StopAsked(studio.now, 7)).lines
    assert told[0] == "The desk is as you left it. The bridge has ended."
    assert told[1].startswith('Still owed to sessions that are not open: 4 strips in "reel1".')


def test_what_a_killed_bridge_owed_is_announced_and_its_end_too() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.kill()
    studio.start()
    studio.run(3.0)
    assert not studio.muted()
    begun, done = (next(i for i, text in enumerate(studio.notices) if word in text) for word in ("From before", "Done"))
    assert begun < done
    studio.run(3.0)
    assert sum("Done" in text for text in studio.notices) == 1


@pytest.mark.parametrize("name", ["MX", "Mx"])
def test_a_preview_in_other_letters_is_told_what_was_meant(name: str) -> None:
    answer = Studio(*TRACKS).preview(name)
    assert not answer.ok
    assert answer.lines[0].endswith("Nothing was changed. Did you mean mx?")


def test_a_new_name_for_the_same_session_takes_the_debts_along() -> None:
    studio = Studio(*TRACKS)
    studio.preview("mx")
    studio.daw.session = "reel1 v2"
    studio.daw.save()
    studio.tell(Saved(studio.now, "reel1 v2"))
    studio.run(0.5)
    assert studio.picture().session == "reel1 v2"
    studio.preview("off")
    assert not studio.muted()
    assert not studio.disk.debts


def test_a_later_command_answers_the_one_that_waits() -> None:
    studio = Studio(*TRACKS)
    studio.daw.deaf_until = studio.now + 1.0
    studio.press("mx")
    studio.press("off")
    first, second = studio.answered(), studio.answered()
    assert not first.ok
    assert second.ok


def test_solos_of_the_user_are_named() -> None:
    studio = Studio(*TRACKS)
    strips = tuple(replace(strip, solo=strip.name == "MX 1") for strip in studio.daw.listing())
    studio.daw.listing = lambda: strips  # type: ignore[method-assign]
    studio.run(0.5)
    assert studio.picture().preview.soloed == ("MX 1",)


def shown(studio: Studio) -> Show:
    """The show that the studio runs with."""
    assert studio.bridge is not None
    return studio.bridge._state.show


def arm(studio: Studio, name: str) -> None:
    """The user arms a track."""
    listing = studio.daw.listing

    def armed() -> object:
        return tuple(replace(s, armed=True) if s.name == name else s for s in listing())

    studio.daw.listing = armed  # type: ignore[method-assign, assignment]
    studio.run(0.5)


def test_after_the_list_has_moved_nothing_is_sent_by_the_numbers_of_an_answer_to_an_earlier_question() -> None:
    made = Studio("DX 1", "MX 1")
    assert made.preview("dx").ok
    fresh: list[float] = []
    carried = made._set

    def seen(effect: Set) -> None:
        assert made.bridge is not None
        fresh.append(made.bridge._state.questions.fresh)
        carried(effect)

    made._set = seen  # type: ignore[method-assign]
    moved = made.now
    made.tell(ListMoved(moved))
    made.tell(PreviewAsked(moved, 5, "off"))
    while not fresh:
        made.run(0.001)
    assert fresh[0] >= moved


def test_a_list_that_moves_without_end_does_not_keep_the_desk_from_being_given_back() -> None:
    made = Studio("DX 1", "MX 1")
    assert made.preview("dx").ok
    made.tell(PreviewAsked(made.now, 5, "off"))
    for _ in range(40):
        made.tell(ListMoved(made.now))
        made.run(0.05)
    assert made.muted() == set()
    assert made.bridge is not None
    assert not made.bridge._state.ledger.owed
