"""The parent with real children: one-line Python programs."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bridge.shell import supervisor
from bridge.shell.supervisor import Supervisor


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PAUSES", (0.01,))


def python(program: str) -> list[str]:
    return [sys.executable, "-S", "-c", program]


class Family:
    """A parent whose n-th child runs the n-th program (the last one again and again)."""

    def __init__(self, *programs: str) -> None:
        self.said: list[str] = []
        self.starts = 0
        self._programs = programs
        self.parent = Supervisor(self._command, self.said.append)

    def _command(self, turn: int) -> Sequence[str]:
        self.starts += 1
        return python(self._programs[min(turn, len(self._programs) - 1)])


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_a_daemon_that_ends_on_purpose_is_not_started_again(code: int) -> None:
    family = Family(f"raise SystemExit({code})")
    assert family.parent.run() == code
    assert family.starts == 1
    assert family.said == []


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_daemon_that_is_killed_is_started_again() -> None:
    family = Family("import os; os.kill(os.getpid(), 9)", "raise SystemExit(0)")
    assert family.parent.run() == 0
    assert family.starts == 2
    assert "SIGKILL" in family.said[0]
    assert "given back" in family.said[0]


def test_a_daemon_that_crashes_is_started_again() -> None:
    family = Family("raise SystemExit(70)", "raise SystemExit(3)")
    assert family.parent.run() == 3
    assert family.starts == 2


def test_five_quick_deaths_are_enough() -> None:
    family = Family("raise SystemExit(70)")
    assert family.parent.run() == 1
    assert family.starts == 5
    assert "stembridge doctor" in family.said[-1]


def test_a_long_life_begins_a_new_row_of_deaths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "QUICK", 0.0)
    family = Family(*["raise SystemExit(70)"] * 8, "raise SystemExit(0)")
    assert family.parent.run() == 0
    assert family.starts == 9


def test_stop_closes_the_child_s_input_and_waits_for_its_code() -> None:
    family = Family("import sys; sys.stdin.read(); sys.exit(3)")
    family.parent.stop()
    assert family.parent.run() == 3
    assert family.starts == 1


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    family = Family("import threading; threading.Event().wait()")
    family.parent.stop()
    assert family.parent.run() == 3
    assert "on disk" in family.said[0]
    assert "stembridge restore" in family.said[-1]


def test_stopped_between_two_lives_it_ends() -> None:
    family = Family("raise SystemExit(70)")
    family.parent._say = lambda _: family.parent.stop()
    assert family.parent.run() == 3
    assert family.starts == 1


PARENT = """
import sys
from bridge.shell.supervisor import Supervisor
child = [sys.executable, "-S", "-c", {child!r}]
sys.exit(Supervisor(lambda turn: child, print).run())
"""
TELLS = "import os, sys; print(os.getpid(), flush=True); sys.stdin.read(); print('bye', flush=True); sys.exit(3)"


def start(tmp_path: Path) -> "subprocess.Popen[str]":
    """A parent in a process of its own; its child prints its number, and `bye` when its input ends."""
    program = tmp_path / "parent.py"
    program.write_text(PARENT.format(child=TELLS))
    return subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP] if sys.platform != "win32" else [])
def test_every_polite_signal_ends_the_child_politely(tmp_path: Path, number: signal.Signals) -> None:
    with start(tmp_path) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.send_signal(number)
        assert parent.stdout.readline() == "bye\n"
        assert parent.wait(10) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_when_the_parent_is_killed_the_child_ends_by_itself(tmp_path: Path) -> None:
    with start(tmp_path) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        parent.kill()
        assert parent.wait(10) == -signal.SIGKILL
        assert parent.stdout.readline() == "bye\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX sessions")
def test_a_ctrl_c_in_the_terminal_does_not_reach_the_child(tmp_path: Path) -> None:
    with start(tmp_path) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert os.getpgid(child) == child
        parent.terminate()
        assert parent.wait(10) == 3


def test_signals_are_given_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    Family("raise SystemExit(0)").parent.run()
    assert signal.getsignal(signal.SIGTERM) is before
