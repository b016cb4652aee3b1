"""The companion inside Ardour, as `stembridge doctor` finds it: installed where, of which version, does it answer?"""

from collections.abc import Iterator

from bridge.daws.companion_words import INSTALL
from bridge.model.events import LinkState
from bridge.model.routing import GraphSource
from bridge.shell.ardourscripts import Standing, companion, homes, standing
from bridge.shell.client import Client, NoBridge
from bridge.shell.finding import Finding, Verdict
from bridge.shell.presets import IncompleteInstallation
from bridge.shell.runfile import RunFile

WITHOUT = "Without it the routing is read from the session file, as of the last save, and nothing puts it back"


def companion_checkup(run: RunFile | None) -> Iterator[Finding]:
    """What stands in each Ardour's settings, and what the running bridge hears of it."""
    try:
        version = companion().version
    except IncompleteInstallation as trouble:
        yield Finding(Verdict.BAD, "companion", str(trouble))
        return
    found = [(home, standing(home)) for home in homes()]
    for home, stands in found:
        verdict, text = _placed(stands, version)
        yield Finding(verdict, f"companion in {home.title}", text)
    if run is not None and any(stands.hook for _, stands in found):
        yield from _answering(run)


def _placed(stands: Standing, version: str) -> tuple[Verdict, str]:
    if stands.trouble:
        return Verdict.BAD, f"{stands.trouble}. Nothing was changed; what to do says: {INSTALL}"
    if not (stands.hook or stands.script or stands.folder):
        return Verdict.INFO, f"not installed. {WITHOUT}. To install it, with Ardour closed: {INSTALL}"
    if not stands.hook:
        return Verdict.BAD, f"its script is there, but Ardour does not run it. Close Ardour, then: {INSTALL}"
    if stands.hook != version:
        text = f"version {stands.hook} is installed, this program has {version}. Close Ardour, then: {INSTALL}"
        return Verdict.BAD, text
    if not stands.folder:
        return Verdict.BAD, f"installed, but the bridge's folder beside it is gone. Close Ardour, then: {INSTALL}"
    return Verdict.GOOD, f"version {stands.hook} is installed"


def _answering(run: RunFile) -> Iterator[Finding]:
    try:
        state = Client(run).state()
    except NoBridge:  # said of the DAW already
        return
    routing = state.get("routing", {})
    heard = routing.get("source") == GraphSource.COMPANION
    text = routing.get("companion") or "the bridge has not heard from it. Open a session in the Ardour that has it"
    unheard = Verdict.BAD if state.get("link") == LinkState.LIVE and routing.get("companion") else Verdict.INFO
    yield Finding(Verdict.GOOD if heard else unheard, "companion", text)
