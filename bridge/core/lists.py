"""What happened to the list of strips between two complete answers: renamed, vanished, appeared, moved.

Identity is the name. One name gone and one new, of the same kind at the same number, is a rename. VCAs are strips
with names of their own and never carry content, so they stand outside: a VCA may be called like a bus.
"""

from dataclasses import dataclass

from bridge.model.desk import Kind, Strip


@dataclass(frozen=True, slots=True)
class Turn:
    """The difference between two lists. `moved`: a strip's number is no longer what it was."""

    renamed: tuple[tuple[str, str], ...] = ()
    vanished: frozenset[str] = frozenset()
    appeared: frozenset[str] = frozenset()
    moved: bool = False

    @property
    def same_strips(self) -> bool:
        """True if no strip came or went or changed its name."""
        return not (self.renamed or self.vanished or self.appeared)


def turn(before: tuple[Strip, ...], after: tuple[Strip, ...]) -> Turn:
    """What lies between two lists of one session.

    >>> def strip(n, name): return Strip(n, name, Kind.AUDIO, 1, 2, False, False)
    >>> turn((strip(1, "DX 1"), strip(2, "DX 2")), (strip(1, "DX 1"), strip(2, "ADR"))).renamed
    (('DX 2', 'ADR'),)
    """
    old, new = by_name(before), by_name(after)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    places = {old[name].number: name for name in gone}
    renamed = tuple(
        (places[number], name)
        for name in sorted(come)
        if (number := new[name].number) in places and old[places[number]].kind is new[name].kind
    )
    moved = [(s.number, s.name, s.kind) for s in before] != [(s.number, s.name, s.kind) for s in after]
    return Turn(
        renamed=renamed,
        vanished=frozenset(gone - {was for was, _ in renamed}),
        appeared=frozenset(come - {now for _, now in renamed}),
        moved=moved,
    )


def by_name(strips: tuple[Strip, ...]) -> dict[str, Strip]:
    """The strips that can be told apart by name: no VCAs, and none whose name stands twice."""
    found: dict[str, Strip] = {}
    twice = set()
    for strip in strips:
        if strip.kind is Kind.VCA:
            continue
        if strip.name in found:
            twice.add(strip.name)
        found[strip.name] = strip
    return {name: strip for name, strip in found.items() if name not in twice}


def opened_vca(before: tuple[Strip, ...], after: tuple[Strip, ...]) -> bool:
    """Whether a muted VCA was opened, or went away: members that showed its mute may now show their own."""
    shut = {strip.name for strip in after if strip.kind is Kind.VCA and strip.mute}
    return any(strip.kind is Kind.VCA and strip.mute and strip.name not in shut for strip in before)
