"""A session of the stand-in as our script inside the DAW tells it, and what an order of the script does to it."""

from bridge.demo.channel import Automation, Channel, Plug, Send
from bridge.demo.session import Session
from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Node, Sink, Way
from bridge.wire import companion_rows as rows
from bridge.wire.companion import plain
from bridge.wire.companion_spelling import spelt

MODES = {Automation.WRITE: 1, Automation.TOUCH: 2, Automation.PLAY: 4, Automation.LATCH: 8}
"""Ardour's AutoState (`libs/ardour/ardour/types.h`); 0 for the others."""


def node(channel: Channel) -> Node:
    """What is told of a strip's routing."""
    outs = tuple(tuple(sorted(map(_sink, plugs))) for plugs in channel.outs)
    sends = (AuxSend(number, str(send.bus.id), send.on, level_db=0.0) for number, send in enumerate(channel.sends))
    return Node(
        str(channel.id),
        channel.name,
        channel.kind,
        channel.inputs,
        Way(outs, tuple(sends)),
        hidden=channel.hidden,
        vcas=tuple(vca.name for vca in channel.vcas),
    )


def told(session: Session) -> dict[str, str]:
    """What is told of everything, one text for each thing: what differs is told anew."""
    names = session.name, session.name, session.folder
    texts = {"session": spelt(rows.SessionTold(*names, session.rate, f"{session.fps:.3f}", False, session.offset))}
    for place, channel in enumerate(session.channels):
        texts[f"state {channel.id}"] = spelt(_state(channel))
        if channel.kind is not Kind.VCA:
            texts[f"strip {channel.id}"] = spelt(rows.StripTold(place, node(channel)))
    marks = _marks(session)
    return texts | {"marks": "\n".join([*map(spelt, marks), spelt(rows.MarksClosed(len(marks)))])}


def strips(session: Session) -> int:
    """How many strips carry sound."""
    return sum(channel.kind is not Kind.VCA for channel in session.channels)


def strip(session: Session, ident: str) -> Channel | None:
    """The strip with this id."""
    return next((channel for channel in session.channels if str(channel.id) == ident), None)


def reroute(session: Session, ident: str, name: str, *ways: str) -> str:
    """Let a strip go another way; gives why not, "" when it is done. `ways`: spelt as an order spells them."""
    outs, switches, former = ways
    found = strip(session, ident)
    if found is None:
        return "it is gone"
    if found.name != plain(name):
        return "it has another name by now"
    wanted = _plugs(session, outs)
    for plug in (plug for channel in wanted for plug in channel if not plug.port):
        if plug.strip is None:
            return "what it should feed is gone"
        if plug.channel >= plug.strip.inputs:
            return "what it should feed has too few channels"
    if len(wanted) != found.outputs:
        return "it has another number of channels by now"
    if [set(channel) for channel in _plugs(session, former)] != [set(channel) for channel in found.outs]:
        return "it was routed elsewhere in the meantime"
    asked = [tuple(part.split(",")) for part in switches.split(";")[:-1]]
    if [each[:2] for each in asked] != [(str(n), str(send.bus.id)) for n, send in enumerate(found.sends)]:
        return "its sends are others by now"
    found.outs = tuple(map(tuple, wanted))
    found.sends = tuple(Send(send.bus, each[2] == "1") for send, each in zip(found.sends, asked, strict=True))
    return ""


def _plugs(session: Session, outs: str) -> list[list[Plug]]:
    """What these words let each output channel feed."""
    sinks = [[_sink_of(word) for word in part.split(",") if word] for part in outs.split(";")[:-1]]
    return [[Plug(strip(session, sink.strip), *sink[1:]) for sink in channel] for channel in sinks]


def make_bus(session: Session, name: str, channels: str) -> str:
    """Make a bus that feeds the master; gives why not, "" when it is done."""
    count = int(channels) if channels.isascii() and channels.isdecimal() and len(channels) < 6 else 0
    if not 1 <= count <= 64:
        return "a bus can't have so many channels"
    if any(channel.name == plain(name) for channel in session.channels):
        return "there is a strip of this name"
    master = next((channel.name for channel in session.channels if channel.kind is Kind.MASTER), "")
    session.add(plain(name), Kind.BUS, count, master)
    return ""


def _state(channel: Channel) -> rows.StateTold:
    mode = MODES.get(channel.automation, 0)
    return rows.StateTold(str(channel.id), channel.name, channel.mute, channel.closed, channel.solo, mode)


def _marks(session: Session) -> list[rows.MarkTold]:
    marks = [
        rows.MarkTold(rows.MARK, name, start, start) if end is None else rows.MarkTold(rows.RANGE, name, start, end)
        for name, start, end in session.marks
    ]
    return [rows.MarkTold(rows.SESSION_RANGE, "session", 0, session.end), *marks]


def _sink(plug: Plug) -> Sink:
    return Sink(str(plug.strip.id) if plug.strip is not None else "", plug.channel, plug.port)


def _sink_of(word: str) -> Sink:
    if word.startswith("="):
        return Sink("", 0, plain(word[1:]))
    ident, _, channel = word.partition(".")
    return Sink(ident, int(channel))
