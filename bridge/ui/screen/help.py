"""The help: every key with what it does, and every sign with what it means."""

from bridge.model.cues import Level
from bridge.model.routing import Standing
from bridge.ui.levels import SHORT, SYMBOLS
from bridge.ui.palette import Hue
from bridge.ui.routes import ACCEPTED, SIGNS, UNSEEN, WRONG
from bridge.ui.screen.desk import LOCKED, PERHAPS, STATES
from bridge.ui.screen.lines import EMPTY, Line, Piece, column, cut, name, wrapped
from bridge.ui.screen.seen import Seen
from bridge.ui.screen.sounds import LEVELS

KEYS = (
    ("a preview's key", "hear that preview; the same key again, or Esc: the full desk"),
    ("… held down", "hear it while the key is down, where the terminal tells when it comes up"),
    ("Esc", "full: the desk as it is, always"),
    ("Tab", "the cursor between the desk and the cues"),
    ("↑ ↓ PgUp PgDn", "move the cursor"),
    ("← → space", "fold and unfold a stem or a bus"),
    ("/", "filter the desk: words of names, stems, buses, mute, solo, refused, wrong; Esc ends it"),
    ("Enter", "decide: the stem of a track, who hears a cue"),
    ("l", "lock a track's stem as it is shown, or unlock it"),
    ("k", "keep muted: a track that the preview has muted stays so afterwards"),
    ("r", "put back: the track under the cursor goes to its bus again"),
    ("h", "hands off: where the track under the cursor goes is how you want it; or no longer"),
    ("a", "acknowledge the notices and findings that are shown"),
    ("z   y", "undo and redo decisions, newest first"),
    ("w", "the mode: watch, preview, keep"),
    ("Ctrl+P", "every command by name: play, pause, save and all of these"),
    ("q", "leave this screen"),
)
ROUTES = (
    (WRONG, "wrong: on another stem, on two, nowhere, a print in a stem and so on; the word stands there", Hue.ALARM),
    (SIGNS[Standing.UNKNOWN], "it feeds a stem, and nobody knows what it is", Hue.ALARM),
    (ACCEPTED, "wrong, and somebody wants it so: hands off, or accepted with a note", Hue.HAND),
    (UNSEEN, "not checkable: nobody tells where it goes, or not all of it", Hue.DIM),
)
"""The signs of the routing, what they mean, and their hue."""
CAP = 18
"""Cells of a key, or of a preview with its key."""


def helped(seen: Seen, width: int) -> list[Line]:
    """The page."""
    lines: list[Line] = [(Piece("Keys", Hue.TITLE),)]
    for key, words in KEYS:
        lines += _told((Piece(column(f" {key}", CAP), Hue.KEY),), words, width)
    lines += [EMPTY, (Piece("Previews", Hue.TITLE),)]
    for offer in seen.snapshot.offers if seen.snapshot else ():
        caps = (Piece(column(f" {offer.key}", 4), Hue.KEY), Piece(column(f" {name(offer.name)}", CAP - 4)))
        lines += _told(caps, offer.about or offer.title, width)
    lines += [EMPTY, (Piece("A track", Hue.TITLE),)]
    lines += [(Piece(f" {text}", hue),) for text, hue in STATES.values()]
    lines.append((Piece(f" {LOCKED} before a stem: a person has locked it   {PERHAPS} it is a guess", Hue.DIM),))
    lines += [EMPTY, (Piece("Where a track goes", Hue.TITLE),)]
    for sign, words, hue in ROUTES:
        lines += _told((Piece(column(f" {sign}", CAP), hue),), words, width)
    lines += [EMPTY, (Piece("Who hears a cue", Hue.TITLE),)]
    lines += [(Piece(f" {SYMBOLS[level]} {column(SHORT[level], 5)} {level.value}", LEVELS[level]),) for level in Level]
    return [cut(line, width) for line in lines]


def _told(caps: Line, words: str, width: int) -> list[Line]:
    """What a key does, behind it, in as many lines as that takes."""
    first, *others = wrapped(words, max(width - CAP - 1, 10), 20)
    return [(*caps, Piece(f" {name(first)}")), *((Piece(" " * (CAP + 1) + name(one)),) for one in others)]
