import os
from pathlib import Path
from unittest.mock import ANY

import pytest

from bridge.model.effects import Severity
from bridge.model.errors import BadShow, Problem
from bridge.model.events import LinkChanged, LinkState, ListMoved, ShowChanged, Told
from bridge.model.show import Rig, Show
from bridge.shell.chores import LossWatch, ProcessLook, ShowWatch, signature


class Folder:
    """A show's folder whose reading the test decides."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.show = Show(title="one")
        self.bad: BadShow | None = None
        self.reads = 0
        self.edit("one")

    def read(self, folder: Path) -> Show:
        assert folder == self.path
        self.reads += 1
        if self.bad is not None:
            raise self.bad
        return self.show

    def edit(self, text: str) -> None:
        file = self.path / "show.toml"
        file.write_text(text)
        os.utime(file, ns=(len(text), self.reads + len(text)))

    def watch(self) -> ShowWatch:
        return ShowWatch(self.path, self.read, Rig(), signature(self.path))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_files_that_stay_as_they_are_are_not_read(folder: Folder) -> None:
    watch = folder.watch()
    assert watch.look(1.0) == ()
    assert folder.reads == 0


def test_a_good_edit_is_taken_over_once(folder: Folder) -> None:
    watch = folder.watch()
    folder.edit("two!")
    assert watch.look(1.0)[0] == ShowChanged(1.0, folder.show)
    assert watch.look(2.0) == ()


def test_a_file_that_was_put_in_its_place_is_read_though_size_and_time_are_as_before(folder: Folder) -> None:
    watch = folder.watch()
    file = folder.path / "show.toml"
    before, beside = file.stat(), file.with_suffix(".new")
    beside.write_text("two")
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(file)
    assert watch.read() == folder.show


def test_an_edit_of_our_own_is_read_at_once_and_not_told_as_a_hand_edit(folder: Folder) -> None:
    watch = folder.watch()
    assert watch.read() is None
    folder.edit("two!")
    assert watch.read() == folder.show
    assert (watch.read(), watch.look(1.0)) == (None, ())


def test_what_can_t_be_read_at_once_is_still_told_by_the_watch(folder: Folder) -> None:
    watch = folder.watch()
    folder.bad = BadShow([Problem("show.toml", 1, "bad")])
    folder.edit("two!")
    with pytest.raises(BadShow):
        watch.read()
    assert [*watch.look(1.0), *watch.look(2.0)][0] == Told(2.0, Severity.WARNING, ANY)


@pytest.mark.parametrize("file", ["cues.csv", "previews/own.toml"])
def test_a_new_file_of_the_show_counts_as_an_edit(folder: Folder, file: str) -> None:
    watch = folder.watch()
    (folder.path / "previews").mkdir()
    (folder.path / file).write_text("")
    assert watch.look(1.0)[0] == ShowChanged(1.0, folder.show)


def test_a_broken_edit_is_said_once_with_its_problems_and_changes_nothing(folder: Folder) -> None:
    watch = folder.watch()
    folder.bad = BadShow([Problem("show.toml", 3, "no such key", "did you mean mode")] * 7)
    folder.edit("broken")
    assert watch.look(1.0) == ()
    (told,) = watch.look(2.0)
    assert isinstance(told, Told)
    assert told.severity is Severity.WARNING
    assert "show.toml:3: no such key (did you mean mode)" in told.text
    assert "and 2 more" in told.text
    assert watch.look(3.0) == ()


def test_a_file_that_was_only_half_written_is_not_complained_of(folder: Folder) -> None:
    watch = folder.watch()
    folder.bad = BadShow([Problem("show.toml", 1, "ends too early")])
    folder.edit("half")
    assert watch.look(1.0) == ()
    folder.bad = None
    folder.edit("whole file")
    assert watch.look(2.0)[0] == ShowChanged(2.0, folder.show)


def test_a_mended_edit_is_taken_over(folder: Folder) -> None:
    watch = folder.watch()
    folder.bad = BadShow([Problem("show.toml", 1, "bad")])
    folder.edit("broken")
    watch.look(1.0)
    watch.look(2.0)
    folder.bad = None
    folder.edit("mended!")
    assert watch.look(3.0)[0] == ShowChanged(3.0, folder.show)


def test_another_rig_waits_for_the_next_start(folder: Folder) -> None:
    watch = folder.watch()
    folder.show = Show(rig=Rig(port=4000))
    folder.edit("other rig")
    assert "next start" in str(watch.look(1.0)[1])


class Machine:
    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()

    def running(self) -> tuple[str, ...]:
        return self.names


def test_an_ardour_that_does_not_answer_for_three_seconds_has_its_osc_off() -> None:
    machine = Machine()
    look = ProcessLook(machine.running)
    assert look.look(0.0, LinkState.SEARCHING) == ()
    machine.names = ("ArdourGUI",)
    assert look.look(2.0, LinkState.SEARCHING) == ()
    assert look.look(4.0, LinkState.SEARCHING) == ()
    (changed,) = look.look(6.0, LinkState.SEARCHING)
    assert isinstance(changed, LinkChanged)
    assert changed.state is LinkState.OFF
    assert "Preferences > Control Surfaces" in changed.detail
    assert look.look(8.0, LinkState.OFF) == ()
    machine.names = ()
    assert look.look(10.0, LinkState.OFF) == (LinkChanged(10.0, LinkState.SEARCHING),)


def test_an_ardour_that_answers_is_nobody_s_business() -> None:
    machine = Machine()
    machine.names = ("ardour-7.3.0",)
    look = ProcessLook(machine.running)
    assert look.look(0.0, LinkState.SEARCHING) == ()
    assert look.look(10.0, LinkState.LIVE) == ()
    assert look.look(20.0, LinkState.SEARCHING) == ()


def test_lost_packets_are_asked_for_again_and_said_once() -> None:
    losses = iter([0, 7, 3, 0])
    watch = LossWatch(lambda: next(losses))
    assert watch.look(1.0) == ()
    moved, told = watch.look(2.0)
    assert moved == ListMoved(2.0)
    assert "7 packets" in str(told)
    assert watch.look(3.0) == (ListMoved(3.0),)
    assert watch.look(4.0) == ()
