"""The processes of a real Ardour: started without a screen or a sound card, ended without a trace.

Configuration, cache and data lie in a folder of the rig's own; nothing of the user's is touched. Each program runs in a
session of its own and is ended by its process group, and by the kernel when the test run itself dies.
"""

import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from enum import StrEnum
from pathlib import Path

from bridge.shell.ardourscripts import Home, companion, install
from tests.peers.film import LUA, Saved

START = 120.0
"""Seconds that a start may take."""
CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Config>
    <Option name="osc-port" value="{port}"/>
    <Option name="hide-dummy-backend" value="0"/>
    <Option name="try-autostart-engine" value="1"/>
    <Option name="discover-plugins-on-start" value="0"/>
    <Option name="periodic-safety-backups" value="0"/>
    <Option name="send-mtc" value="{midi}"/>
    <Option name="send-mmc" value="{midi}"/>
    <Option name="send-midi-clock" value="{midi}"/>
  </Config>
  <Extra>
    <AudioMIDISetup>
      <EngineStates>
        <State backend="{backend}" driver="{driver}" device="{device}" input-device="" output-device=""
          sample-rate="48000" buffer-size="1024" n-periods="0" input-latency="0" output-latency="0" lm-input=""
          lm-output="" active="1" use-buffered-io="0" midi-option="1 in, 1 out, Silence" lru="2000000000"/>
      </EngineStates>
    </AudioMIDISetup>
  </Extra>
</Ardour>
"""


class Mode(StrEnum):
    """Which program runs."""

    LUA = "lua"
    GUI = "gui"


PROGRAMS = {Mode.LUA: ("ardour7-lua",), Mode.GUI: ("ardour7-lua", "ardour", "Xvfb", "xdotool")}
"""What must be installed for each mode."""


def missing(mode: Mode) -> list[str]:
    """The programs that this mode needs and that are not installed."""
    return [program for program in PROGRAMS[mode] if shutil.which(program) is None]


class NoArdourError(Exception):
    """Ardour did not start, died, or did not answer; the sentence says which and where its log is."""


class Program:
    """An Ardour that serves one saved session on a UDP port; port 0 is any free one.

    With `jack` (mode gui) it plays on the JACK server of this environment and sends its clocks there over MIDI. `hooks`
    (mode gui): the elements of the user's own Lua hooks that it starts with; `script`: ours is installed beside them,
    as a user does that.
    """

    def __init__(self, session: Saved, mode: Mode = Mode.LUA, port: int = 0, *, jack: bool = False) -> None:
        self.jack = jack
        self.hooks = ""
        self.script = False
        self.session = session
        self.mode = mode
        self.port = port or _free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="stembridge-rig-"))
        self.display = 0
        self._programs: list[subprocess.Popen[bytes]] = []

    def launch(self) -> None:
        """Start it on its session; it does not answer yet. To be called from a thread that outlives it."""
        env = self._prepare()
        if self.mode is Mode.LUA:
            self.fifo.unlink(missing_ok=True)
            os.mkfifo(self.fifo)
            argv = ["ardour7-lua", str(LUA / "host.lua"), str(self.session.folder), self.session.name, str(self.fifo)]
        else:
            _forget_engine(self.session.file)
            self.display = self._start_screen(env)
            env["DISPLAY"] = f":{self.display}"
            argv = ["ardour", "--no-announcements", "--no-splash", str(self.session.file)]
        self._start(argv, env, self._log)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it without saving; it is gone when this returns."""
        for program in reversed(self._programs):
            _end(program, how)
        self._programs.clear()

    def close(self) -> None:
        """Stop it and remove its folder; the session stays."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def fifo(self) -> Path:
        """Where questions to its Lua are written (mode lua)."""
        return self.folder / "fifo"

    @property
    def question(self) -> Path:
        """The file that its action reads a question from (mode gui)."""
        return self.folder / "question.lua"

    @property
    def pid(self) -> int:
        """The process of Ardour itself."""
        return self._programs[-1].pid

    @property
    def alive(self) -> bool:
        """True while it runs."""
        return bool(self._programs) and self._programs[-1].poll() is None

    @property
    def log(self) -> str:
        """What it has printed since its last start."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def patience(self, seconds: float = START) -> Iterator[None]:
        """Turns of a loop that waits for it; raises `NoArdourError` when it dies or the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.alive:
                raise NoArdourError(f"Ardour ended:\n{self.log[-2000:]}")
            yield
            time.sleep(0.01)
        raise NoArdourError(f"Ardour did not answer within {seconds:.0f} s:\n{self.log[-2000:]}")

    @property
    def config(self) -> Path:
        """Its configuration folder."""
        return self.folder / "config" / "ardour7"

    @property
    def _log(self) -> Path:
        return self.folder / "ardour.log"

    def _prepare(self) -> dict[str, str]:
        config = self.config
        for folder in (config, self.folder / "cache", self.folder / "data"):
            folder.mkdir(parents=True, exist_ok=True)
        (config / ".a7").touch()  # "was here before": no questions for a new user
        backend = ("JACK", "", "") if self.jack else ("None (Dummy)", "Normal Speed", "Silence")
        engine = dict(zip(("backend", "driver", "device"), backend, strict=True))
        (config / "config").write_text(CONFIG.format(port=self.port, midi=int(self.jack), **engine))
        if not (config / "ui_scripts").exists():  # what Ardour or a test has made of it stays
            (config / "ui_scripts").write_text(_installed((LUA / "action.lua").read_text(), self.hooks))
        if self.script:
            install(Home(config, 7), companion(), running=False)
        return os.environ | {
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "STEMBRIDGE_ORACLE": str(self.question),
            "LC_ALL": "C.UTF-8",
        }

    def _start(self, argv: list[str], env: dict[str, str], log: Path, passed: tuple[int, ...] = ()) -> None:
        # the kernel ends it when we die: a test run that is killed leaves nothing behind
        guarded = ["setpriv", "--pdeathsig", "KILL", *argv] if shutil.which("setpriv") else argv
        with log.open("wb") as out:
            self._programs.append(
                subprocess.Popen(
                    guarded,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    pass_fds=passed,
                )
            )

    def _start_screen(self, env: dict[str, str]) -> int:
        """Xvfb finds a free display by itself and tells its number through a pipe."""
        ours, theirs = os.pipe()
        argv = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        self._start(argv, env, self.folder / "screen.log", (theirs,))
        os.close(theirs)
        with os.fdopen(ours) as told:
            return int(told.readline() or -1)


def _free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as opened:
        opened.bind(("0.0.0.0", 0))
        return int(opened.getsockname()[1])


def _forget_engine(file: Path) -> None:
    """A backend other than the last one opens a question that blocks the start."""
    text = file.read_text()
    file.write_text(re.sub(r"\s*<EngineHints[^>]*/>", "", text))


def _installed(source: str, hooks: str) -> str:
    """`ui_scripts` with that action in the first slot: base64 of Lua that fills a table `scripts`; and those hooks."""
    factory = f"local _p = ...\nlocal ardour = function () end\n{source}\nreturn factory (_p or {{}})\n"
    slot = {"n": "oracle", "s": source, "f": factory, "c": ""}
    filled = "".join(f'scripts[1]["{key}"] = [==[\n{value}]==] ' for key, value in slot.items())
    packed = base64.b64encode(f'scripts = {{}} scripts[1] = {{}} {filled} scripts[1]["a"] = {{}} '.encode()).decode()
    action = f'<ActionScript lua="Lua 5.3">{packed}</ActionScript>'
    return f'<?xml version="1.0"?>\n<UIScripts>{action}<ActionHooks>{hooks}</ActionHooks></UIScripts>\n'


def _end(program: subprocess.Popen[bytes], how: signal.Signals) -> None:
    for last in (how, signal.SIGKILL):
        if program.poll() is not None:
            return
        os.killpg(program.pid, last)
        with suppress(subprocess.TimeoutExpired):
            program.wait(5)
