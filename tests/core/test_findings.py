"""Findings: what is wrong as long as it is; and what people have seen of findings and notices."""

from dataclasses import replace

from bridge.model.cues import Cue, Level, Place, Span
from bridge.model.effects import Severity
from bridge.model.events import Told
from bridge.model.requests import AcknowledgeAsked
from bridge.model.snapshot import Snapshot
from tests.core.studio import Studio
from tests.laws.world import RATE


def well(*tracks: str) -> Studio:
    """A session of these tracks, without cues, with which nothing is wrong."""
    studio = Studio(*tracks)
    studio.show(cues=())
    studio.run(1.0)
    return studio


def naming(track: str) -> tuple[Span, ...]:
    """A cue that names this track."""
    return (Span(Cue("1m1"), Place(0), Place(60 * RATE), Level.DIEGETIC, tracks=(track,)),)


def texts(picture: Snapshot) -> list[str]:
    return [finding.text for finding in picture.findings]


def test_nothing_is_found_on_a_desk_that_is_well() -> None:
    assert well("DX 1").picture().findings == ()


def test_a_finding_stands_from_its_beginning_until_it_is_mended() -> None:
    studio = well("DX 1")
    studio.show(cues=naming("MX Nowhere"))
    studio.run(1.0)
    (found,) = studio.picture().findings
    assert "MX Nowhere" in found.text
    studio.run(5.0)
    assert studio.picture().findings == (found,)
    studio.show(cues=naming("DX 1"))
    studio.run(1.0)
    assert studio.picture().findings == ()


def test_a_strip_that_does_not_obey_is_a_finding_with_its_likely_cause() -> None:
    studio = well("DX 1", "MX 1")
    studio.of("MX 1").refuses = True
    studio.preview("dx")
    (found,) = studio.picture().findings
    assert found.text.startswith('Did not obey: "MX 1". Likely cause: automation')
    assert found.text.endswith("It is tried again.")
    for _ in range(300):
        studio.run(0.1)
        assert studio.picture().findings == (found,), "while it is tried again it is the same trouble"
    studio.of("MX 1").refuses = False
    studio.run(60.0)
    assert studio.picture().findings == ()
    assert studio.muted() == {"MX 1"}


def test_what_was_seen_is_quiet_but_stands_while_it_is_wrong() -> None:
    studio = well("DX 1")
    studio.show(cues=naming("MX Nowhere"))
    studio.run(1.0)
    (found,) = studio.picture().findings
    answer = studio.ask(AcknowledgeAsked(studio.now, 9, (found.number,)))
    assert (answer.ok, answer.lines) == (True, ("Acknowledged: 1.",))
    assert studio.picture().findings == (replace(found, acknowledged=True),)


def test_what_comes_back_after_it_was_mended_is_new_again() -> None:
    studio = well("DX 1")
    studio.show(cues=naming("MX Nowhere"))
    studio.run(1.0)
    (first,) = studio.picture().findings
    studio.ask(AcknowledgeAsked(studio.now, 9, (first.number,)))
    studio.show(cues=())
    studio.run(1.0)
    studio.show(cues=naming("MX Nowhere"))
    studio.run(1.0)
    (again,) = studio.picture().findings
    assert not again.acknowledged
    assert again.number > first.number
    assert again.at > first.at


def test_a_notice_is_acknowledged_by_its_number_and_no_other_with_it() -> None:
    studio = well("DX 1")
    for word in ("one", "two"):
        studio.tell(Told(studio.now, Severity.WARNING, word))
    one = next(notice for notice in studio.picture().notices if notice.text == "one")
    studio.ask(AcknowledgeAsked(studio.now, 9, (one.number,)))
    seen = {notice.text: notice.acknowledged for notice in studio.picture().notices}
    assert (seen["one"], seen["two"]) == (True, False)


def test_what_is_gone_already_is_said_and_nothing_changes() -> None:
    studio = well("DX 1")
    before = studio.picture().notices
    answer = studio.ask(AcknowledgeAsked(studio.now, 9, (999_999,)))
    assert (answer.ok, answer.lines) == (False, ("That is gone already. Nothing was changed.",))
    assert studio.picture().notices == before


def test_findings_and_notices_are_never_numbered_alike() -> None:
    studio = well("DX 1")
    studio.show(cues=naming("MX Nowhere"))
    studio.run(1.0)
    picture = studio.picture()
    numbers = [one.number for one in picture.findings] + [one.number for one in picture.notices]
    assert len(set(numbers)) == len(numbers)
