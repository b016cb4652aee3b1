"""A command with a second word: `stembridge timecode send`; without one of those words it does its first thing."""

import click

from bridge.cli.pages import Page


class First(Page, click.Group):
    """A group whose first command is meant where none of its commands is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the first command's name in front, unless a command or the help of all is asked for."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)
