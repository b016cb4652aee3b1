"""The sentences that people read: what happened, what was not harmed, what to do next."""

from collections.abc import Callable, Sequence

from bridge.core import hearing
from bridge.core.state import State
from bridge.model.cues import Language, Level, Me, Span
from bridge.model.desk import Target
from bridge.model.material import SOUNDING, Material, Sides
from bridge.model.previews import Preview
from bridge.model.stems import Family

WATCHING = (
    "The bridge is in watch mode and sends nothing. Nothing was changed. Allow previews with: stembridge mode preview"
)
HEARD_ONLY = "this DAW is followed by MIDI alone, which tells no tracks and takes no orders"
"""Why a DAW that can only be heard has no previews, and is neither moved nor saved from here."""
GONE = "The preview ended: another session is open now, or Ardour was started again. Nothing was sent to it."
FEW = 6
CLAIMS = 4
"""So many cues that claim one track are named."""
_SIDES = {
    Sides.IN: "in the world",
    Sides.OUT: "out of the world",
    Sides.BOTH: "on both sides",
    Sides.NEITHER: "on neither side",
}


def named(names: Sequence[str]) -> str:
    """Some names in quotes, and how many more.

    >>> named(["DX 1", "DX 2"])
    '"DX 1", "DX 2"'
    """
    shown = ", ".join(f'"{name}"' for name in names[:FEW])
    return shown + (f" and {len(names) - FEW} more" if len(names) > FEW else "")


def absent(state: State) -> str:
    """Why nothing can be said to the DAW."""
    if state.traits.heard_only:
        return f"{HEARD_ONLY[0].upper()}{HEARD_ONLY[1:]}."
    return state.detail or "The DAW is not there yet."


def strips(count: int) -> str:
    """So many strips, spelt.

    >>> strips(1), strips(3)
    ('1 strip', '3 strips')
    """
    return f"{count} strip" if count == 1 else f"{count} strips"


def outcome(state: State, preview: Preview) -> tuple[str, ...]:
    """What a preview did: heard and silenced, and by name what refused, was left alone or is not known."""
    governed = [name for name, where in state.reaches.items() if where.governed]
    heard = hearing.heard(state, preview) & set(governed)
    refused, yours, unknown = refusing(state), state.names(state.stage.hands), unsure(state)
    silenced = len(governed) - len(heard) - len(refused) - len(yours)
    counts = f"{preview.name}: {strips(len(heard))} may sound, {silenced} are silent."
    lines = [f"{counts} Get the desk back with: stembridge preview off"]
    if unfilled(state, preview):
        what = "This is FX+MX (unfilled), not an M&E: no production effects (PFX) could be told from the dialogue."
        lines.append(f"{what} Tracks named PFX, or with DX/pfx in tracks.csv, would be kept.")
    if refused:
        what = f"Partial: {strips(len(refused))} did not obey: {named(refused)}."
        lines.append(f"{what} {why_refused(state)}")
    alone = untouched(state, preview)
    if alone:
        lines.append(f"Left alone, still as it was: {named(alone)} (mute automation is not on Manual).")
    if yours:
        lines.append(f"You changed these during the preview, so they stay as you set them: {named(yours)}.")
    if unknown:
        sound = "are heard" if preview.minus else "are silent"
        lines.append(f"Stem not known, so they {sound}: {named(unknown)}. Say what they are in tracks.csv.")
    lines += _decided(state, preview)
    if sends := pre_fader(state, preview):
        lines.append(f"A mute can't silence their pre-fader sends (as of the last save): {named(sends)}.")
    if soloed := soloing(state):
        lines.append(f"You have solos on, so less than this is heard: {named(soloed)}.")
    return tuple(lines)


def _decided(state: State, preview: Preview) -> list[str]:
    """What the preview had to decide because nobody has."""
    lines = []
    if names := undecided(state, preview):
        side = _SIDES[state.show.policies.unset_music]
        lines.append(f"Nobody has decided who hears {named(names)}: music counts as {side}, the rest as in the world.")
    if names := ambiguous(state, preview):
        lines.append(f"Decided to stay open, so heard on both sides: {named(names)}.")
    if names := by_ear(state, preview):
        lines.append(f"Kept as walla; check by ear that no words can be made out: {named(names)}.")
    return lines


def undecided(state: State, preview: Preview) -> tuple[str, ...]:
    """The strips whose material here has no level, where the preview asks for one."""
    return _of_level(state, preview, Level.UNSET)


def ambiguous(state: State, preview: Preview) -> tuple[str, ...]:
    """The strips whose material here is to stay open, where the preview asks for a side."""
    return _of_level(state, preview, Level.AMBIGUOUS)


def _of_level(state: State, preview: Preview, level: Level) -> tuple[str, ...]:
    if preview.world is None:
        return ()
    return _sounding(state, lambda of: of.level is level)


def by_ear(state: State, preview: Preview) -> tuple[str, ...]:
    """Voices of which nobody has said whether words can be made out, where the preview is about an M&E."""
    if not preview.me:
        return ()
    heard = hearing.heard(state, preview)
    return tuple(name for name in _sounding(state, lambda of: of.language is Language.UNKNOWN) if name in heard)


def _sounding(state: State, which: Callable[[Material], bool]) -> tuple[str, ...]:
    """Governed strips of a known stem that may sound here: of music, those with a region under the playhead."""
    here, music, reaches = state.moment.sounding, state.layout.music, state.reaches
    found = [(name, of) for name, of in state.material.items() if which(of) and of.stem.known and of.in_the_film]
    governed = (name for name, _ in found if name in reaches and reaches[name].governed)
    return tuple(name for name in governed if here is None or name not in music or name in here)


def unfilled(state: State, preview: Preview) -> bool:
    """Whether a preview of the M&E is none, because nothing among the dialogue can be told from it."""
    if Me.MAIN not in preview.me:
        return False
    dialogue = [state.stems[name] for name, where in state.reaches.items() if where.content]
    subs = {stem.sub for stem in dialogue if stem.known is Family.DX}
    return bool(subs) and "pfx" not in subs


def pre_fader(state: State, preview: Preview) -> tuple[str, ...]:
    """Silenced strips that still sound through a pre-fader send, as of the last save."""
    saved = state.saved_here
    tracks = saved.tracks if saved is not None else ()
    sending = {track.name for track in tracks if any(send.pre_fader and send.active for send in track.sends)}
    return tuple(target.strip for target in hearing.silenced_by(state, preview) if target.strip in sending)


def refusing(state: State) -> tuple[str, ...]:
    """The strips that did not take our value."""
    return state.names(state.claims.refused())


def why_refused(state: State) -> str:
    """The likely cause of a refusal."""
    if any(strip.kind == "vca" and strip.mute for strip in state.strips):
        return "Likely cause: a muted VCA above them."
    return "Likely cause: automation that plays, or a control surface that holds the mute."


def untouched(state: State, preview: Preview) -> tuple[str, ...]:
    """Strips that the preview would silence but must not touch."""
    heard = hearing.heard(state, preview)
    return tuple(n for n, where in state.reaches.items() if where.content and where.why and n not in heard)


def unsure(state: State) -> tuple[str, ...]:
    """Strips that carry the film's sound and whose stem is not known."""
    governed = ((name, state.stems[name]) for name, where in state.reaches.items() if where.governed)
    return tuple(name for name, stem in governed if stem.known is None and stem.role in SOUNDING)


def disputes(state: State, most: int | None = None) -> tuple[str, ...]:
    """A sentence for each of the tracks that live cues dispute, in the order of the list; `most` so many."""
    disputed = state.moment.disputed
    names = state.names({Target(name) for name in disputed})
    told = tuple(_dispute(name, disputed[name]) for name in names[:most])
    more = len(names) - len(told)
    return (*told, f"{more} more tracks are claimed by several cues: stembridge cues") if more else told


def _dispute(track: str, spans: tuple[Span, ...]) -> str:
    said = " and ".join(f"{span.cue} ({span.known})" for span in spans[:CLAIMS])
    said += f" and {len(spans) - CLAIMS} more" if len(spans) > CLAIMS else ""
    return f'"{track}" is claimed by {said}: name the tracks of each in cues.csv.'


def soloing(state: State) -> tuple[str, ...]:
    """The strips that are soloed: by themselves where our script tells that, else explicit or implied."""
    own = state.own
    return tuple(s.name for s in state.strips if (own[s.name].solo if s.name in own else s.solo))
