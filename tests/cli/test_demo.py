"""`stembridge demo`: the whole thing without a DAW."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.cli.main import run
from bridge.shell.client import found

Out = pytest.CaptureFixture[str]
DEMO = [sys.executable, "-m", "bridge", "demo"]


@pytest.mark.slow
def test_a_headless_demo_tells_what_happened_and_gives_the_desk_back() -> None:
    told = subprocess.run([*DEMO, "--headless", "--for", "6s"], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stdout + told.stderr
    said = " ".join(told.stdout.split())
    for preview, cue in (
        ("dx", "1m1 nondiegetic"),
        ("in-world", "1m2 diegetic, A101 diegetic"),
        ("source", "1m2 diegetic, A101 diegetic"),
    ):
        assert re.search(rf"you {preview} 01:00:\d\d:\d\d \d+ ms {cue}", said), preview
    assert re.search(r"you off 01:00:\d\d:\d\d \d+ ms", said)
    assert re.search(r"looks: each time every mute as the reel's own tables say", said)
    assert 'Our script inside Ardour tells the routing of "Reel 1"' in said
    assert "not checkable" not in said
    assert "the desk was given back exactly" in said
    assert told.stderr == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_demo_says_what_to_try_and_ends_by_ctrl_c() -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(DEMO, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as child:
        assert child.stdout is not None
        state = next(match[1] for line in child.stdout if (match := re.search(r"export STEMBRIDGE_STATE=(\S+)", line)))
        invited = "".join(line for line, _ in zip(child.stdout, range(8), strict=False))
        for what in ("preview in-world", "cues --undecided", "cue 1m4 --level diegetic"):
            assert f"  stembridge {what} " in invited
        assert found(Path(state)).command("preview", name="in-world").ok
        child.send_signal(signal.SIGINT)
        rest = child.stdout.read()
        assert child.wait(30) == 0
    assert "the desk was given back exactly" in rest
    assert not Path(state).exists()


@pytest.mark.parametrize("length", ["3s", "x", "-5", "5h", "99999999s"])
def test_a_length_that_is_none_is_refused(length: str, capsys: Out) -> None:
    assert run(["demo", "--headless", f"--for={length}"]) == 1
    assert "6s at least" in capsys.readouterr().err
