"""The bridge and its console in one terminal, with small programs in the place of both."""

import signal
import sys
import textwrap
import urllib.request
from pathlib import Path

import pytest

from bridge.shell import runfile, supervisor
from bridge.shell.together import END, FELL, GOES_ON, LEAVE, LOG, run_together

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

BRIDGE = """
import http.server, json, os, sys, threading
class Serve(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{}')
        if self.path == '/say':
            print('said while the screen was there', file=sys.stderr, flush=True)
        if self.path == '/die':
            os._exit(70)
        if self.path == '/end':
            os._exit(0)
    def log_message(self, *_):
        pass
print('the bridge begins', file=sys.stderr, flush=True)
serve = http.server.HTTPServer(('127.0.0.1', 0), Serve)
run = dict(pid=os.getpid(), port=serve.server_port, token='t', show='', mode='watch')
open('run.new', 'w').write(json.dumps(run))
os.replace('run.new', 'run.json')
threading.Thread(target=serve.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(CODE)
"""
CONSOLE = """
import json, os, signal, sys, time, urllib.request
def ask(path):
    run = json.load(open('run.json'))
    urllib.request.urlopen(f"http://127.0.0.1:{run['port']}/{path}").read()
    return run['pid']
"""


def python(program: str) -> list[str]:
    return [sys.executable, "-S", "-c", program]


class Terminal:
    """What was said in it; when the screen has gone and the bridge goes on, its user ends the bridge."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)
        if line in {GOES_ON, FELL}:
            run = runfile.read(self._state)
            assert run is not None
            urllib.request.urlopen(f"http://127.0.0.1:{run.port}/end").close()

    def run(self, console: str, bridge: str = BRIDGE.replace("CODE", "0")) -> int:
        """Both, to their end."""
        screen = python(CONSOLE + textwrap.dedent(console))
        return run_together(lambda _: python(bridge), screen, self.say, self._state)

    @property
    def log(self) -> str:
        file = self._state / LOG
        return file.read_text() if file.exists() else ""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(supervisor, "PAUSES", (0.01,))
    return Terminal(tmp_path)


def test_who_ends_the_screen_and_the_bridge_gets_the_bridges_exit_code(terminal: Terminal) -> None:
    assert terminal.run(f"sys.exit({END})", BRIDGE.replace("CODE", "3")) == 3
    assert GOES_ON not in terminal.lines


def test_who_leaves_only_the_screen_is_told_that_the_bridge_goes_on_and_how_to_come_back(terminal: Terminal) -> None:
    assert terminal.run(f"sys.exit({LEAVE})") == 0
    assert terminal.lines[-1] == GOES_ON
    assert "stembridge console" in GOES_ON


def test_a_screen_that_fell_over_takes_nothing_with_it(terminal: Terminal) -> None:
    assert terminal.run("sys.exit(1)") == 0
    assert terminal.lines[-1] == FELL


def test_while_the_screen_is_there_the_bridge_speaks_into_its_log(terminal: Terminal) -> None:
    (Path(LOG)).write_text("of the last time\n")
    assert terminal.run(f"ask('say'); sys.exit({LEAVE})") == 0
    assert terminal.lines[0] == "the bridge begins"
    assert "said while the screen was there" in terminal.log + "".join(terminal.lines)
    assert "of the last time" not in terminal.log


def test_a_bridge_that_dies_behind_the_screen_is_started_again(terminal: Terminal) -> None:
    program = f"""
        before = ask('')
        ask('die')
        while True:
            try:
                if ask('') != before:
                    break
            except OSError:
                time.sleep(0.01)
        sys.exit({END})
    """
    assert terminal.run(program) == 0
    assert "The bridge died" in terminal.log


def test_a_bridge_that_cannot_start_never_opens_the_screen(terminal: Terminal) -> None:
    bridge = "import sys; print('show.toml:1: no', file=sys.stderr); sys.exit(2)"
    assert terminal.run("open('opened', 'w')", bridge) == 2
    assert not Path("opened").exists()
    assert terminal.lines == ["show.toml:1: no"]


def test_a_signal_ends_both(terminal: Terminal) -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert terminal.run("os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)") == 0
    assert signal.getsignal(signal.SIGTERM) is before
    assert GOES_ON not in terminal.lines


def test_a_full_disk_is_no_reason_to_end(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.shell.together.LOG", "no/such/folder")
    assert terminal.run(f"ask('say'); sys.exit({END})") == 0


def test_a_screen_that_does_not_obey_is_ended_by_force(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.shell.together.GRACE", 0.1)
    stubborn = "signal.signal(signal.SIGTERM, signal.SIG_IGN); os.kill(os.getppid(), signal.SIGTERM); time.sleep(60)"
    assert terminal.run(stubborn) == 0


def test_the_screen_ends_with_a_bridge_that_was_ended_elsewhere(terminal: Terminal) -> None:
    assert terminal.run("ask('end'); time.sleep(60)") == 0
