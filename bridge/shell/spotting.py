"""Spotting: what the session that a DAW has open speaks of: what each track is, which cues there are, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bridge.demo.channel import TRACKS
from bridge.demo.cues import clips
from bridge.demo.reel import reel
from bridge.demo.sessionxml import session_xml
from bridge.model.cues import Span
from bridge.model.desk import Strip
from bridge.model.events import SessionRead
from bridge.model.session import SavedSession, named
from bridge.model.show import Show
from bridge.model.stems import Named, Stem
from bridge.model.timecode import Ruler
from bridge.sheets.ardour import Place, read_ardour
from bridge.sheets.tracks import UNLISTED
from bridge.shell.ask import Told
from bridge.shell.engine import classifier_for, proposals
from bridge.shell.sessionfile import SessionWatch


@dataclass(frozen=True, slots=True)
class Spotted:
    """What was found: the tracks with their stems, the cues that the session's file proposes.

    `saved`: that file, None if it was not found; `ruler`: how its positions are labelled, None if that is not known.
    """

    tracks: Sequence[tuple[Strip, Stem]]
    cues: tuple[Span, ...] = ()
    saved: SavedSession | None = None

    @property
    def ruler(self) -> Ruler | None:
        """How the session's positions are labelled, None if that is not known."""
        return self.saved.ruler if self.saved is not None else None


def spot(told: Told, show: Show, saved: SavedSession | None) -> Spotted:
    """What this session and its file speak of, by this show's rules."""
    names = named(saved) if saved is not None else {}
    classify = classifier_for(show)
    listed = [strip for strip in told.strips if strip.kind not in UNLISTED]
    tracks = [(strip, classify(names.get(strip.name) or Named(strip.name))) for strip in listed]
    return Spotted(tracks, proposals(saved, show) if saved is not None else (), saved)


def session_file(told: Told, show: Show, folder: Path) -> SavedSession | None:
    """The file of the session that is open, None if it can't be found or read now."""
    news = SessionWatch(folder, show.rig.session_file).look(0.0, told.desk)
    return next((event.session for event in news if isinstance(event, SessionRead)), None)


def demo_session() -> tuple[Told, SavedSession]:
    """The demo's session, as a DAW would tell it, and its file."""
    session = reel()
    strips = tuple(
        Strip(
            number,
            channel.name,
            channel.kind,
            channel.inputs,
            channel.outputs,
            mute=channel.shows_mute,
            solo=channel.solos,
            armed=channel.armed if channel.kind in TRACKS else None,
        )
        for number, channel in enumerate(session.channels, 1)
    )
    text = session_xml(session, clips())
    file = read_ardour([text.encode()], Place("", f"{session.name}.ardour", session.name, 0.0))
    return Told(session.name, session.rate, strips), file
