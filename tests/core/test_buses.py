"""The stems' buses: as the show names them, else as their names tell."""

from dataclasses import replace

import pytest

from bridge.core.buses import Buses, stem_buses
from bridge.model.routing import BusView, Graph
from bridge.model.show import BusRule, Show
from bridge.model.stems import Evidence, Family, Stem
from tests.core.mixers import film, mixer, stems_of

DX, FX, MX = Family


def found(graph: Graph, *rules: BusRule) -> Buses:
    return stem_buses(graph, stems_of(graph), Show(buses=rules))


def chosen(buses: Buses) -> dict[str, str]:
    """The chosen buses by their part."""
    return {"/".join(filter(None, part)): bus.name for part, bus in buses.chosen.items()}


def test_the_buses_of_a_film_are_found_by_their_names() -> None:
    buses = found(film())
    assert chosen(buses) == {"DX/adr": "ADR", "FX/foley": "FOLEY", "DX": "DX", "FX": "FX", "MX": "MX"}
    assert buses.troubles == ()


def test_a_bus_says_why_it_is_taken_for_one() -> None:
    view = found(film()).views()[1]
    assert view == BusView("FOLEY", "FX", "foley", "name 'FOLEY' says FX/foley (decisive)", 2)


@pytest.mark.parametrize("name", ["DX Bus", "DX STEM", "Dialogue", "DX MASTER", "DX Mix"])
def test_a_bus_may_be_called_a_print_or_mix_of_its_stem(name: str) -> None:
    assert chosen(found(mixer(f"bus {name} > Master", "master Master"))) == {"DX": name}


@pytest.mark.parametrize(
    "line", ["bus DX Verb", "bus Verb", "bus M&E", "bus Master Mix", "bus Bus 1", "phones DX", "track DX"]
)
def test_what_sums_no_stem_is_no_stems_bus(line: str) -> None:
    assert found(mixer(line)).here == {}


def test_a_bus_is_not_a_stems_because_it_feeds_one() -> None:
    graph = mixer("bus Bus 1 > FX", "bus FX")
    by_bus = Stem(FX, confidence=0.85, evidence=(Evidence("bus", "FX", "FX (decisive)"),))
    assert chosen(stem_buses(graph, {**stems_of(graph), "Bus 1": by_bus}, Show())) == {"FX": "FX"}


def test_a_mere_hint_does_not_narrow_a_bus() -> None:
    assert chosen(found(mixer("bus FX Sub", "bus DX Group"))) == {"FX": "FX Sub", "DX": "DX Group"}


def test_a_bus_with_live_inputs_is_no_stems_bus() -> None:
    graph = mixer("bus MX Synth")
    assert stem_buses(graph, stems_of(graph), Show(content_buses=frozenset({"MX Synth"}))).here == {}


def test_of_two_that_claim_a_stem_and_do_not_feed_each_other_neither_is_chosen() -> None:
    buses = found(mixer("bus DX > Master", "bus Dialog > Master", "master Master"))
    assert chosen(buses) == {}
    assert buses.wanted(Stem(DX, confidence=1.0)) is None
    assert buses.homeless(Stem(DX, confidence=1.0)) == "show.toml must say which bus is the one for DX"
    assert buses.troubles == (
        (
            '2 buses may be the one for DX: "DX", "Dialog". Nothing is put on any of them.'
            ' Write in show.toml which it is: [[buses]], with its name and stem = "DX".'
        ),
    )


def test_of_two_of_which_one_feeds_the_other_the_one_that_has_it_all_is_chosen() -> None:
    assert chosen(found(mixer("bus DX Main > Master", "bus Dialog > Bus 1", "bus Bus 1 > DX Main"))) == {
        "DX": "DX Main"
    }


def test_two_that_feed_each_other_settle_nothing() -> None:
    assert chosen(found(mixer("bus DX > Dialog", "bus Dialog > DX"))) == {}


def test_a_print_gives_way_to_a_bus() -> None:
    assert chosen(found(mixer("bus DX > DX PRINT", "bus DX PRINT > Master", "bus DX STEM"))) == {"DX": "DX"}


def test_what_the_show_names_counts_and_not_the_names() -> None:
    graph = mixer("bus DX > Master", "bus Dialog > Master", "bus Strange > Master", "master Master")
    buses = found(graph, BusRule("Dialog", DX), BusRule("Strange", FX, "foley"))
    assert chosen(buses) == {"DX": "Dialog", "FX/foley": "Strange"}
    assert "id DX" not in buses.here
    assert buses.here["id Strange"].evidence == "show.toml names it"
    assert buses.troubles == ()


def test_buses_of_another_rig_are_no_fault() -> None:
    buses = found(film(), BusRule("MX Rig Sum", MX, "score"))
    assert chosen(buses) == chosen(found(film()))
    assert buses.troubles == ()
    assert buses.views()[-1] == BusView("MX Rig Sum", "MX", "score", "show.toml names it", 0)


def test_two_that_the_show_names_for_one_stem_are_named() -> None:
    (said,) = found(film(), BusRule("DX", DX), BusRule("MX", DX)).troubles
    assert said == (
        '2 buses may be the one for DX: "DX", "MX". Nothing is put on any of them.'
        " show.toml names them all, and no one is fed by all the others: leave one there."
    )


def test_a_track_that_the_show_calls_a_bus_is_named() -> None:
    (said,) = found(film(), BusRule("DX 1", DX)).troubles
    assert said.startswith('show.toml names "DX 1" among the buses, and it is a track: nothing is put on it.')


def test_a_sub_bus_takes_its_kind_and_the_stems_bus_the_rest() -> None:
    buses = found(film())
    wanted = {sub: buses.wanted(Stem(FX, sub, confidence=1.0)) for sub in ("foley", "bg", "")}
    assert {sub: bus and bus.name for sub, bus in wanted.items()} == {"foley": "FOLEY", "bg": "FX", "": "FX"}


def test_what_a_bus_is_does_not_depend_on_what_feeds_it() -> None:
    graph = film()
    emptied = replace(graph, nodes=tuple(replace(node, way=replace(node.way, outs=())) for node in graph.nodes))
    assert found(emptied) == found(graph)


def test_why_there_is_no_bus() -> None:
    dialogue = Stem(DX, "adr", confidence=1.0)
    assert found(mixer("bus FX")).homeless(dialogue) == "this session has no DX bus"
    away = found(mixer("bus FX"), BusRule("Dialogue", DX)).homeless(dialogue)
    assert away == 'the bus that show.toml names for DX, "Dialogue", is not in this session'
    assert found(film()).homeless(dialogue) == found(film()).homeless(Stem()) == ""
