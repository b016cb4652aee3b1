"""The sentences of faults in the routing: what is wrong and why it matters; and what would mend it."""

from collections.abc import Callable, Iterable, Mapping

from bridge.core.case import Case, Sort
from bridge.core.ends import joined
from bridge.model.routing import Standing
from bridge.model.stems import Family, Role
from bridge.model.text import quoted

Sentences = tuple[str, str]
"""What is wrong and why it matters; what would mend it."""

INSTALL = "Install our script in the DAW: stembridge install ardour"
"""What would mend that the routing is not told, or not all of it."""
RING = 4
"""Names of a feedback loop that are told."""
_ROLES = {
    Role.PRINT: "a print",
    Role.MIX: "a mix",
    Role.ME: "an M&E",
    Role.OPT: "optional M&E",
    Role.REF: "a reference",
}
_DELIVERY = "Left so, the payer finds it at delivery."


def sentences(case: Case, standing: Standing) -> Sentences:
    """What is to be said of a strip that stands so; nothing where nothing is wrong."""
    found = _SAID.get(standing)
    return ("", "") if found is None else found(case)


def listed(texts: Iterable[str]) -> str:
    """Texts in a row.

    >>> listed(["DX", "FX", "MX"]), listed(["DX"])
    ('DX, FX and MX', 'DX')
    """
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last


def _name(case: Case) -> str:
    return quoted(case.node.name)


def _at(stems: Iterable[tuple[Family, str]], case: Case | None = None) -> str:
    """Stems, each with the name of the strip where it was met, and whether only a send leads there."""
    mains = case.mains.families if case else ()
    sent = {family for family, _ in case.sends.stems if family not in mains} if case else set()
    return listed(f"{family} ({quoted(name)}{', by a send' if family in sent else ''})" for family, name in stems)


def _goes(case: Case) -> str:
    """Every stem that it reaches, and the mix."""
    stems = f"to {_at(case.ends.stems, case)}" if case.ends.stems else ""
    past = f"past the stems to {_mix(case)}" if case.ends.mix else ""
    return "goes " + " and ".join(filter(None, (stems, past)))


def _mix(case: Case) -> str:
    """The mix as it was met."""
    by_send = ", by a send" if not case.mains.mix else ""
    return f"{quoted(case.ends.mix)}{by_send}"


def _home(case: Case) -> str:
    """What would bring it home."""
    if case.home is not None:
        asleep = "" if case.home.active else ", and switch that bus on"
        return f"Put it on {quoted(case.home.name)}{asleep}."
    return f"Put it on its stem's bus once that is clear: {case.homeless}."


def _subject(case: Case) -> str:
    """The strip, and what it is."""
    match case.sort:
        case Sort.STEM:
            return f"{_name(case)} is a bus of {case.own}"
        case Sort.RETURN:
            return f"{_name(case)} is fed by {_at(case.fed.items())}"
        case _:
            return f"{_name(case)} is {case.own or 'of no known stem'}"


def _astray(case: Case) -> Sentences:
    subject = f"{_subject(case)} and goes to"
    if case.ends.stems:
        of = "all that is on it is" if case.sort is Sort.STEM else "it is"
        past = f", and past the stems to {_mix(case)}" if case.ends.mix and case.sort is not Sort.STEM else ""
        text = f"{subject} {_at(case.ends.stems, case)}{past}: {of} in a wrong stem, and missing from its own."
    else:
        text = f"{subject} {_mix(case)} past its stem: the mix has it, the {case.own} stem has not."
    return f"{text} {_DELIVERY}", _off(case) if case.sort is Sort.STEM else _home(case)


def _doubled(case: Case) -> Sentences:
    goes = f"{_subject(case)} and {_goes(case)}"
    if _dormant(case):
        return f"{goes}: once that send is turned up, it is in the mix twice. {_DELIVERY}", _undoubled(case)
    if any(family is not case.own for family in case.ends.families):
        text = f"{goes}: it is in a stem too many, and sounds twice in the mix."
    else:
        text = f"{goes}: it sounds twice in the mix, and the stems do not add up to it."
    return f"{text} {_DELIVERY}", _undoubled(case)


def _dormant(case: Case) -> bool:
    """Whether it is doubled only by sends that are turned all the way down."""
    paths, own = case.paths, case.own
    loud = [send for send in case.node.way.sends if send.active and send.level_db != float("-inf")]
    open_ends = joined([case.mains, *(paths.into(send.target, send=True) for send in loud)])
    return own in open_ends.families and not open_ends.past(own)


def _undoubled(case: Case) -> str:
    """What would leave it once."""
    if case.own is None:
        return "Take it off all but one, and say in tracks.csv what it is."
    if case.sort is Sort.STEM or case.own in case.ends.families:
        return _off(case)
    return _home(case)


def _off(case: Case) -> str:
    """What takes it off where it should not be. The mix is a stem's bus's own place, unless it has another bus."""
    names = [quoted(bus) for family, bus in case.ends.stems if family is not case.own]
    twice = case.own in case.ends.families if case.sort is Sort.STEM else case.sort not in _MAY_MIX
    return f"Take it off {listed([*names, quoted(case.ends.mix)] if case.ends.mix and twice else names)}."


_MAY_MIX = frozenset({Sort.PRINT, Sort.MIX})


def _nowhere(case: Case) -> Sentences:
    name = _name(case)
    if case.sort is Sort.RETURN:
        return f"{name} is fed by {_at(case.fed.items())} and reaches nothing: it is not heard.", _home_of_return(case)
    if case.sort is Sort.STEM:
        return (
            f"{name} is a bus of {case.own} and reaches nothing: the mix lacks all that is on it.",
            "Put it on the mix.",
        )
    return f"{name} is {case.own} and reaches no stem and no mix: it is missing from the film.", _home(case)


def _home_of_return(case: Case) -> str:
    return _home(case) if case.own else _APART


def _print(case: Case) -> Sentences:
    what = _ROLES.get(case.stem.role, "the mix")
    goes = f"{_name(case)} is {what} and goes to {_at(case.ends.stems, case)}"
    return f"{goes}: what is in it is in that stem a second time. {_DELIVERY}", _off(case)


def _guide(case: Case) -> Sentences:
    what = _ROLES.get(case.stem.role, "a guide")
    text = f"{_name(case)} is {what} and {_goes(case)}: it would be heard in the film."
    return text, "Take it off; what is to be heard of it goes to the headphones only."


_APART = "Give each stem a return of its own, which feeds that stem's bus."


def _shared_return(case: Case) -> Sentences:
    goes = f"{_subject(case)} and {_goes(case)}"
    if case.ends.stems:
        return f"{goes}: the sound of one stem is in another. {_DELIVERY}", _APART
    return f"{goes}: its sound is in the mix and in no stem. {_DELIVERY}", _APART


def _loop(case: Case) -> Sentences:
    around = case.looped
    names = [quoted(name) for name in around[:RING]]
    ring = " → ".join([*names, "…" if len(around) > RING else names[0]])
    text = f"{_name(case)} is in a feedback loop ({ring}): it can howl, and harm ears and loudspeakers."
    return text, "Take one of these connections out."


def _shared_bus(case: Case) -> Sentences:
    text = f"{_name(case)} carries {_at(case.fed.items())} together: what meets there cannot be delivered as stems."
    mix = 'If it is the mix, say so in show.toml: [[stems]] with its name as the pattern and role = "mix".'
    return text, f"Give each stem a bus of its own. {mix}"


def _channels(case: Case) -> Sentences:
    return (
        f"{_name(case)} loses channels: {case.loss}.",
        "Connect each of its channels, or give it a bus of its layout.",
    )


def _unknown(case: Case) -> Sentences:
    text = f"{_name(case)} {_goes(case)}, and its name does not tell what it is"
    return f"{text}: nobody can say whether it belongs there.", "Say what it is in tracks.csv."


def _uncheckable(case: Case) -> Sentences:
    seen = f"What is seen of it {_goes(case)}." if case.ends.heard else "No stem is seen on its way."
    text = f"{_name(case)} cannot be checked: {case.doubt or _unseen(case)}. {seen}"
    return text, "Look at it in the DAW." if case.paths.graph.sends_told else INSTALL


def _unseen(case: Case) -> str:
    """Why it is out of sight where it goes."""
    if case.ends.port:
        return f"it leaves the DAW at {quoted(case.ends.port)}"
    return f"it goes into the track {quoted(case.ends.tape)}, which may let it through"


_SAID: Mapping[Standing, Callable[[Case], Sentences]] = {
    Standing.ASTRAY: _astray,
    Standing.DOUBLED: _doubled,
    Standing.NOWHERE: _nowhere,
    Standing.PRINT: _print,
    Standing.GUIDE: _guide,
    Standing.SHARED_RETURN: _shared_return,
    Standing.LOOP: _loop,
    Standing.SHARED_BUS: _shared_bus,
    Standing.CHANNELS: _channels,
    Standing.UNKNOWN: _unknown,
    Standing.UNCHECKABLE: _uncheckable,
}
