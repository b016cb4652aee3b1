"""The keys of the routing: what they order of the track under the cursor, and that they are of the interface."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bridge.model.requests import HandsOffAsked, RouteAsked, UnrouteAsked
from bridge.shell.commands import asked
from bridge.shell.console import decisions
from bridge.shell.console.feed import Pictured
from tests.shell.console.watching import Person, watching
from tests.ui.screen.scenes import ROUTED


class Orders:
    """What the console has sent, in the place of a bridge."""

    def __init__(self, person: Person) -> None:
        self.sent: list[object] = []
        self._sight = person.app.sight

    async def carry(self, number: int, command: str, keys: Mapping[str, object]) -> None:
        """Note it as what the interface makes of it, and answer."""
        self.sent.append(asked({"command": command, **keys}, 1.0, 1))
        self._sight.answered(number, "Done.", good=True, at=0.0)


async def before(person: Person, monkeypatch: pytest.MonkeyPatch) -> Orders:
    """The reel with faults is shown."""
    orders = Orders(person)
    monkeypatch.setattr(person.app, "carry", orders.carry)
    person.app.hear(Pictured(ROUTED))
    await person.sees("10 wrong")
    return orders


async def test_r_puts_the_track_under_the_cursor_back_also_from_the_line_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watching(tmp_path) as person:
        orders = await before(person, monkeypatch)
        await person.goes_to("DX Boom Anna")
        await person.press("r", "down")
        assert any(line.startswith("›") and "▲ doubled" in line for line in person.rows)
        await person.press("r")
        assert orders.sent == [RouteAsked(1.0, 1, ("DX Boom Anna",))] * 2


async def test_h_takes_the_bridges_hands_off_and_where_they_are_off_on_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watching(tmp_path, (120, 90)) as person:
        orders = await before(person, monkeypatch)
        await person.goes_to("FX Door slam")
        await person.press("h")
        await person.goes_to("DX Radio voice")
        await person.press("h")
        await person.goes_to("▾ DX")
        await person.press("h", "r")
        assert "Put the cursor on a track first" in person.text
        assert orders.sent == [
            HandsOffAsked(1.0, 1, ("FX Door slam",)),
            HandsOffAsked(1.0, 1, ("DX Radio voice",), off=False),
        ]


@pytest.mark.parametrize(("typed", "event"), [("route", RouteAsked(1.0, 1)), ("unroute", UnrouteAsked(1.0, 1))])
async def test_the_palette_has_all_routes_and_the_way_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, event: object
) -> None:
    async with watching(tmp_path) as person:
        orders = await before(person, monkeypatch)
        await person.press("ctrl+p")
        await person.settles()
        await person.types(typed)
        about = dict(decisions.COMMANDS)[typed]
        await person.sees(lambda: about in person.dialog)
        await person.press("enter")
        assert orders.sent == [event]


@pytest.mark.parametrize("command", [command for command, _ in decisions.COMMANDS])
def test_every_command_of_the_palette_is_one_of_the_interface(command: str) -> None:
    assert asked({"command": command}, 1.0, 1) is not None
