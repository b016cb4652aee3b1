"""What a decision changed, in words."""

from collections.abc import Iterator, Mapping, Sequence

from bridge.model.stems import Family
from bridge.model.text import quoted
from bridge.sheets.cells import unguarded
from bridge.sheets.edits import Edit, Form, SheetKind

MOST = 8
"""Rows that are spelt out."""
_SIGNATURE = frozenset({"lock", "by", "written"})


def told(form: Form[SheetKind], what: str, edits: Sequence[Edit]) -> tuple[str, ...]:
    """A line for each row that was changed, and how many more there are.

    >>> from bridge.sheets.trackdecide import TRACKS
    >>> told(TRACKS, "Decided", [Edit(2, ("MX 1",), {"stem": ""}, {"stem": "MX"})])
    ('Decided: "MX 1": stem is MX (was empty).',)
    """
    lines = [f"{what}: {form.named(edit.row)}: {changes(edit.old, edit.new)}." for edit in edits[:MOST]]
    if len(edits) > MOST:
        lines.append(f"And {len(edits) - MOST} more rows.")
    return tuple(lines)


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What became of the cells; who signed is told elsewhere."""
    words = [*_words(old, new)]
    if old.get("lock") and not new.get("lock", "yes"):
        words.append("not locked any more")
    return "; ".join(words) or "locked as it is"


def _words(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for column, cell in new.items():
        if column not in _SIGNATURE:
            yield f"{column} is {_said(cell)} (was {_said(old.get(column, ''))})"


def _said(cell: str) -> str:
    """A cell in a sentence: words of fixed lists are plain, anything else is quoted."""
    word = unguarded(cell)
    if not word:
        return "empty"
    plain = word.isascii() and word.replace("_", "").isalpha() and word.islower()
    return word if plain or word in set(Family) else quoted(word)
