"""Timecode of a MIDI port for people and for programs: a line that lives, a log of what happened, one JSON object."""

from typing import Protocol

from rich.text import Text

from bridge.model.chasing import ChaseView, Lock
from bridge.model.text import harmless
from bridge.model.timecode import RATES, frame_of

WORDS = {
    Lock.IDLE: "waits for timecode",
    Lock.STOPPED: "stopped",
    Lock.LOCKING: "locks",
    Lock.LOCKED: "locked",
    Lock.FREEWHEEL: "messages are missing, runs on by itself",
    Lock.LOST: "lost",
}
STYLES = {Lock.LOCKED: "bold green", Lock.LOCKING: "yellow", Lock.FREEWHEEL: "bold yellow", Lock.LOST: "bold red"}
JUMP = 2.0
"""Frames by which a place may be off from where it was due before that is a jump: a lock that settles moves it."""
ODD = 0.03
"""A speed that differs from normal by less is normal."""


class Sent(Protocol):
    """How late messages left, in seconds."""

    @property
    def count(self) -> int:
        """How many."""

    @property
    def worst(self) -> float:
        """The latest."""

    def within(self, share: float) -> float:
        """That share of them, 0 to 1, left so late at most."""


def line(port: str, view: ChaseView) -> Text:
    """The picture of this moment in one line."""
    text = Text(f" {view.label or '--:--:--:--'} ", style="bold reverse" if view.lock is Lock.LOCKED else "reverse")
    text.append(f"  {WORDS[view.lock]}", style=STYLES.get(view.lock, "dim"))
    text.append(f"  {', '.join(_particulars(view))}", style="default")
    if port:
        text.append(f"  {harmless(port, 60)}", style="dim")
    return text


def _particulars(view: ChaseView) -> list[str]:
    told = [f"{view.rate} fps"] if view.rate else []
    if view.lock is Lock.LOCKED:
        if view.error_ms is not None:
            told.append(f"±{view.error_ms:.1f} ms")
        told += [f"jitter {one.jitter_ms:.1f} ms" for one in view.sources[:1] if one.jitter_ms is not None]
        told += [_speed(view.speed)] if _is_odd(view.speed) else []
    if view.drop_outs:
        told.append("1 drop-out" if view.drop_outs == 1 else f"{view.drop_outs} drop-outs")
    return told


def _is_odd(speed: float | None) -> bool:
    return speed is not None and abs(speed - 1) > ODD


def _speed(speed: float | None) -> str:
    """How it runs, in words.

    >>> _speed(-1.0), _speed(0.5)
    ('backwards', 'at 0.50 of the speed')
    """
    if speed is None or abs(speed + 1) <= ODD:
        return "backwards"
    return f"at {speed:.2f} of the speed" if speed > 0 else f"backwards at {-speed:.2f} of the speed"


class Log:
    """What happened to a transport, as sentences: it is shown one view after another."""

    def __init__(self) -> None:
        self._ran: ChaseView | None = None
        self._label = ""
        self._out = 0
        self._known: frozenset[str] = frozenset()

    def seen(self, view: ChaseView) -> list[str]:
        """What is new since the view before."""
        told = self._moved(view)
        if view.drop_outs > self._out:
            told.append(f"Messages were missing before {view.label}.")
        self._out = view.drop_outs
        told += [finding.text for finding in view.findings if finding.about not in self._known]
        self._known = frozenset(finding.about for finding in view.findings)
        return told

    def _moved(self, view: ChaseView) -> list[str]:
        if view.lock is Lock.LOCKED:
            told = self._runs(view)
            self._ran = view
            return told
        if view.lock not in {Lock.STOPPED, Lock.LOST}:
            return []
        ran, self._ran = self._ran, None
        if view.label == self._label and ran is None:
            return []
        self._label = view.label
        if view.lock is Lock.LOST:
            return [f"Lost at {view.label}: nothing comes any more."]
        return [f"Stopped at {view.label}." if ran else f"Put to {view.label}."]

    def _runs(self, view: ChaseView) -> list[str]:
        ran = self._ran
        how = f", {_speed(view.speed)}" if _is_odd(view.speed) else ""
        if ran is None:
            return [f"Runs, at {view.label}, {view.rate} fps{how}."]
        if ran.rate != view.rate:
            return [f"Runs at {view.rate} fps, not {ran.rate}."]
        if (ran.speed or 1.0) * (view.speed or 1.0) < 0:
            return [f"Turned round at {ran.label}{how}."]
        if _jumped(ran, view):
            return [f"Jumped from {ran.label} to {view.label}."]
        return []


def _jumped(ran: ChaseView, view: ChaseView) -> bool:
    """Whether it is elsewhere than the time that has passed would bring it, on a dial of 24 hours."""
    if ran.place is None or view.place is None or view.rate not in RATES:
        return False
    rate = RATES[view.rate]
    day = frame_of("24:00:00:00", rate)
    due = ran.place + (ran.speed or 1.0) * (view.at - ran.at) * float(rate.fps)
    return abs((view.place - due + day / 2) % day - day / 2) > JUMP


def record(port: str, view: ChaseView, now: float) -> dict[str, object]:
    """The transport as an object for JSON; `now` in unix seconds. What is not known is null."""
    return {
        "time": round(now, 4),
        "port": port,
        "timecode": view.label or None,
        "frame": view.frame,
        "rate": view.rate or None,
        "lock": view.lock.value,
        "rolling": view.rolling,
        "speed": None if view.speed is None else round(view.speed, 4),
        "error_ms": None if view.error_ms is None else round(view.error_ms, 3),
        "drop_outs": view.drop_outs,
    }


def generated(late: Sent, label: str, unsent: int) -> tuple[str, ...]:
    """How a run of timecode that was made here went; `label` is where it stands."""
    if not late.count:
        return ("Nothing was sent.",)
    half, most, worst = (1000 * each for each in (late.within(0.5), late.within(0.99), late.worst))
    exact = f"Half of them left within {half:.2f} ms of their time, 99 of 100 within {most:.2f} ms"
    told = f"Stands at {label} after {late.count} quarter frames. {exact}, the latest {worst:.2f} ms late."
    told += " What the MIDI system and the cable add is not in this."
    return (told, f"{unsent} messages did not leave: the port was not open.") if unsent else (told,)
