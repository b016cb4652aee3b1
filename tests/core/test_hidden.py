"""What OSC hides and our script tells: automation as it is now, solos of one's own, and nothing once it is silent."""

import pytest

from bridge.model.desk import Kind
from bridge.model.routingnews import CompanionChanged, CompanionState, HiddenTold, Stirred
from bridge.model.session import OpenSession, OwnState
from bridge.model.snapshot import Stage
from tests.core.studio import Studio


@pytest.fixture
def studio() -> Studio:
    return Studio("DX 1", "FX 1", "MX 1")


def told(studio: Studio, *strips: OwnState) -> None:
    """The script tells these strips, in a session at 48 kHz."""
    studio.tell(CompanionChanged(studio.now, CompanionState.LIVE, "The script answers."))
    studio.tell(HiddenTold(studio.now, OpenSession("s", "s", "/s", 48000, "24", 0, strips=strips)))


def own(name: str, **what: object) -> OwnState:
    return OwnState(name, name, **{"mute": False, "muted_by_vca": False, "solo": False, **what})  # type: ignore[arg-type]


def test_a_mute_that_plays_automation_since_is_left_alone_by_the_next_preview(studio: Studio) -> None:
    told(studio, own("DX 1"), own("FX 1", mute_automation="Play"), own("MX 1"))
    studio.preview("dx")
    assert studio.muted() == {"MX 1"}
    assert studio.picture().preview.untouched == ("FX 1",)
    assert studio.picture().preview.stage is Stage.PARTIAL


def test_solos_are_those_that_the_script_tells(studio: Studio) -> None:
    told(studio, own("DX 1"), own("FX 1", solo=True), own("MX 1"))
    assert studio.picture().preview.soloed == ("FX 1",)
    studio.tell(CompanionChanged(studio.now, CompanionState.SILENT, "The script is silent."))
    assert studio.picture().preview.soloed == (), "the list shows none"


def test_when_the_script_is_silent_a_look_tells_the_automation_again(studio: Studio) -> None:
    told(studio, own("DX 1"), own("FX 1", mute_automation="Play"), own("MX 1"))
    studio.tell(CompanionChanged(studio.now, CompanionState.SILENT, "The script is silent."))
    studio.run(2.0)
    studio.preview("dx")
    assert studio.muted() == {"FX 1", "MX 1"}


def test_what_stirs_is_asked_at_once(studio: Studio) -> None:
    studio.run(1.0)
    bridge = studio.bridge
    assert bridge is not None
    assert bridge.handle(Stirred(studio.now))


def test_while_the_script_is_waited_for_no_look_is_taken(studio: Studio) -> None:
    studio.tell(CompanionChanged(studio.now, CompanionState.AWAITED, "It is waited for."))
    studio.daw.add("DX 2", Kind.AUDIO, on=False)
    before = studio.picture().looked
    studio.run(5.0)
    assert studio.picture().looked == before
    assert not any("waited for" in text for text in studio.notices)
    studio.tell(CompanionChanged(studio.now, CompanionState.SILENT, "The script is silent."))
    studio.run(2.0)
    assert studio.picture().looked != before
