"""What hinders a bridge on this machine: the findings of `stembridge doctor`.

Nothing here changes anything but for one question to each port of the DAW, and that only while no bridge runs.
"""

import platform
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bridge import __version__
from bridge.daws.ardour_line import EXPORTS_PORT, local_sockets
from bridge.daws.ardour_words import SWITCH
from bridge.model.errors import BadShow, JournalTrouble
from bridge.model.ledger import Phase
from bridge.model.show import GENERIC, Rig, Show
from bridge.shell.client import Client, NoBridge, alive
from bridge.shell.companioncheck import companion_checkup
from bridge.shell.finding import Finding, Verdict
from bridge.shell.journal import read_journal
from bridge.shell.logs import FAULTS
from bridge.shell.places import journal_path
from bridge.shell.portowners import owner
from bridge.shell.probe import ardours_answering
from bridge.shell.processes import ardours
from bridge.shell.runfile import RunFile
from bridge.shell.showfolder import read_show
from bridge.shell.udp import BUFFER

PACKAGES = ("aiohttp", "click", "platformdirs", "pydantic", "python-osc", "rich")
MANUAL_PORT = 8000
"""Where Ardour sends everything when its port mode is Manual and nobody chose another port."""
RMEM_MAX = Path("/proc/sys/net/core/rmem_max")


def checkup(state: Path, folder: Path) -> Iterator[Finding]:
    """Every finding, as it is found."""
    yield from _versions()
    rig, finding = _show(folder)
    yield finding
    run = alive(state)
    yield _bridge(run)
    if rig.daw == GENERIC:
        yield from _followed(run) if run is not None else ()
    else:
        yield from _ours(rig, run)
        yield from _daw(rig, run)
        yield from companion_checkup(run)
        yield _buffer()
    yield _owed(state, run)
    yield _faults(state)


def _versions() -> Iterator[Finding]:
    yield Finding(Verdict.INFO, "stembridge", f"{__version__}, Python {platform.python_version()}")
    yield Finding(Verdict.INFO, "machine", f"{platform.platform()}, {sys.implementation.name}")
    yield Finding(Verdict.INFO, "packages", ", ".join(f"{name} {_version(name)}" for name in PACKAGES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _show(folder: Path) -> tuple[Rig, Finding]:
    try:
        show: Show = read_show(folder)
    except BadShow as bad:
        text = f"{len(bad.problems)} problems in the files of {folder}. See: stembridge check --show {folder}"
        return Rig(), Finding(Verdict.BAD, "show", text)
    rig = show.rig
    text = f"{folder}: {show.mode} mode, Ardour from port {rig.port} on, our ports from {rig.local_port} on"
    if rig.daw == GENERIC:
        text = (
            f"{folder}: followed by MIDI alone, at {len(rig.midi)} ports. What comes in there: stembridge doctor midi"
        )
    return rig, Finding(Verdict.GOOD, "show", text)


def _bridge(run: RunFile | None) -> Finding:
    if run is None:
        return Finding(Verdict.INFO, "bridge", "none runs with this state folder. Start it with: stembridge run")
    return Finding(Verdict.GOOD, "bridge", f"runs (process {run.pid}, {run.mode} mode, for the show in {run.show})")


# --- ports ------------------------------------------------------------------------------------------------------


def _ours(rig: Rig, run: RunFile | None) -> Iterator[Finding]:
    """The fixed local ports: each must be free, or the running bridge's."""
    for local in local_sockets(rig.local_port):
        holder = "" if free(local.port) else owner(local.port) or "another program"
        about = f"UDP {local.port}"
        if not holder:
            missing = run is not None and local.required
            yield Finding(Verdict.INFO if missing else Verdict.GOOD, about, f"{local.name}: free")
        elif run is not None and f"(process {run.pid})" in holder:
            yield Finding(Verdict.GOOD, about, f"{local.name}: the running bridge has it")
        elif local.port == EXPORTS_PORT:
            text = f"{local.name}: {holder} has it, so ended exports are not noticed. The rest works"
            yield Finding(Verdict.INFO, about, text)
        else:
            text = f"{local.name}: {holder} has it; another Stembridge? End it, or set local_port in show.toml"
            yield Finding(Verdict.BAD, about, text)


def free(port: int) -> bool:
    """Whether a UDP port of loopback can be bound now."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


# --- the DAW ----------------------------------------------------------------------------------------------------


def _daw(rig: Rig, run: RunFile | None) -> Iterator[Finding]:
    names = ardours()
    text = ", ".join(names) if names else "none seen on this machine"
    yield Finding(Verdict.INFO, "Ardour processes", text)
    yield from _followed(run) if run is not None else _asked(rig, running=bool(names))


def _followed(run: RunFile) -> Iterator[Finding]:
    """What the running bridge knows of the DAW; a question of our own would be one surface too many."""
    try:
        state = Client(run).state()
    except NoBridge as trouble:
        yield Finding(Verdict.BAD, "DAW", str(trouble))
        return
    verdict = Verdict.GOOD if state.get("link") == "live" else Verdict.BAD
    tracks = len(state.get("tracks", []))
    yield Finding(verdict, "DAW", f"{state.get('link')}, {tracks} strips. {state.get('detail', '')}")


def _asked(rig: Rig, *, running: bool) -> Iterator[Finding]:
    try:
        found = ardours_answering(rig)
    except OSError:
        yield Finding(Verdict.BAD, "Ardour", f"can't be asked while another program has UDP port {rig.local_port}")
        return
    if not found:
        yield Finding(Verdict.BAD, "Ardour", f"no answer on UDP {rig.port} to {rig.port + 19}. {_why(running)}")
    for answer in found:
        yield Finding(Verdict.GOOD, "Ardour", f"answers on UDP port {answer.port}")
        if answer.pinned:
            text = f"another OSC client has pinned Ardour's answers for this machine to UDP port {answer.pinned}"
            yield Finding(Verdict.BAD, "reply port", f"{text} ({owner(answer.pinned) or 'nobody listens there'})")
    if len(found) > 1:
        ports = ", ".join(str(answer.port) for answer in found)
        text = f"{len(found)} answer ({ports}); the bridge follows the first. Quit the other, or set port in show.toml"
        yield Finding(Verdict.BAD, "second Ardour", text)


def _why(running: bool) -> str:
    if not running:
        return f"Start it with a session. To switch OSC on: {SWITCH}"
    holder = owner(MANUAL_PORT)
    if holder:
        return f"It runs, and {holder} has UDP {MANUAL_PORT}: its OSC port mode may be Manual; set it to Auto"
    return f"It runs, so its OSC is off in this session: {SWITCH}"


# --- buffers, debts, faults -------------------------------------------------------------------------------------


def _buffer() -> Finding:
    """The receive buffer that the system grants, and how to have it grant more."""
    granted = _granted()
    text = f"{granted // 1024} KiB granted of {BUFFER // 1024} KiB"
    if granted >= BUFFER:
        return Finding(Verdict.GOOD, "receive buffer", text)
    if not RMEM_MAX.exists():
        return Finding(Verdict.INFO, "receive buffer", text)
    advice = (
        f"lists of more than about {granted // 850} strips may lose packets (they are asked for again). To raise it"
    )
    command = f"sudo sysctl -w net.core.rmem_max={BUFFER}, and the same line in /etc/sysctl.d/90-stembridge.conf"
    return Finding(Verdict.INFO, "receive buffer", f"{text}: {advice}: {command}")


def _granted() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as trial:
        with suppress(OSError):  # macOS refuses what is too much
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        size = trial.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    return size // 2 if sys.platform == "linux" else size


def _owed(state: Path, run: RunFile | None) -> Finding:
    """What is owed; without a bridge nothing gives it back, so that needs a hand."""
    try:
        journal = read_journal(journal_path(state))
    except JournalTrouble as trouble:
        return Finding(Verdict.BAD, "journal", str(trouble))
    owed = sum(row.phase is Phase.OWED for row in journal.debts)
    if not owed and not journal.file_debts:
        return Finding(Verdict.GOOD, "journal", "nothing is owed to any desk")
    text = f"{owed} mutes owed to desks, {len(journal.file_debts)} to saved files. See: stembridge restore"
    if run is not None or not owed:
        return Finding(Verdict.INFO, "journal", text)
    text += ". They may still be muted in Ardour; it gives them back: stembridge run"
    return Finding(Verdict.BAD, "journal", text)


def _faults(state: Path) -> Finding:
    faults = state / FAULTS
    if not faults.exists() or not faults.stat().st_size:
        return Finding(Verdict.GOOD, "mistakes of ours", "none written down")
    return Finding(Verdict.BAD, "mistakes of ours", f"some are written down in {faults}; please report them")
