"""Laws of the judge and of the plan, over random graphs."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bridge.core.judging import assessment
from bridge.core.verdicts import SOUND
from bridge.model.desk import Kind
from bridge.model.routing import Graph, GraphSource, Node, Sink, Standing, Way
from bridge.model.show import Show
from bridge.model.stems import Family, Role
from tests.core.mixers import assessed, routed, sane_graphs, stems_of, wild_graphs


@given(wild_graphs)
def test_whatever_graph_is_told_each_strip_has_one_standing_with_its_sentences(graph: Graph) -> None:
    found = assessed(graph)
    assert set(found.verdicts) == set(graph.by_id)
    for verdict in found.verdicts.values():
        wrong = verdict.standing not in SOUND
        assert bool(verdict.text) == bool(verdict.mend) == wrong
        assert (verdict.text + verdict.mend).isprintable()


@given(wild_graphs)
def test_every_finding_has_a_row_with_a_way_or_a_reason(graph: Graph) -> None:
    found = assessed(graph)
    wrong = [one for one in found.verdicts.values() if one.standing not in SOUND]
    assert [(row.strip, row.standing) for row in found.plan] == [(one.name, one.standing) for one in wrong]
    for verdict, row in zip(wrong, found.plan, strict=True):
        assert (verdict.id in found.ways) == (row.why_not == "")


@given(sane_graphs())
def test_a_planned_way_is_right_and_planning_again_changes_nothing(graph: Graph) -> None:
    for strip, way in assessed(graph).ways.items():
        after = assessed(routed(graph, {strip: way}))
        assert after.verdicts[strip].standing is Standing.RIGHT
        assert strip not in after.ways


@given(sane_graphs())
def test_the_plan_as_a_whole_ends_with_each_of_its_tracks_on_its_stem(graph: Graph) -> None:
    ways = assessed(graph).ways
    after = assessed(routed(graph, ways)).verdicts
    stems = stems_of(graph)
    for strip in ways:
        assert after[strip].families == (stems[graph.by_id[strip].name].known,)
        assert after[strip].standing in {Standing.RIGHT, Standing.LOOP}  # two that record each other's stems


@given(sane_graphs())
def test_nothing_planned_adds_another_stem_or_touches_what_was_right(graph: Graph) -> None:
    found, stems = assessed(graph), stems_of(graph)
    for strip, way in found.ways.items():
        node = graph.by_id[strip]
        before = {sink for sinks in node.way.outs for sink in sinks}
        added = {sink.strip for sinks in way.outs for sink in sinks if sink not in before}
        assert all(stems[graph.by_id[bus].name].known in {stems[node.name].known, None} for bus in added)
        assert not any(now.active and not was.active for now, was in zip(way.sends, node.way.sends, strict=True))
    assert not any(found.verdicts[strip].standing in SOUND for strip in found.ways)


SUMS = {Role.CONTENT, Role.BUS, Role.PRINT, Role.MIX}
"""What a bus is, by its name, that is a stem's if it has one."""


def ways_on(graph: Graph, strip: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """By a plain walk: what the main outputs of a strip reach, through whatever is no stem's bus, mix or track."""
    stems = stems_of(graph)
    for sink in {sink for sinks in graph.by_id[strip].way.outs for sink in sinks}:
        node = graph.by_id[sink.strip]
        stem = stems[node.name]
        if node.kind is Kind.MASTER or (node.kind is Kind.BUS and stem.known is None and stem.role is Role.MIX):
            yield "mix"
        elif node.kind is Kind.BUS and stem.known is not None and stem.role in SUMS:
            yield stem.known
        elif node.kind is Kind.BUS and node.id not in seen:  # a return, an M&E by its name: sound goes through it
            yield from ways_on(graph, node.id, seen | {node.id})


@given(sane_graphs())
def test_what_is_called_right_reaches_its_stem_and_no_other_by_any_way(graph: Graph) -> None:
    quiet = replace(graph, nodes=tuple(replace(one, way=replace(one.way, sends=())) for one in graph.nodes))
    stems = stems_of(quiet)
    for verdict in assessed(quiet).verdicts.values():
        stem = stems[verdict.name]
        if verdict.content and isinstance(stem.known, Family):
            reached = set(ways_on(quiet, verdict.id))
            sound = {Standing.RIGHT, Standing.LOOP, Standing.CHANNELS}
            if reached == {stem.known}:
                assert verdict.standing in sound | {Standing.UNCHECKABLE}
            else:
                assert verdict.standing not in sound


@given(sane_graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_strips_changes_no_standing(graph: Graph, chance: Random) -> None:
    nodes = list(graph.nodes)
    chance.shuffle(nodes)
    shuffled = assessed(replace(graph, nodes=tuple(nodes))).verdicts
    assert {one.id: one.standing for one in shuffled.values()} == {
        one.id: one.standing for one in assessed(graph).verdicts.values()
    }


def test_a_ring_of_thousands_of_buses_is_judged() -> None:
    count = 2_000
    nodes = [_bus(number, (number + 1) % count) for number in range(count)]
    found = assessment(Graph(GraphSource.COMPANION, tuple(nodes)), {}, Show()).verdicts.values()
    assert {one.standing for one in found} == {Standing.LOOP}


def _bus(number: int, target: int) -> Node:
    return Node(str(number), f"Bus {number}", Kind.BUS, 2, Way(((Sink(str(target), 0),), (Sink(str(target), 1),))))
