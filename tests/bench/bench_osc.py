"""What OSC costs: our decoder and builder against python-osc on the traffic of a DAW.

Run it as `python -m tests.bench.bench_osc`; it ends with 1 if a gate fails.
"""

import random
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from bridge.wire.osc import Message, bundle, decode, encode
from tests.bench.against import Gate, compared

T = TypeVar("T")
NAMES = ("DX Anna LAV", "ADR Marc", "FX Door Int", "BG Street Night", "FOLEY Steps A", "MX Radio Diegetic", "Walla 2")
MIX = {"meter": 55, "vol": 15, "mute": 10, "name": 5, "smpte": 5, "list": 5, "bundle": 5}
"""Percent of each kind in the mix: mostly meters, as a surface with feedback sends them."""


def message(kind: str, rng: random.Random) -> Message:
    """One message of this kind as a DAW of 2,048 strips would send it."""
    number = rng.randint(1, 2048)
    name = f"{rng.choice(NAMES)} {number}"
    smpte = f"{rng.randint(0, 1):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}:{rng.randint(0, 23):02}"
    return {
        "mute": Message("/strip/mute", (number, rng.randint(0, 1))),
        "meter": Message("/strip/meter", (number, rng.uniform(-80, 6))),
        "name": Message("/strip/name", (number, name)),
        "smpte": Message("/position/smpte", (smpte,)),
        "vol": Message(f"/track/{number}/volume", (rng.random(),)),
        "list": Message("/reply", ("AT", name, 1, 2, 0, 1, number, 0, 7)),
    }[kind]


def traffic(kind: str, count: int, rng: random.Random) -> list[list[Message]]:
    """`count` packets of this kind, each as the messages that it holds."""
    if kind == "mix":
        kinds = rng.choices(list(MIX), list(MIX.values()), k=count)
        return [packet for one in kinds for packet in traffic(one, 1, rng)]
    if kind == "bundle":
        return [[message("meter", rng) for _ in range(16)] for _ in range(count)]
    return [[message(kind, rng)] for _ in range(count)]


def ours(messages: Sequence[Message]) -> bytes:
    """The packet as we build it."""
    return encode(messages[0]) if len(messages) == 1 else bundle(messages)


def theirs(messages: Sequence[Message]) -> bytes:
    """The packet as a plain user of python-osc builds it."""
    built: list[OscMessage] = []
    for address, args in messages:
        one = OscMessageBuilder(address=address)
        for arg in args:
            one.add_arg(arg)
        built.append(one.build())
    if len(built) == 1:
        return bytes(built[0].dgram)
    whole = OscBundleBuilder(IMMEDIATELY)
    for part in built:
        whole.add_content(part)
    return bytes(whole.build().dgram)


def gates(rng: random.Random) -> list[Gate]:
    """All measures, each over its own traffic."""
    measures = []
    for kind, least in (("mix", 4.0), ("mute", 4.0), ("bundle", 4.0), ("list", 2.5)):
        packets = [ours(messages) for messages in traffic(kind, 512, rng)]
        measures.append(Gate(f"decode, {kind}", over(decode, packets), over(OscPacket, packets), least))
    fresh = [encode(Message(f"/track/{rng.randrange(10**9)}/volume", (0.5,))) for _ in range(20_000)]
    measures.append(Gate("decode, every address new", over(decode, fresh), over(OscPacket, fresh), 1.2))
    mix = traffic("mix", 512, rng)
    measures.append(Gate("encode, mix", over(ours, mix), over(theirs, mix), None))
    return measures


def over(work: Callable[[T], object], items: Sequence[T]) -> Callable[[], object]:
    """One pass of `work` over all items."""

    def once() -> None:
        for item in items:
            work(item)

    return once


def main() -> int:
    """Measure all, print a line for each; 1 if a gate fails."""
    rng = random.Random(7)
    return 0 if compared(gates(rng), "python-osc", rng) else 1


if __name__ == "__main__":
    sys.exit(main())
