"""What a person writes to say what a track is: stem, role, flags; with hints where a word is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from bridge.model.keys import FUNCTION, key_trouble
from bridge.model.stems import SUBS, Evidence, Family, Flag, Role, Stem
from bridge.model.text import meant, quoted
from bridge.model.timecode import RATES

_SAID = {
    Family.DX: ("dia", "dialog", "dialogue", "dialogues", "dlg", "dx stem", "voice", "vo"),
    Family.FX: ("sfx", "efx", "effects", "effect", "sound effects", "foley", "bg", "ambience"),
    Family.MX: ("music", "mus", "musik", "score", "song", "songs"),
}
"""What people call the stems. Only hints are made of it: one spelling in the files, or no two tools agree on them."""


_YES, _NO = ("yes", "true", "1", "x"), ("no", "false", "0", "")


class Slip(ValueError):  # noqa: N818 - a slip of the pen, not an error of the program
    """Words that can't stand where they do: what is wrong, and what would be right."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def choice(given: object, allowed: Iterable[str]) -> str:
    """The allowed words for a hint, the one that was probably meant first.

    >>> choice("sorce", ["score", "source"])
    'did you mean source? allowed: score, source'
    """
    words = list(allowed)
    near = meant(str(given), words) if isinstance(given, str | int | float) else ""
    return (f"did you mean {near}? " if near else "") + "allowed: " + ", ".join(words)


def yes_said(written: object) -> bool:
    """Whether yes was written, in the ways that people and spreadsheets have; nothing is no; raises `Slip`."""
    word = str(written).casefold()
    if word not in _YES + _NO:
        raise Slip(f"{quoted(str(written))} is neither yes nor no", "allowed: yes, no, or nothing (which is no)")
    return word in _YES


@dataclass(frozen=True, slots=True)
class Kin:
    """A stem as it is written: `MX`, `MX/source`, or nothing."""

    family: Family | None = None
    sub: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.family, self.sub)))


def rate_said(written: object) -> str:
    """The timecode rate that was written, by its name; raises `Slip`."""
    if isinstance(written, str) and written in RATES:
        return written
    if not isinstance(written, str):
        raise Slip("a rate must be text in quotation marks", 'such as "24" or "29.97df"')
    raise Slip(f"{quoted(written)} is no timecode rate", choice(written, RATES))


def key_said(written: object) -> str:
    """The key that was written, as the console knows it; raises `Slip`."""
    if not isinstance(written, str):
        raise Slip("a key must be text in quotation marks", 'such as "d" or "f5"')
    key = written.casefold() if written.casefold() in FUNCTION else written
    if why := key_trouble(key):
        raise Slip(f"{quoted(written)} can't be a key: {why}", "choose another")
    return key


NO_KIN = Kin()
"""Nothing was written of the stem."""


def family_said(written: object) -> Family:
    """The family that was written, in any case of letters; raises `Slip`."""
    if not isinstance(written, str):
        raise Slip("a stem must be text in quotation marks", 'such as "MX"')
    if written.strip().upper() not in Family.__members__:
        raise Slip(f"{quoted(written)} is no stem", _stem_hint(written.strip()))
    return Family(written.strip().upper())


def kin(written: object) -> Kin:
    """The stem that was written, in any case of letters; raises `Slip`.

    >>> kin("mx/Source")
    Kin(family=<Family.MX: 'MX'>, sub='source')
    """
    if not isinstance(written, str):
        raise Slip("a stem must be text in quotation marks", 'such as "MX" or "MX/source"')
    stem, _, sub = (part.strip() for part in written.partition("/"))
    if not stem and not sub:
        return NO_KIN
    if not stem:
        raise Slip(f"{quoted(sub)} stands without a stem", "such as MX for source")
    family = family_said(stem)
    if sub and sub.casefold() not in SUBS[family]:
        raise Slip(f"{quoted(sub)} is no part of {family}", _sub_hint(sub.casefold(), family))
    return Kin(family, sub.casefold())


def _stem_hint(stem: str) -> str:
    families = [family.value for family in Family]
    for family, names in _SAID.items():
        if stem.casefold() in names:
            return f"did you mean {family}? allowed: {', '.join(families)}"
    return choice(stem, families)


def _sub_hint(sub: str, family: Family) -> str:
    for other, subs in SUBS.items():
        if sub in subs:
            return f"{sub} belongs to {other}; allowed: {', '.join(SUBS[family])}"
    return choice(sub, SUBS[family])


KinWord = Annotated[Kin, BeforeValidator(kin)]
"""`Kin` as a field of a file's shape."""
FamilyWord = Annotated[Family, BeforeValidator(family_said)]
"""`Family` as a field of a file's shape."""
KeyWord = Annotated[str, BeforeValidator(key_said)]
"""A key of the console as a field of a file's shape."""
RateWord = Annotated[str, BeforeValidator(rate_said)]
"""A timecode rate as a field of a file's shape."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a track; `role` None where nothing was said of it."""

    kin: Kin = NO_KIN
    role: Role | None = None
    flags: frozenset[Flag] = frozenset()

    @property
    def nothing(self) -> bool:
        """True if neither stem nor role nor a flag was said."""
        return self == Said()

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.kin), self.role, *sorted(self.flags))))

    def stem(self, source: str, text: str) -> Stem:
        """The stem, as sure as a person is; `source` (`rule` or `lock`) and `text` tell where it was said."""
        evidence = (Evidence(source, text, str(self)),)
        role = self.role or Role.CONTENT
        return Stem(self.kin.family, self.kin.sub, role, self.flags, 1.0, evidence, locked=source == "lock")
