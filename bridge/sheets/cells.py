"""Text in a spreadsheet's cell: kept from being run as a formula or read as a number, and given back exactly.

Excel and LibreOffice run a cell that begins with `=`, turn `01` into 1 and `MAY 1` into a date, and save what they
made of it. A name like these gets an apostrophe in front, which both show and save as it is; reading takes off one.
Whatever is written comes back: a name that begins with apostrophes of its own before such text gets one more.
"""

import re

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters of a formula (OWASP, CSV injection); Japanese Excel takes the full-width forms too."""
_NUMBER = re.compile(r"[\d\s.,:/%()'’eE$€£¥+-]+")
_CLOCK = re.compile(r"\d{1,2}[\d:. ]*[ap]m?", re.IGNORECASE)
_LONGEST_DATE = 40
_TRUTH = frozenset({"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero"})
_DATE = re.compile(r"(?:\d{1,4}[\s./-]*)?([^\W\d_]{3,10})(?:[\s.,/-]*\d{1,4}){0,2}")
_ENGLISH = "january february march april may june july august september october november december"
_GERMAN = "januar jänner februar märz mrz april mai juni juli august september oktober november dezember"
_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
_NAMES = f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH} {_ITALIAN}".split()
_MONTHS = frozenset(name[:length] for name in _NAMES for length in range(3, len(name) + 1))
"""The months' names and their beginnings; `marker 7` is none."""


def guarded(text: str) -> str:
    """The text as it is written into a cell.

    >>> guarded("=cmd|'/c calc'!A1"), guarded("MAY 1"), guarded("MX 1")
    ("'=cmd|'/c calc'!A1", "'MAY 1", 'MX 1')
    """
    return "'" + text if _misread(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` wrote as this cell; a cell that a person typed without an apostrophe is itself.

    >>> unguarded("'01"), unguarded("01"), unguarded("'Round Midnight")
    ('01', '01', "'Round Midnight")
    """
    return cell[1:] if cell.startswith("'") and _misread(cell.lstrip("'")) else cell


def _misread(text: str) -> bool:
    """Whether a spreadsheet would take this for something other than text; in doubt yes."""
    bare = text.strip(" \u00a0")
    if not bare:
        return False
    if bare[0] in _FORMULA or bare.casefold() in _TRUTH:
        return True
    if not any(map(str.isdecimal, bare)):
        return False
    return _NUMBER.fullmatch(bare) is not None or (len(bare) <= _LONGEST_DATE and _dated(bare))


def _dated(text: str) -> bool:
    """Whether it could be a date with a month's name, or a time of the day."""
    date = _DATE.fullmatch(text)
    return _CLOCK.fullmatch(text) is not None or (date is not None and date[1].casefold() in _MONTHS)
