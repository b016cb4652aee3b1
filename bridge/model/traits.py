"""What one DAW is like to talk to, as far as deciding depends on it; each dialect gives its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """The numbers that the reconciler lives by; all times in seconds.

    `window`: changes that may be out at once without an answer. `queue`: changes, each repetition counted, that the DAW
    may have before it that it has not been seen to carry out; `stall`: how long it may carry nothing out although it
    answers. `settle`: how long the DAW needs at most to carry a
    change out. `eager`: how soon after a change the first look is worth its while. `poll`: how often to ask when
    nothing is under way. `deafest`: the longest deafness; a question that is open for longer is given up.
    `query_ports`: questions that may be open at once, one a port. `tries`: proven failures until a target counts as
    refused. `farthest`: the last sample that a locate can name. `heard_only`: it can only be listened to: it tells no
    strips and takes no orders.
    """

    daw: str
    window: int
    settle: float
    eager: float
    poll: float
    deafest: float
    query_ports: int
    queue: int = 100
    stall: float = 2.5
    tries: int = 3
    farthest: int = 2**31 - 1
    heard_only: bool = False
