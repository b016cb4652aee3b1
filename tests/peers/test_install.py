"""The companion in a real Ardour's folder: Ardour runs it, keeps it, and loses it without losing the user's scripts."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bridge.sheets.uiscripts import read
from bridge.shell.ardourscripts import FOLDER, LIST, Home, companion, install, standing, uninstall
from bridge.wire.osc import decode
from tests.peers.client import HOST
from tests.peers.conftest import need, opened
from tests.peers.film import FILM, Saved
from tests.peers.program import Mode
from tests.peers.rig import RealArdour
from tests.peers.timeline import Row
from tests.sheets.hooks import callback

pytestmark = pytest.mark.peer

LEASE = "stembridge-lease 1\nto\t{port}\tabc123\t{beat}\nsession\t\t\nend\n"
MARK, SIGNALS = "the user's own hook", "1" + "0" * 47
USERS = f"""ardour {{ ["type"] = "EditorHook", name = "Mine" }}
-- {MARK}: "quoted" \\ and é
function factory () return function () end end
"""
RAISES = "function factory () return function () error ('on purpose') end end\n"


def users_hook(name: str, source: str, id_: int) -> str:
    """A hook of the user's own that runs ten times a second."""
    parts = "".join(
        f's["{key}"] = [==[\n{text}]==] ' for key, text in (("n", name), ("s", source), ("f", chunk(source)))
    )
    return callback(f's = {{}} {parts}s["a"] = {{}} ', name, id_, SIGNALS)


def chunk(source: str) -> str:
    return f"local _p = ...\nlocal ardour = function () end\n{source}\nreturn factory (_p or {{}})\n"


class Settings:
    """The folder of settings of an Ardour that is closed, and what the companion in it tells."""

    def __init__(self, ardour: RealArdour) -> None:
        self.ardour = ardour
        self.home = Home(ardour.config, 7)

    @property
    def list(self) -> bytes:
        """Ardour's list of scripts."""
        return (self.home.path / LIST).read_bytes()

    def told(self, seconds: float = 10.0) -> tuple[object, ...]:
        """What a companion that finds a lease tells first."""
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as heard:
            heard.bind((HOST, 0))
            heard.settimeout(seconds)
            lease = LEASE.format(port=heard.getsockname()[1], beat=1)
            (self.home.path / FOLDER / "lease").write_text(lease)
            (message,) = decode(heard.recv(65536))
            return message.args


@pytest.fixture
def settings(made: Callable[[tuple[Row, ...]], Saved], tmp_path: Path) -> Iterator[Settings]:
    """Those of an Ardour that has been used once, with an action of the user's own (the rig's) and two hooks."""
    need(Mode.GUI)
    ardour = opened(made(FILM), tmp_path, Mode.GUI)
    ardour.hooks = users_hook("Mine", USERS, 5)
    try:
        ardour.start()
        ardour.stop()
        yield Settings(ardour)
    finally:
        ardour.close()


def add_a_hook_that_raises(settings: Settings) -> None:
    """Ardour drops it as soon as it runs, and then writes its list anew, in its own form."""
    path = settings.home.path / LIST
    hook = users_hook("Broken", RAISES, 6).encode()
    path.write_bytes(settings.list.replace(b"</ActionHooks>", hook + b"</ActionHooks>"))


def actions(data: bytes) -> list[bytes]:
    return re.findall(rb"<ActionScript.*?</ActionScript>", data, re.DOTALL)


def test_ardour_runs_it_writes_it_in_its_own_form_and_loses_it_alone(settings: Settings) -> None:
    hook, before = companion(), settings.list
    install(settings.home, hook, running=False)
    put = settings.list
    settings.ardour.start()
    version, token, *_ = settings.told()
    assert (version, token) == (hook.version, "abc123")
    settings.ardour.stop()
    assert settings.list == put

    add_a_hook_that_raises(settings)
    settings.ardour.start()
    for _ in settings.ardour.patience(20.0):
        if b"Broken" not in settings.list:
            break
    settings.told()
    settings.ardour.stop()
    written = settings.list
    assert written != put
    assert b"\n  <ActionHooks>\n    <LuaCallback " in written
    assert [one.version for one in read(written).hooks] in (["", hook.version], [hook.version, ""])
    assert "nothing was changed" in install(settings.home, hook, running=False)
    assert settings.list == written

    uninstall(settings.home, running=False)
    left = settings.list
    (ours,) = read(written).ours
    entry = written[ours.start : ours.end]
    assert left == written.replace(b"\n    " + entry, b"", 1)
    assert actions(left) == actions(written) != []
    assert [MARK.encode() in one.lua for one in read(left).hooks] == [True]
    assert not (settings.home.path / FOLDER).exists()
    assert actions(before) != actions(left)  # Ardour's own form, not ours

    settings.ardour.start()
    assert settings.ardour.run_lua("row(1)") == [["1"]]
    settings.ardour.stop()


def test_what_nobody_wrote_since_is_byte_for_byte_what_it_was(settings: Settings) -> None:
    before = settings.list
    install(settings.home, companion(), running=False)
    settings.ardour.start()
    settings.told()
    settings.ardour.stop()
    uninstall(settings.home, running=False)
    assert settings.list == before
    assert standing(settings.home).hook == ""


def test_a_list_that_we_have_made_is_read_too_and_goes_again(settings: Settings) -> None:
    (settings.home.path / LIST).unlink()
    install(settings.home, companion(), running=False)
    settings.ardour.launch()
    assert settings.told(60.0)[0] == companion().version
    settings.ardour.stop()
    uninstall(settings.home, running=False)
    assert not (settings.home.path / LIST).exists()
