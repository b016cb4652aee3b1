"""The routing in an Ardour session file as a `Graph`: as of the save, channel by channel, sends and their levels too.

Sources: `get_state` of Ardour's Route, IO, Delivery, Send, PortInsert, SurroundSend and Slavable, 7.3 to 9.8; checked
against Ardour 7.3's own Lua. A port of a strip is named without a program; what has one (`system:playback_1`) lies
outside.
"""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Graph, GraphSource, Node, Sink, Way
from bridge.model.text import quoted
from bridge.sheets.ardourxml import Element, Shape

PORTS = {"Port": Shape(("type", "name"), {"Connection": Shape(("other",))})}
"""What is kept of an `IO`."""
_AUTOMATION = Shape((), {"AutomationList": Shape(("automation-id", "state"))})
_INSIDE = {"Controllable": Shape(("name", "value")), "Automation": _AUTOMATION, "IO": Shape(("direction",), PORTS)}
PROCESSOR = Shape(("type", "name", "role", "target", "active"), _INSIDE, given=("type", frozenset({"intsend", "send"})))
"""What is kept of a `Processor`: of a send what it feeds, and how loud."""
_KINDS = (
    ("MasterOut", Kind.MASTER),
    ("MonitorOut", Kind.MONITOR),
    ("FoldbackBus", Kind.FOLDBACK),
    ("SurroundMaster", Kind.OTHER),
    ("AudioTrack", Kind.AUDIO),
    ("MidiTrack", Kind.MIDI),
    ("MidiBus", Kind.MIDI_BUS),
)
YES = frozenset({"1", "yes", "true"})
"""Ardour's words for what is so."""
PLUGINS = frozenset(
    {"audiounit", "ladspa", "luaproc", "lv2", "lxvst", "mac-vst", "vst", "vst3", "windows-vst"},
)
"""The types of processors that are plug-ins."""
SENDING = ("sonobus", "listento", "source-nexus", "source-connect", "reastream", "jacktrip", "ninjam")
"""How plug-ins are called that carry sound out of the mixer by themselves."""


class _Strip(NamedTuple):
    """A route with its audio ports."""

    route: Element
    ins: list[Element]
    outs: list[Element]


class _Session(NamedTuple):
    """What the strips are told by: their inputs by the port, their ids, and the VCAs' names by their number."""

    inputs: dict[str, Sink]
    ids: frozenset[str]
    vcas: dict[str, str]


def graph(root: Element, routes: Iterable[Element], saved_at: float) -> Graph:
    """The graph of these routes, in their order; `root` tells of their VCAs, `saved_at` is in unix seconds."""
    all_ = (_Strip(one, _audio(one, "Input"), _audio(one, "Output")) for one in routes)
    strips = [strip for strip in all_ if strip.ins or strip.outs]
    inputs = {
        port.get("name"): Sink(strip.route.get("id"), channel)
        for strip in strips
        for channel, port in enumerate(strip.ins)
    }
    vcas = {one.get("number"): one.get("name") for one in root.all("VCAManager", "VCA")}
    session = _Session(inputs, frozenset(strip.route.get("id") for strip in strips), vcas)
    return Graph(
        source=GraphSource.FILE,
        nodes=tuple(_node(strip, session) for strip in strips),
        told_at=saved_at,
        returns=tuple(_returns(strips, inputs)),
    )


def flags(route: Element) -> frozenset[str]:
    """What Ardour notes of the route: `AudioTrack`, `Hidden` and the like."""
    return frozenset(route.first("PresentationInfo").get("flags").split(","))


def kind(route: Element) -> Kind:
    """What the route is; a bus if its flags name nothing else."""
    said = flags(route)
    return next((kind for flag, kind in _KINDS if flag in said), Kind.BUS)


def on(element: Element) -> bool:
    """True if it is active; what the file says nothing of is not."""
    return element.get("active") in YES


def ports(holder: Element, direction: str) -> Iterator[Element]:
    """The ports of a route or of a send, of all kinds, in the order of its channels."""
    for one in holder.inner:
        if one.name == "IO" and one.get("direction") == direction:
            yield from one.inner


def sends(route: Element) -> Iterator[tuple[Element, bool]]:
    """The route's sends with whether each is before the fader; of those to the monitor section none.

    The processors stand in the order of the signal; `amp` is the fader. Places among them count as Ardour's Lua does.
    """
    behind = False
    for one in route.all("Processor"):
        behind |= one.get("type") == "amp"
        if one.get("type") in {"intsend", "send"} and one.get("role") != "Listen":
            yield one, not behind


def _audio(holder: Element, direction: str) -> list[Element]:
    return [port for port in ports(holder, direction) if port.get("type") != "midi"]


def _node(strip: _Strip, session: _Session) -> Node:
    route = strip.route
    outs = tuple(tuple(sorted({_sink(other, session) for other in _joined(port)})) for port in strip.outs)
    numbers = (master.get("number") for master in route.all("Slavable", "Master"))
    return Node(
        id=route.get("id"),
        name=route.get("name"),
        kind=kind(route),
        inputs=len(strip.ins),
        way=Way(outs, tuple(_aux(route, session))),
        active=on(route),
        hidden="Hidden" in flags(route),
        group=route.get("route-group"),
        vcas=tuple(session.vcas[number] for number in numbers if number in session.vcas),
        uncertain="; ".join((*_within(route), *_inner(outs))),
    )


def _joined(port: Element) -> Iterator[str]:
    return (joined.get("other") for joined in port.inner)


def _sink(port: str, session: _Session) -> Sink:
    return session.inputs.get(port) or Sink("", 0, port)


def _aux(route: Element, session: _Session) -> Iterator[AuxSend]:
    for number, (one, pre_fader) in enumerate(sends(route)):
        if one.get("type") == "intsend" and one.get("target") in session.ids:
            yield AuxSend(number, one.get("target"), on(one), pre_fader, _level(one))


def _level(send: Element) -> float | None:
    """How loud the send is, None where automation may move it."""
    moved = any(
        one.get("automation-id") in {"send", "gain"} and one.get("state") not in {"", "Off"}
        for one in send.all("Automation", "AutomationList")
    )
    told = (one.get("value") for one in send.all("Controllable") if one.get("name") == "gaincontrol")
    try:
        gain = float(next(told, "x"))
    except ValueError:
        return None
    if moved or not 0 <= gain < math.inf:
        return None
    return 20 * math.log10(gain) if gain else -math.inf


def _returns(strips: Iterable[_Strip], inputs: dict[str, Sink]) -> Iterator[tuple[str, Sink]]:
    """What other programs feed into the session; the inputs of the hardware, `system`, are none."""
    for port in (port for strip in strips for port in strip.ins):
        for other in _joined(port):
            if ":" in other and not other.startswith("system:"):
                yield other, inputs[port.get("name")]


# --- what can't be told whole -------------------------------------------------------------------------------------


def _within(route: Element) -> Iterator[str]:
    """What in the strip carries sound elsewhere by a way that is not followed here."""
    for one in route.all("Processor"):
        name, sort = one.get("name"), one.get("type")
        if not on(one):
            if sort == "main-outs":
                yield "its main outputs are switched off"
        elif sort == "port":
            yield f"its insert {quoted(name)} sends the sound out and takes other sound back"
        elif sort == "send":
            fed = sorted({other for port in _audio(one, "Output") for other in _joined(port)})
            yield from (f"its external send {quoted(name)} feeds {quoted(', '.join(fed))}" for _ in fed[:1])
        elif sort == "sursend":
            yield "it also feeds the surround master, as an object"
        elif sort in PLUGINS and any(word in name.casefold() for word in SENDING):
            yield f"its plug-in {quoted(name)} can send sound elsewhere"


def _inner(outs: tuple[tuple[Sink, ...], ...]) -> Iterator[str]:
    """That it feeds something inside Ardour that is no strip: a side chain, the return of an insert."""
    inner = sorted({sink.port for out in outs for sink in out if not sink.strip and ":" not in sink.port})
    if inner:
        yield f"it feeds {quoted(inner[0])} inside Ardour, which is no strip's input"
