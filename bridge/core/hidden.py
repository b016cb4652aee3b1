"""What OSC hides and our script inside the DAW tells: own mutes, explicit solos, automation as it is now."""

from bridge.core.state import State
from bridge.model.routingnews import HiddenTold


def told(state: State, event: HiddenTold) -> None:
    """Take over what it tells; a name or a mute in it may be newer than the last list."""
    state.own = {strip.name: strip for strip in event.session.strips}
    modes = {strip.name: strip.mute_automation for strip in event.session.strips}
    state.looked, state.ask_now = event.at, True
    if modes != state.modes:
        state.modes = modes
        state.assess()


def lost(state: State) -> None:
    """It is not heard any more: from now on a look tells the automation."""
    if state.own:
        state.own, state.look_due = {}, state.at
