"""Cue numbers of film music: `1m03A`, `101_2M07`, `1m04-1m05`, `M001`, and what only looks like one.

The grammar is the trade's: `[episode] reel-or-act M|MX|S|P|PM serial [part] [alt, version, revision]`. The serial
follows the letter at once and the word ends after it, so that `R2D2`, `2m`, `100m` and `3M` are none. The number
is a label: reel order and time order differ after a film was re-balanced, so nobody may sort by it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class CueKind(StrEnum):
    """What the letter of a cue number says: score, source music, playback on the set."""

    SCORE = "score"
    SOURCE = "source"
    PLAYBACK = "playback"


@dataclass(frozen=True, slots=True)
class CueNumber:
    """One cue number as found in a name. `text` is it as written; what is absent is None or "".

    `revision` is the digits after a later `R`, `v` or `rev`; without a cue number such an `R1` would be a reel.
    """

    text: str
    serial: int
    reel: int | None = None
    part: str = ""
    kind: CueKind = CueKind.SCORE
    episode: int | None = None
    revision: int | None = None


_TAIL = r"(?:[_\- ]?(?P<suffix>alt|vox|rev|edit|v|r)(?P<count>\d{0,3}))?"
_NUMBERED = re.compile(
    r"(?<![^\W_])(?:(?P<episode>\d{3})[_\- ])?"
    r"(?:(?P<reel>\d{1,2})(?P<kind>mx?|[sp](?=\d\d)|pm)(?P<serial>\d{1,3})|m(?P<alone>\d{3}|0\d))"
    r"(?P<part>(?!alt|rev|vox|edit|[vr]\d)[a-z]{1,3})?" + _TAIL + r"(?![^\W_])",
    re.IGNORECASE,
)
_REVISION = re.compile(r"(?<![^\W_])r(?:ev)?(\d{1,3})(?![^\W_])", re.IGNORECASE)


def cue_numbers(name: str) -> tuple[CueNumber, ...]:
    """All cue numbers of a name in order; two joined by a hyphen are a merged cue.

    >>> [cue.text for cue in cue_numbers("FPP_1m04-1m05_OldFlame_R3")]
    ['1m04', '1m05']
    >>> cue_numbers("101_2M03A")[0]
    CueNumber(text='101_2M03A', serial=3, reel=2, part='A', kind=<CueKind.SCORE: 'score'>, episode=101, revision=None)
    >>> cue_numbers("R2D2 DX 2m, 3M scotch tape")
    ()
    """
    found = tuple(_NUMBERED.finditer(name))
    if not found:
        return ()
    later = _REVISION.search(name, found[-1].end())
    return tuple(_cue(match, later) for match in found)


def _cue(match: re.Match[str], later: re.Match[str] | None) -> CueNumber:
    """The cue number that matched, with the revision that stands behind it."""
    part = match["part"] or ""
    kind = _kind(match["kind"] or "m")
    if kind is CueKind.SCORE and part == "s":
        kind, part = CueKind.SOURCE, ""
    return CueNumber(
        text=match[0],
        serial=int(match["serial"] or match["alone"]),
        reel=int(match["reel"]) if match["reel"] else None,
        part=part.upper(),
        kind=kind,
        episode=int(match["episode"]) if match["episode"] else None,
        revision=_revision(match, later),
    )


def _kind(letters: str) -> CueKind:
    """What the letters between reel and serial say."""
    match letters[0].lower():
        case "s":
            return CueKind.SOURCE
        case "p":
            return CueKind.PLAYBACK
        case _:
            return CueKind.SCORE


def _revision(match: re.Match[str], later: re.Match[str] | None) -> int | None:
    """The revision's number: glued to the cue number, or as a word of its own behind it."""
    if match["count"] and (match["suffix"] or "").lower() in {"r", "v", "rev"}:
        return int(match["count"])
    return int(later[1]) if later else None
