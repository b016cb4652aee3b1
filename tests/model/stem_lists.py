"""Lists of track names with what they are, and the shipped lexicon, as the classifier's tests need them."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bridge.model.classifier import Classifier
from bridge.model.lexicon import Lexicon, lexicon
from bridge.model.stems import Family, Named, Stem

HERE = Path(__file__).parent
PRESETS = HERE.parents[1] / "presets" / "stems"


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled track. `family` None: nobody could know; `roles`: any of these is right."""

    named: Named
    family: Family | None
    roles: frozenset[str]

    @property
    def content(self) -> bool:
        """True for a track of the film's sound whose stem can be known."""
        return self.family is not None and self.roles == {"content"}

    def right(self, stem: Stem) -> bool:
        """True if an answer with confidence is the label, role included."""
        return stem.known == self.family and stem.role in self.roles


@cache
def shipped() -> Lexicon:
    """The lexicon that ships with the program."""
    return lexicon([tomllib.loads(path.read_text("utf-8")) for path in sorted(PRESETS.glob("*.toml"))])


@cache
def classifier() -> Classifier:
    """A classifier with the shipped lexicon and no rules."""
    return Classifier(shipped())


def read_list(file: str) -> list[Row]:
    """The rows of a labelled list beside this file."""
    with (HERE / file).open(encoding="utf-8", newline="") as stream:
        return [_row(cells) for cells in csv.DictReader(stream)]


def _row(cells: dict[str, str]) -> Row:
    clips = tuple(clip for clip in cells["clips"].split(";") if clip)
    family = None if cells["stem"] == "?" else Family(cells["stem"])
    roles = frozenset((cells["role"] or "content").split("|"))
    return Row(Named(cells["name"], cells["folder"], cells["bus"], clips), family, roles)
