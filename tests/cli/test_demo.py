"""`stembridge demo`: the whole thing without a DAW."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.shell import rehearsal
from bridge.shell.client import found
from bridge.shell.rehearsal import Difference, Rehearsal

Out = pytest.CaptureFixture[str]
DEMO = [sys.executable, "-m", "bridge", "demo"]


@pytest.mark.slow
def test_a_headless_demo_tells_what_happened_and_gives_the_desk_back() -> None:
    told = subprocess.run([*DEMO, "--headless", "--for", "6s"], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "ask for dx" in told.stdout
    assert "ask for off" in told.stdout
    assert "the desk was given back exactly" in " ".join(told.stdout.split())
    assert told.stderr == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_demo_says_what_to_try_and_ends_by_ctrl_c() -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(DEMO, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as child:
        assert child.stdout is not None
        state = next(match[1] for line in child.stdout if (match := re.search(r"export STEMBRIDGE_STATE=(\S+)", line)))
        assert found(Path(state)).command("preview", name="dx").ok
        child.send_signal(signal.SIGINT)
        rest = child.stdout.read()
        assert child.wait(30) == 0
    assert "the desk was given back exactly" in rest
    assert not Path(state).exists()


@pytest.mark.parametrize("length", ["3s", "x", "-5", "5h", "99999999s"])
def test_a_length_that_is_none_is_refused(length: str, capsys: Out) -> None:
    assert run(["demo", "--headless", f"--for={length}"]) == 1
    assert "6s at least" in capsys.readouterr().err


async def test_a_mute_that_is_not_given_back_is_found(tmp_path: Path) -> None:
    play = Rehearsal(tmp_path, lambda _: None)
    assert play.differences() == ()
    play._daw.session.mute("MX Hall")
    assert play.differences() == (Difference("MX Hall", mute=True, alone=False),)


async def test_a_bridge_that_finds_no_daw_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "START", 0.1)
    play = Rehearsal(tmp_path, lambda _: None)
    play._daw.deafen(asyncio.get_running_loop().time() + 60.0)
    with pytest.raises(rehearsal.NoRehearsal, match="stembridge doctor"):
        async with play.running():
            pytest.fail("it runs")
