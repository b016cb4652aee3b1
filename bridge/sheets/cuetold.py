"""What a decision changed, in words."""

from collections.abc import Iterator, Mapping, Sequence

from bridge.model.text import quoted
from bridge.sheets.cells import unguarded
from bridge.sheets.cuedecide import Edit

MOST = 8
"""Rows that are spelt out."""
_SIGNATURE = frozenset({"lock", "by", "written"})


def told(what: str, edits: Sequence[Edit]) -> tuple[str, ...]:
    """A line for each row that was changed, and how many more there are.

    >>> told("Decided", [Edit(2, ("", "1m3", "01:00:00:00", "", "", "", ""), {"level": ""}, {"level": "diegetic"})])
    ('Decided: "1m3" at 01:00:00:00: level is diegetic (was empty).',)
    """
    lines = [f"{what}: {name_of(edit)}: {changes(edit.old, edit.new)}." for edit in edits[:MOST]]
    if len(edits) > MOST:
        lines.append(f"And {len(edits) - MOST} more rows.")
    return tuple(lines)


def name_of(edit: Edit) -> str:
    """Which row was changed, by what no decision changes."""
    session, number, start, _, samples, _, found_by = map(unguarded, edit.row)
    where = start or f"sample {samples}"
    within = f" in {quoted(session)}" if session else ""
    return f"{quoted(number or found_by) if number or found_by else 'the cue'} at {where[:60]}{within}"


def key_of(edit: Edit) -> tuple[str, str, str]:
    """The session and the number of the cue whose row was changed, and what the row was found by."""
    session, number, found_by = (unguarded(edit.row[place]) for place in (0, 1, -1))
    return session, number, found_by


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """What became of the cells; who signed is told elsewhere."""
    words = [*_words(old, new)]
    return "; ".join(words) if words else "confirmed as it is" if new.get("lock") else "not confirmed any more"


def _words(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for column, cell in new.items():
        if column not in _SIGNATURE:
            yield f"{column} is {_said(cell)} (was {_said(old.get(column, ''))})"


def _said(cell: str) -> str:
    """A cell in a sentence: words of fixed lists are plain, anything else is quoted."""
    word = unguarded(cell)
    if not word:
        return "empty"
    return word if word.isascii() and word.replace("_", "").isalpha() and word.islower() else quoted(word)
