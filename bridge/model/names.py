"""Names as people type them, taken apart: cleaned, cut into words, each with the key it is looked up by.

A name from a DAW is hostile text: only its first `LONGEST` characters count, controls and direction marks fall
away, full-width and composed forms become the plain ones. What is cut where: at everything that is neither
letter nor digit, then (by `pieces`) between letters and digits and inside camelCase.
"""

import re
import unicodedata

LONGEST = 512
"""Characters of a text that count; no honest track name comes near."""

_CHUNK = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^A-Za-z\d]+")
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_ENDING = re.compile(
    r"(?:\.(?:wav|wave|bwf|aiff?|mp3|flac|ogg|rf64|w64|mxf|mov|mp4))?(?:\.(?:lfe|[lr](?:s|ss|sr|ts|c|w)))?$",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ß": "ss"}
_CAPITALS = {letter.upper(): plain.upper() for letter, plain in _LETTERS.items() if len(letter.upper()) == 1}
_PLAIN = str.maketrans(_LETTERS | _CAPITALS)
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def cleaned(text: str) -> str:
    r"""The part of a text that counts: plain forms, no controls, no direction marks, no file or channel ending.

    >>> cleaned("\u202eＭＸ\u0007 1.LFE"), cleaned("V.O. Anna.wav")
    ('MX  1', 'VO Anna')
    """
    text = text[:LONGEST]
    if not (text.isascii() and text.isprintable()):
        text = _plain_forms(text)[:LONGEST]
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
        bare = _ENDING.sub("", text, count=1)
        text = bare or text
    return text


def _plain_forms(text: str) -> str:
    """The text in NFKC, controls as spaces, invisible characters and left-over marks dropped."""
    shown = []
    for character in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(character)
        if category in _UNSEEN:
            continue
        shown.append(" " if category[0] in "CZ" else character)
    return _MARKS.sub("", "".join(shown))


def folded(text: str) -> str:
    """The key of a word: case, accents and the letters that many keyboards lack don't count.

    >>> folded("Geräusche"), folded("Röster"), folded("GŁOSY"), folded("МУЗЫКА"), folded("ガイド")
    ('gerausche', 'roster', 'glosy', 'музыка', 'ガイド')
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).casefold()  # first: some marks would become letters
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", bare))).translate(_PLAIN)


def chunks(text: str) -> list[str]:
    """The runs of letters and digits of a cleaned text, as written.

    >>> chunks("DX_Boom-01 (Stereo)")
    ['DX', 'Boom', '01', 'Stereo']
    """
    return _CHUNK.findall(text)


def pieces(chunk: str) -> list[str]:
    """A chunk cut between letters and digits and inside camelCase; a plural `s` stays with its capitals.

    >>> pieces("FFFXStem"), pieces("BGs2"), pieces("DeNoised"), pieces("PFX12A")
    (['FFFX', 'Stem'], ['BGs', '2'], ['De', 'Noised'], ['PFX', '12', 'A'])
    """
    return _PIECE.findall(chunk if chunk.isascii() else _bare(chunk))


def _bare(chunk: str) -> str:
    """A chunk without accents but with its capitals, so that camelCase shows; other scripts stay as they are."""
    marked = _MARKS.sub("", unicodedata.normalize("NFD", chunk))
    return unicodedata.normalize("NFC", marked).translate(_PLAIN)


def spellings(word: str) -> tuple[str, ...]:
    """The keys under which a word of the lexicon is found: folded, and as typed without umlauts.

    >>> spellings("Geräusche"), spellings("Room Tone")
    (('gerausche', 'geraeusche'), ('room tone',))
    """
    lowered = unicodedata.normalize("NFC", word).casefold()
    typed = lowered.translate(_TYPED)
    return tuple(dict.fromkeys(" ".join(folded(chunk) for chunk in chunks(form)) for form in (lowered, typed)))


_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
