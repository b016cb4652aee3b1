"""Text that came from outside, made fit to be shown, and the word that a misspelt one was meant to be."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

WIDEST = 200
"""Characters of foreign text that a line shows unless it says otherwise; track names are far shorter."""

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, format characters (bidi marks, zero-width), lone surrogates, private and unassigned, line separators."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that count as letters or marks but show nothing: joiners, fillers, the empty Braille cell."""


def harmless(text: str, limit: int = WIDEST) -> str:
    r"""Foreign text as one printable line: what can't be seen is spelt out, what is over `limit` characters is cut.

    A name can then neither steer a terminal, nor turn the reading direction of its line, nor pass for another name.
    Joiners are spelt out too, where a script needs them: exact is better than pretty here.

    >>> harmless("MX\x1b[2J 1"), harmless("DX\u202e1"), harmless("abcdef", 4)
    ('MX\\x1b[2J 1', 'DX\\u202e1', 'abc…')
    """
    seen: list[str] = []
    room = limit
    for place, character in enumerate(text):
        shown = _shown(character)
        if len(shown) > room or (len(shown) == room and place + 1 < len(text)):
            return "".join(seen) + "…"
        room -= len(shown)
        seen.append(shown)
    return "".join(seen)


def _shown(character: str) -> str:
    """The character itself, or its visible escape."""
    if character.isascii() and character.isprintable():
        return character
    if character not in _UNSEEN_LETTERS and unicodedata.category(character) not in _UNSEEN_CATEGORIES:
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def quoted(text: str) -> str:
    """Foreign text as a sentence quotes it: harmless, short, between quotation marks."""
    return f'"{harmless(text, 60)}"'


def meant(word: str, allowed: Iterable[str]) -> str:
    """The allowed word that `word` was probably meant to be, "" if none is near; the case of letters is no matter.

    >>> meant("Previw", ["watch", "preview", "keep"])
    'preview'
    """
    spelt = {candidate.casefold(): candidate for candidate in allowed}
    near = get_close_matches(word[:60].casefold(), spelt, n=1, cutoff=0.6)
    return spelt[near[0]] if near else ""
