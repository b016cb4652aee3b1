"""Calling one command: what it raises becomes a sentence and an exit code; no traceback reaches a user."""

import os
import sys
from importlib import import_module

import click

from bridge.model.errors import BadShow, StembridgeError
from bridge.model.text import harmless
from bridge.shell.terminal import laid

PROGRAM = (sys.executable, "-P", "-m", "bridge")
"""How this program starts itself."""
FAILED = 1
USER_FILE = 2
LONGEST = 4000
"""Characters of one line of output; a line holds foreign names and may not grow without bounds."""


def loaded(where: str) -> click.Command:
    """The command at `module:attribute`."""
    module, _, attribute = where.partition(":")
    command: click.Command = getattr(import_module(module), attribute)
    return command


def call(where: str, name: str, words: list[str]) -> int:
    """Run the command at `module:attribute` with these words; gives its exit code."""
    command = loaded(where)
    try:
        code = command.main(args=words, prog_name=f"stembridge {name}", standalone_mode=False)
    except BadShow as bad:
        complain(*map(str, bad.problems), "Nothing of it was taken over.")
        return USER_FILE
    except StembridgeError as trouble:
        complain(str(trouble))
    except click.ClickException as wrong:
        wrong.show()
    except (click.Abort, KeyboardInterrupt):
        complain("", "Ended before it was done.")  # what was being typed, or ^C, has a line of its own
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it is open until the end
    else:
        return code if isinstance(code, int) else 0
    return FAILED


def at_terminal() -> bool:
    """True if there is a terminal to draw on and to read keys from."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(*lines: str) -> None:
    """Print lines for people; foreign text in them can't steer the terminal."""
    for line in lines:
        click.echo(laid(harmless(line, LONGEST), sys.stdout))


def complain(*lines: str) -> None:
    """Print lines for people to standard error."""
    for line in lines:
        click.echo(laid(harmless(line, LONGEST), sys.stderr), err=True)
