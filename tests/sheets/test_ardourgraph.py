"""The routing out of a session file: channel by channel, and what of it can't be told whole."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Graph, GraphSource, Node, Sink, Way
from tests.sheets.sessions import PLACE, element, read, route, session


def io(direction: str, *ports: tuple[str, Sequence[str]], kind: str = "audio") -> str:
    """The ports of a route by their names, each with what it is connected to."""
    rows = [
        element("Port", [element("Connection", other=other) for other in joined], type=kind, name=name)
        for name, joined in ports
    ]
    return element("IO", rows, direction=direction)


def bus(name: str, channels: int, flags: str = "AudioBus", order: int = 5) -> str:
    inputs = io("Input", *((f"{name}/audio_in {channel}", ()) for channel in range(1, channels + 1)))
    return route(name, [inputs, FADER], flags, order=order)


def send(target: str, gain: object = 1, state: str = "Off", **words: object) -> str:
    inside = [
        element("Automation", [element("AutomationList", automation_id="send", state=state)]),
        element("Controllable", name="polarity-invert", value=0),
        element("Controllable", name="gaincontrol", value=gain),
    ]
    words = {"type": "intsend", "role": "Aux", "active": 1} | words
    return element("Processor", inside, name=target, target=f"r{target}", **words)


def processor(sort: str, name: str = "X", active: int = 1, inner: Sequence[str] = ()) -> str:
    return element("Processor", inner, type=sort, name=name, active=active)


FADER = processor("amp", "Amp")
OUT = io("Output", ("T/audio_out 1", ["FX/audio_in 1"]), ("T/audio_out 2", ["FX/audio_in 2"]))


def told(*routes: str, rest: str = "") -> Graph:
    graph = read(session(element("Routes", routes), rest)).graph
    assert graph is not None
    return graph


def feeding(*inner: str, rest: str = "", flags: str = "AudioTrack", **words: object) -> Node:
    """The node of a track `T` with this inside, beside a bus of two channels and one of one."""
    heard = io("Input", ("T/audio_in 1", ()))
    return told(route("T", [heard, *inner], flags, order=1, **words), bus("FX", 2), bus("HALL", 1), rest=rest).by_name[
        "T"
    ]


def test_a_graph_has_its_source_its_time_and_the_mixers_order() -> None:
    graph = told(bus("FX", 2), bus("HALL", 1, order=2), route("T", [OUT], order=1))
    assert (graph.source, graph.told_at, graph.sends_told) == (GraphSource.FILE, PLACE.saved_at, True)
    assert [(node.id, node.name, node.inputs) for node in graph.nodes] == [
        ("rT", "T", 0),
        ("rHALL", "HALL", 1),
        ("rFX", "FX", 2),
    ]


def test_each_channel_goes_where_its_port_is_connected() -> None:
    crossed = io(
        "Output",
        ("T/audio_out 1", ["HALL/audio_in 1", "FX/audio_in 2"]),
        ("T/audio_out 2", []),
        ("T/audio_out 3", ["system:playback_3"]),
    )
    assert feeding(crossed).way == Way(
        ((Sink("rFX", 1), Sink("rHALL", 0)), (), (Sink("", 0, "system:playback_3"),)),
    )


def test_midi_ports_count_as_no_channel_and_what_has_nothing_but_them_is_left_out() -> None:
    notes = io("Output", ("T/midi_out 1", ["X"]), kind="midi")
    both = element("IO", [notes.removeprefix('<IO direction="Output">').removesuffix("</IO>")], direction="Output")
    assert feeding(both, OUT).way.outs == ((Sink("rFX", 0),), (Sink("rFX", 1),))
    graph = told(route("keys", [notes], "MidiTrack"), bus("FX", 2))
    assert [node.name for node in graph.nodes] == ["FX"]


@pytest.mark.parametrize(
    ("flags", "kind"),
    [
        ("AudioTrack,OrderSet", Kind.AUDIO),
        ("MidiTrack", Kind.MIDI),
        ("AudioBus", Kind.BUS),
        ("MasterOut", Kind.MASTER),
        ("MonitorOut", Kind.MONITOR),
        ("FoldbackBus", Kind.FOLDBACK),
        ("SurroundMaster", Kind.OTHER),
    ],
)
def test_a_strip_is_what_its_flags_say(flags: str, kind: Kind) -> None:
    assert told(bus("X", 1, flags)).nodes[0].kind is kind


def test_sends_have_their_place_their_target_and_their_level_before_and_behind_the_fader() -> None:
    node = feeding(send("HALL", 0.5), processor("send", "out"), FADER, send("FX", 0), send("FX", active=0))
    assert node.way.sends == (
        AuxSend(0, "rHALL", active=True),
        AuxSend(2, "rFX", active=True),
        AuxSend(3, "rFX", active=False),
    )
    assert [one.pre_fader for one in node.way.sends] == [True, False, False]
    assert [one.level_db for one in node.way.sends] == [pytest.approx(-6.0206, abs=1e-4), -math.inf, 0.0]


@pytest.mark.parametrize("told", [{"state": "Play"}, {"gain": "loud"}, {"gain": -1}, {"gain": "nan"}, {"gain": "inf"}])
def test_a_level_that_automation_moves_or_that_can_not_be_is_not_told(told: dict[str, object]) -> None:
    state = str(told.pop("state", "Off"))
    assert feeding(send("FX", told.get("gain", 1), state)).way.sends[0].level_db is None


def test_a_send_to_the_monitor_section_and_one_to_nothing_are_none() -> None:
    assert feeding(send("HALL", role="Listen"), send("gone"), send("FX")).way.sends == (AuxSend(1, "rFX", active=True),)


def test_groups_and_vcas_are_named() -> None:
    rest = element("VCAManager", [element("VCA", name="VCA MX", number=1), element("VCA", name="ALL", number=3)])
    ruled = element("Slavable", [element("Master", number=number) for number in (1, 3, 7)])
    node = feeding(OUT, ruled, route_group="SOURCE", rest=rest)
    assert (node.group, node.vcas) == ("SOURCE", ("VCA MX", "ALL"))
    assert (feeding(OUT).group, feeding(OUT).vcas) == ("", ())


def test_what_is_hidden_or_switched_off_is_told_with_where_it_goes() -> None:
    node = feeding(OUT, flags="AudioTrack,Hidden", active=0)
    assert (node.hidden, node.active, len(node.way.outs)) == (True, False, 2)


def test_other_programs_that_feed_a_strip_are_returns_and_the_hardware_is_none() -> None:
    fed = io("Input", ("T/audio_in 1", ["system:capture_1"]), ("T/audio_in 2", ["reaper:out 1", "OTHER/audio_out 1"]))
    graph = told(route("T", [fed]))
    assert graph.returns == (("reaper:out 1", Sink("rT", 1)),)


EXTERNAL = processor("send", "to B", inner=[io("Output", ("T/to B 1", ["FX/audio_in 1"]))])


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        (processor("port", "H 3000"), 'insert "H 3000"'),
        (EXTERNAL, 'external send "to B" feeds "FX/audio_in 1"'),
        (processor("sursend"), "surround master"),
        (processor("vst3", "SonoBus"), 'plug-in "SonoBus"'),
        (processor("main-outs", active=0), "switched off"),
        (io("Output", ("T/audio_out 1", ["Duck/sidechain 1"])), '"Duck/sidechain 1" inside Ardour'),
    ],
)
def test_what_carries_sound_by_a_way_that_is_not_followed_makes_a_strip_uncertain(inner: str, word: str) -> None:
    assert word in feeding(inner).uncertain


@pytest.mark.parametrize(
    "inner",
    [
        processor("port", active=0),
        EXTERNAL.replace('active="1"', 'active="0"'),
        processor("send", "open"),
        processor("lv2", "ACE EQ"),
        processor("main-outs"),
    ],
)
def test_what_is_bypassed_or_keeps_its_sound_leaves_a_strip_certain(inner: str) -> None:
    assert feeding(inner, OUT).uncertain == ""


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(
    lambda name: ":" not in name and not name.isspace()
)


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True), st.data())
def test_a_graph_that_is_written_is_read_as_it_was_whatever_the_names(names: list[str], data: st.DataObject) -> None:
    sinks = {(name, channel): f"{name}/audio_in {channel + 1}" for name in names for channel in (0, 1)}
    fed = {name: data.draw(st.lists(st.sets(st.sampled_from(sorted(sinks))), max_size=3)) for name in names}
    graph = told(
        *(
            route(
                name,
                [
                    io("Input", *((sinks[name, channel], ()) for channel in (0, 1))),
                    io(
                        "Output",
                        *((f"{name}/audio_out {n}", [sinks[one] for one in out]) for n, out in enumerate(outs)),
                    ),
                ],
                order=place,
            )
            for place, (name, outs) in enumerate(fed.items())
        )
    )
    assert [node.name for node in graph.nodes] == names
    for name, outs in fed.items():
        wanted = tuple(tuple(sorted(Sink(f"r{into}", channel) for into, channel in out)) for out in outs)
        assert graph.by_name[name].way.outs == wanted
