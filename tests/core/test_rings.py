"""Rings in a graph, against a plain walk from each node."""

from hypothesis import given
from hypothesis import strategies as st

from bridge.core.rings import circle, rings

nodes = st.sampled_from("abcdefgh")
graphs = st.dictionaries(nodes, st.lists(nodes, max_size=3))
"""Some edges lead to what is no node."""


def reached(node: str, edges: dict[str, list[str]]) -> set[str]:
    """All that a node leads to, itself only by way of others."""
    found: set[str] = set()
    ahead = list(edges[node])
    while ahead:
        one = ahead.pop()
        if one in edges and one not in found:
            found.add(one)
            ahead += edges[one]
    return found


@given(graphs)
def test_two_nodes_share_a_component_if_each_leads_to_the_other(edges: dict[str, list[str]]) -> None:
    leads = {node: reached(node, edges) for node in edges}
    component = {node: ring for ring in rings(edges) for node in ring}
    assert set(component) == set(edges)
    for one in edges:
        for other in edges:
            together = one == other or (other in leads[one] and one in leads[other])
            assert (component[one] == component[other]) == together


@given(graphs)
def test_a_component_stands_behind_all_that_it_leads_to(edges: dict[str, list[str]]) -> None:
    place = {node: number for number, ring in enumerate(rings(edges)) for node in ring}
    assert all(place[one] >= place[other] for one in edges for other in edges[one] if other in edges)


@given(graphs)
def test_a_circle_is_a_round_trip(edges: dict[str, list[str]]) -> None:
    for ring in rings(edges):
        if len(ring) > 1:
            trip = circle(ring, edges)
            assert len(set(trip)) == len(trip)
            assert all(after in edges[before] for before, after in zip(trip, (*trip[1:], trip[0]), strict=True))


def test_a_ring_of_thousands_needs_no_deep_stack() -> None:
    names = [str(number) for number in range(20_000)]
    edges = dict(zip(names, ([name] for name in (*names[1:], names[0])), strict=True))
    (ring,) = rings(edges)
    assert len(ring) == len(circle(ring, edges)) == 20_000
