"""What a preview hears where the playhead is, and so what it silences; worked out once until what sounds changes."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

from bridge.core.state import State
from bridge.model.desk import Target, Value
from bridge.model.material import Material
from bridge.model.previews import Preview


def overlay(state: State) -> Mapping[Target, Value]:
    """What the preview wants of the desk: a mute on every governed strip that it does not hear."""
    if state.stage.preview is None:
        return {}
    return {target: True for target in silenced_by(state, state.stage.preview) if target not in state.stage.hands}


def silenced_by(state: State, preview: Preview) -> tuple[Target, ...]:
    """Every governed strip that this preview does not hear where the playhead is."""
    silenced = state.worked.silenced
    if preview not in silenced:
        through = heard(state, preview)
        names = (name for name, where in state.reaches.items() if where.governed and name not in through)
        silenced[preview] = tuple(map(Target, names))
    return silenced[preview]


def heard(state: State, preview: Preview) -> AbstractSet[str]:
    """Every strip that this preview lets through where the playhead is, whether it may be moved or not."""
    known = state.worked.heard
    if preview not in known:
        known[preview] = {name for name in state.reaches if hears(state, preview, name)}
    if changed := state.worked.changed.pop(preview, None):
        known[preview].difference_update(changed)
        known[preview].update(n for n in changed if n in state.reaches and hears(state, preview, n))
    return known[preview]


def hears(state: State, preview: Preview, name: str) -> bool:
    """Whether this preview lets this strip through where the playhead is."""
    return preview.hears(state.material.get(name) or Material(state.stems[name]), state.show.policies)


def sounds_changed(state: State, names: Collection[str]) -> None:
    """What sounds on these strips is not what it was."""
    if not names:
        return
    state.turns += 1
    state.worked.silenced.clear()
    for preview in state.worked.heard:  # each is worked out when it is asked for: most are only looked at by screens
        state.worked.changed.setdefault(preview, set()).update(names)
