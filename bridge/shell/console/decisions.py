"""What a person decides on the console, as commands of the interface: stems, levels, locks, the mode, how to leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.model.cues import Level
from bridge.model.routing import RouteView
from bridge.model.show import Mode
from bridge.model.snapshot import CueView, TrackView
from bridge.model.stems import SUBS, Family, Stem
from bridge.ui.screen.lines import name

NO_TRACK = "Put the cursor on a track first (↑ ↓). Nothing was changed."
GONE_BY = "That cue has gone by. Nothing was changed. Put the cursor on another one (↑ ↓)."
NO_STEM = "Its stem is not known, so there is nothing to lock. Nothing was changed. Enter sets one."

Answers = tuple[tuple[str, str], ...]
"""What may be chosen: a word, and how it is shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be chosen. `at`: what holds now."""

    text: str
    answers: Answers
    at: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A command of the interface with its keys, and what it wants in a few words."""

    command: str
    wish: str
    keys: Mapping[str, object]


LEVELS: Answers = (
    ("diegetic", "● SRC  diegetic: the characters hear it"),
    ("nondiegetic", "○ NON  nondiegetic: only the audience hears it"),
    ("metadiegetic", "◐ MIND metadiegetic: in one character's mind"),
    ("extrafictional", "▣ TTL  extrafictional: titles, logos"),
    ("diegetic > nondiegetic", "⇄ X    it leaves the story for the audience"),
    ("nondiegetic > diegetic", "⇄ X    it comes from the audience into the story"),
    ("ambiguous", "◇ AMB  ambiguous: decided to stay open"),
    ("unset", "?      nobody has decided"),
)
"""What a cue's level may be set to, as it is spelt in cues.csv."""
MODES: Answers = (
    (Mode.WATCH.value, "watch    only looks: nothing is sent but questions"),
    (Mode.PREVIEW.value, "preview  previews may mute, and give back"),
    (Mode.KEEP.value, "keep     also puts routes back"),
)


COMMANDS: Answers = (
    ("play", "Let the DAW roll"),
    ("pause", "Stop the DAW where it is"),
    ("save", "Leave the preview, save the session, come back"),
    ("undo", "Take the newest decision back"),
    ("redo", "Do it again"),
    ("route", "Put every track back on its bus that the plan may touch"),
    ("unroute", "Take back what was routed last"),
)
"""The commands of the interface that need no more words, each with what it does."""


def stem_question(track: TrackView) -> Question:
    """What a track is."""
    words = [word for family in Family for word in (family.value, *(f"{family}/{sub}" for sub in SUBS[family]))]
    title = f'What is "{name(track.name)}"? It lands in tracks.csv, locked and signed.'
    return Question(title, tuple((word, word) for word in words), _spelt(track.stem))


def stem_order(track: TrackView, word: str) -> Order:
    """The track is this."""
    return Order("track", f"{track.name} is {word}", {"name": track.name, "set": {"stem": word}})


def lock_order(track: TrackView) -> Order | None:
    """The track's stem is locked as it is shown, or, if it was, its name speaks again; None if nothing is known."""
    if track.stem.locked:
        return Order("track", f"{track.name} unlocked", {"name": track.name, "set": {"lock": "no"}})
    return stem_order(track, _spelt(track.stem)) if track.stem.family is not None else None


def keep_order(track: TrackView) -> Order:
    """What the preview has muted stays so."""
    return Order("keep-muted", f"{track.name} stays muted", {"strips": [track.name]})


def back_order(track: TrackView) -> Order:
    """The track goes to its bus again."""
    return Order("route", f"{track.name} put back", {"strips": [track.name]})


def hands_order(track: TrackView, route: RouteView | None) -> Order:
    """Where the track goes is how the user wants it; or, where that is said already, no longer."""
    off = route is None or not route.hands_off
    return Order("hands-off", f"hands {'off' if off else 'on'} {track.name}", {"strips": [track.name], "off": off})


def level_question(cue: CueView) -> Question:
    """Who hears a cue."""
    title = f"Who hears {name(cue.number or cue.id)} {name(cue.title)}? It lands in cues.csv, for the whole cue."
    return Question(title, LEVELS, cue.crossing or cue.level.value)


def level_order(cue: CueView, word: str) -> Order:
    """Who hears the cue is this."""
    number = cue.number or cue.id
    keys: dict[str, object] = {"number": number, "set": {"level": "" if word == Level.UNSET else word}}
    return Order("cue", f"{number} is {word}", keys | ({"session": cue.session} if cue.session else {}))


def mode_question(mode: str) -> Question:
    """What the bridge may send."""
    return Question("What may the bridge send?", MODES, mode)


def farewell(*, together: bool, previewing: bool) -> Question:
    """What shall end where a person leaves the screen; the answers are `end`, `leave`, `back`."""
    on = "A preview is on. " if previewing else ""
    if together:
        end = "End the preview and the bridge: the desk is given back" if previewing else "End the bridge"
        leave = "Only this screen: the bridge goes on in this terminal" + (", with the preview" if previewing else "")
    else:
        end = "End the preview: the desk is given back"
        leave = "Leave it on: the bridge goes on with it"
    return Question(f"{on}What shall end?", (("end", end), ("leave", leave), ("back", "Nothing: back to the screen")))


def _spelt(stem: Stem) -> str:
    return "/".join(filter(None, (stem.family, stem.sub)))
