"""What we do to Ardour: each effect that is meant for a DAW, in Ardour's words.

Never sent: `/marker` (an unknown name renames the marker under the playhead), `/strip/mute/automation` (without a value
it sets the mode), page sizes other than 0, `/strip/spill` (they crash), toggles (an unknown state inverts).
"""

from dataclasses import dataclass

from bridge.daws.ardour_line import QUERIES, TRANSPORT, Line
from bridge.daws.ardour_list import Listing
from bridge.daws.ardour_look import Look as Looking
from bridge.daws.ardour_motion import Motion
from bridge.model.effects import Effect, Locate, Look, Pause, Play, Query, Save, Set
from bridge.model.events import Event
from bridge.wire.osc import Message


@dataclass(frozen=True, slots=True)
class Deeds:
    """Hands each effect to the part of the conversation that it belongs to."""

    line: Line
    listing: Listing
    look: Looking
    motion: Motion

    def carry_out(self, effect: Effect, at: float) -> list[Event]:
        """Carry out an effect; those that are not meant for a DAW are ignored."""
        match effect:
            case Query(question):
                return [*self.listing.put(question, at)]
            case Set(changes) if changes:
                mutes = (Message("/strip/mute", (change.number, float(change.value))) for change in changes)
                self.line.say_together(QUERIES[0], mutes)
            case Look():
                return self.look.start(self.listing.strips, at)
            case Play(position):
                self.motion.play(position, at)
            case Pause():
                self.motion.pause(at)
            case Locate(position):
                self.motion.locate(position, at)
            case Save():
                self.line.say(TRANSPORT, "/save_state")
        return []
