"""A marker's text cut into clauses, and the words of cues found in it, each with how it stands there.

Clauses end at punctuation, brackets, dashes between spaces and cue numbers. A hit is a label where it stands alone in
its clause (numbers and padding don't count) or in capitals that its surroundings lack.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.model.cuewords import SURE, CueWords, Fact, Saying, Sure, Turn
from bridge.model.names import folded

MOST_TOKENS = 64
"""Words of one text that are read; what follows says nothing new."""
FURTHEST = 6
"""Words that a negation reaches over."""
SHORT = 4
"""Up to so many words a text all in capitals is a label, not a heading."""

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<arrow>-+>|=+>|>+|[→➔➜⇒►])"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<stop>\s[-–—]+\s|--+|__+|[–—,;:/|+.!?¿…=*\"“”])"
)
_ELISION = re.compile(r"^(?:l|d|n|c|s|j|qu)['’](?=.{3})", re.IGNORECASE)
_ARROW = Saying(Turn.ARROW)


class Token(NamedTuple):
    """One word, with the key it is looked up by, its clause and its place in the text; an arrow has the key `>`."""

    key: str
    text: str
    clause: int
    start: int
    end: int


class Hit(NamedTuple):
    """A word or phrase that is known; `first` and `last` count tokens."""

    saying: Saying
    text: str
    clause: int
    first: int
    last: int

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What it says of the cue; nothing for a word that only turns others."""
        return () if isinstance(self.saying.says, Turn) else self.saying.says

    @property
    def turn(self) -> Turn | None:
        """What it does to other words."""
        return self.saying.says if isinstance(self.saying.says, Turn) else None


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A text taken apart.

    `strangers`: how many words of each clause nobody knows; `bracketed`: the clauses in brackets; `known`: the tokens
    that belong to hits; `turning`: the hits that do something to others; `denied`: the
    first tokens of hits under a negation.
    """

    text: str
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    strangers: tuple[int, ...]
    bracketed: frozenset[int]
    known: frozenset[int]
    turning: tuple[Hit, ...]
    denied: frozenset[int]

    def turns(self, *turns: Turn) -> list[Hit]:
        """The hits that do one of these."""
        return [hit for hit in self.turning if hit.turn in turns]

    @property
    def asks(self) -> bool:
        """True for a question or a wish."""
        return "?" in self.text or "¿" in self.text or bool(self.turns(Turn.ASKS))

    def label(self, hit: Hit) -> bool:
        """True if the hit stands as a label."""
        if self.strangers[hit.clause] == 0:
            return True
        shouted = hit.text.isupper() and len(hit.text) > 2
        return shouted and (len(self.tokens) <= SHORT or not all(token.text.isupper() for token in self.tokens))

    def sure(self, hit: Hit) -> float:
        """How sure a hit makes where it stands; 0 if it says nothing there."""
        if self.negated(hit):
            return 0.0
        label, running = SURE[hit.saying.sure]
        if hit.saying.sure is Sure.BRACKETED:
            return label if self._bracketed(hit) else running
        if hit.saying.sure is Sure.LABEL and hit.facts and not self._terse(hit):
            return running
        if hit.facts and self.hits[0].turn is Turn.SCENE and self.hits[0].first == 0:
            return SURE[Sure.HINT][0]
        return label if self.label(hit) else running

    def _terse(self, hit: Hit) -> bool:
        """True if a hit stands in brackets, beside a cue number or in a text of few words: not in a note."""
        return hit.clause in self.bracketed or "|" in self.text or len(self.tokens) <= SHORT

    def _bracketed(self, hit: Hit) -> bool:
        """True if a hit stands alone in brackets, or is all that the text says."""
        if self.strangers[hit.clause]:
            return False
        return hit.clause in self.bracketed or not (
            any(self.strangers) or any(other.facts for other in self.hits if other is not hit)
        )

    def ends(self, hit: Hit) -> bool:
        """True if a hit ends the music."""
        if hit.turn is Turn.SILENCES:
            return not any(other.facts and other.clause == hit.clause and other.first > hit.last for other in self.hits)
        return hit.turn is Turn.ENDS and self.sure(hit) > 0

    def negated(self, hit: Hit) -> bool:
        """True if a negation reaches the hit, or a later word voids it."""
        return hit.first in self.denied

    def between(self, left: Hit, right: Hit) -> int:
        """How many unknown words stand between two hits; very many if they are in different clauses."""
        if left.clause != right.clause:
            return MOST_TOKENS
        return sum(1 for place in range(left.last + 1, right.first) if place not in self.known)


def phrasing(text: str, words: CueWords) -> Phrasing:
    """The text taken apart; cue numbers in it must have been replaced by `|`."""
    tokens, bracketed, clauses = _tokens(text)
    hits = _hits(tokens, words)
    said = [hit for hit in hits if hit.turn not in {Turn.MUTE, Turn.SCENE}]
    turning = tuple([hit for hit in hits if hit.turn not in {None, Turn.MUTE, Turn.PADDING}])
    known = frozenset([place for hit in said for place in range(hit.first, hit.last + 1)])
    strangers = [0] * clauses
    for place, token in enumerate(tokens):
        if place not in known and not (len(token.key) == 1 and token.key.isascii()):
            strangers[token.clause] += 1
    denied = frozenset([*_negated(hits), *_voided(hits, strangers)])
    return Phrasing(text, tuple(tokens), tuple(hits), tuple(strangers), frozenset(bracketed), known, turning, denied)


def _negated(hits: Sequence[Hit]) -> Iterator[int]:
    """The first tokens of hits that stand behind a negation in their clause, with no `but` between."""
    negation: Hit | None = None
    for hit in hits:
        if negation is not None and hit.clause == negation.clause and hit.first <= negation.last + FURTHEST:
            yield hit.first
        if hit.turn in {Turn.NEGATES, Turn.SILENCES}:
            negation = hit
        elif hit.turn is Turn.BUT:
            negation = None


def _voided(hits: Sequence[Hit], strangers: Sequence[int]) -> Iterator[int]:
    """The first tokens of hits that a later word speaks of: in the same clause, or alone in the next."""
    voiding: Hit | None = None
    for hit in reversed(hits):
        if hit.turn is Turn.VOIDS:
            voiding = hit
        elif voiding is not None and (
            voiding.clause == hit.clause or (not strangers[voiding.clause] and voiding.first == hit.last + 1)
        ):
            yield hit.first


def _tokens(text: str) -> tuple[list[Token], set[int], int]:
    """The words of a text, the clauses that stand in brackets, the number of clauses."""
    tokens: list[Token] = []
    bracketed: set[int] = set()
    clause = depth = 0
    for match in _TOKEN.finditer(text):
        match match.lastgroup:
            case "word":
                tokens.append(Token(_key(match[0]), match[0], clause, match.start(), match.end()))
            case "arrow":
                tokens.append(Token(">", match[0], clause, match.start(), match.end()))
            case kind:
                clause += 1
                depth = depth + 1 if kind == "open" else max(0, depth - 1) if kind == "close" else depth
        if depth:
            bracketed.add(clause)
        if len(tokens) >= MOST_TOKENS:
            break
    return tokens, bracketed, clause + 1


def _key(word: str) -> str:
    """The key of a word: no elided article, no possessive, no apostrophes.

    >>> _key("L'Orchestre"), _key("don't"), _key("Anna’s")
    ('orchestre', 'dont', 'anna')
    """
    key = folded(word)
    if "'" in key or "’" in key:
        key = _ELISION.sub("", key, count=1)
        key = re.sub(r"['’]s$", "", key).replace("'", "").replace("’", "")
    return key


def _hits(tokens: Sequence[Token], words: CueWords) -> list[Hit]:
    """The known words in order, the longest phrases first."""
    found: list[Hit] = []
    place = 0
    while place < len(tokens):
        hit = _hit(tokens, place, words)
        if hit is not None:
            found.append(hit)
            place = hit.last
        place += 1
    return found


def _hit(tokens: Sequence[Token], place: int, words: CueWords) -> Hit | None:
    """The longest known phrase that begins here."""
    first = tokens[place]
    if first.key == ">":
        return Hit(_ARROW, first.text, first.clause, place, place)
    for length in range(min(words.spans.get(first.key, 0), len(tokens) - place), 0, -1):
        run = tokens[place : place + length]
        saying = words.words.get(" ".join([token.key for token in run]))
        if saying is None or run[-1].clause != first.clause:
            continue
        text = " ".join([token.text for token in run])
        if not saying.shouted or text.isupper():
            return Hit(saying, text, first.clause, place, place + length - 1)
    return None
