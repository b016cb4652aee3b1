"""A length of time on the command line: 20s, 2m, 45."""

import re

import click

UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0}


class Length(click.ParamType[float]):
    """Seconds, of `shortest` at least."""

    name = "length"

    def __init__(self, shortest: float = 1.0) -> None:
        self._shortest = shortest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds of a text."""
        match = re.fullmatch(r"(\d{1,5})\s*(s|m|min|)", str(value).strip())
        if match is None or int(match[1]) * UNITS[match[2]] < self._shortest:
            self.fail(f"{value!r} is no length of time; such as 20s or 2m, {self._shortest:.0f}s at least.", param, ctx)
        return int(match[1]) * UNITS[match[2]]
