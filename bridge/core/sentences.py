"""The sentences that people read: what happened, what was not harmed, what to do next."""

from collections.abc import Sequence

from bridge.core.state import State
from bridge.model.previews import Preview

WATCHING = (
    "The bridge is in watch mode and sends nothing. Nothing was changed. Allow previews with: stembridge mode preview"
)
GONE = "The preview ended: another session is open now, or Ardour was started again. Nothing was sent to it."
FEW = 6


def named(names: Sequence[str]) -> str:
    """Some names in quotes, and how many more.

    >>> named(["DX 1", "DX 2"])
    '"DX 1", "DX 2"'
    """
    shown = ", ".join(f'"{name}"' for name in names[:FEW])
    return shown + (f" and {len(names) - FEW} more" if len(names) > FEW else "")


def strips(count: int) -> str:
    """So many strips, spelt.

    >>> strips(1), strips(3)
    ('1 strip', '3 strips')
    """
    return f"{count} strip" if count == 1 else f"{count} strips"


def outcome(state: State, preview: Preview) -> tuple[str, ...]:
    """What a preview did: heard and silenced, and by name what refused, was left alone or is not known."""
    governed = [name for name, where in state.reaches.items() if where.governed]
    heard = [name for name in governed if preview.hears(state.stems[name])]
    refused, yours, unknown = refusing(state), state.names(state.stage.hands), unsure(state)
    silenced = len(governed) - len(heard) - len(refused) - len(yours)
    counts = f"{preview.name}: {strips(len(heard))} may sound, {silenced} are silent."
    lines = [f"{counts} Get the desk back with: stembridge preview off"]
    if refused:
        what = f"Partial: {strips(len(refused))} did not obey: {named(refused)}."
        lines.append(f"{what} {why_refused(state)}")
    alone = untouched(state, preview)
    if alone:
        lines.append(f"Left alone, still as it was: {named(alone)} (mute automation is not on Manual).")
    if yours:
        lines.append(f"You changed these during the preview, so they stay as you set them: {named(yours)}.")
    if unknown:
        sound = "are silent" if preview.only else "are heard"
        lines.append(f"Stem not known, so they {sound}: {named(unknown)}. Say what they are in tracks.csv.")
    if soloed := soloing(state):
        lines.append(f"You have solos on, so less than this is heard: {named(soloed)}.")
    return tuple(lines)


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
    return tuple(
        name
        for name, where in state.reaches.items()
        if where.content and where.why and not preview.hears(state.stems[name])
    )


def unsure(state: State) -> tuple[str, ...]:
    """Strips that carry content of a stem that is not known."""
    return tuple(name for name, where in state.reaches.items() if where.governed and state.stems[name].known is None)


def soloing(state: State) -> tuple[str, ...]:
    """Strips that show a solo, explicit or implied."""
    return tuple(strip.name for strip in state.strips if strip.solo)
