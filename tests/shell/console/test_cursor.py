"""The cursor keeps to what it stands on, whatever moves under it: no key may strike a neighbour."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.previews import OFF
from bridge.shell.console.app import Console
from bridge.shell.console.feed import Pictured
from bridge.shell.console.keyboard import RELEASED
from tests.shell.console.watching import Person, watching
from tests.ui.screen.scenes import PICTURE, PREVIEWED


class Sent:
    """The commands that the console would have sent."""

    def __init__(self, app: Console, monkeypatch: pytest.MonkeyPatch) -> None:
        self.orders: list[tuple[str, object]] = []
        monkeypatch.setattr(app, "send", lambda order: self.orders.append((order.command, dict(order.keys))))


@pytest.fixture
async def person(tmp_path: Path) -> AsyncIterator[Person]:
    async with watching(tmp_path) as person:
        person.app.hear(Pictured(PICTURE))
        await person.settles()
        yield person


def under_cursor(person: Person) -> object:
    app = person.app
    return app.desk.mark(app.look.row)


async def test_it_stays_on_its_track_when_one_appears_above(person: Person) -> None:
    track = PICTURE.tracks[2]
    person.app.see(row=person.app.desk.row_of(("track", track.name)))
    new = replace(PICTURE.tracks[0], number=99, name="AAA")
    person.app.hear(Pictured(replace(PICTURE, tracks=(*PICTURE.tracks, new))))
    assert under_cursor(person) == ("track", track.name)


async def test_it_stands_on_nothing_when_its_track_goes_and_comes_back_with_it(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    track, sent = PICTURE.tracks[1], Sent(person.app, monkeypatch)
    person.app.see(row=person.app.desk.row_of(("track", track.name)))
    person.app.hear(Pictured(replace(PICTURE, tracks=tuple(one for one in PICTURE.tracks if one != track))))
    assert person.app.look.row == -1
    await person.press("k", "l", "enter")
    assert sent.orders == []
    person.app.hear(Pictured(PICTURE))
    assert under_cursor(person) == ("track", track.name)


async def test_a_cue_that_has_gone_by_leaves_no_other_under_the_cursor(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(person.app, monkeypatch)
    cues = PICTURE.cues
    assert len(cues.live) > 1
    await person.press("tab")
    person.app.hear(Pictured(replace(PICTURE, cues=replace(cues, live=cues.live[1:]))))
    assert person.app.look.cue == -1
    await person.press("enter")
    assert sent.orders == []
    await person.sees("That cue has gone by")
    person.app.hear(Pictured(PICTURE))
    assert person.app.look.cue == 0


async def test_with_a_filter_escape_is_full_while_it_is_not_sure_that_the_desk_is_the_users(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(person.app, monkeypatch)
    person.app.desk.view = person.app.desk.view.only("mx")
    person.app.sight.wish(1, "dx")
    person.app.draw()
    await person.press("escape")
    assert sent.orders == [("preview", {"name": OFF})]
    person.app.sight.answered(1, "", good=True, at=0.0)
    person.app.draw()
    await person.press("escape")
    assert len(sent.orders) == 1
    assert person.app.desk.view.words == ""


async def test_a_held_preview_ends_also_under_a_dialog(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, at = Sent(person.app, monkeypatch), [100.0]
    monkeypatch.setattr(person.app, "_clock", lambda: (at[0], 0.0))
    offer = PREVIEWED.offers[0]
    await person.press(offer.key)
    at[0] += 1.0
    await person.press("question_mark", RELEASED + offer.key)
    assert sent.orders[-1] == ("preview", {"name": OFF})


async def test_words_of_a_shows_own_previews_can_steer_nothing(person: Person) -> None:
    hostile = replace(PICTURE.offers[0], about="x \x1b]0;owned\x07 [bold] bus")
    person.app.hear(Pictured(replace(PICTURE, offers=(hostile,))))
    found = [command.help for command in person.app.get_system_commands(person.app.screen)]
    assert "\x1b" not in "".join(found)
    assert "\\[bold]" in found[0]
