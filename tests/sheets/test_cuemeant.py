"""Which rows a person means."""

import pytest

from bridge.model.cuelist import CueList
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.cuedecide import Which
from bridge.sheets.cuemeant import Meant, meant_rows
from bridge.sheets.cues import read_cues
from bridge.sheets.edits import NotDecided

SHEET = read_cues(
    "session,number,start,end,start_samples,end_samples,id\n"
    "r1,1m3,01:00:00:00,01:00:10:00,,,marker 7\n"
    "r1,1m3,01:00:10:00,01:00:20:00,,,\n"
    "r1,1m3,,,960000,1440000,\n"
    "r2,1M3,01:00:10:00,01:00:20:00,,,\n"
    "r1,,02:00:00:00,02:00:10:00,,,range 9\n"
    "\n"
    "r1,2m1,01:00:00:00,01:00:10:00,,,\n"
)
KNOWN = CueList(ruler=Ruler(RATES["24"], 48000, 3600 * 48000), names=frozenset({"", "r1"}))
UNKNOWN = CueList()


@pytest.mark.parametrize(
    ("meant", "which"),
    [
        (Meant(" 1M3 "), Which("1M3")),
        (Meant("1m3", session="r2"), Which("1m3", "r2")),
        (Meant("Range 9"), Which(id="range 9")),
        (Meant("line 6"), Which(line=6)),
        (Meant("Line 6", "02:00:00:00"), Which(line=6)),
        (Meant("9m9"), Which("9m9")),
        (Meant("9m9", "01:00:00:00"), Which("9m9")),
    ],
)
def test_a_number_an_id_or_a_line_tells_the_rows(meant: Meant, which: Which) -> None:
    assert meant_rows(SHEET, meant, UNKNOWN) == which


@pytest.mark.parametrize("found", [KNOWN, UNKNOWN])
@pytest.mark.parametrize(
    ("place", "line"),
    [("01:00:00:00", 2), ("01:00:09:23", 2), ("1:0:10:0", 3), ("01:00:19;23", 3), ("960000", 4), ("1439999", 4)],
)
def test_a_place_tells_the_span_that_sounds_there(found: CueList, place: str, line: int) -> None:
    assert meant_rows(SHEET, Meant("1m3", place, "r1"), found) == Which("1m3", "r1", line)


def test_where_the_rate_is_known_timecode_finds_samples_too() -> None:
    assert meant_rows(SHEET, Meant("1m3", "01:00:20:00", "r1"), KNOWN).line == 4
    with pytest.raises(NotDecided, match="does not lie at"):
        meant_rows(SHEET, Meant("1m3", "01:00:20:00", "r1"), UNKNOWN)


@pytest.mark.parametrize(
    ("meant", "sentence"),
    [
        (Meant("1m3", "01:00:30:00", "r1"), r"begins at 01:00:00:00 \(line 2\), .*sample 960000 \(line 4\)"),
        (Meant("1m3", "01:00:10:00"), "Several spans .*line 3, line 5"),
        (Meant("1m3", "01:00:10:30", "r1"), "no timecode at 24"),
        (Meant("1m3", "9999999999999999", "r1"), "no number of samples"),
        (Meant("1m3", "\x1b", "r1"), r"\"\\x1b\" is no timecode"),
    ],
)
def test_a_place_that_tells_no_one_span_is_refused(meant: Meant, sentence: str) -> None:
    with pytest.raises(NotDecided, match=sentence) as refused:
        meant_rows(SHEET, meant, KNOWN)
    assert "Nothing was changed" in str(refused.value)
