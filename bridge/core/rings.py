"""Rings in a directed graph, and the order in which what flows through it can be worked out."""

from collections.abc import Iterator, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]
"""What each node feeds; only nodes that are keys count."""


def rings(edges: Edges) -> list[tuple[str, ...]]:
    """The strongly connected components, each behind all that it leads to (Tarjan, without recursion).

    A component of several nodes is a ring, or rings that hang together.

    >>> rings({"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []})
    [('d',), ('c', 'b'), ('a',)]
    """
    found = _Search(edges)
    for node in edges:
        if node not in found.number:
            found.explore(node)
    return found.components


def circle(ring: Sequence[str], edges: Edges) -> tuple[str, ...]:
    """One round trip within a component of several nodes: each name once, in the order of the flow.

    >>> circle(("b", "a", "x"), {"a": ["b"], "b": ["x", "a"], "x": ["a"]})
    ('b', 'x', 'a')
    """
    inside, places = set(ring), {ring[0]: 0}
    path = [ring[0]]
    while True:
        following = next(target for target in edges[path[-1]] if target in inside)
        if following in places:
            return tuple(path[places[following] :])
        places[following] = len(path)
        path.append(following)


class _Search:
    """One run of Tarjan's search: `number` in the order of discovery, `low` the earliest that a node leads back to."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.number: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.open: dict[str, None] = {}
        """What is not yet in a component, in the order of discovery."""
        self.components: list[tuple[str, ...]] = []

    def explore(self, root: str) -> None:
        """Put all that `root` leads to into components."""
        stack = [self._discover(root)]
        while stack:
            node, targets = stack[-1]
            fresh = self._next(node, targets)
            if fresh is not None:
                stack.append(self._discover(fresh))
                continue
            stack.pop()
            if stack:
                above = stack[-1][0]
                self.low[above] = min(self.low[above], self.low[node])
            if self.low[node] == self.number[node]:
                self._close(node)

    def _discover(self, node: str) -> tuple[str, Iterator[str]]:
        self.number[node] = self.low[node] = len(self.number)
        self.open[node] = None
        return node, iter(self.edges[node])

    def _next(self, node: str, targets: Iterator[str]) -> str | None:
        """The next target that was never seen; what is met on the way and still open lowers `low`."""
        for target in targets:
            if target in self.open:
                self.low[node] = min(self.low[node], self.number[target])
            elif target in self.edges and target not in self.number:
                return target
        return None

    def _close(self, node: str) -> None:
        """Everything discovered since `node` is its component."""
        component = []
        while True:
            last, _ = self.open.popitem()
            component.append(last)
            if last == node:
                break
        self.components.append(tuple(component))
