"""The command `stembridge`: finds the command that was asked for and imports nothing else.

`--help` stands here as a table, so that it is there in a moment: click, rich and the engine are imported by the
command that needs them.
"""

import os
import sys
from importlib import import_module
from types import TracebackType

from bridge import __version__
from bridge.model.text import meant, quoted

COMMANDS = {
    "run": ("bridge.cli.running:run", "follow the DAW beside which this runs, on a screen with keys"),
    "console": ("bridge.cli.screen:console", "the screen of a bridge that runs, also several at once"),
    "status": ("bridge.cli.looking:status", "where the DAW is, every track with its stem, what is owed"),
    "preview": ("bridge.cli.asking:preview", "hear one mix: dx, mx, no-mx, …; off gives the desk back"),
    "cues": ("bridge.cli.cues:cues", "every cue in the order of time: who hears it, and why"),
    "cue": ("bridge.cli.cues:cue", "decide who hears a cue, or look at one"),
    "track": ("bridge.cli.tracks:track", "decide what a track is, or look at one"),
    "route": ("bridge.cli.routing:route", "where each track goes and belongs; put back, accepted, drawn"),
    "undo": ("bridge.cli.deciding:undo", "take back the newest decision about a cue or a track"),
    "redo": ("bridge.cli.deciding:redo", "do again what was taken back last"),
    "mode": ("bridge.cli.asking:mode", "set what the bridge may send: watch, preview, keep"),
    "play": ("bridge.cli.asking:play", "let the DAW roll"),
    "pause": ("bridge.cli.asking:pause", "stop the DAW where it is"),
    "locate": ("bridge.cli.asking:locate", "go to 01:02:03:04, or to a cue: 1m3"),
    "save": ("bridge.cli.asking:save", "leave the preview, save the session, come back"),
    "stop": ("bridge.cli.asking:stop", "give the desk back and end the bridge"),
    "restore": ("bridge.cli.restoring:restore", "what is still owed to a desk: give it back, or forget it"),
    "init": ("bridge.cli.init:init", "the show's files for the open session, or what is new in it"),
    "install": ("bridge.cli.installing:command", "our script inside the DAW: it tells the routing as it is"),
    "check": ("bridge.cli.check:check", "every problem in the show's files at once"),
    "doctor": ("bridge.cli.doctor:doctor", "what hinders: the DAW, ports, buffers; a report to paste"),
    "doctor midi": ("bridge.cli.doctor:midi", "what comes in at each MIDI port, how evenly; what is missing"),
    "stems": ("bridge.cli.stems:stems", "the stems of any list of track names, with the reasons"),
    "timecode": ("bridge.cli.timecode:timecode", "the timecode of a MIDI port, live, as lines or as JSON"),
    "timecode send": ("bridge.cli.timecode:send", "send MIDI timecode, to try any chaser with"),
    "replay": ("bridge.cli.replaying:replay", "a recorded tape through the engine: the same effects?"),
    "demo": ("bridge.cli.demo:demo", "a DAW without audio, to try all this without a DAW"),
    "completion": ("bridge.cli.completing:completion", "teach bash, zsh or fish our commands and values"),
}
"""Each command, of one word or two: where it lives (imported only when it is called) and what it does."""
HIDDEN = {"daemon": "bridge.cli.running:daemon"}
"""Commands that the program gives itself."""
EXITS = {
    0: "fine",
    1: "failed",
    2: "a file of yours has problems",
    3: "something is still owed to a desk",
}
"""What the exit codes mean."""
COMPLETION = "_STEMBRIDGE_COMPLETE"
"""The environment variable with which a shell asks what completes a line."""


def main() -> None:
    """Run the command line of this process and end with its exit code."""
    sys.excepthook = _fell_over
    if COMPLETION in os.environ:
        sys.exit(import_module("bridge.cli.completing").answer(os.environ[COMPLETION]))
    sys.exit(run(sys.argv[1:]))


def _fell_over(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """What a mistake of ours shows to the user: one line; the rest is written down."""
    folder = import_module("bridge.shell.places").state_folder()
    import_module("bridge.shell.logs").last_words(folder, kind, fault, trace)


def run(words: list[str]) -> int:
    """Carry out one command line; gives the exit code, one of `EXITS`."""
    both = " ".join(words[:2])
    name = both if both in COMMANDS else words[0] if words else "--help"
    if name in {"--help", "-h", "help"}:
        sys.stdout.write(overview())
        return 0
    if name == "--version":
        sys.stdout.write(f"stembridge {__version__}\n")
        return 0
    where = COMMANDS[name][0] if name in COMMANDS else HIDDEN.get(name)
    if where is None:
        near = meant(name, COMMANDS)
        hint = f"Did you mean: stembridge {near}" if near else "All commands: stembridge --help"
        sys.stderr.write(f"There is no command {quoted(name)}. Nothing was changed. {hint}\n")
        return 1
    code: int = import_module("bridge.cli.calling").call(where, name, words[name.count(" ") + 1 :])
    return code


def overview() -> str:
    """What `stembridge --help` prints."""
    width = max(map(len, COMMANDS))
    commands = "".join(f"  {name:<{width}}  {what}\n" for name, (_, what) in COMMANDS.items())
    exits = "".join(f"  {code}  {what}\n" for code, what in EXITS.items())
    return (
        "Usage: stembridge COMMAND …\n\n"
        "A bridge beside the DAW: it follows the session, knows every stem, previews\n"
        "mixes live and gives the desk back.\n\n"
        f"{commands}\n"
        "Help for one command: stembridge COMMAND --help\n"
        f"\nExit codes:\n{exits}"
    )
