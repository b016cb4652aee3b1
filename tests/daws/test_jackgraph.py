"""Names of JACK's ports and their connections, made into a graph: whatever anybody calls a port."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bridge.daws.jackgraph import UNNAMED, Plug, Wiring, graph, merged, plug, spellings
from bridge.model.desk import Kind
from bridge.model.routing import AuxSend, Graph, GraphSource, Node, Sink, Way

KINDS = {
    "Master": Kind.MASTER,
    "DX": Kind.BUS,
    "FX": Kind.BUS,
    "DX 1": Kind.AUDIO,
    "MX: score/1": Kind.AUDIO,
    "Piano": Kind.MIDI,
    "VCA MX": Kind.VCA,
}


def wiring(
    *wires: tuple[str, str], client: str = "ardour", more: Iterable[str] = (), ends: Iterable[str] = ()
) -> Wiring:
    """A server on which an Ardour with these strips runs, each with two channels, and what the wires need."""
    strips = [name.replace(":", "-") for name in KINDS if name not in {"VCA MX", "Piano"}]
    outs = [f"{client}:{name}/audio_out {number}" for name in strips for number in (1, 2)]
    ins = [f"{client}:{name}/audio_in {number}" for name in strips for number in (1, 2)]
    more = list(more)
    outs += [port for port in (*(source for source, _ in wires), *more) if port not in outs and "in " not in port]
    ins += [port for port in (*(sink for _, sink in wires), *more) if port not in ins and "out " not in port]
    return Wiring(tuple(outs), tuple(ins), wires, frozenset(ends))


def told(wired: Wiring) -> Graph:
    found = graph(wired, KINDS)
    assert found is not None
    return found


# --- names ------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(codec=None), max_size=40)
hostile = st.text(st.sampled_from(':;/ audio_inout1\n\t"%é音\u202e\ud800'), max_size=30)
strip_names = (anything | hostile).filter(bool)


@given(anything | hostile, strip_names, st.sampled_from(["audio_in", "audio_out"]), st.integers(0, 9999))
@example("ardour", "DX/audio_in 1", "audio_out", 2)
def test_a_port_of_a_strip_is_taken_apart_whatever_the_strip_is_called(
    client: str, strip: str, way: str, number: int
) -> None:
    assume(":" not in client)
    assert plug(f"{client}:{strip}/{way} {number}") == Plug(client, strip, way, number)


@given(anything | hostile)
def test_any_text_is_a_port_of_a_strip_or_of_none(port: str) -> None:
    found = plug(port)
    assert found is None or port.startswith(f"{found.client}:{found.strip}/{found.way} ")


@pytest.mark.parametrize(
    "port",
    [
        "",
        ":",
        "ardour",
        "ardour:LTC-Out",
        "ardour:MTC out",
        "ardour:/audio_out 1",
        "ardour:send 1/audio_send 1",
        "ardour:insert 1/audio_return 1",
        "ardour:Piano/midi_in 1",
        "ardour:DX/audio_out",
        "ardour:DX/audio_out ",
        "ardour:DX/audio_out -1",
        "ardour:DX/audio_out ١",
        "ardour:DX/audio_out 10000",
        "ardour:DX/audio_out 1 ",
    ],
)
def test_other_ports_are_not_a_strips(port: str) -> None:
    assert plug(port) is None


@given(st.lists(strip_names, unique_by=lambda name: name.replace(":", "-"), min_size=1))
def test_every_strip_is_known_by_what_jack_calls_it(names: list[str]) -> None:
    known = spellings(names)
    assert [known[name.replace(":", "-")] for name in names] == names


def test_strips_that_jack_spells_alike_are_not_guessed() -> None:
    assert spellings(["A:B", "A-B", "A:B:"]) == {"A-B": None, "A-B-": "A:B:"}


# --- the graph --------------------------------------------------------------------------------------------------


def test_strips_come_in_the_mixers_order_with_their_kinds_channels_and_names_for_ids() -> None:
    found = told(wiring())
    assert found.source is GraphSource.JACK
    assert not found.sends_told
    assert [(node.id, node.name, node.kind, node.inputs, len(node.way.outs)) for node in found.nodes] == [
        (name, name, KINDS[name], 2, 2) for name in ("Master", "DX", "FX", "DX 1", "MX: score/1")
    ]


def test_a_connection_goes_from_channel_to_channel_of_the_strips() -> None:
    found = told(
        wiring(
            ("ardour:DX 1/audio_out 1", "ardour:FX/audio_in 2"),
            ("ardour:DX 1/audio_out 1", "ardour:DX/audio_in 1"),
            ("ardour:MX- score/1/audio_out 2", "ardour:DX 1/audio_in 1"),
        )
    )
    assert found.by_name["DX 1"].way == Way(((Sink("DX", 0), Sink("FX", 1)), ()))
    assert found.by_name["MX: score/1"].way == Way(((), (Sink("DX 1", 0),)))


def test_what_leaves_for_other_programs_is_a_sink_without_a_strip() -> None:
    found = told(wiring(("ardour:Master/audio_out 1", "system:playback_1")))
    assert found.by_name["Master"].way.outs[0] == (Sink("", 0, "system:playback_1"),)


def test_what_feeds_a_port_of_the_daw_that_has_no_strip_is_uncertain() -> None:
    cut = "ardour:" + "x" * 256
    found = told(wiring(("ardour:DX 1/audio_out 1", cut), ("ardour:DX 1/audio_out 1", "ardour:FX/audio_in 1")))
    assert found.by_name["DX 1"].way.outs[0] == (Sink("FX", 0),)
    assert found.by_name["DX 1"].uncertain == UNNAMED


def test_of_strips_that_jack_spells_alike_none_is_told_and_what_feeds_them_is_uncertain() -> None:
    wired = wiring(("ardour:DX 1/audio_out 1", "ardour:A-B/audio_in 1"), more=["ardour:A-B/audio_out 1"])
    found = graph(wired, KINDS | {"A:B": Kind.BUS, "A-B": Kind.BUS})
    assert found is not None
    assert found.by_name.keys().isdisjoint({"A:B", "A-B"})
    assert found.by_name["DX 1"] == Node("DX 1", "DX 1", Kind.AUDIO, 2, Way(((), ())), uncertain=UNNAMED)


def test_channels_count_in_the_order_of_their_numbers_where_some_are_missing() -> None:
    wired = wiring(("ardour:DX 1/audio_out 10", "ardour:FX/audio_in 11"), more=["ardour:FX/audio_in 9"])
    assert told(wired).by_name["FX"].inputs == 4
    assert told(wired).by_name["DX 1"].way.outs == ((), (), (Sink("FX", 3),))


def test_a_strip_that_only_jack_knows_is_there_if_sound_can_pass_through_it() -> None:
    wired = wiring(
        ("ardour:DX 1/audio_out 1", "ardour:NEW/audio_in 1"),
        ("ardour:NEW/audio_out 1", "ardour:FX/audio_in 1"),
        ("ardour:Click/audio_out 1", "ardour:Master/audio_in 1"),
    )
    found = told(wired)
    assert found.nodes[-1] == Node("NEW", "NEW", Kind.OTHER, 1, Way(((Sink("FX", 0),),)))
    assert found.by_name["DX 1"].way.outs[0] == (Sink("NEW", 0),)
    assert "Click" not in found.by_name
    assert found.returns == ()


def test_an_ardour_is_known_by_its_strips_whatever_it_is_called() -> None:
    found = told(wiring(("my rig:DX 1/audio_out 1", "my rig:FX/audio_in 1"), client="my rig"))
    assert found.by_name["DX 1"].way.outs[0] == (Sink("FX", 0),)


def test_of_two_ardours_the_one_with_the_strips_counts() -> None:
    both = wiring(
        ("ardour-01:DX 1/audio_out 1", "ardour-01:FX/audio_in 1"),
        client="ardour-01",
        more=["ardour:Master/audio_out 1", "ardour:DX/audio_out 1", "ardour:Other/audio_out 1"],
    )
    assert told(both).by_name["DX 1"].way.outs[0] == (Sink("FX", 0),)


def test_two_ardours_with_the_same_strips_are_not_told_apart() -> None:
    first, second = wiring(), wiring(client="ardour-01")
    assert graph(Wiring(first.outs + second.outs, first.ins + second.ins), KINDS) is None


def test_an_ardour_with_less_than_half_of_the_strips_is_another_one() -> None:
    outs = ("ardour:Master/audio_out 1", "ardour:DX/audio_out 1", "ardour:Elsewhere/audio_out 1")
    assert graph(Wiring(outs), KINDS) is None
    assert graph(Wiring((*outs, "ardour:FX/audio_out 1")), KINDS) is not None


@pytest.mark.parametrize("kinds", [{}, {"VCA MX": Kind.VCA}], ids=["no list", "no audio"])
def test_without_a_list_of_strips_no_port_is_known(kinds: dict[str, Kind]) -> None:
    assert graph(wiring(), kinds) is None


strange = st.sampled_from(["A", "B-", "é/", "音 \n", "A/audio_out 1"]) | hostile.filter(bool)
ports = st.one_of(
    st.builds("ardour:{}/audio_out {}".format, strange.map(lambda name: name.replace(":", "-")), st.integers(0, 3)),
    st.builds("mixer:{}".format, strange).filter(lambda port: plug(port) is None),
    anything.filter(lambda port: plug(port) is None),
)


@given(st.lists(ports, unique=True, min_size=1, max_size=15), st.data())
def test_whatever_is_wired_a_graph_tells_only_what_is_there(names: list[str], data: st.DataObject) -> None:
    ins = tuple(name.replace("audio_out", "audio_in") for name in names)
    wire = st.tuples(st.sampled_from(names), st.sampled_from(ins))
    wires = tuple(data.draw(st.lists(wire, unique=True, max_size=30)))
    strips = sorted({part.strip.replace("-", ":") for name in names if (part := plug(name))})
    found = graph(Wiring(tuple(names), ins, wires), dict.fromkeys(strips, Kind.AUDIO))
    assert (found is not None) == bool(strips)
    if found is not None:
        sinks = {sink for node in found.nodes for channel in node.way.outs for sink in channel}
        sinks |= {sink for _, sink in found.returns}
        assert {sink.strip for sink in sinks} <= {"", *found.by_id}
        assert all(0 <= sink.channel < found.by_id[sink.strip].inputs for sink in sinks if sink.strip)
        assert {sink.port for sink in sinks} <= {"", *ins}


# --- what comes back --------------------------------------------------------------------------------------------


def test_where_another_program_enters_the_daw_is_told() -> None:
    found = told(
        wiring(("ardour:DX 1/audio_out 1", "mixer:in 1"), ("mixer:out 1", "ardour:FX/audio_in 1"), more=["mixer:out 2"])
    )
    assert found.by_name["DX 1"].way.outs[0] == (Sink("", 0, "mixer:in 1"),)
    assert found.returns == (("mixer:out 1", Sink("FX", 0)),)


def test_what_enters_through_further_programs_comes_back_too() -> None:
    found = told(
        wiring(
            ("ardour:DX 1/audio_out 1", "gate:in 1"),
            ("gate:out 1", "verb:in 1"),
            ("verb:out 1", "gate:in 2"),
            ("verb:out 2", "ardour:FX/audio_in 2"),
            ("gate:out 2", "scope:in 1"),
        )
    )
    assert found.returns == tuple((port, Sink("FX", 1)) for port in ("gate:out 1", "verb:out 1", "verb:out 2"))


def test_a_microphone_is_no_return_of_what_leaves_for_the_loudspeakers() -> None:
    wires = ("ardour:Master/audio_out 1", "system:playback_1"), ("system:capture_1 out ", "ardour:DX 1/audio_in 1")
    assert told(wiring(*wires)).returns
    assert told(wiring(*wires, ends=["system:capture_1 out "])).returns == ()


# --- beside another source --------------------------------------------------------------------------------------

COMPANION = Graph(
    GraphSource.COMPANION,
    (
        Node("1", "Master", Kind.MASTER, 2, Way(((), ()))),
        Node("2", "DX", Kind.BUS, 2, Way(((Sink("1", 0),), (Sink("1", 1),)))),
        Node("3", "FX", Kind.BUS, 2, Way(((Sink("1", 0),), (Sink("1", 1),)))),
        Node("4", "DX 1", Kind.AUDIO, 1, Way(((Sink("2", 0),), (Sink("2", 1),)), (AuxSend(0, "3", active=True),))),
        Node("5", "MX: score/1", Kind.AUDIO, 1, Way(((Sink("9", 0),), ()))),
    ),
)
AS_TOLD = (
    ("ardour:DX/audio_out 1", "ardour:Master/audio_in 1"),
    ("ardour:DX/audio_out 2", "ardour:Master/audio_in 2"),
    ("ardour:FX/audio_out 1", "ardour:Master/audio_in 1"),
    ("ardour:FX/audio_out 2", "ardour:Master/audio_in 2"),
    ("ardour:DX 1/audio_out 1", "ardour:DX/audio_in 1"),
    ("ardour:DX 1/audio_out 2", "ardour:DX/audio_in 2"),
)


@pytest.mark.parametrize("newer", [True, False])
def test_where_both_see_the_same_nothing_changes(newer: bool) -> None:
    assert merged(COMPANION, told(wiring(*AS_TOLD)), newer=newer) == COMPANION


def test_a_connection_that_was_made_outside_is_there_and_the_sends_stay() -> None:
    outside = ("ardour:DX 1/audio_out 1", "ardour:FX/audio_in 1"), ("ardour:DX 1/audio_out 2", "mixer:in 1")
    way = merged(COMPANION, told(wiring(*AS_TOLD, *outside))).by_name["DX 1"].way
    assert way.outs == ((Sink("2", 0), Sink("3", 0)), (Sink("", 0, "mixer:in 1"), Sink("2", 1)))
    assert way.sends == COMPANION.by_name["DX 1"].way.sends


def test_a_connection_that_was_cut_outside_is_gone() -> None:
    assert merged(COMPANION, told(wiring(*AS_TOLD[:-1]))).by_name["DX 1"].way.outs == ((Sink("2", 0),), ())


def test_what_jack_saw_before_the_other_was_read_is_old() -> None:
    before = told(wiring(*AS_TOLD[:-2], ("ardour:DX 1/audio_out 1", "ardour:FX/audio_in 1")))
    assert merged(COMPANION, before, newer=False) == COMPANION


@pytest.mark.parametrize("newer", [True, False])
def test_returns_are_only_jacks_to_know(newer: bool) -> None:
    back = told(wiring(*AS_TOLD, ("mixer:out 1", "ardour:FX/audio_in 2")))
    assert merged(COMPANION, back, newer=newer) == replace(COMPANION, returns=(("mixer:out 1", Sink("3", 1)),))


def test_a_strip_that_the_other_does_not_know_leaves_those_that_feed_it_as_they_were_told() -> None:
    new = ("ardour:DX 1/audio_out 1", "ardour:NEW/audio_in 1"), ("ardour:NEW/audio_out 1", "ardour:FX/audio_in 1")
    assert merged(COMPANION, told(wiring(*AS_TOLD[:-2], *new))) == COMPANION


def test_what_jack_can_not_tell_whole_stays_as_it_was_told() -> None:
    cut = ("ardour:DX 1/audio_out 1", "ardour:" + "x" * 256)
    assert merged(COMPANION, told(wiring(*AS_TOLD[:-1], cut))) == COMPANION


def test_a_strip_that_only_the_other_knows_stays_fed() -> None:
    fed = told(wiring(*AS_TOLD, ("ardour:MX- score/1/audio_out 1", "ardour:FX/audio_in 1")))
    assert merged(COMPANION, fed).by_name["MX: score/1"].way.outs == ((Sink("3", 0), Sink("9", 0)), ())
