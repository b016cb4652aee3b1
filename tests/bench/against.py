"""Our code against a peer's, with a gate for each measure.

Only ratios taken side by side in one run are worth a gate on a shared machine, so each repeat times both on the same
work in shuffled order, in CPU time of the thread, with the collector frozen; the median of the ratios is judged.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

REPEATS = 9
CPU_SECONDS = 0.05
"""CPU time that one candidate gets in one repeat."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure and how many times as fast as the peer we must be; `least` None is shown only.

    `items`: how many things one pass of ours works on, to show what one of them costs; 0: not shown.
    """

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    least: float | None
    items: int = 0


def cost(once: Callable[[], object]) -> float:
    """CPU seconds of one pass, over as many passes as fit."""
    passes, start = 0, time.thread_time()
    while (spent := time.thread_time() - start) < CPU_SECONDS:
        once()
        passes += 1
    return spent / passes


def compared(gates: Sequence[Gate], peer: str, rng: random.Random) -> bool:
    """Measure all, print a line for each; False if a gate fails."""
    gc.collect()
    gc.freeze()
    taken: dict[str, list[tuple[float, float]]] = {gate.name: [] for gate in gates}
    for _ in range(REPEATS):
        for gate in rng.sample(gates, len(gates)):
            spent = {one: cost(one) for one in rng.sample((gate.ours, gate.theirs), 2)}
            taken[gate.name].append((spent[gate.ours], spent[gate.theirs]))
    passed = [_told(gate, peer, taken[gate.name]) for gate in gates]
    return all(passed)


def _told(gate: Gate, peer: str, taken: Sequence[tuple[float, float]]) -> bool:
    ratios = [theirs / ours for ours, theirs in taken]
    median = statistics.median(ratios)
    passed = gate.least is None or median >= gate.least
    wants = "shown only" if gate.least is None else f"gate {gate.least:g} x, {'passed' if passed else 'FAILED'}"
    each = statistics.median(ours for ours, _ in taken) / gate.items * 1e6 if gate.items else 0.0
    took = f", {each:.2f} us" if gate.items else ""
    sys.stdout.write(f"{gate.name:34} {median:5.2f} x {peer} ({min(ratios):.2f} to {max(ratios):.2f}){took}; {wants}\n")
    return passed
