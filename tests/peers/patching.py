"""The hands of a user who wires in a real Ardour, and what Ardour itself says of its routing."""

from tests.peers.film import LUA
from tests.peers.rig import RealArdour

HANDS = (LUA / "hands.lua").read_text()
SHOWN = (LUA / "shown.lua").read_text()
Ways = dict[str, tuple[list[list[str]], list[tuple[str, bool]]]]
"""By a strip's name: for each output channel the strips and channels that it feeds (`FX 0`), and (bus, on) of sends."""


def quoted(text: str) -> str:
    """Any text as a Lua string that is one line of ASCII."""
    return '"' + "".join(f"\\{byte:03d}" for byte in text.encode()) + '"'


def shown(ardour: RealArdour) -> Ways:
    """The routing as Ardour's own Lua shows it."""
    ways: Ways = {}
    for name, *cells in ardour.run_lua(SHOWN):
        outs, sends = ways.setdefault(name, ([], []))
        match cells:
            case ["out", *sinks]:
                outs.append(sorted(sinks))
            case ["send", bus, on]:
                sends.append((bus, on == "true"))
    return ways


def connect(ardour: RealArdour, name: str, *buses: str) -> None:
    """Cut all that a strip feeds, and connect it to these, channel by channel."""
    targets = "".join(f"feed({quoted(name)}, {quoted(bus)}, 0)\n" for bus in buses)
    ardour.run_lua(f"{HANDS}\noff({quoted(name)})\n{targets}")


def cross(ardour: RealArdour, name: str, bus: str) -> None:
    """The same with the channels turned by one."""
    ardour.run_lua(f"{HANDS}\noff({quoted(name)})\nfeed({quoted(name)}, {quoted(bus)}, 1)")


def add_send(ardour: RealArdour, name: str, bus: str) -> None:
    """One more send; Ardour begins it at -inf dB."""
    routes = f"strip({quoted(bus)}):to_route(), ARDOUR.LuaAPI.nil_proc(), strip({quoted(name)}):to_route()"
    ardour.run_lua(f"Session:add_internal_send({routes})")


def switch(ardour: RealArdour, name: str, bus: str, on: bool) -> None:
    """Switch the sends of a strip to a bus."""
    verb = "activate" if on else "deactivate"
    ardour.run_lua(f"{HANDS}\nfor _, s in ipairs(sends({quoted(name)}, {quoted(bus)})) do s:{verb}() end")
