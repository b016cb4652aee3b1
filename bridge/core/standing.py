"""How a strip stands in the routing, by what is asked of it."""

from collections.abc import Callable, Mapping

from bridge.core.case import Case, Sort
from bridge.core.ends import LOST
from bridge.model.material import SET_ASIDE
from bridge.model.routing import Standing
from bridge.model.stems import Role

_PLAIN = frozenset({Role.CONTENT, Role.BUS, Role.RETURN})
"""Buses of other roles carry several stems on purpose: an M&E, a print, headphones."""


def standing(case: Case) -> Standing:
    """How this strip stands."""
    return _ASKED[case.sort](case)


def _content(case: Case) -> Standing:
    ends, own = case.ends, case.own
    on = ends.families
    if len(on) > 1 or (ends.mix and on and (own is None or own in on)):
        return Standing.DOUBLED
    if own is None:
        return _unknown(case)
    if on and own not in on:
        return Standing.ASTRAY
    if on:
        return _kept(case)
    if ends.mix:
        return Standing.ASTRAY if case.paths.buses.here else Standing.NONE
    if case.doubt or ends.port or ends.tape:
        return Standing.UNCHECKABLE
    return Standing.NONE if case.stem.flags & SET_ASIDE else Standing.NOWHERE


def _unknown(case: Case) -> Standing:
    """Of a strip of which nobody knows what it is."""
    if case.ends.stems or (case.ends.mix and case.paths.buses.here):
        return Standing.UNKNOWN
    return _clear(case, Standing.NONE)


def _kept(case: Case) -> Standing:
    """Of a strip whose way leads where it should."""
    found = _clear(case, Standing.RIGHT)
    return Standing.CHANNELS if found is Standing.RIGHT and case.loss is not None else found


def _clear(case: Case, otherwise: Standing) -> Standing:
    """A loop, a doubt; otherwise so."""
    if case.looped:
        return Standing.LOOP
    return Standing.UNCHECKABLE if case.doubt else otherwise


def _print(case: Case) -> Standing:
    if case.ends.stems:
        return Standing.PRINT
    return _clear(case, Standing.RIGHT)


def _guide(case: Case) -> Standing:
    ends = case.ends
    if ends.heard:
        return Standing.GUIDE
    return Standing.UNCHECKABLE if ends.port or ends.tape else _clear(case, Standing.RIGHT)


def _stem(case: Case) -> Standing:
    ends, own = case.ends, case.own
    if case.looped:
        return Standing.LOOP
    if any(family is not own for family in ends.families):
        return Standing.DOUBLED if own in ends.families or ends.mix or len(ends.stems) > 1 else Standing.ASTRAY
    if own in ends.families and ends.mix:
        return Standing.DOUBLED
    if ends.heard or ends.port or ends.tape:
        return _kept(case)
    return _clear(case, Standing.NOWHERE)


def _return(case: Case) -> Standing:
    ends, own = case.ends, case.own
    on = ends.families
    if case.looped:
        return Standing.LOOP
    if not case.fed:
        return Standing.NONE
    if len(case.fed) > 1 and ends.heard:
        return Standing.SHARED_RETURN
    if len(on) > 1 or (own in on and ends.mix):
        return Standing.DOUBLED
    if on:
        return Standing.ASTRAY if own not in on else _kept(case)
    if ends.mix:
        return Standing.ASTRAY
    if case.doubt or ends.port or ends.tape:
        return Standing.UNCHECKABLE
    return Standing.NOWHERE


def _bus(case: Case) -> Standing:
    """Of a bus that is no stem's: who goes through it is judged by where that leads."""
    if case.looped:
        return Standing.LOOP
    if case.stem.role in _PLAIN and len(case.fed) > 1 and _summing(case):
        return Standing.SHARED_BUS
    if not case.fed:
        return Standing.NONE
    return _kept(case) if case.ends != LOST else Standing.NONE


def _summing(case: Case) -> bool:
    """Whether what meets in a bus goes on together: to the mix; or out of the DAW, as all that leads there."""
    if case.ends.mix:
        return True
    feeders = case.paths.feeders(case.node.id)
    return bool(case.ends.port) and any(not case.paths.mains(node.way).mix for node in feeders)


def _mix(case: Case) -> Standing:
    if case.looped:
        return Standing.LOOP
    return Standing.PRINT if case.ends.stems else Standing.NONE


def _nothing(_: Case) -> Standing:
    return Standing.NONE


_ASKED: Mapping[Sort, Callable[[Case], Standing]] = {
    Sort.CONTENT: _content,
    Sort.PRINT: _print,
    Sort.GUIDE: _guide,
    Sort.STEM: _stem,
    Sort.RETURN: _return,
    Sort.BUS: _bus,
    Sort.MIX: _mix,
    Sort.NONE: _nothing,
}
