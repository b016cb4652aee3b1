"""A real Ardour of our own: started, questioned by its own Lua, touched by the user's hands, stopped.

Mode `lua` is libardour in `ardour7-lua` (strips can't be removed, no actions of the screen), mode `gui` the whole
program under Xvfb. Its Lua is the oracle: it tells what is so, whatever OSC says.

From a shell: `python -m tests.peers.rig SESSION_FOLDER [--gui] [--tracks N] [--port N]` serves until Enter is pressed.
"""

import argparse
import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Self

from bridge.wire.osc import decode
from tests.peers.client import HOST, Client, client
from tests.peers.film import FILM, LUA, Saved, bulk, make
from tests.peers.program import Mode, NoArdourError, Program

EVERY_STRIP = "local all = Session:get_stripables() for s in all:iter() do row(s:name(), {value}) end"
"""A list has a name of its own: its iterator does not keep Lua from collecting it, and then Ardour 7.3 dies."""


class RealArdour(Program):
    """An Ardour that serves one saved session on a UDP port of its own, while it is entered."""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start it on its session and wait until OSC and the oracle answer."""
        self.launch()
        if self.mode is Mode.GUI:
            self._await_surface()
        for _ in self.patience():
            try:
                self.run_lua("row(1)", timeout=2.0)
            except NoArdourError:
                continue
            return

    def reopen(self, session: Saved | None = None) -> None:
        """Close it without saving and open a session again, another one if given, on the same port."""
        self.stop()
        self.session = session or self.session
        self.start()

    # The oracle.

    def run_lua(self, text: str, timeout: float = 10.0) -> list[list[str]]:
        """The rows that `text` gave with `row(...)`, run inside Ardour; `strip(NAME)` finds a strip there."""
        answer = self.folder / "answer"
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as told:
            told.bind((HOST, 0))
            told.settimeout(timeout)
            frame = (LUA / "asked.lua").read_text().replace("@PORT@", str(told.getsockname()[1]))
            self._ask(frame.replace("@ANSWER@", _lua(str(answer))).replace("@ASKED@", _lua(text)), timeout)
            try:
                (message,) = decode(told.recv(65536))
            except TimeoutError:
                raise NoArdourError(f"no answer within {timeout:.0f} s: {text[:60]!r}\n{self.log[-2000:]}") from None
        if message.args[0] != 1:
            raise NoArdourError(f"{message.args[1]!r}: {text[:200]!r}")
        return [line.split("\t") for line in answer.read_text().split("\n") if line]

    def mutes(self) -> dict[str, bool]:
        """Every strip's own mute by name, whatever VCAs do above it."""
        rows = self.run_lua(EVERY_STRIP.format(value="s:mute_control():muted_by_self()"))
        return {name: value == "true" for name, value in rows}

    def solos(self) -> dict[str, bool]:
        """Every strip's explicit solo by name."""
        rows = self.run_lua(EVERY_STRIP.format(value="s:solo_control():self_soloed()"))
        return {name: value == "true" for name, value in rows}

    def names(self) -> list[str]:
        """The strips' names in presentation order, master among them."""
        rows = self.run_lua(EVERY_STRIP.format(value="s:presentation_info_ptr():order()"))
        return [name for _, name in sorted((int(order), name) for name, order in rows)]

    # The user's hands.

    def mute(self, name: str, on: bool = True) -> None:
        """Mute or open a strip."""
        self._control(name, "mute", on)

    def solo(self, name: str, on: bool = True) -> None:
        """Solo or release a strip."""
        self._control(name, "solo", on)

    def arm(self, name: str, on: bool = True) -> None:
        """Arm a track or take it off."""
        self._control(name, "rec_enable", on)

    def record(self, on: bool = True) -> None:
        """Switch the session's record-enable."""
        self.run_lua("Session:maybe_enable_record(false)" if on else "Session:disable_record(false, false)")

    def automate(self, name: str, mode: str) -> None:
        """Set the automation mode of a strip's mute: Off, Play, Write, Touch, Latch."""
        self.run_lua(f"strip({_lua(name)}):mute_control():set_automation_state(ARDOUR.AutoState.{mode})")

    def assign(self, name: str, vca: str, on: bool = True) -> None:
        """Put a track or bus under a VCA, or take it out."""
        verb, ruler = "assign" if on else "unassign", f"Session:vca_manager():vca_by_name({_lua(vca)})"
        self.run_lua(f"Session:route_by_name({_lua(name)}):to_slavable():{verb}({ruler})")

    def rename(self, name: str, wanted: str) -> str:
        """Rename a track or bus; gives the name that it got."""
        text = f"local r = Session:route_by_name({_lua(name)}); r:set_name({_lua(wanted)}); row(r:name())"
        return self.run_lua(text)[0][0]

    def move(self, name: str, order: int) -> None:
        """Drag a strip to a place in the order, counted from 0 with the master."""
        self.run_lua(f"strip({_lua(name)}):set_presentation_order({order})")

    def insert(self, name: str, order: int = -1) -> None:
        """Add a mono track, behind the others or at a place in the order."""
        place = order if order >= 0 else "ARDOUR.PresentationInfo.max_order"
        self.run_lua(f"Session:new_audio_track(1, 2, nil, 1, {_lua(name)}, {place}, ARDOUR.TrackMode.Normal, true)")

    def hide(self, name: str, on: bool = True) -> None:
        """Hide a strip or show it. Ardour's Lua can't; a surface of the rig's own does it."""
        with self.client() as say:
            say("/strip/hide", say.numbers()[name], int(on))
            say.heard("/strip/list", 1.0)

    def delete(self, name: str) -> None:
        """Remove a track or bus by Ardour's own action and its dialogue (mode gui).

        On a busy machine the dialogue may lose a key and take that for a No: then it is asked again.
        """
        with self.client() as say:
            for _ in range(3):
                say("/strip/select", say.numbers()[name], 0)
                say.heard("/strip/list", 1.0)
                say("/access_action", "Editor/remove-track")
                self._confirm("^Remove")
                with suppress(NoArdourError):
                    for _ in self.patience(5.0):
                        if name not in say.numbers():
                            return
        raise NoArdourError(f"{name!r} was not removed:\n{self.log[-2000:]}")

    def save(self, name: str = "") -> None:
        """Save the session, or a snapshot under another name."""
        self.run_lua(f"Session:save_state({_lua(name)})")

    def leave(self) -> None:
        """Close the session in good order, without saving; the program is of no use then (mode lua)."""
        with suppress(NoArdourError):
            self.run_lua("Session:close()", timeout=0.5)

    def _control(self, name: str, what: str, on: bool) -> None:
        group = "PBD.GroupControlDisposition.NoGroup"
        self.run_lua(f"strip({_lua(name)}):{what}_control():set_value({int(on)}, {group})")

    # Its surface and its screen.

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A plain OSC client of it, without feedback."""
        with client(self.port) as say:
            yield say

    def _await_surface(self) -> None:
        """What comes before Ardour has read the surface's state pins all answers to port 8000; port 0 undoes that."""
        with self.client() as say:
            for _ in self.patience():
                say("/set_surface/port", 0)
                say("/set_surface")
                if say.heard("/set_surface", 0.2):
                    return

    def _confirm(self, title: str) -> None:
        """Choose the second button, Yes, of a dialogue and see it go; what opens needs half a second to take keys."""
        find = ["search", "--onlyvisible", "--name", title]
        self._screen("search", "--sync", *find[1:], "windowfocus", "--sync", "sleep", "0.5", "key", "Tab", "Return")
        for _ in self.patience(10.0):
            if self._screen(*find) != 0:
                return

    def _screen(self, *words: str) -> int:
        env = os.environ | {"DISPLAY": f":{self.display}"}
        return subprocess.run(["xdotool", *words], check=False, env=env, timeout=20, capture_output=True).returncode

    def _ask(self, text: str, timeout: float) -> None:
        if self.mode is Mode.GUI:
            self.question.write_text(text)
            with self.client() as say:
                say("/access_action", "LuaAction/script-1")
            return
        for _ in self.patience(timeout):
            try:
                writer = os.open(self.fifo, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:  # ENXIO: nobody reads yet
                    raise
                continue
            os.set_blocking(writer, True)
            with os.fdopen(writer, "w") as fifo:
                fifo.write(text)
            return


def _lua(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Serve a session until Enter is pressed; make it first if it is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gui", action="store_true")
    parser.add_argument("--tracks", type=int)
    parser.add_argument("--port", type=int, default=3819)
    given = parser.parse_args()
    session = Saved(given.folder.resolve(), "reel1")
    if not session.file.exists():
        session = make(session.folder, session.name, FILM if given.tracks is None else bulk(given.tracks))
    with RealArdour(session, Mode.GUI if given.gui else Mode.LUA, given.port) as ardour:
        sys.stdout.write(f"Ardour {ardour.pid} serves {session.file} on port {ardour.port}; Enter ends it\n")
        sys.stdin.readline()


if __name__ == "__main__":
    main()
