"""Beats: one picture for all who look, soon after an answer, and a sign of life where nothing changes."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bridge.model.snapshot import Snapshot
from bridge.shell import beats, wireformat
from bridge.shell.beats import Beat, Beats
from tests.ui.screen.scenes import PICTURE


class Engine:
    """An engine whose picture the test sets; it counts how often it was asked for one."""

    def __init__(self) -> None:
        self.revision = 0
        self.taken = 0
        self._news = asyncio.Event()

    def snapshot(self) -> Snapshot:
        self.taken += 1
        return replace(PICTURE, session=f"take {self.revision}")

    async def moved(self, seen: int) -> int:
        while self.revision == seen:
            self._news.clear()
            await self._news.wait()
        return self.revision

    def move(self) -> None:
        """Something has changed."""
        self.revision += 1
        self._news.set()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats that would not come within a test, but for what hastens them."""
    monkeypatch.setattr(beats, "PERIOD", 600.0)
    monkeypatch.setattr(beats, "CREDIT", 600.0)
    monkeypatch.setattr(beats, "ALIVE", 600.0)


async def test_one_picture_serves_all_who_look_at_the_same_moment(engine: Engine) -> None:
    shared = Beats(engine)
    first = shared.now()
    assert shared.now() is first
    waiting = [asyncio.create_task(shared.after(first)) for _ in range(20)]
    await asyncio.sleep(0)
    engine.move()
    found = await asyncio.gather(*waiting)
    assert {id(one) for one in found} == {id(found[0])}
    assert found[0].snapshot.session == "take 1"
    assert engine.taken == 2


async def test_what_changed_is_spelt_once_for_all(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    spelt = 0

    def counted(old: Snapshot, new: Snapshot, revision: int) -> Iterator[str]:
        nonlocal spelt
        spelt += 1
        yield from change(old, new, revision)

    change = wireformat.change
    monkeypatch.setattr(wireformat, "change", counted)
    shared = Beats(engine)
    old, new = shared.now(), Beat(1, replace(PICTURE, session="take 1"))
    texts = await asyncio.gather(*(shared.change(old, new) for _ in range(9)))
    assert spelt == 1
    assert set(texts) == {"".join(change(old.snapshot, new.snapshot, 1))}


async def test_a_slow_client_gets_the_sum_and_holds_up_nobody(engine: Engine) -> None:
    shared = Beats(engine)
    slow_one = quick = shared.now()
    for _ in range(3):
        engine.move()
        quick = await shared.after(quick)
    late = await shared.after(slow_one)
    assert late.snapshot.session == quick.snapshot.session == "take 3"
    assert '"take 3"' in await shared.change(slow_one, late)


async def test_the_same_picture_has_nothing_to_say(engine: Engine) -> None:
    shared = Beats(engine)
    beat = shared.now()
    assert await shared.change(beat, beat) == ""


async def test_where_nothing_changes_a_beat_comes_all_the_same(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beats, "ALIVE", 0.01)
    shared = Beats(engine)
    first = shared.now()
    assert await shared.after(first) is first
    await shared.close()


@pytest.mark.usefixtures("slow")
async def test_where_pictures_are_dear_a_stream_still_hears_that_the_bridge_lives(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beats, "ALIVE", 0.01)
    shared = Beats(engine)
    first = shared.now()
    shared._due = asyncio.get_running_loop().time()
    engine.move()
    assert await shared.after(first) is first
    await shared.close()


@pytest.mark.usefixtures("slow")
async def test_who_was_answered_sees_what_the_key_did_at_once(engine: Engine) -> None:
    shared = Beats(engine)
    first = shared.now()
    shared._due = asyncio.get_running_loop().time() - 1.0
    waiting = asyncio.create_task(shared.after(first))
    engine.move()
    await asyncio.sleep(0)
    assert not waiting.done()
    shared.hurry()
    async with asyncio.timeout(20):
        assert (await waiting).snapshot.session == "take 1"


@pytest.mark.usefixtures("slow")
async def test_at_the_end_no_beat_is_left_behind(engine: Engine) -> None:
    shared = Beats(engine)
    waiting = asyncio.create_task(shared.after(shared.now()))
    await asyncio.sleep(0)
    await shared.close()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    await Beats(engine).close()
