"""The Bridge: the only thing that changes. One event in, the effects that follow from it out.

It has never heard of OSC, files or clocks: time comes with the events, and `wake_at` says when the next `Ticked` is
wanted. The same events give the same effects, byte for byte.
"""

from collections.abc import Callable, Mapping

from bridge.core import (
    commands,
    cueing,
    findings,
    following,
    keeping,
    link,
    listing,
    moves,
    picture,
    previews,
    routeasking,
    routenews,
)
from bridge.core.state import NEVER, Classify, Levels, State
from bridge.model.cuelist import CueList
from bridge.model.desk import Target, Value
from bridge.model.effects import Effect
from bridge.model.events import (
    ClocksTold,
    Doubted,
    Event,
    Exported,
    Joined,
    JournalRead,
    LinkChanged,
    ListBroken,
    Listed,
    ListMoved,
    Looked,
    NotRemembered,
    PortChanged,
    PositionSeen,
    Remembered,
    Saved,
    SessionRead,
    SessionTrouble,
    ShowChanged,
    Ticked,
    Told,
    TransportSeen,
    Woke,
)
from bridge.model.requests import (
    AcknowledgeAsked,
    HandsOffAsked,
    KeepMutedAsked,
    ModeAsked,
    PreviewAsked,
    Request,
    RestoreAsked,
    RouteAsked,
    SaveAsked,
    StopAsked,
    TransportAsked,
    UnrouteAsked,
)
from bridge.model.routingnews import (
    CompanionChanged,
    GaveBack,
    GraphLost,
    GraphTold,
    HiddenTold,
    RoutesRefused,
    Stirred,
)
from bridge.model.show import Show
from bridge.model.snapshot import Snapshot
from bridge.model.traits import Traits


class Bridge:
    """Follows one DAW and decides.

    `classifier_for` gives the classifier of stems for a show's rules, `levels_of` what a track's name and comment say
    of who hears it.
    """

    def __init__(
        self, show: Show, traits: Traits, classifier_for: Callable[[Show], Classify], levels_of: Levels
    ) -> None:
        self._state = State(show, traits, classifier_for, levels_of)

    def handle(self, event: Event) -> list[Effect]:
        """The effects of one event, to be carried out in order. `event.at` never goes back."""
        state = self._state
        state.at, state.out = event.at, []
        self._hear(event)
        turned = following.step(state)
        if isinstance(event, ClocksTold) and not turned:  # a hundred times a second
            return state.out
        listing.step(state)
        commands.early_step(state)
        cueing.follow(state)
        previews.step(state)
        moves.reconcile(state)
        previews.step(state)
        keeping.judge(state)
        routeasking.build_on(state)
        keeping.step(state)
        commands.saving_step(state)
        commands.stopping_step(state)
        moves.look(state)
        moves.ask(state)
        state.out += state.waits.step(state.at)
        findings.step(state)
        return state.out

    @property
    def wake_at(self) -> float:
        """When a `Ticked` is wanted at the latest (monotonic seconds); infinity: never."""
        state = self._state
        stage = state.stage
        waiting = stage.coming.key_at if stage.coming else stage.asked_at if stage.request is not None else NEVER
        return min(
            moves.question_due(state),
            moves.look_at(state),
            state.claims.retry_at() if state.may_send else NEVER,
            state.waits.due(),
            waiting + previews.LONGEST + 0.01,
            state.stop_by,
            state.save_by,
            NEVER if state.placed_by is None else state.placed_by,
            state.chase.wake_at(state.at),
            keeping.retry_at(state),
        )

    def snapshot(self, at: float) -> Snapshot:
        """A frozen picture of everything that a screen may show."""
        return picture.snapshot(self._state, at)

    def cue_list(self) -> CueList:
        """All cues of the show, for people who want the whole list; quick, however long it is."""
        return picture.cue_list(self._state)

    @property
    def owed(self) -> tuple[str, Mapping[Target, Value]]:
        """The session under our feet, and the originals that are owed to it."""
        return self._state.session, {target: row.original for target, row in self._state.ledger.owed.items()}

    def _hear(self, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915 - one arm for each fact that can arrive
        state = self._state
        match event:
            case Ticked():
                pass
            case Listed():
                listing.listed(state, event)
            case PositionSeen() | TransportSeen():
                link.moved(state, event)
            case ClocksTold():
                following.told(state, event)
            case PortChanged():
                following.port_changed(state, event)
            case ListMoved():
                link.list_moved(state)
            case ListBroken(question=question):
                state.questions.broken(question)
            case LinkChanged():
                link.link_changed(state, event)
            case Joined():
                link.joined(state, event)
            case Doubted():
                state.joined = False
            case Saved():
                commands.saved(state, event)
            case Exported():
                link.exported(state)
            case Looked(modes=modes):
                moves.looked(state, modes)
            case Woke():
                link.woke(state)
            case JournalRead(journal=journal):
                state.ledger.read(journal)
                state.routes.read(journal)
            case Remembered(ticket=ticket):
                previews.remembered(state, ticket)
            case NotRemembered(ticket=ticket, why=why, lost=lost):
                previews.not_remembered(state, ticket, why)
                routenews.not_written(state, lost, why)
            case SessionRead():
                cueing.session_read(state, event)
                routenews.saved_routing(state)
            case SessionTrouble():
                cueing.session_trouble(state, event)
            case ShowChanged(show=show):
                state.show = show
                state.classify()
                following.rules_changed(state)
            case Told(severity=severity, text=text):
                state.say(severity, text)
            case (
                GraphTold() | GraphLost() | CompanionChanged() | RoutesRefused() | HiddenTold() | GaveBack() | Stirred()
            ):
                routenews.hear(state, event)
            case _:
                self._asked(event)

    def _asked(self, event: Request) -> None:
        state = self._state
        match event:
            case PreviewAsked():
                previews.asked(state, event)
            case ModeAsked():
                commands.mode_asked(state, event)
            case TransportAsked():
                commands.transport_asked(state, event)
            case SaveAsked():
                commands.save_asked(state, event)
            case RestoreAsked():
                commands.restore_asked(state, event)
            case KeepMutedAsked():
                previews.keep_muted(state, event)
            case AcknowledgeAsked():
                findings.acknowledge(state, event)
            case RouteAsked():
                routeasking.route_asked(state, event)
            case UnrouteAsked():
                routeasking.unroute_asked(state, event)
            case HandsOffAsked():
                routeasking.hands_off_asked(state, event)
            case StopAsked():
                commands.stop_asked(state, event)
