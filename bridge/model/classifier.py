"""The stem of a track, worked out from all its names, with the reasons.

Order of evidence: a person's lock, the show's own rules, an explicit tag (`{Stem=MX}`, `$STEM=MX`, `[MX]`), then
what the names say: folder and name, output bus, clips. A bus is weaker than a name, or a track gone astray would
hide itself; it decides where the name is silent or open. What contradicts costs confidence, what agrees adds.
"Don't know" (family None) is an answer.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bridge.model.clipnames import clips_reading
from bridge.model.decision import SUREST, Place, decided
from bridge.model.lexicon import Level, Lexicon
from bridge.model.names import LONGEST, cleaned, folded
from bridge.model.readings import Reading, reading
from bridge.model.show import StemRule
from bridge.model.stems import SUBS, Evidence, Family, Named, Role, Stem

REMEMBERED = 4096
"""Texts whose reading is remembered; folders, buses and clips repeat."""

_TAG = re.compile(r"\{\s{0,9}(\w{1,16})\s{0,9}=([^{}]{1,60})\}|\$(\w{1,16})=([^\s\]})]{1,60})|\[([^\[\]]{1,30})\]")
_PATH = re.compile(r"\s*[/\\>|:]\s*")
_STEM_KEYS = frozenset({"stem", "family", "dme"})


class Classifier:
    """Finds out what tracks are. The same names always give the same stem; hostile names cost bounded time."""

    def __init__(self, lexicon: Lexicon, rules: Sequence[StemRule] = ()) -> None:
        self._lexicon = lexicon
        self._rules = tuple((glob(rule.pattern), rule) for rule in rules)
        self._read = lru_cache(maxsize=REMEMBERED)(self._reading)

    def classify(self, named: Named, lock: Stem | None = None) -> Stem:
        """What the track is. `lock`, what a person decided, wins whole; of the rules the first that matches wins.

        A rule that names no family, or the role `content`, leaves that field to the names: `FX*` as effects keeps
        `FX Print` a print.
        """
        if lock is not None:
            reason = Evidence("lock", cleaned(named.name), _spoken(lock))
            return replace(lock, confidence=1.0, locked=True, evidence=(reason,))
        stem = self._by_names(named)
        names = [folded(cleaned(text)) for text in (named.name, named.folder, named.bus) if text and self._rules]
        for pattern, rule in self._rules:
            if any(pattern.fullmatch(name) for name in names):
                return _ruled(stem, rule)
        return stem

    def _by_names(self, named: Named) -> Stem:
        """What the names and the tags in them say."""
        said = {
            Place.NAME: self._read(_untagged(named.name[:LONGEST]), Place.NAME),
            Place.FOLDER: self._folder(named.folder),
            Place.BUS: self._read(named.bus, Place.BUS),
            Place.CLIPS: clips_reading(named.clips, self._clip, self._lexicon),
        }
        stem = decided(said)
        for text in (named.name[:LONGEST], named.comment[:LONGEST]):
            for match in _TAG.finditer(text):
                stem = self._tagged(stem, match)
        return stem

    def _reading(self, text: str, place: Place) -> Reading:
        return reading(text, place, self._lexicon)

    def _clip(self, text: str) -> Reading:
        return self._read(text, Place.CLIPS)

    def _folder(self, path: str) -> Reading:
        """What a folder says; where its path names several families, what its innermost part says."""
        whole = self._read(path, Place.FOLDER)
        if len(whole.verdict.open) < 2:
            return whole
        inner = self._read(_PATH.split(path[:LONGEST])[-1], Place.FOLDER)
        return inner if inner.verdict.family else whole

    def _tagged(self, stem: Stem, match: re.Match[str]) -> Stem:
        """The stem with what an explicit tag says."""
        key = (match[1] or match[3] or "").casefold()
        value = (match[2] or match[4] or match[5]).strip()
        found = self._reading(value, Place.NAME)
        family = found.verdict.family if found.verdict.level >= Level.CLEAR else None
        sub = value.rpartition("/")[2].strip().casefold()
        reason = Evidence("tag", cleaned(match[0]), "")
        role = next((one for one in Role if one == value.casefold()), None)
        if key == "role" and role is not None:
            return replace(stem, role=role, evidence=(replace(reason, says=f"role {role}"), *stem.evidence))
        if key == "sub" and stem.family and value.casefold() in SUBS[stem.family]:
            return replace(stem, sub=value.casefold(), evidence=(replace(reason, says=value), *stem.evidence))
        bare = not key and found.verdict.level is Level.DECISIVE and not found.verdict.subs.get(family or Family.DX)
        if family is None or not (key in _STEM_KEYS or bare):
            return stem
        named = sub if sub in SUBS[family] else found.verdict.subs.get(family, "")
        kept = stem.sub if stem.family is family else ""
        says = replace(reason, says=f"{family}/{named}" if named else str(family))
        return replace(stem, family=family, sub=named or kept, confidence=SUREST, evidence=(says, *stem.evidence))


def _untagged(name: str) -> str:
    """A name without its tags of the kind that names a key; a bare one, such as `[BG]`, is a word like others."""
    return _TAG.sub(lambda match: match[0] if match[5] else " ", name)


def glob(pattern: str) -> re.Pattern[str]:
    """A matcher of whole names after `folded`: `*` is any text, `?` one character, nothing else is special.

    Each run between stars is matched at its first place and never again, so the time is bounded by the product of
    both lengths whatever the name.

    >>> [bool(glob("fx*[a] ?").fullmatch(name)) for name in ("fx cars [a] 1", "fx cars [a] 12", "mx fx [a] 1")]
    [True, False, False]
    """
    first, *rest = [_run(run) for run in folded(cleaned(pattern)).split("*")]
    middle = "".join(f"(?>.*?{run})" for run in rest[:-1] if run)
    tail = f".*{rest[-1]}" if rest else ""
    return re.compile(first + middle + tail, re.DOTALL)


def _run(run: str) -> str:
    """The expression of a run without stars."""
    return "".join("." if character == "?" else re.escape(character) for character in run)


def _ruled(stem: Stem, rule: StemRule) -> Stem:
    """What the names said, with what the rule says in its place."""
    says = rule.stem
    reason = Evidence("rule", cleaned(rule.pattern), _spoken(says))
    changed = replace(stem, flags=stem.flags | says.flags, evidence=(reason, *stem.evidence))
    if says.role is not Role.CONTENT:
        changed = replace(changed, role=says.role)
    if says.family is not None:
        sub = says.sub or (stem.sub if stem.family is says.family else "")
        changed = replace(changed, family=says.family, sub=sub, confidence=1.0)
    return changed


def _spoken(stem: Stem) -> str:
    """A stem in words."""
    family = "no family" if stem.family is None else f"{stem.family}/{stem.sub}" if stem.sub else str(stem.family)
    return family if stem.role is Role.CONTENT else f"{family}, role {stem.role}"
