"""What a preview must do to the reel, worked out from the reel's own tables, without the bridge.

Nothing here is taken from the rooms that it judges: a name is looked up, a place compared, a table by hand asked.
"""

from bridge.demo.channel import TRACKS as KINDS
from bridge.demo.channel import Automation
from bridge.demo.cues import SPOTTED, Spotted
from bridge.demo.reel import LATER, TRACKS
from bridge.demo.session import RATE, Session
from bridge.demo.sounds import ANYTHING, Sound
from bridge.model.cues import Level

OFF = "off"
"""The name of no preview."""
TAIL = 2 * RATE
"""Samples for which a track stays what it was behind the end of its cue."""
LYING = {name: sound for name, *_, sound in TRACKS} | dict(LATER)


def live(position: int) -> tuple[Spotted, ...]:
    """The spans of the reel at this sample."""
    return tuple(one for one in SPOTTED if _start(one) <= position < _end(one))


def sound(track: str, position: int) -> Sound:
    """What sounds on the track at this sample: what its cue says, the one that has just ended, else its name."""
    cues = [one for one in SPOTTED if track in one.span.tracks]
    now = [one for one in cues if _start(one) <= position < _end(one)]
    ended = [one for one in cues if _end(one) <= position < _end(one) + TAIL]
    for found in (now, ended):
        if found:
            return max(found, key=_end).sound
    return LYING.get(track, ANYTHING)


def desk(alone: Session, preview: str, position: int) -> dict[str, bool]:
    """The mute that each strip must show under this preview (`OFF`: none), where `alone` is the desk without a bridge.

    Silent is what was silent, and every track that the preview does not hear; a track whose mute automation plays is
    left to it, and buses are never muted.
    """
    shown = {}
    for channel in alone.channels:
        ours = channel.kind in KINDS and channel.automation is Automation.MANUAL and preview != OFF
        silent = ours and preview not in sound(channel.name, position).heard
        shown[channel.name] = channel.shows_mute or silent
    return shown


def said(number: str, level: str, crossing: str = "") -> str:
    """A cue and who hears it, in few words.

    >>> said("1m2", "transdiegetic", "diegetic > nondiegetic"), said("1m4", "unset")
    ('1m2 diegetic > nondiegetic', '1m4 undecided')
    """
    return f"{number} {crossing or ('undecided' if level == Level.UNSET else level)}"


def live_said(position: int) -> frozenset[str]:
    """The cues at this sample, each as `said`."""
    spans = [one.span for one in live(position)]
    return frozenset(said(span.cue.number, span.level, str(span.crossing or "")) for span in spans)


def _start(one: Spotted) -> int:
    return one.span.start.samples or 0


def _end(one: Spotted) -> int:
    return one.span.end.samples or 0
