"""The Tab key in real shells, after the very line that `stembridge completion --help` says installs it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

from bridge.cli.completing import completion
from bridge.cli.main import COMMANDS
from bridge.cli.pages import Page

PATIENCE = 60
"""Seconds that a shell has for one line."""
TERMINAL = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))"
"""A program that gives another one a terminal, and types there what it reads."""
NEW_ENOUGH = "(( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 ))"
READY = "(ready) "
RC = f"""PS1='{READY}'; unset HISTFILE\ntold() {{ printf '<%s>' "$@"; echo; }}\n"""
TAB, TELL = "\t", "\x01told \x05\n"
"""What completes a line, and what has the shell tell its words in place of running it."""
TYPED = {
    "stembridge prev": "stembridge preview",
    "stembridge preview out": "stembridge preview out-of-world",
    "stembridge preview kit": "stembridge preview kitchen",
    "stembridge mode w": "stembridge mode watch",
    "stembridge cue 1": "stembridge cue 1m3",
    "stembridge track FX": "stembridge track 'FX Door 2'",
    r"stembridge route --apply FX\ D": "stembridge route --apply 'FX Door 2'",
    "stembridge cue 1m3 --level non": "stembridge cue 1m3 --level nondiegetic",
    "stembridge cue 1m3 --level=non": "stembridge cue 1m3 --level=nondiegetic",
    "stembridge status --w": "stembridge status --watch",
    "stembridge check --show previ": "stembridge check --show previews",
    "stembridge stems cu": "stembridge stems cues.csv",
}
"""What is typed before Tab, and what stands there then (shells differ in the slash behind a folder)."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of its own, with our command on the path, and a show in its folder `film`."""
    film = tmp_path / "film"
    (film / "previews").mkdir(parents=True)
    (film / "previews" / "kitchen.toml").write_text('title = "Kitchen"\nonly = ["FX"]')
    (film / "tracks.csv").write_text("name,stem\nFX Door 2,FX\nMX $(halt),MX\n")
    (film / "cues.csv").write_text("number,title,start,end\n1m3,Chase,0:0:1:0,0:0:2:0\n")
    (tmp_path / ".config" / "fish").mkdir(parents=True)
    for rc in (".bashrc", ".zshrc"):
        (tmp_path / rc).write_text(RC)
    (tmp_path / "bin").mkdir()
    ours = tmp_path / "bin" / "stembridge"
    ours.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bridge "$@"\n')
    ours.chmod(0o755)
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "STEMBRIDGE_STATE": str(home / "state"),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


def install(shell: str, home: Path) -> None:
    """Run the line from the help page; skip the test without that shell, fail it where the peers are required."""
    if not shutil.which(shell):
        if os.environ.get("STEMBRIDGE_REQUIRE_PEERS") == "1":
            pytest.fail(f"{shell} not installed, and STEMBRIDGE_REQUIRE_PEERS=1")
        pytest.skip(f"{shell} not installed: the Tab key was not tried there")
    if shell == "bash" and subprocess.run(["bash", "-c", NEW_ENOUGH], check=False).returncode:
        pytest.skip("this bash is older than 4.4: it can't complete")
    assert isinstance(completion, Page)
    (line,) = (line for line, _ in completion.examples if f"completion {shell}" in line)
    subprocess.run(["sh", "-c", line], env=environment(home), check=True, timeout=PATIENCE)


@contextmanager
def terminal(shell: str, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """That shell at a terminal in the show's folder, ready for the first line."""
    with subprocess.Popen(
        [sys.executable, "-c", TERMINAL, shell, "-i"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(home),
        cwd=home / "film",
    ) as child:
        try:
            shown(child, re.escape(READY))
            yield child
            type_in(child, "exit\n")
            assert child.wait(PATIENCE) == 0
        finally:
            child.kill()  # its terminal goes with it, and so does the shell


def type_in(child: "subprocess.Popen[bytes]", text: str) -> None:
    assert child.stdin is not None
    child.stdin.write(text.encode())
    child.stdin.flush()


def shown(child: "subprocess.Popen[bytes]", pattern: str) -> str:
    """What fits this pattern, once the terminal shows it."""
    assert child.stdout is not None
    text = ""
    while (found := re.search(pattern, text)) is None:
        assert select([child.stdout], [], [], PATIENCE)[0], f"no {pattern!r} in {text!r}"
        read = os.read(child.stdout.fileno(), 65536)
        assert read, f"the shell ended: {text!r}"
        text += read.decode(errors="replace")
    return found[0]


@pytest.mark.parametrize("shell", ["bash", pytest.param("zsh", marks=pytest.mark.peer)])
def test_tab_completes_a_line(shell: str, home: Path) -> None:
    install(shell, home)
    became = {}
    with terminal(shell, home) as child:
        for line in TYPED:
            type_in(child, line + TAB + TELL)
            became[line] = shlex.join(re.findall("<([^<>]*?)/?>", shown(child, r"<stembridge>[^\r\n]*[\r\n]")))
    assert became == TYPED


@pytest.mark.peer
def test_fish_offers_what_completes_a_line_with_a_word_on_it(home: Path) -> None:
    install("fish", home)

    def offered(line: str) -> list[str]:
        told = subprocess.run(
            ["fish", "-c", f"complete -C {shlex.quote(line)}"],
            env=environment(home),
            cwd=home / "film",
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        assert told.stderr == ""
        return told.stdout.splitlines()

    for line, becomes in TYPED.items():
        assert [word.split("\t")[0].rstrip("/") for word in offered(line)] == shlex.split(becomes)[-1:], line
    assert offered("stembridge prev") == [f"preview\t{COMMANDS['preview'][1]}"]
    assert offered("stembridge cue 1") == ["1m3\tChase"]
