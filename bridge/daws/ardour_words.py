"""What a person reads about the conversation with Ardour: what happened, what is not harmed, what to do."""

from bridge.model.events import LinkState
from bridge.model.text import quoted

SWITCH = (
    'in Ardour open Edit > Preferences > Control Surfaces and tick "Open Sound Control (OSC)", then save the session: '
    "the switch is kept in each session"
)
OFF = f"An Ardour runs on this computer, but OSC is off in its session. Nothing was changed. To switch it on: {SWITCH}."
"""The sentence of `LinkState.OFF`, which the shell decides: only it sees what runs on this computer."""


def searching(ports: range) -> str:
    """The search has begun."""
    return f"Looking for Ardour on UDP ports {ports[0]} to {ports[-1]} of this computer."


def not_found(ports: range) -> str:
    """The search goes on without an answer."""
    return (
        f"No Ardour has answered on UDP ports {ports[0]} to {ports[-1]}. Start Ardour with its session; "
        f"if it runs, {SWITCH}. The search goes on."
    )


def joining(port: int) -> str:
    """An Ardour answers."""
    return f"Ardour answers on UDP port {port}; the session's name and its strips are being asked for."


def live(session: str, port: int, *, cured: bool) -> str:
    """All is well; `cured` if the reply port of this computer was touched."""
    text = f"Following {quoted(session)} in the Ardour on UDP port {port}."
    return f"{text} {CURED}" if cured else text


CURED = (
    "Its answers for this computer went to one fixed port; each program now gets them on its own. If another OSC "
    "controller on this computer needs the fixed port (port mode Manual) and hears nothing now, restart it."
)

AGAIN = {
    LinkState.JOINING: "Ardour dropped our OSC set-up: a session was closed or opened, or another OSC program changed "
    "the reply port. Nothing is sent to its mixer until it is set up again; this goes on by itself.",
    LinkState.SILENT: "Nothing has been heard from Ardour for 5 seconds: it quit, hangs, or is loading. Nothing is "
    "sent to its mixer; what it is owed stays written down. If it is not running, start it; the rest goes by itself.",
    LinkState.DEAF: "Ardour runs but has not answered for more than a second, as it does while a big mixer is "
    "redrawn. Nothing is lost; it goes on by itself. If it lasts, look whether Ardour waits at an open dialog.",
    LinkState.PARTIAL: "Ardour's lists of strips arrive with holes, several in a row: this computer loses packets. No "
    "change is made from such a list. Close what loads the machine, or allow bigger socket buffers "
    "(on Linux: sudo sysctl net.core.rmem_max=4194304) and start stembridge again.",
}
"""What is said when the conversation is not as it should be."""


def closed(port: int) -> str:
    """Nobody listens on its port any more."""
    return (
        f"Ardour has closed UDP port {port}: it ended, or a session is being opened. Nothing is sent to its mixer; "
        "what it is owed stays written down. If it is not running, start it; the rest goes by itself."
    )


def lost(ports: range) -> str:
    """It was silent for so long that we search anew."""
    return (
        f"Ardour has been silent for 15 seconds; UDP ports {ports[0]} to {ports[-1]} are searched. What its session is "
        "owed stays written down and is given back when the session is open again. Start Ardour with its session; "
        f"if it runs, {SWITCH}."
    )
