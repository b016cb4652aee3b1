"""The judge: how each strip stands, on small films."""

from dataclasses import replace

import pytest

from bridge.core.judging import assessment
from bridge.model.routing import Graph, GraphSource, Node, Sink, Standing, Way
from bridge.model.show import BusRule, Show
from bridge.model.stems import Family, Flag, Stem
from tests.core.mixers import PLAIN, assessed, film, mixer, stems_of

RIGHT, NONE = Standing.RIGHT, Standing.NONE
ASTRAY, DOUBLED, NOWHERE = Standing.ASTRAY, Standing.DOUBLED, Standing.NOWHERE
PRINT, GUIDE, UNKNOWN, UNCHECKABLE = Standing.PRINT, Standing.GUIDE, Standing.UNKNOWN, Standing.UNCHECKABLE
RETURN, BUS, LOOP, CHANNELS = Standing.SHARED_RETURN, Standing.SHARED_BUS, Standing.LOOP, Standing.CHANNELS


def faults(graph: Graph, show: Show = PLAIN) -> dict[str, Standing]:
    """All strips with which something is wrong, by name."""
    found = assessed(graph, show).verdicts.values()
    return {one.name: one.standing for one in found if one.standing not in {RIGHT, NONE}}


def test_nothing_is_wrong_with_the_film() -> None:
    verdicts = assessed(film()).verdicts.values()
    assert {one.name: one.standing for one in verdicts if one.standing is not RIGHT} == {"Master": NONE}
    assert {(one.text, one.mend) for one in verdicts} == {("", "")}


STANDINGS = {
    "on another stem": (["track DX 1 > FX"], {"DX 1": ASTRAY}),
    "on another stem by way of its sub-bus": (["track DX 1 > FOLEY"], {"DX 1": ASTRAY}),
    "on another stem by way of a bus without a name": (["track DX 1 > Bus 1", "bus Bus 1 > FX"], {"DX 1": ASTRAY}),
    "straight on the master": (["track DX 1 > Master"], {"DX 1": ASTRAY}),
    "on the master by way of a bus": (["track DX 1 > Bus 1", "bus Bus 1 > Master"], {"DX 1": ASTRAY}),
    "on a bus of the mix": (["track DX 1 > Mix Bus", "bus Mix Bus > Master"], {"DX 1": ASTRAY}),
    "on another stem and the master": (["track DX 1 > FX, Master"], {"DX 1": ASTRAY}),
    "on another stem by a send alone": (["track DX 1 > ~FX"], {"DX 1": ASTRAY}),
    "on two stems": (["track DX 1 > DX, FX"], {"DX 1": DOUBLED}),
    "on two stems, neither its own": (["track DX 1 > MX, FX"], {"DX 1": DOUBLED}),
    "a channel each on two stems": (["track DX 1 > DX, FX(1)"], {"DX 1": DOUBLED}),
    "on two stems by a send": (["track DX 1 > DX, ~FX"], {"DX 1": DOUBLED}),
    "on two stems by a send to a sub-bus": (["track DX 1 > DX, ~FOLEY"], {"DX 1": DOUBLED}),
    "on its stem and the master": (["track DX 1 > DX, Master"], {"DX 1": DOUBLED}),
    "on its stem, and by a send on the master": (["track DX 1 > DX, ~Master"], {"DX 1": DOUBLED}),
    "a bus that feeds two stems": (["track DX 1 > Bus 1", "bus Bus 1 > DX, FX"], {"DX 1": DOUBLED}),
    "on nothing": (["track DX 1"], {"DX 1": NOWHERE}),
    "on a bus that feeds nothing": (["track DX 1 > Bus 1", "bus Bus 1"], {"DX 1": NOWHERE}),
    "on headphones alone": (["track DX 1 > ~HP", "phones HP > !system:playback_7"], {"DX 1": NOWHERE}),
    "on its stem by way of a bus": (["track DX 1 > Bus 1", "bus Bus 1 > DX"], {}),
    "on its stem's bus, not its sub-bus": (["track Foley Steps > FX"], {}),
    "on another kind's bus of its stem": (["track FX Door > FOLEY"], {}),
    "on its stem twice": (["track Foley Steps > FX, FOLEY"], {}),
    "on its stem by a send": (["track DX 1 > ~DX"], {}),
    "on its stem and on headphones": (["track DX 1 > DX, ~HP", "phones HP > !system:playback_7"], {}),
    "on its stem and recorded": (["track DX 1 > DX, Mix Print", "track Mix Print"], {}),
    "switched off": (["off DX 1 > FX, MX"], {}),
    "an instrument without audio": (["midi MX 2/0"], {}),
    "an instrument of which a pair is used": (["midi MX 2/6 > Bus 1", "bus Bus 1/2 > MX"], {}),
    "a print in its stem": (["track MX Print > MX"], {"MX Print": PRINT}),
    "a mix in a stem": (["track Master Bounce > DX"], {"Master Bounce": PRINT}),
    "an M&E in a stem": (["track M&E > FX"], {"M&E": PRINT}),
    "a print in a stem by way of a return": (
        ["track MX Print > ~Verb", "bus Verb > MX"],
        {"MX Print": PRINT},
    ),
    "a print on the master": (["track MX Print > Master"], {}),
    "a print that goes nowhere": (["track MX Print"], {}),
    "the mix in a stem": (["bus Mix Bus > DX", "track Mix Print"], {"Mix Bus": PRINT}),
    "a guide in a stem": (["track Guide > DX"], {"Guide": GUIDE}),
    "a guide on the master": (["track Guide > Master"], {"Guide": GUIDE}),
    "a guide in the mix by way of a return": (["track Guide > ~Verb", "bus Verb > Master"], {"Guide": GUIDE}),
    "a guide on headphones": (["track Guide > ~HP", "phones HP"], {}),
    "a guide at a port": (["track Guide > !system:playback_7"], {"Guide": UNCHECKABLE}),
    "tones on all stems": (["track 2pop > DX, FX, MX"], {}),
    "what is exempt": (["track Click > DX, Master"], {}),
    "an unknown track in a stem": (["track Audio 7 > FX"], {"Audio 7": UNKNOWN}),
    "an unknown track on the master": (["track Audio 7 > Master"], {"Audio 7": UNKNOWN}),
    "an unknown track in two stems": (["track Audio 7 > FX, DX"], {"Audio 7": DOUBLED}),
    "an unknown track on nothing": (["track Audio 7"], {}),
    "a return of one stem": (["track DX 1 > DX, ~Verb", "bus Verb > DX"], {}),
    "a return that nobody feeds": (["bus Verb > FX"], {}),
    "a shared return": (
        ["track DX 1 > DX, ~Verb", "track FX Door > FX, ~Verb", "bus Verb > FX"],
        {"Verb": RETURN},
    ),
    "a shared return on the master": (
        ["track DX 1 > DX, ~Verb", "track FX Door > FX, ~Verb", "bus Verb > Master"],
        {"Verb": RETURN},
    ),
    "a shared return that is named for one stem": (
        ["track DX 1 > DX, ~FX Reverb", "track FX Door > FX, ~FX Reverb", "bus FX Reverb > FX"],
        {"FX Reverb": RETURN},
    ),
    "a return that stems' buses share": (
        ["bus DX > Master, ~Verb", "bus MX/6 > Master, ~Verb", "bus Verb > Master"],
        {"Verb": RETURN},
    ),
    "a bus without a name that is fed by sends": (
        ["track DX 1 > DX, ~Bus 1", "track FX Door > FX, ~Bus 1", "bus Bus 1 > FX"],
        {"Bus 1": RETURN},
    ),
    "a delay into a shared return": (
        ["track DX 1 > DX, ~Delay", "bus Delay > DX, ~Verb", "track FX Door > FX, ~Verb", "bus Verb > DX"],
        {"Verb": RETURN},
    ),
    "a return in a wrong stem": (["track DX 1 > DX, ~Verb", "bus Verb > FX"], {"Verb": ASTRAY}),
    "a return past its stem": (["track DX 1 > DX, ~Verb", "bus Verb > Master"], {"Verb": ASTRAY}),
    "a return in two stems": (["track DX 1 > DX, ~Verb", "bus Verb > DX, FX"], {"Verb": DOUBLED}),
    "a return that goes nowhere": (["track DX 1 > DX, ~Verb", "bus Verb"], {"Verb": NOWHERE}),
    "heard through a return alone": (["track DX 1 > ~Verb", "bus Verb > DX"], {}),
    "a stem in another": (["bus FX/6 > MX"], {"FX": ASTRAY}),
    "a stem in another and the mix": (["bus FX/6 > MX, Master"], {"FX": DOUBLED}),
    "a sub-bus in another stem": (["bus FOLEY > DX"], {"FOLEY": ASTRAY}),
    "a sub-bus in its stem and the mix": (["bus FOLEY > FX, Master"], {"FOLEY": DOUBLED}),
    "a sub-bus that is a stem of its own": (["bus FOLEY > Master"], {}),
    "a stem in nothing": (["bus FX/6"], {"FX": NOWHERE}),
    "a stem that is recorded alone": (["bus FX/6 > Stem Print", "track Stem Print/6"], {}),
    "a stem on the sound card": (["bus FX/6 > !system:playback_3"], {}),
    "two stems on one bus": (["bus DX > Bed", "bus MX/6 > Bed", "bus Bed/6 > Master"], {"Bed": BUS}),
    "two stems in one bed": (["bus DX > Bed", "bus MX/6 > Bed", "bus Bed/6 > !renderer:bed"], {"Bed": BUS}),
    "two stems on a second way out": (
        ["bus DX > Bed, Master", "bus MX/6 > Bed, Master", "bus Bed/6 > !system:playback_9"],
        {},
    ),
    "all stems on a bus of the mix": (["bus DX > Mix Bus", "bus MX/6 > Mix Bus", "bus Mix Bus/6 > Master"], {}),
    "two stems in an M&E": (["bus FX/6 > Master, M&E", "bus MX/6 > Master, M&E", "bus M&E/6 > !system:playback_9"], {}),
    "buses in a ring": (["bus Bus 1 > Bus 2", "bus Bus 2 > Bus 1, FX"], {"Bus 1": LOOP, "Bus 2": LOOP}),
    "a ring by a send": (["bus Verb > FX, ~Delay", "bus Delay > ~Verb"], {"Verb": LOOP, "Delay": LOOP}),
    "a bus that feeds itself": (["bus Bus 1 > Bus 1"], {"Bus 1": LOOP}),
    "a track that records its own stem": (["track DX 1 > DX", "bus DX > Master, DX 1"], {"DX 1": LOOP, "DX": LOOP}),
    "channels that reach nothing": (["track FX Door/6 > FX(2)"], {"FX Door": CHANNELS}),
    "a bus too small": (["track DX 1/6 > DX"], {"DX 1": CHANNELS}),
    "a stem's channels that reach nothing": (["bus MX/6 > Master(1)"], {"MX": CHANNELS}),
    "into a track": (["track DX 1 > DX 2", "track DX 2 > DX"], {"DX 1": UNCHECKABLE}),
    "recorded on a track of another stem": (["track DX 1 > DX, FX Door"], {"DX 1": UNCHECKABLE}),
    "on the sound card alone": (["track DX 1 > !system:playback_5"], {"DX 1": UNCHECKABLE}),
    "on its stem and the sound card": (["track DX 1 > DX, !system:playback_5"], {}),
}  # fmt: skip


@pytest.mark.parametrize("case", STANDINGS)
def test_how_it_stands(case: str) -> None:
    lines, wanted = STANDINGS[case]
    assert faults(film(*lines)) == wanted


# --- what can't be known -----------------------------------------------------------------------------------------


def test_what_leaves_for_a_program_that_feeds_something_back_is_never_right() -> None:
    graph = film("track DX 1 > DX, !jamin:in_1", "track FX Door > Bus 1", "bus Bus 1 > FX, !jamin:in_2")
    back = replace(graph, returns=(("jamin:out_1", Sink("id MX", 0)),))
    assert faults(graph) == {}
    assert faults(back) == {"DX 1": UNCHECKABLE, "FX Door": UNCHECKABLE, "Bus 1": UNCHECKABLE}
    assert 'leaves the DAW at "jamin:in_1", a program' in assessed(back).verdicts["id DX 1"].text


def test_the_sound_card_gives_nothing_back() -> None:
    graph = film("track DX 1 > DX, !system:playback_5")
    assert faults(replace(graph, returns=(("system:capture_1", Sink("id FX", 0)),))) == {}


def test_where_sends_are_not_told_nothing_is_right_and_what_is_wrong_is_found() -> None:
    graph = replace(film("track DX 1 > FX", "track DX 2"), source=GraphSource.JACK, sends_told=False)
    found = faults(graph)
    assert found.pop("DX 1") is ASTRAY
    assert set(found.values()) == {UNCHECKABLE}
    assert "DX 2" in found
    assert assessed(graph).unchecked.startswith("Sends inside the DAW are not told")


def test_a_strip_whose_way_is_told_in_part_is_never_right_nor_those_behind_it() -> None:
    graph = film("track DX 1 > Bus 1", "bus Bus 1 > DX")
    nodes = [
        replace(one, uncertain="a plugin sends") if one.name in {"Bus 1", "FX Door"} else one for one in graph.nodes
    ]
    said = assessed(replace(graph, nodes=tuple(nodes))).verdicts
    assert [one.name for one in said.values() if one.standing is UNCHECKABLE] == ["DX 1", "FX Door", "Bus 1"]
    assert said["id DX 1"].text == (
        '"DX 1" cannot be checked: on its way is "Bus 1": a plugin sends. What is seen of it goes to DX ("DX").'
    )


def test_where_nobody_tells_a_graph_no_track_can_be_checked() -> None:
    found = assessment(None, stems_of(film()), Show())
    assert set(found.verdicts) == {node.name for node in film().nodes}
    assert {one.standing for one in found.verdicts.values()} == {UNCHECKABLE}
    assert found.unchecked.endswith("Install our script in the DAW: stembridge install ardour")
    assert (found.plan, found.ways, found.missing) == ((), {}, ())


def test_a_strip_that_is_not_told_is_a_doubt() -> None:
    node = Node("1", "DX 1", film().nodes[0].kind, 2, Way(((Sink("id DX", 0), Sink("gone", 0)),)))
    graph = film()
    found = faults(replace(graph, nodes=(node, *graph.nodes[1:])))
    assert found == {"DX 1": UNCHECKABLE}


# --- sessions that are no whole film ------------------------------------------------------------------------------


def test_in_a_session_without_stems_buses_no_track_is_asked_for_one() -> None:
    graph = mixer("track DX 1 > Master", "track FX Door > Master", "track Audio 7 > Master", "master Master")
    assert faults(graph) == {}
    assert assessed(graph).missing == ("DX", "FX")


def test_a_track_whose_stem_has_no_bus_is_astray_on_the_master() -> None:
    lacking = assessed(mixer("track DX 1 > Master", "bus FX > Master", "master Master"))
    verdict = lacking.verdicts["id DX 1"]
    assert (lacking.missing, verdict.standing, verdict.wanted) == (("DX",), ASTRAY, "")
    assert verdict.mend == "Put it on its stem's bus once that is clear: this session has no DX bus."


def test_a_track_set_aside_may_go_nowhere_and_not_astray() -> None:
    def said(line: str) -> Standing:
        graph = film(line)
        stems = {**stems_of(graph), "DX Old": Stem(Family.DX, flags=frozenset({Flag.ALT}), confidence=1.0)}
        return assessment(graph, stems, Show()).verdicts["id DX Old"].standing

    assert [said(line) for line in ("track DX Old", "track DX Old > DX", "track DX Old > FX")] == [NONE, RIGHT, ASTRAY]


def test_a_bus_with_live_inputs_is_judged_as_a_track() -> None:
    assert faults(film("bus MX Synth > FX"), Show(content_buses=frozenset({"MX Synth"}))) == {"MX Synth": ASTRAY}


def test_the_master_of_a_rig_for_one_stem_may_be_that_stems_bus() -> None:
    graph = mixer("track DX 1 > Master", "track FX 1 > Master", "master Master > !system:playback_1")
    assert faults(graph, Show(buses=(BusRule("Master", Family.DX),))) == {"FX 1": ASTRAY}


def test_a_bus_that_is_switched_off_lets_nothing_pass() -> None:
    graph = film()
    nodes = [replace(one, active=one.name not in {"DX", "ADR"}) for one in graph.nodes]
    said = assessed(replace(graph, nodes=tuple(nodes))).verdicts["id DX 1"]
    assert (said.standing, said.mend) == (NOWHERE, 'Put it on "DX", and switch that bus on.')


# --- the evidence --------------------------------------------------------------------------------------------------


def test_a_verdict_shows_where_a_strip_goes() -> None:
    said = assessed(film("track Foley Steps > FOLEY, DX(1), ~Verb", "bus Verb > FX")).verdicts["id Foley Steps"]
    assert said.goes == ("FOLEY", "FX", "Master", "DX", "Verb")
    assert said.families == (Family.FX, Family.DX)
    assert said.channels == ((Family.FX,), (Family.DX, Family.FX))
    assert said.wanted == "FOLEY"


def test_vcas_and_groups_route_nothing() -> None:
    graph = film()
    grouped = replace(graph, nodes=tuple(replace(one, group="FX", vcas=("MX",)) for one in graph.nodes))
    assert assessed(grouped).verdicts == assessed(graph).verdicts
