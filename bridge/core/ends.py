"""Where sound arrives at the end of its ways, as a value; and what a strip's way feeds at once."""

from collections.abc import Iterable
from typing import NamedTuple

from bridge.model.routing import Way
from bridge.model.stems import Family


class Ends(NamedTuple):
    """Where sound arrives. Empty: nowhere.

    `stems`: each family with the name of the first of its buses; `mix`: the master, or a bus of the whole mix, reached
    past every stem; `port`: it leaves the DAW there; `back`: it leaves to a program that feeds something back;
    `tape`: a track that it goes into; `onto`: the families of content tracks among those; `doubt`: why there may be
    more. Of several of a kind the first is named.
    """

    stems: tuple[tuple[Family, str], ...] = ()
    mix: str = ""
    port: str = ""
    back: str = ""
    tape: str = ""
    onto: tuple[tuple[Family | None, str], ...] = ()
    doubt: str = ""

    @property
    def families(self) -> tuple[Family, ...]:
        """The stems that it reaches."""
        return tuple([family for family, _ in self.stems])

    @property
    def heard(self) -> bool:
        """Whether it reaches a stem or the mix."""
        return bool(self.stems or self.mix)

    def past(self, own: Family | None) -> bool:
        """Whether it reaches what sound of this family must not: another stem, or the mix past every stem."""
        return bool(self.mix) or any(family is not own for family, _ in self.stems)


LOST = Ends()


def joined(parts: Iterable[Ends]) -> Ends:
    """Everything that one of these reaches."""
    distinct = list({id(part): part for part in parts if part is not LOST}.values())
    if len(distinct) < 2:
        return distinct[0] if distinct else LOST
    stems: dict[Family, str] = {}
    onto: dict[Family | None, str] = {}
    for part in distinct:
        for family, name in part.stems:
            stems.setdefault(family, name)
        for kind, name in part.onto:
            onto.setdefault(kind, name)
    return Ends(
        tuple(stems.items()),
        _first(part.mix for part in distinct),
        _first(part.port for part in distinct),
        _first(part.back for part in distinct),
        _first(part.tape for part in distinct),
        tuple(onto.items()),
        _first(part.doubt for part in distinct),
    )


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def mains_of(way: Way) -> tuple[str, ...]:
    """The strips that the main outputs feed, each once, in the order of the channels."""
    return tuple(dict.fromkeys([sink.strip for sinks in way.outs for sink in sinks if not sink.port]))


def ports_of(way: Way) -> tuple[str, ...]:
    """The ports outside the DAW that the main outputs feed."""
    return tuple(dict.fromkeys([sink.port for sinks in way.outs for sink in sinks if sink.port]))


def sends_of(way: Way) -> tuple[str, ...]:
    """The buses that the sends feed which are on, however loud: a fader moves without a word from the DAW."""
    return tuple(dict.fromkeys([send.target for send in way.sends if send.active]))
