"""The plan: the way that mends a strip; and who is left alone, with why."""

from dataclasses import replace

import pytest

from bridge.core.judging import Assessment, assessment
from bridge.model.routing import AuxSend, Graph, GraphSource, PlanRow, Sink, Standing, Way
from bridge.model.show import BusRule, Show
from bridge.model.stems import Family, Stem
from tests.core.mixers import PLAIN, assessed, film, mixer, name_in, routed, stems_of


def planned(graph: Graph, name: str = "DX 1", show: Show = PLAIN) -> Way:
    return assessed(graph, show).ways[f"id {name}"]


def row(found: Assessment, name: str) -> PlanRow:
    (one,) = [row for row in found.plan if row.strip == name]
    return one


def on(bus: str, *inputs: int) -> tuple[tuple[Sink, ...], ...]:
    """Outputs that feed these inputs of a bus, one each."""
    return tuple((Sink(f"id {bus}", channel),) for channel in inputs)


def off(*targets: str) -> tuple[AuxSend, ...]:
    return tuple(AuxSend(number, f"id {target}", active=False) for number, target in enumerate(targets))


PLANS = {
    "a track on another stem is put on its own": ("track DX 1 > FX", Way(on("DX", 0, 1))),
    "so is one straight on the master": ("track DX 1 > Master", Way(on("DX", 0, 1))),
    "and one on nothing": ("track DX 1", Way(on("DX", 0, 1))),
    "a kind that has a bus is put on that": ("track DX ADR 1 > FX", Way(on("ADR", 0, 1))),
    "what is doubled leaves the wrong one": ("track DX 1 > DX, FX", Way(on("DX", 0, 1))),
    "and the master": ("track DX 1 > DX, Master", Way(on("DX", 0, 1))),
    "its own way home is kept, also past its kind's bus": ("track DX ADR 1 > DX, FX", Way(on("DX", 0, 1))),
    "a send into another stem is switched off": ("track DX 1 > DX, ~FX", Way(on("DX", 0, 1), off("FX"))),
    "so is one into the master": ("track DX 1 > DX, ~Master", Way(on("DX", 0, 1), off("Master"))),
    "what was on its stem by a send alone stays so": (
        "track DX 1 > ~DX, ~FX",
        Way(((), ()), (AuxSend(0, "id DX", active=True), AuxSend(1, "id FX", active=False))),
    ),
    "a send home is no main output": (
        "track DX 1 > FX, ~DX",
        Way(on("DX", 0, 1), (AuxSend(0, "id DX", active=True),)),
    ),
    "a mono track goes to both sides": ("track DX 1/1 > FX", Way(((Sink("id DX", 0), Sink("id DX", 1)),))),
    "a mono track goes to the centre": ("track FX Door/1 > DX", Way(on("FX", 2))),
    "a stereo track goes to the front of a 5.1": ("track FX Door > DX", Way(on("FX", 0, 1))),
    "channels that are lost are connected": ("track FX Door/6 > FX(2)", Way(on("FX", 0, 1, 2, 3, 4, 5))),
    "a channel that strayed comes back": ("track DX 1 > FX", Way(on("DX", 0, 1))),
    "a port of the sound card is kept": (
        "track DX 1 > FX, !system:playback_5",
        Way(tuple((Sink("", 0, "system:playback_5"), *sinks) for sinks in on("DX", 0, 1))),
    ),
    "a track that records it is kept": (
        "track DX 1 > FX, MX Print",
        Way(tuple((*sinks, Sink("id MX Print", channel)) for channel, sinks in enumerate(on("DX", 0, 1)))),
    ),
    "an instrument keeps to the outputs that are used": (
        "midi MX Synth/4 > DX",
        Way((*on("MX", 0, 1), (), ())),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANS)
def test_the_way_that_mends(case: str) -> None:
    line, wanted = PLANS[case]
    graph = film(line, "track MX Print")
    name = name_in(line)
    way = planned(graph, name)
    assert way == wanted
    assert assessed(routed(graph, {f"id {name}": way})).verdicts[f"id {name}"].standing is Standing.RIGHT


def test_a_send_to_a_return_is_never_touched() -> None:
    graph = film("track DX 1 > FX, ~Verb", "bus Verb > FX")
    assert planned(graph).sends == (AuxSend(0, "id Verb", active=True),)


def test_a_bus_on_the_way_is_left_where_it_leads_astray_and_kept_where_it_does_not() -> None:
    assert planned(film("track DX 1 > Bus 1", "bus Bus 1 > DX, FX")) == Way(on("DX", 0, 1))
    assert planned(film("track DX 1 > Bus 1, FX", "bus Bus 1 > DX")) == Way(on("Bus 1", 0, 1))


def test_a_channel_that_strayed_comes_back_where_the_others_are() -> None:
    graph = film("track DX 1", "bus Bus 1 > DX")
    split = Way((*on("Bus 1", 0), *on("FX", 1)))
    assert planned(routed(graph, {"id DX 1": split})) == Way(on("Bus 1", 0, 1))


def test_the_plan_is_a_table_of_names() -> None:
    found = assessed(film("track DX 1 > FX, ~MX", "track FX Door/6 > FX(2)", "track Guide > DX"))
    assert found.plan == (
        PlanRow("DX 1", Standing.DOUBLED, '"FX", a send to "MX"', '"DX"'),
        PlanRow("FX Door", Standing.CHANNELS, '"FX" (4 of 6 channels)', '"FX"'),
        PlanRow("Guide", Standing.GUIDE, '"DX"', "", "guides are moved by hand"),
    )
    assert set(found.ways) == {"id DX 1", "id FX Door"}


def test_where_all_is_right_there_is_no_plan() -> None:
    found = assessed(film())
    assert (found.plan, found.ways, found.orders) == ((), {}, {})


LEFT_ALONE = {
    "a track of no known stem": (["track Audio 7 > FX"], "its stem is not known"),
    "one that is doubled too": (["track Audio 7 > FX, DX"], "its stem is not known"),
    "a print": (["track MX Print > MX"], "prints and mixes are moved by hand"),
    "a guide": (["track Guide > DX"], "guides are moved by hand"),
    "a bus": (["bus FX/6 > MX"], "buses are moved by hand"),
    "a return": (["track DX 1 > DX, ~Verb", "bus Verb > FX"], "buses are moved by hand"),
    "a loop": (["bus Bus 1 > Bus 1"], "which connection closes the loop is for a person to say"),
    "what cannot be checked": (["track DX 1 > !system:playback_5"], "where it goes cannot be checked"),
    "what is wired to another program": (
        ["track DX 1 > FX, !jamin:in_1"],
        'it is wired to another program, at "jamin:in_1"',
    ),
    "a layout that does not fit": (
        ["track DX 1/6 > FX"],
        'how 6 channels (5.1) into the 2 of "DX" go is for a person to say',
    ),
    "a layout of which the trade is of two minds": (
        ["track DX 1/4 > FX", "bus DX/6 > Master"],
        'how 4 channels (quad or LCRS) into the 6 of "DX" go is for a person to say',
    ),
    "two buses of one stem": (
        ["track DX 1 > FX", "bus Dialog > Master"],
        "show.toml must say which bus is the one for DX",
    ),
    "a way home that would be a ring": (
        ["track DX 1 > FX", "bus DX > Master, DX 1"],
        'it is fed by "DX": that would close a feedback loop',
    ),
    "outputs of an instrument that do not belong together": (
        ["midi MX Synth/4 > DX(1)"],
        "it is not clear which of its outputs belong together",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_who_is_left_alone_and_why(case: str) -> None:
    lines, why = LEFT_ALONE[case]
    found = assessed(film(*lines))
    assert [one.why_not for one in found.plan if one.why_not] == [why]
    assert found.ways == {}


def test_a_stem_without_a_bus_is_missing_and_its_tracks_stay() -> None:
    found = assessed(mixer("track DX 1 > FX", "bus FX > Master", "master Master"))
    assert (found.missing, found.ways) == (("DX",), {})
    assert row(found, "DX 1").why_not == "this session has no DX bus"


def test_a_bus_of_another_rig_is_named_as_such() -> None:
    graph = mixer("track DX 1 > FX", "bus FX > Master", "master Master")
    found = assessed(graph, Show(buses=(BusRule("Dialogue Sum", Family.DX),)))
    assert row(found, "DX 1").why_not == 'the bus that show.toml names for DX, "Dialogue Sum", is not in this session'


def test_a_bus_that_is_switched_off_takes_nothing() -> None:
    graph = film("track DX 1 > FX")
    asleep = replace(graph, nodes=tuple(replace(one, active=one.name != "DX") for one in graph.nodes))
    assert row(assessed(asleep), "DX 1").why_not == 'its bus "DX" is switched off'


def test_where_sends_are_not_told_nothing_is_planned() -> None:
    graph = film("track DX 1 > FX")
    for blind in (replace(graph, sends_told=False), replace(graph, source=GraphSource.JACK)):
        found = assessed(blind)
        assert found.ways == {}
        assert row(found, "DX 1").why_not == "its sends inside the DAW are not told"


def test_a_way_that_is_told_in_part_is_not_touched() -> None:
    graph = film("track DX 1 > FX")
    part = replace(graph, nodes=tuple(replace(one, uncertain="a plugin sends") for one in graph.nodes))
    assert row(assessed(part), "DX 1").why_not == "its way is told only in part"


def test_hands_off_leaves_a_strip_to_its_user_and_an_order_moves_it() -> None:
    found = assessed(film("track DX 1 > FX"), hands_off=("DX 1",))
    assert found.ways == {}
    assert found.orders == {"id DX 1": Way(on("DX", 0, 1))}
    assert row(found, "DX 1").why_not == "hands off: you said that it goes where it is to go"
    assert found.verdicts["id DX 1"].standing is Standing.ASTRAY


def test_a_locked_stem_is_named_and_an_order_moves_it() -> None:
    graph = film("track DX 1 > FX")
    stems = {**stems_of(graph), "DX 1": Stem(Family.DX, confidence=1.0, locked=True)}
    found = assessment(graph, stems, Show())
    assert (found.ways, set(found.orders)) == ({}, {"id DX 1"})
    assert row(found, "DX 1").why_not == "its stem is locked: only an order that names it moves it"


def test_a_guess_below_the_threshold_moves_nothing() -> None:
    graph = film("track DX 1 > FX")
    found = assessment(graph, {**stems_of(graph), "DX 1": Stem(Family.DX, confidence=0.7)}, Show())
    assert (found.ways, found.verdicts["id DX 1"].standing) == ({}, Standing.UNKNOWN)
