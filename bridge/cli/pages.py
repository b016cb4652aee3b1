"""The page that `stembridge COMMAND --help` shows: what click makes of a command, then examples and exit codes.

    @click.command(cls=Page, examples=[("stembridge save", "a clean file, and the preview back")])

The README's reference is made of the same pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

_STAYS = "\u2011"
"""The no-break hyphen: stands for the plain one while lines are broken."""


class _Formatter(click.HelpFormatter):
    """Breaks lines between words only: names such as `out-of-world` have hyphens, and are to be copied."""

    def write_text(self, text: str) -> None:
        """A text, laid out."""
        super().write_text(text.replace("-", _STAYS))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of words and what they mean, laid out."""
        super().write_dl([(word, what.replace("-", _STAYS)) for word, what in rows], col_max, col_spacing)

    def write(self, string: str) -> None:
        """What is laid out already."""
        super().write(string.replace(_STAYS, "-"))


class _Context(click.Context):
    formatter_class = _Formatter


class Page(click.Command):
    """A command whose help page ends with examples and exit codes.

    `examples`: command lines as they are typed, each with a word on what it does. `exits`: what an exit code of this
    command says beyond `bridge.cli.main.EXITS`.
    """

    context_class = _Context

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's own
        examples: Sequence[tuple[str, str]] = (),
        exits: Mapping[int, str] | None = None,
        **attributes: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)
        self.exits = dict(exits or {})

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What stands below the options."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line, what in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")
                    with formatter.indentation(), formatter.indentation():
                        formatter.write_text(what)
        if self.exits:
            with formatter.section("Exit codes"):
                formatter.write_dl([(str(code), what) for code, what in self.exits.items()])
