"""The demo's tour: what its lines ask for leads to what they promise, with the demo's own bridge and DAW."""

from pathlib import Path

from bridge.shell.rehearsal import Rehearsal
from bridge.ui.screen.guide import STEPS
from tests.shell.console.watching import watching


async def test_a_misrouted_track_stands_in_red_and_r_puts_it_back(tmp_path: Path) -> None:
    assert any("type astray, Enter, ↓ to it. Press r" in step.text for step in STEPS)
    play = Rehearsal(tmp_path, lambda _: None)
    async with play.running():
        session = play._daw.session
        async with watching(play.state, (80, 24)) as person:
            await person.sees("routing live")
            assert "wrong" not in person.text
            assert "not checkable" not in person.text
            session.route("Musik Kneipe", "FX")
            await person.sees("▲ 1 wrong")
            await person.press("slash")
            await person.types("astray")
            await person.press("enter")
            await person.sees("▲ astray: goes FX, also to MX Hall, belongs on MX")
            while not any(row.startswith("›") and "Musik Kneipe" in row for row in person.rows):
                await person.press("down")
            await person.press("r")
            await person.sees('✓ Routed: "Musik Kneipe".')
            assert session["Musik Kneipe"].leads == (session["MX"],)
            await person.sees(lambda: "wrong" not in person.row("Desk "))
            await person.press("escape")
            await person.sees(lambda: "only" not in person.row("Desk "))
