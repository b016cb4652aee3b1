"""The session file of the stand-in, as far as Ardour 7.3 writes into its own what a bridge reads there.

Source: files that Ardour 7.3 saved (format 7002). Times stand in superclocks, sends behind the fader (`amp`), VCAs
are no routes; VCAs, plug-ins, fades and levels are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from bridge.demo.channel import Automation, Channel
from bridge.demo.session import Mark, Session
from bridge.model.desk import Kind

SUPERCLOCKS = 282_240_000
"""Superclocks of a second."""
_FLAGS = {Kind.AUDIO: "AudioTrack", Kind.MIDI: "MidiTrack", Kind.MASTER: "MasterOut", Kind.MONITOR: "MonitorOut"}


class Clip(NamedTuple):
    """A region on a track, in samples."""

    name: str
    start: int
    end: int


def session_xml(session: Session, clips: Mapping[str, Sequence[Clip]]) -> str:
    """The text of the file. `clips`: what lies on a track, by its name."""
    routes = [channel for channel in session.channels if channel.kind is not Kind.VCA]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _open("Session", version=7002, name=session.name, sample_rate=session.rate),
        _empty("ProgramVersion", modified_with="Ardour 7.3 (stand-in)"),
        "<Config>",
        _empty("Option", name="timecode-format", value=f"timecode_{session.fps}"),
        _empty("Option", name="timecode-offset", value=session.offset),
        _empty("Option", name="timecode-offset-negative", value=1),
        "</Config>",
        "<Locations>",
        *_locations(session),
        "</Locations>",
        "<Routes>",
        *(line for order, channel in enumerate(routes) for line in _route(channel, order)),
        "</Routes>",
        "<Playlists>",
        *(line for channel in routes for line in _playlist(session, channel, clips.get(channel.name, ()))),
        "</Playlists>",
        _empty("TempoMap", superclocks_per_second=SUPERCLOCKS),
        "</Session>",
    ]
    return "\n".join(lines) + "\n"


def _locations(session: Session) -> Iterator[str]:
    yield _location(session, 1, Mark("session", 0, session.end), "IsSessionRange")
    for number, mark in enumerate(session.marks, 2):
        yield _location(session, number, mark, "IsMark" if mark.end is None else "IsRangeMarker")


def _location(session: Session, number: int, mark: Mark, flags: str) -> str:
    start, end = _time(session, mark.position), _time(session, mark.position if mark.end is None else mark.end)
    return _empty("Location", id=number, name=mark.name, start=start, end=end, flags=flags)


def _route(channel: Channel, order: int) -> Iterator[str]:
    yield _open("Route", id=channel.id, name=channel.name, active=1, audio_playlist=_list_id(channel))
    flags = [_FLAGS.get(channel.kind, "AudioBus"), *(["Hidden"] if channel.hidden else [])]
    yield _empty("PresentationInfo", order=order, flags=",".join(flags))
    yield from _ports(channel)
    yield _empty("Processor", type="amp", active=1)
    for send in channel.sends:
        yield _empty("Processor", type="intsend", role="Aux", target=send.bus.id, active=int(send.on))
    mode = "Off" if channel.automation is Automation.MANUAL else channel.automation.name.title()
    mute = _empty("AutomationList", automation_id="mute", state=mode)
    yield f"<Automation>{mute}</Automation>"
    if channel.comment:
        yield f"<Comment>{channel.comment.translate({38: '&amp;', 60: '&lt;', 62: '&gt;'})}</Comment>"
    yield "</Route>"


def _ports(channel: Channel) -> Iterator[str]:
    inputs = (_empty("Port", name=f"{channel.name}/audio_in {number + 1}") for number in range(channel.inputs))
    yield f'<IO direction="Input">{"".join(inputs)}</IO>'
    yield '<IO direction="Output">'
    for number, outs in enumerate(channel.outs, 1):
        yield _open("Port", name=f"{channel.name}/audio_out {number}")
        for strip, other, port in outs:
            yield _empty("Connection", other=f"{strip.name}/audio_in {other + 1}" if strip is not None else port)
        yield "</Port>"
    yield "</IO>"


def _playlist(session: Session, channel: Channel, clips: Sequence[Clip]) -> Iterator[str]:
    yield _open("Playlist", id=_list_id(channel), name=f"{channel.name}.1")
    for number, clip in enumerate(clips):
        length = f"{_time(session, clip.end - clip.start)}@{_time(session, clip.start)}"
        yield _empty("Region", id=_list_id(channel) * 100 + number, name=clip.name, length=length, muted=0)
    yield "</Playlist>"


def _time(session: Session, samples: int) -> str:
    return f"a{-(-samples * SUPERCLOCKS // session.rate)}"


def _list_id(channel: Channel) -> int:
    return channel.id + 1


def _open(element: str, **attributes: object) -> str:
    """The start of an element; an underscore in a name stands for a hyphen."""
    words = (f"{name.replace('_', '-')}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<{' '.join((element, *words))}>"


def _empty(element: str, **attributes: object) -> str:
    return _open(element, **attributes)[:-1] + "/>"
