"""`stembridge completion`, and the answers to the shells that it has taught.

A shell's script asks by calling the program with the variable `bridge.cli.main.COMPLETION` set and the line so far
beside it (click's protocol of shell completion).
"""

import os

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from bridge.cli.calling import loaded
from bridge.cli.main import COMMANDS, COMPLETION
from bridge.cli.pages import Page

_PROGRAM = "stembridge"
_FIRST = "#compdef %(prog_name)s\n"
_READY = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }\n"


class _Bash(BashComplete):
    """bash, which hands `--level=dieg` over in three words: click knows it in one."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        args, incomplete = super().get_completion_args()
        return (args[:-1], incomplete) if args[-1:] == ["="] else (args, incomplete)

    def format_completion(self, item: CompletionItem[str]) -> str:
        """A word as bash puts it on the line: with a backslash before each blank, where no quotation mark is open.

        Two, for the script reads them once more.
        """
        line = os.environ.get("COMP_WORDS", "")
        quoted = any(line.count(mark) % 2 for mark in "'\"")
        return f"{item.type},{item.value if quoted else item.value.replace(' ', chr(92) * 2 + ' ')}"


class _Whole(ShellComplete):
    """A shell that hands `--level=dieg` over as one word and wants one back."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What may stand in the place of the word that is typed."""
        option, joined, _ = incomplete.partition("=")
        before = option + joined if joined and option.startswith("-") else ""
        found = super().get_completions(args, incomplete)
        return [CompletionItem(before + item.value, help=item.help) if item.type == "plain" else item for item in found]


class _Zsh(_Whole, ZshComplete):
    """zsh, also where nothing has started its completion yet (as macOS delivers it)."""

    source_template = _FIRST + _READY + ZshComplete.source_template.removeprefix(_FIRST)


class _Fish(_Whole, FishComplete):
    """fish, with the words on a value up to their end: click's script cuts them at the first comma."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m1 ","')


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


class Commands(click.Group):
    """All commands as one; a command is imported only when something behind its name is completed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        return loaded(COMMANDS[cmd_name][0]) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant, which may have two words."""
        both = " ".join(args[:2])
        return (both, self.get_command(ctx, both), args[2:]) if both in COMMANDS else super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands by the table alone, and the options of the program itself."""
        fitting = [(name, what) for name, (_, what) in COMMANDS.items() if name.startswith(incomplete)]
        return [CompletionItem(name, help=what) for name, what in fitting] + click.Command.shell_complete(
            self, ctx, incomplete
        )


def everything() -> Commands:
    """The whole command line."""
    return Commands(params=[click.Option(["--version"], is_flag=True, help="Show the version and exit.")])


def answer(instruction: str) -> int:
    """Print what completes the line that the environment tells of; `instruction` is such as `bash_complete`."""
    shell, _, wanted = instruction.partition("_")
    if shell not in SHELLS or wanted != "complete":
        return 1
    click.echo(SHELLS[shell](everything(), {}, _PROGRAM, COMPLETION).complete())
    return 0


@click.command(
    cls=Page,
    examples=[
        ("echo 'eval \"$(stembridge completion bash)\"' >> ~/.bashrc", "installs it for bash (4.4 or newer)"),
        ("echo 'eval \"$(stembridge completion zsh)\"' >> ~/.zshrc", "installs it for zsh"),
        ("echo 'stembridge completion fish | source' >> ~/.config/fish/config.fish", "installs it for fish"),
    ],
)
@click.argument("shell", type=click.Choice(list(SHELLS)), help="The shell that you type in.")
def completion(shell: str) -> None:
    """Print the script with which the Tab key completes commands, options and the values we know.

    Those are the previews (the show's own too), modes, levels, the numbers of the cues in cues.csv and the names in
    tracks.csv: of the show in --show, else in this folder, else of the running bridge. One line, below, installs it; it
    counts in the next shell that you open. Nothing is written but what you redirect, and no bridge or DAW is asked.
    """
    click.echo(SHELLS[shell](everything(), {}, _PROGRAM, COMPLETION).source(), nl=False)
