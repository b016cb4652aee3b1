"""How the contract's tests talk: questions, deeds, and what they read from the answers.

One conversation with two DAWs: the stand-in must say what Ardour 7.3 says. Where they differ, Ardour is right. Each
test of `test_contract_*.py` runs against the stand-in, and against the real program where that is installed (marked
`peer`); it leaves the desk as it found it.
"""

from bridge.wire.osc import Argument
from tests.peers.talk import Daw, Heard, Port

SOON = 0.15
"""Seconds in which a change is carried out and told."""
TOLD = 0.3
"""Seconds in which a change of the list is told: the timer's tick and a little."""
REPLY = 16384
"""The feedback bit of the silent surfaces: answers on a legal address."""


def surface(daw: Daw, feedback: int, types: int = 575) -> Port:
    port = daw.port()
    ask(port, "/set_surface", 0, types, feedback, 0, 0, 0)
    if feedback > 1 and feedback != REPLY:
        port.hear(SOON)  # the timer's first tick
    return port


def ask(port: Port, address: str, *args: Argument) -> list[Heard]:
    """What comes before the answer to a second question: all answers to the first."""
    second = "/record_enabled" if address != "/record_enabled" else "/transport_speed"
    port.say(address, *args)
    port.say(second)
    return port.hear_until(second)[:-1]


def do(port: Port, address: str, *args: Argument, seconds: float = SOON) -> list[Heard]:
    """What comes while it is carried out."""
    port.say(address, *args)
    return port.hear(seconds)


def numbers(port: Port) -> dict[str, int]:
    """Every strip's number on that surface."""
    return {str(row.args[1]): int(str(row.args[6])) for row in ask(port, "/strip/list") if len(row.args) >= 7}


def shown(port: Port, column: int) -> dict[str, Argument]:
    """One column of the list by name: 4 is the mute, 5 the solo, 7 the arming."""
    return {str(row.args[1]): row.args[column] for row in ask(port, "/strip/list") if len(row.args) > column}


def on(values: dict[str, Argument]) -> set[str]:
    return {name for name, value in values.items() if value}


def about(messages: list[Heard], address: str) -> list[tuple[Argument, ...]]:
    return [message.args for message in messages if message.address == address]
