"""Cueing: where the playhead is among the cues, and so what sounds on each track.

The session's cues are those of the show's `cues.csv`; without one, what the session file proposes. What is known is
kept until something new is known: a session file that is gone or broken changes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bridge.core import hearing, listing
from bridge.core.state import NEVER, State
from bridge.core.timeline import NOWHERE, Layout, Moment, Timeline
from bridge.model.cues import Place, Span
from bridge.model.desk import CONTENT_KINDS
from bridge.model.effects import Severity
from bridge.model.events import PositionSeen, SessionRead, SessionTrouble
from bridge.model.material import TrackLevel, material
from bridge.model.session import Region
from bridge.model.stems import Family
from bridge.model.text import quoted
from bridge.model.timecode import RATES, Ruler, frame_at, frame_of, sample_of

BREATH = 0.02
"""A position and a label that were told within so many seconds are of the same place."""
NOTHING_SAID = TrackLevel()


def session_read(state: State, event: SessionRead) -> None:
    """The session's file was read."""
    state.saved, state.proposals, state.saved_trouble = event.session, event.proposals, ""
    state.classify()
    if state.saved_here is not None:
        listing.placed(state, event.session.folder)


def session_trouble(state: State, event: SessionTrouble) -> None:
    """The session's file can't be read; what was read before stays."""
    if event.text != state.saved_trouble:
        state.say(Severity.WARNING, event.text)
    state.saved_trouble = event.text


def cues(state: State) -> tuple[Span, ...]:
    """The spans of the session that is open: the show's, else what its file proposes.

    A DAW that can only be heard tells no session, and its positions are timecode: all spans count, by their labels.
    """
    saved = state.saved_here
    if not state.show.cues:
        return state.proposals if saved is not None else ()
    if state.traits.heard_only:
        return tuple(replace(span, start=_labelled(span.start), end=_labelled(span.end)) for span in state.show.cues)
    names = {"", state.session} | ({saved.name} if saved is not None else set())
    return tuple(span for span in state.show.cues if span.session in names)


def _labelled(place: Place) -> Place:
    return Place(label=place.label)


def ruler(state: State) -> Ruler | None:
    """How the session's positions are labelled: as its file says, else by one position that was reported both ways.

    Where nobody can tell a session's start, positions are counted from the label zero.
    """
    if state.traits.heard_only:
        return Ruler(RATES[state.show.rate], state.rate)
    saved = state.saved_here
    return (saved.ruler if saved is not None else None) or state.heard_ruler


def hear_ruler(state: State, event: PositionSeen) -> None:
    """One position told as samples and as a label in the same breath tells the session's offset, to the frame.

    Each report is taken for one pair. A frame more or less is no news: an offset need not lie on a frame.
    """
    if event.position is not None:
        state.position_at = event.at
    if event.label is not None:
        state.label_at = event.at
    position, label = state.transport.position, state.transport.label
    if abs(state.position_at - state.label_at) > BREATH or position is None or not state.rate:
        return
    state.position_at, state.label_at = -NEVER, NEVER
    rate = RATES[state.show.rate]
    try:
        frame = frame_of(label, rate)
    except ValueError:  # another rate than the show says
        return
    known = state.heard_ruler
    if known is None or known.rate != rate or abs(known.frame(position) - frame) > 1:
        before = ruler(state)
        offset = sample_of(frame - frame_at(position, rate, state.rate), rate, state.rate)
        state.heard_ruler = Ruler(rate, state.rate, offset)
        state.unlaid |= ruler(state) != before


def follow(state: State) -> None:
    """Be where the playhead is. Between two changes this costs two comparisons."""
    if state.unlaid:
        _lay_out(state)
    position = state.position
    if state.moment.holds(position) if position is not None else state.moment is NOWHERE:
        return
    before, state.moment = state.moment, _moment(state)
    _sort(state, _differing(before.governs, state.moment.governs) & state.stems.keys())


def _lay_out(state: State) -> None:
    """Lay the session's cues out anew, and say of each track what sounds on it."""
    state.unlaid = False
    music = frozenset(
        strip.name
        for strip in state.strips
        if strip.kind in CONTENT_KINDS and state.stems[strip.name].known is Family.MX
    )
    layout = Layout(cues(state), ruler(state), state.rate, music, _regions(state, music), state.show.policies.crossing)
    if layout != state.layout:
        state.layout, state.timeline = layout, Timeline(layout, state.timeline)
    state.missing = _missing(state)
    state.moment = _moment(state)
    saved = state.saved_here
    comments = {track.name: track.comment for track in saved.tracks} if saved is not None else {}
    found = {name: state.levels_of(name, comments.get(name, ""), stem) for name, stem in state.stems.items()}
    state.levels = {name: level for name, level in found.items() if level is not None}
    state.material = {}
    _sort(state, tuple(state.stems))


def _moment(state: State) -> Moment:
    return NOWHERE if state.position is None else state.timeline.moment(state.position)


def _missing(state: State) -> tuple[str, ...]:
    """What the cues name and the session does not have: a track that was renamed, most likely."""
    if not state.stems:
        return ()
    named = {track: laid.span.cue for laid in reversed(state.timeline.laid) for track in laid.span.tracks}
    return tuple(
        f"{quoted(track)}, which {quoted(str(cue))} names, is no track of this session: was it renamed? See cues.csv."
        for track, cue in sorted(named.items(), key=lambda one: one[0])
        if track not in state.stems
    )


def _sort(state: State, names: Collection[str]) -> None:
    """Say of these tracks what sounds on them."""
    governs = state.moment.governs
    for name in names:
        state.material[name] = material(state.stems[name], governs.get(name), state.levels.get(name, NOTHING_SAID))
    hearing.sounds_changed(state, names)


def _differing(one: Mapping[str, Span], other: Mapping[str, Span]) -> set[str]:
    """The tracks that another span governs."""
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def _regions(state: State, music: frozenset[str]) -> Mapping[str, tuple[Region, ...]] | None:
    saved = state.saved_here
    if saved is None:
        return None
    return {track.name: track.regions for track in saved.tracks if track.name in music}
