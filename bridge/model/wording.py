"""A text cut into the words that the lexicon knows: phrases first, then whole words, then what words are built of."""

from typing import NamedTuple

from bridge.model.lexicon import Duty, Level, Lexicon, Meaning, Sense
from bridge.model.names import chunks, folded, pieces

MOST_ITEMS = 64
"""Words of one text that are read; what follows says nothing new."""
_LONGEST_IDEOGRAPHIC = 10
_FIRST_IDEOGRAPH = "\u2e80"
_SHORTEST_HEAD = 3
_INDEX_LETTERS = {False: frozenset("abcdefghijkx"), True: frozenset("abcd")}
"""Letters that count tracks (`FXA`), by whether the abbreviation before them has a vowel: `DIAG` is no `DIA G`."""
_VOWELS = frozenset("aeiou")


class Word(NamedTuple):
    """One word: the key it is looked up by, as written, whether in capitals, and what it is a compound of."""

    key: str
    text: str
    shouted: bool = False
    built: tuple[Meaning, ...] = ()


class Item(NamedTuple):
    """One word or phrase of a text that is neither a number, a single letter nor padding.

    `meanings` is empty for a word that nobody knows, such as a person's name; `place` counts words.
    """

    text: str
    place: int
    meanings: tuple[Meaning, ...] = ()
    known: bool = False


def items(text: str, lexicon: Lexicon) -> list[Item]:
    """The words and phrases of a cleaned text in order, the longest phrases that the lexicon knows."""
    words = _words(text, lexicon)
    found: list[Item] = []
    place = 0
    while place < len(words):
        length = _phrase(words, place, lexicon)
        item = _item(words[place : place + length], place, lexicon)
        if item is not None:
            found.append(item)
        place += length
    return found


def _phrase(words: list[Word], place: int, lexicon: Lexicon) -> int:
    """How many words from here make the longest known phrase; 1 if none."""
    longest = min(lexicon.spans.get(words[place].key, 1), len(words) - place)
    for length in range(longest, 1, -1):
        if " ".join([word.key for word in words[place : place + length]]) in lexicon.words:
            return length
    return 1


def _item(words: list[Word], place: int, lexicon: Lexicon) -> Item | None:
    """The item of a word or phrase; None for padding, numbers and single letters."""
    first = words[0]
    key = first.key if len(words) == 1 else " ".join([word.key for word in words])
    meanings = lexicon.words.get(key)
    text = " ".join([word.text for word in words])
    if meanings is not None:
        shouted = all(word.shouted for word in words)
        kept = meanings if shouted else tuple(meaning for meaning in meanings if not meaning.shouted)
        if kept or len(words) > 1:
            return Item(text, place, kept, known=True)
        return Item(text, place) if meanings else None
    if first.built:
        return Item(text, place, first.built, known=True)
    if key.isdigit() or (len(key) == 1 and key.isascii()):
        return None
    return Item(text, place)


def _words(text: str, lexicon: Lexicon) -> list[Word]:
    """The words of a text: chunks that are known whole, else their pieces."""
    words: list[Word] = []
    for chunk in chunks(text)[:MOST_ITEMS]:
        key = folded(chunk)
        if key in lexicon.words:
            words.append(Word(key, chunk, chunk.isupper()))
            continue
        whole = _glued(key, lexicon) if key.isalpha() and not chunk.isupper() else ()
        for piece in whole or pieces(chunk):
            words.extend(_split(piece, lexicon))
    return words[:MOST_ITEMS]


def _split(piece: str, lexicon: Lexicon) -> list[Word]:
    """The words of one piece: itself if known, glued abbreviations, words without spaces, a compound, or a stranger."""
    key = folded(piece)
    whole = Word(key, piece, piece.isupper())
    if len(key) < 2 or key in lexicon.words or key.isdigit():
        return [whole]
    if key[0] >= _FIRST_IDEOGRAPH:
        return _ideographic(key, lexicon)
    if glued := _glued(key, lexicon):
        return [Word(part, part if piece.islower() else part.upper(), piece.isupper()) for part in glued]
    return [whole._replace(built=_compound(key, lexicon))]


def _glued(key: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The parts of an abbreviation glued to another word (`fxstem`) or to a letter that counts (`dxa`); else ()."""
    if not key.isascii():
        return ()
    for cut in range(2, min(len(key), 12)):
        head, tail = key[:cut], key[cut:]
        if head in lexicon.joins and (tail in _INDEX_LETTERS[not _VOWELS.isdisjoint(head)] or _weighs(tail, lexicon)):
            return (head, tail)
        if tail in lexicon.joins and _weighs(head, lexicon):
            return (head, tail)
    return ()


def _weighs(key: str, lexicon: Lexicon) -> bool:
    """True for a word that people glue to an abbreviation: a clear word of a stem, or a role's."""
    if len(key) < 2:
        return False
    return any(isinstance(said, Duty) or said.level >= Level.CLEAR for said in lexicon.words.get(key, ()))


def _compound(key: str, lexicon: Lexicon) -> tuple[Meaning, ...]:
    """What a longer word says by its end, else by its beginning."""
    for cut in range(max(_SHORTEST_HEAD, len(key) - 14), len(key) - 2):
        if key[cut:] in lexicon.ends:
            return lexicon.ends[key[cut:]]
    for cut in range(min(len(key), 14), 2, -1):
        if key[:cut] in lexicon.starts:
            return lexicon.starts[key[:cut]]
    return ()


def _ideographic(key: str, lexicon: Lexicon) -> list[Word]:
    """The known words of a run that is written without spaces, longest first.

    Single characters prove nothing. Where strange characters are left over (a person's name), bare sounds don't either.
    """
    words: list[Word] = []
    place = strange = 0
    while place < len(key):
        length = _known_from(key, place, lexicon)
        if length:
            words.append(Word(key[place : place + length], key[place : place + length]))
        strange += not length and key[place] not in lexicon.words
        place += length or 1
    if strange:
        words = [word for word in words if _weighs(word.key, lexicon)]
    return words or [Word(key, key)]


def _known_from(key: str, place: int, lexicon: Lexicon) -> int:
    """The length of the longest known word that begins here, 0 if none does."""
    for length in range(min(_LONGEST_IDEOGRAPHIC, len(key) - place), 1, -1):
        if key[place : place + length] in lexicon.words and not _inside(key, place, length):
            return length
    return 0


def _inside(key: str, place: int, length: int) -> bool:
    """True for a katakana word of two letters that stands inside a longer one (`ベル` in `レベル`)."""
    if length > 2 or not _katakana(key[place]):
        return False
    return (place > 0 and _katakana(key[place - 1])) or _katakana(key[place + length : place + length + 1])


def _katakana(character: str) -> bool:
    return "\u30a0" <= character <= "\u30ff"


def senses(item: Item) -> list[Sense]:
    """The stems that an item names, without those that count only where nothing else does."""
    return [meaning for meaning in item.meanings if isinstance(meaning, Sense) and not meaning.alone]
