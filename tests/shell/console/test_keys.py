"""Every key of the console, with a real bridge and the stand-in DAW; one bridge for all, given back after each."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bridge.model.previews import OFF
from bridge.model.snapshot import Stage
from bridge.sheets.cues import read_cues
from bridge.shell.console.shown import Ending
from tests.shell.beside import TRACKS, Beside, Running, beside
from tests.shell.console.watching import PATIENCE, Person, until, watching

pytestmark = pytest.mark.asyncio(loop_scope="module")
CUES = (
    "number,title,level,start_samples,end_samples,tracks,lock,by\r\n"
    "1m1,Radio,,0,4800000,MX Score,,\r\n"
    "1m2,Later,,4800000,9600000,,,\r\n"
)
DX_ONLY = TRACKS | {"FX Door": True, "MX Score": True}
MX_ONLY = TRACKS | {"FX Door": True, "DX Boom": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Beside]:
    async with beside(tmp_path_factory.mktemp("keys")) as place:
        (place.show / "cues.csv").write_bytes(CUES.encode())
        yield place


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bridge(place: Beside) -> AsyncIterator[Running]:
    async with place.running() as bridge:
        await bridge.sees(lambda picture: picture.cues.live)
        yield bridge


@pytest_asyncio.fixture(loop_scope="module")
async def person(place: Beside, bridge: Running) -> AsyncIterator[Person]:
    async with watching(place.state) as person:
        await person.sees("● Ardour live")
        yield person
    await bridge.ask("mode", mode="preview")
    await bridge.ask("preview", name=OFF)
    assert place.mutes == TRACKS


# --- previews ---------------------------------------------------------------------------------------------------


async def test_a_previews_key_brings_it_and_the_same_key_gives_the_desk_back(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    assert place.mutes == DX_ONLY
    assert "■ muted by us" in person.row("MX Score")
    assert "■ muted by you" in person.row("FX Guide")
    await person.press("d")
    await person.sees("the desk is yours")
    assert place.mutes == TRACKS


async def test_from_one_preview_to_the_next_needs_no_full_between(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("DX  ")
    await person.press("m")
    await person.sees(lambda: "MX  " in person.text and "● on, confirmed" in person.text)
    assert place.mutes == MX_ONLY
    await person.press("escape")
    await person.sees("the desk is yours")


async def test_escape_is_full_also_while_a_preview_only_comes(person: Person, place: Beside) -> None:
    await person.press("d", "escape")
    await person.sees("✓ The desk is as you left it.")
    assert place.mutes == TRACKS
    await person.sees("the desk is yours")


async def test_a_held_key_is_heard_until_it_comes_up(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    assert person.app._finger._held is not None
    person.app._finger._held = ("d", person.app._clock()[0] - 1.0)
    await person.press("released+d")
    await person.sees("the desk is yours")
    assert place.mutes == TRACKS


async def test_a_tapped_key_stays_when_it_comes_up(person: Person, bridge: Running) -> None:
    await person.press("d", "released+d")
    await person.sees("● on, confirmed")
    assert bridge.daemon._pump.snapshot().preview.name == "dx"


async def test_a_click_on_a_preview_is_its_key(person: Person, place: Beside) -> None:
    await person.clicks("mx ")
    await person.sees("● on, confirmed")
    assert place.mutes == MX_ONLY
    await person.clicks("mx ")
    await person.sees("the desk is yours")


async def test_kept_muted_survives_the_preview(person: Person, place: Beside, bridge: Running) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    await person.goes_to("MX Score")
    await person.press("k")
    await person.sees("✓ Kept muted, also after the preview")
    await person.sees(lambda: "■ muted by you" in person.row("MX Score"))
    await person.press("escape")
    await person.sees("the desk is yours")
    assert place.mutes == TRACKS | {"MX Score": True}
    place.daw.session.mute("MX Score", on=False)
    place.demo.pump()
    await bridge.sees(lambda picture: not any(one.mute for one in picture.tracks if one.name == "MX Score"))


async def test_keep_muted_without_a_track_or_a_mute_of_ours_says_why_not(person: Person) -> None:
    await person.press("home", "k")
    await person.sees("! Put the cursor on a track first")
    await person.goes_to("MX Score")
    await person.press("k")
    await person.sees("not muted by a preview. Mute it in Ardour")


# --- the desk ---------------------------------------------------------------------------------------------------


async def test_arrows_move_fold_and_open(person: Person) -> None:
    await person.goes_to("▾ DX")
    await person.press("left")
    assert "▸ DX" in person.text
    assert "DX Boom" not in "".join(person.rows)
    await person.press("left", "right")
    assert "▾ DX" in person.text
    await person.press("space")
    assert "▸ DX" in person.text
    await person.press("enter")
    assert "DX Boom" in "".join(person.rows)
    await person.press("pageup", "up")
    assert any(line.startswith("›▾ DX") for line in person.rows)
    await person.press("pagedown", "pagedown", "pagedown")
    assert any(line.startswith("›") for line in person.rows)


async def test_clicks_fold_a_group_and_choose_a_track_or_a_cue(person: Person) -> None:
    await person.clicks("▾ MX")
    assert "▸ MX" in person.text
    await person.clicks("▸ MX")
    await person.clicks("FX Door")
    assert any(line.startswith("›") and "FX Door" in line for line in person.rows)
    await person.clicks("1m2 Later")
    assert any(line.startswith("›") and "1m2" in line for line in person.text.splitlines())


async def test_the_wheel_moves_the_cursor(person: Person) -> None:
    canvas = person.app.screen_stack[0].query_one("Canvas")
    canvas.post_message(canvas.Wheeled(3))  # type: ignore[attr-defined]
    await person.settles()
    assert person.app.look.row == 3
    canvas.post_message(canvas.Wheeled(-300))  # type: ignore[attr-defined]
    await person.settles()
    assert person.app.look.row == 0


async def test_tab_takes_the_cursor_to_the_cues_and_back(person: Person) -> None:
    await person.press("tab")
    assert any(line.startswith("›") and "1m1 Radio" in line for line in person.text.splitlines())
    await person.press("down", "down", "down")
    assert any(line.startswith("›") and "1m2 Later" in line for line in person.text.splitlines())
    await person.press("tab")
    assert not any(line.startswith("›") and "1m" in line for line in person.text.splitlines())


async def test_the_filter_takes_every_letter_also_those_that_are_keys(person: Person, place: Beside) -> None:
    await person.press("slash")
    await person.types("dqkwz")
    assert "only: dqkwz▏" in person.text
    await person.press(*["backspace"] * 5)
    await person.types("door")
    await person.press("enter")
    assert 'only "door"' in person.text
    assert "FX Door" in "".join(person.rows)
    assert "MX Score" not in "".join(person.rows)
    await person.press("escape")
    assert "only" not in person.row("Desk ")
    assert place.mutes == TRACKS


async def test_escape_ends_a_filter_that_is_typed(person: Person) -> None:
    await person.press("slash")
    await person.types("door")
    await person.press("escape")
    assert "MX Score" in "".join(person.rows)
    assert "only" not in person.row("Desk ")


async def test_with_a_filter_on_escape_ends_the_preview_first(person: Person, place: Beside) -> None:
    await person.press("slash")
    await person.types("score")
    await person.press("enter", "d")
    await person.sees("● on, confirmed")
    await person.press("escape")
    await person.sees("the desk is yours")
    assert place.mutes == TRACKS
    assert 'only "score"' in person.text


# --- deciding ---------------------------------------------------------------------------------------------------


async def test_enter_on_a_cue_decides_who_hears_it_and_it_lands_in_the_file(person: Person, place: Beside) -> None:
    await person.press("tab", "enter")
    await person.sees("Who hears 1m1 Radio?")
    await person.press("home", "enter")
    await person.sees(lambda: "● SRC diegetic" in person.text)
    found = read_cues((place.show / "cues.csv").read_bytes().decode())
    assert [str(span.level) for span in found.spans] == ["diegetic", "unset"]
    await person.press("z")
    await person.sees(lambda: "● SRC diegetic" not in person.text)
    await person.press("y")
    await person.sees(lambda: "● SRC diegetic" in person.text)
    await person.press("z")
    await person.sees(lambda: "● SRC diegetic" not in person.text)


async def test_enter_on_a_track_decides_its_stem_and_it_lands_in_the_file(person: Person, place: Beside) -> None:
    await person.goes_to("FX Door")
    await person.press("enter")
    await person.sees('What is "FX Door"?')
    await person.press("home", "enter")
    await person.sees(lambda: "✓DX" in person.row("FX Door"))
    assert "FX Door,DX" in (place.show / "tracks.csv").read_text()
    await person.press("z")
    await person.sees(lambda: "FX" in person.row("FX Door") and "✓" not in person.row("FX Door"))


async def test_l_locks_a_stem_as_it_is_shown_and_unlocks_it(person: Person) -> None:
    await person.goes_to("MX Score")
    await person.press("l")
    await person.sees(lambda: "✓MX" in person.row("MX Score"))
    await person.press("l")
    await person.sees(lambda: "✓" not in person.row("MX Score"))
    await person.goes_to("▾ MX")
    await person.press("l")
    await person.sees("! Put the cursor on a track first")


async def test_a_question_that_is_left_changes_nothing(person: Person, place: Beside) -> None:
    before = (place.show / "cues.csv").read_bytes()
    await person.press("tab", "enter")
    await person.sees("Who hears")
    await person.press("escape")
    await person.settles()
    assert person.dialog == ""
    assert (place.show / "cues.csv").read_bytes() == before


async def test_what_was_seen_is_acknowledged(person: Person) -> None:
    await person.sees("No session file was found")
    await person.sees(" new a seen")
    await person.press("a")
    await person.sees("✓ Acknowledged")
    async with asyncio.timeout(PATIENCE):
        while "! Nothing is new. Nothing was changed." not in person.text:  # another notice may come at any time
            await person.press("a")
            await person.sees(lambda: "not answered yet" not in person.text)
    assert " new a seen" not in person.text


# --- mode, help, palette ----------------------------------------------------------------------------------------


async def test_w_asks_for_the_mode_and_in_watch_mode_no_key_sends_anything(person: Person, place: Beside) -> None:
    await person.press("w")
    await person.sees("What may the bridge send?")
    await person.press("home", "enter")
    await person.sees("watch: only looks")
    await person.sees("watch mode: previews are refused")
    for key in ("d", "m", "i", "k", "escape"):
        await person.press(key)
    await person.sees(lambda: "not answered yet" not in person.text)
    assert place.mutes == TRACKS
    await person.press("d")
    await person.sees("! The bridge is in watch mode")
    await person.clicks("watch: only looks")
    await person.sees("What may the bridge send?")
    await person.press("down", "enter")
    await person.sees("preview: may mute")


async def test_help_shows_every_key_and_goes_with_any_of_its_keys(person: Person) -> None:
    for key in ("question_mark", "escape", "q", "enter"):
        await person.press("question_mark")
        await person.settles()
        assert "a preview's key" in person.dialog
        await person.press(key)
        await person.settles()
        assert person.dialog == ""


async def test_keys_of_previews_do_nothing_while_a_page_stands_before_the_screen(
    person: Person, place: Beside, bridge: Running
) -> None:
    await person.press("question_mark", "d", "m", "escape")
    await person.settles()
    assert bridge.daemon._pump.snapshot().preview.stage is Stage.OFF
    assert place.mutes == TRACKS


async def test_the_palette_finds_a_command_by_its_name(person: Person, place: Beside) -> None:
    await person.press("ctrl+p")
    await person.settles()
    await person.types("preview mx")
    await person.sees(lambda: "Preview mx" in person.dialog and "Preview dx+fx" not in person.dialog)
    await person.press("enter")
    await person.sees("● on, confirmed")
    assert place.mutes == MX_ONLY


# --- leaving ----------------------------------------------------------------------------------------------------


async def test_q_leaves_at_once_where_nothing_is_on(person: Person) -> None:
    await person.press("q")
    assert person.app.return_value is Ending.LEFT


async def test_leaving_in_a_preview_asks_and_nothing_is_an_answer_too(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    await person.press("q")
    await person.sees("A preview is on. What shall end?")
    await person.press("escape")
    await person.settles()
    assert person.dialog == ""
    await person.press("q")
    await person.sees("What shall end?")
    await person.press("end", "enter")
    await person.settles()
    assert person.app.return_value is None
    assert place.mutes == DX_ONLY


async def test_who_ends_the_preview_leaves_when_the_desk_is_back(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    await person.press("q")
    await person.sees("End the preview: the desk is given back")
    await person.press("enter")
    await until(lambda: person.app.return_value is not None)
    assert person.app.return_value is Ending.LEFT
    assert place.mutes == TRACKS


async def test_who_leaves_it_on_lets_the_bridge_go_on_with_it(person: Person, place: Beside) -> None:
    await person.press("d")
    await person.sees("● on, confirmed")
    await person.press("q")
    await person.sees("Leave it on: the bridge goes on with it")
    await person.press("down", "enter")
    assert person.app.return_value is Ending.LEFT
    assert place.mutes == DX_ONLY


@pytest.mark.parametrize(("keys", "ending"), [(("enter",), Ending.ENDED), (("down", "enter"), Ending.LEFT)])
async def test_who_started_both_is_asked_which_of_them_shall_end(
    place: Beside, bridge: Running, keys: tuple[str, ...], ending: Ending
) -> None:
    assert not bridge.task.done()
    async with watching(place.state, together=True) as person:
        await person.sees("● Ardour live")
        await person.press("q")
        await person.sees("Only this screen: the bridge goes on in this terminal")
        await person.press(*keys)
        assert person.app.return_value is ending


# --- two at once ------------------------------------------------------------------------------------------------


async def test_what_one_console_does_the_other_sees(person: Person, place: Beside) -> None:
    async with watching(place.state, (80, 24)) as other:
        await other.sees("● Ardour live")
        await person.press("d")
        await asyncio.gather(person.sees("● on, confirmed"), other.sees("● on, confirmed"))
        await other.press("escape")
        await asyncio.gather(person.sees("the desk is yours"), other.sees("the desk is yours"))
