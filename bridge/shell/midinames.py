"""Names of MIDI ports that hold over restarts, and which port a user's words mean.

What systems put into a name changes from one start to the next: ALSA appends client and port numbers
("Midi Through:Midi Through Port-0 14:0"), RtMidi on Windows the place in the list ("loopMIDI Port 2").
"""

import re
from collections import Counter
from collections.abc import Sequence

_NUMBERS = {"ALSA": re.compile(r" \d+:\d+$"), "Windows MIDI": re.compile(r" \d+$")}


def stable(name: str, api: str) -> str:
    """The part of a system's name that stays.

    >>> stable("Midi Through:Midi Through Port-0 14:0", "ALSA"), stable("ardour:MTC out", "JACK")
    ('Midi Through:Midi Through Port-0', 'ardour:MTC out')
    """
    return _NUMBERS[api].sub("", name) if api in _NUMBERS else name


def stable_names(names: Sequence[str], api: str) -> tuple[str, ...]:
    """A stable name for each of the system's, in their order; twins are told apart by a number behind.

    >>> stable_names(["MOTU 1", "MOTU 2", "IAC 3"], "Windows MIDI")
    ('MOTU', 'MOTU (2)', 'IAC')
    """
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        short = stable(name, api)
        seen[short] += 1
        told.append(short if seen[short] == 1 else f"{short} ({seen[short]})")
    return tuple(told)


def chosen(wanted: str, names: Sequence[str], api: str) -> str | None:
    """The one of the system's names that a user's words mean, None if there is none.

    The whole name comes first, then the first name that begins so. Capitals and the system's numbers are no matter.

    >>> chosen("ardour:mtc", ["a2j:MTC", "ardour:MTC out"], "JACK")
    'ardour:MTC out'
    """
    words = wanted.strip().casefold()
    short = stable(words, api)
    known = [told.casefold() for told in stable_names(names, api)]
    for fits in (lambda told: told in {words, short}, lambda told: told.startswith(short)):
        for name, told in zip(names, known, strict=True):
            if short and fits(told):
                return name
    return None
