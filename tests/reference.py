"""The README's reference, made of the commands' own help pages.

`python -m tests.reference` writes it; with `--check` it only shows what is out of date, and then ends with exit code 1.
It depends on the commands alone: not on the terminal, not on what is in this machine's folders.
"""

import difflib
import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from bridge.cli.calling import loaded
from bridge.cli.main import COMMANDS, EXITS
from bridge.cli.pages import Page
from bridge.model.previews import OWN_FOLDER
from bridge.sheets import cuecells, showfile, tracks
from bridge.shell import ardourscripts, owed, runfile
from bridge.shell.logs import FAULTS
from bridge.shell.places import VARIABLE, history_path, journal_path
from bridge.shell.together import LOG

README = Path(__file__).parents[1] / "README.md"
FIRST, LAST = "<!-- the reference -->", "<!-- end of the reference -->"
WIDTH = 120

FILES = {
    "In the show's folder, yours": {
        showfile.FILE: "the show: sessions, buses, stem rules, policies, mode",
        tracks.FILE: "each track with its stem; yours and the bridge's",
        cuecells.FILE: "each span of a cue, and who hears it; yours and the bridge's",
        f"{OWN_FOLDER}/*.toml": "previews of your own",
        owed.NAME: "what a saved session holds of our mutes, for another machine; written by the bridge",
    },
    "In the state folder, the bridge's": {
        journal_path(Path()).name: "the journal: what is owed to each desk, on disk before anything is touched",
        history_path(Path()).name: "the history of decisions about cues and tracks, for `undo`",
        runfile.NAME: "the running bridge: its port and token, for the other commands; readable by you alone",
        LOG: "what the bridge said while `run` showed the console; that of the last time only",
        FAULTS: "the log of mistakes of ours, for a bug report; other lines go to the terminal or `bridge.log`",
    },
    "In Ardour's folder of settings, after `stembridge install ardour`": {
        ardourscripts.LIST: "Ardour's own list of your scripts, with one hook of ours more",
        ardourscripts.BACKUP: "its text before the bridge last changed it",
        f"{ardourscripts.SCRIPTS}/{ardourscripts.SCRIPT}": "the companion's text",
        f"{ardourscripts.FOLDER}/": "what the bridge and the companion tell each other; readable by you alone",
    },
}
"""Where things lie."""
STATE = (
    "The state folder is `~/.local/state/stembridge` on Linux, `~/Library/Application Support/stembridge` on macOS, "
    "`%LOCALAPPDATA%\\stembridge` on Windows."
)
VARIABLES = {
    VARIABLE: "another state folder; a bridge and the commands that talk to it need the same",
    "XDG_STATE_HOME": "on Linux, where the state folder lies, in place of `~/.local/state`",
    "XDG_CONFIG_HOME": "on Linux, where Ardour's folders of settings are looked for, in place of `~/.config`",
    "NO_COLOR": "if it is set, tables have no colours",
}
"""The environment variables that count."""


def reference() -> str:
    """The section, from mark to mark."""
    blocks = [
        FIRST,
        "## Reference",
        *_head(),
        *(block for name in COMMANDS for block in _command(name)),
        *_foot(),
        LAST,
    ]
    return "\n\n".join(blocks)


def updated(readme: str) -> str:
    """The README with the section as it should be."""
    before, first, rest = readme.partition(FIRST)
    _, last, after = rest.partition(LAST)
    if not (first and last):
        raise SystemExit(f"{README} has no {FIRST} … {LAST}: put the two marks where the reference shall stand.")
    return before + reference() + after


def difference() -> str:
    """What is out of date in the README, as a diff; empty if nothing is."""
    now = README.read_text(encoding="utf-8")
    is_, should = (text.splitlines(keepends=True) for text in (now, updated(now)))
    return "".join(difflib.unified_diff(is_, should, "README.md", "README.md as it should be"))


def _head() -> Iterator[str]:
    links = " · ".join(f"[{name}](#stembridge-{name.replace(' ', '-')})" for name in COMMANDS)
    yield _paragraph(f"{links} · [exit codes](#exit-codes) · [environment](#environment) · [files](#files)")
    yield _paragraph(
        "`stembridge` alone lists the commands, `stembridge COMMAND --help` shows what stands here, "
        "`stembridge --version` the version."
    )


def _command(name: str) -> Iterator[str]:
    """One command, as a page of the manual."""
    command = loaded(COMMANDS[name][0])
    context = click.Context(command, info_name=f"stembridge {name}")
    yield f"### stembridge {name}"
    yield f"`{' '.join((context.command_path, *command.collect_usage_pieces(context)))}`"
    yield from map(_paragraph, inspect.cleandoc(command.help or "").split("\n\n"))
    records = [record for param in command.params if (record := param.get_help_record(context))]
    if records:
        yield _list(records)
    if isinstance(command, Page):
        yield _examples(command.examples)
        if command.exits:
            yield _exits(command.exits)


def _examples(examples: Sequence[tuple[str, str]]) -> str:
    """What can be copied into a shell, each line with its word."""
    width = max(len(line) for line, _ in examples)
    return "\n".join(["```sh", *(f"{line:<{width}}  # {what}" for line, what in examples), "```"])


def _exits(exits: Mapping[int, str]) -> str:
    return _paragraph("Exit codes: " + " · ".join(f"**{code}** {what}" for code, what in exits.items()))


def _foot() -> Iterator[str]:
    yield "### Exit codes"
    yield _exits(EXITS)
    yield "### Environment"
    yield _list(VARIABLES.items())
    yield "### Files"
    for where, files in FILES.items():
        yield f"{where}:"
        yield _list(files.items())
    yield _paragraph(STATE)


def _list(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(_paragraph(f"- `{word}`: {what}", "  ") for word, what in rows)


def _paragraph(text: str, indent: str = "") -> str:
    """Text as Markdown, in lines of a fixed width; only what is not code needs to be escaped."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    shown = "".join(part if part.startswith("`") else re.sub(r"(?<!\*)\*(?!\*)|<", r"\\\g<0>", part) for part in parts)
    lines = textwrap.wrap(shown, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    """Write the section, or with `--check` show what is out of date; gives the exit code."""
    if "--check" in words:
        found = difference()
        sys.stdout.write(found)
        return 1 if found else 0
    README.write_text(updated(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
