"""LibreOffice opens cues.csv, saves it in its own ways, and nothing is lost; what it mangles is refused."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.model.cues import Album, Crossing, Cue, Function, Level, Me, Origin, Performed, Place, Span, Status, Vocal
from bridge.model.errors import BadShow
from bridge.model.stems import Evidence
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.cuemerge import merge, new_sheet
from bridge.sheets.cues import CueSheet, read_cues

pytestmark = pytest.mark.peer

RULER = Ruler(RATES["29.97df"], 48000, 3600 * 48000)
PATIENCE = 120.0
"""Seconds that one conversion may take: the first makes a profile."""
GERMAN, ENGLISH = 1031, 1033
"""Languages by Microsoft's numbers."""

LOCKED = Span(
    Cue("1m3", "=HYPERLINK(1)", Origin.LICENSED, Vocal.MIXED, Status.FINAL, Album.BOTH),
    Place(480000),
    Place(1440000),
    Level.DIEGETIC,
    session="reel 1",
    tracks=("Radio", "A | B", '"q"', " 01", '12" Mix', "Küche", "two\nlines", "=1+1"),
    function=Function.SOURCE,
    performed=Performed.VOCAL,
    me=Me.OPTIONAL,
    locked=True,
    by="Änna",
    note="line one\nline two; 'x', \"y\"",
)
CROSSING = Span(
    Cue("1-3", "01:00:10"),
    Place(None, "01:00:12:00"),
    Place(None, "101:00:12:00"),
    Level.TRANSDIEGETIC,
    Crossing(Level.DIEGETIC, Level.NONDIEGETIC),
    tracks=("01",),
    by="+49",
)
FOUND = Span(
    Cue("03", "May 1"),
    Place(1440000),
    Place(2440000),
    Level.DIEGETIC,
    tracks=("3 Okt", "-x"),
    id="marker 1045",
    confidence=0.9,
    evidence=(Evidence("marker", "SOURCE - bar", "diegetic"),),
)
MAYBE = Span(Cue("1E5", "TRUE"), Place(0), Place(1), Level.DIEGETIC, id="range 1", confidence=0.6)
NUMBERS = [
    Span(Cue(number), Place(0), Place(9), id=f"id {number}") for number in ("3. Mrz", "1/2", "12 pm", "0.5", "-1")
]
SPANS = [LOCKED, CROSSING, FOUND, MAYBE, *NUMBERS]

Convert = Callable[..., Path]
"""Has LibreOffice open a file and save it as another kind."""


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert(file, "xlsx", infilter="")`: the same table in a file of that kind, with LibreOffice's own filters."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("STEMBRIDGE_REQUIRE_PEERS") == "1":
            pytest.fail("soffice not installed, and STEMBRIDGE_REQUIRE_PEERS=1")
        pytest.skip("soffice not installed: nothing was tried against the real LibreOffice")
    profile = tmp_path_factory.mktemp("profile")

    def converted(file: Path, kind: str, infilter: str = "") -> Path:
        out = tmp_path_factory.mktemp("saved")
        taken = [f"--infilter={infilter}"] if infilter else []
        argv = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", *taken]
        _run([*argv, "--convert-to", kind, "--outdir", str(out), str(file)])
        return out / f"{file.stem}.{kind.partition(':')[0]}"

    return converted


def _run(argv: list[str]) -> None:
    """The program runs to its end, in a session of its own; it is ended with all that it started."""
    guarded = ["setpriv", "--pdeathsig", "KILL", *argv] if shutil.which("setpriv") else argv
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(guarded, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        assert program.wait(PATIENCE) == 0
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "cues.csv"
    _write(file, new_sheet(SPANS, RULER).text())
    return file


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="")


def _read(file: Path) -> CueSheet:
    return read_cues(file.read_bytes().decode("utf-8"))


def csv(separator: str, language: int) -> str:
    """The kind `csv` as LibreOffice's dialog saves it: UTF-8, cells as shown."""
    return f"csv:Text - txt - csv (StarCalc):{ord(separator)},34,76,1,,{language},false,true,false"


def taken_for_numbers(language: int) -> str:
    """The import that takes for a number, a date or a time whatever looks like one."""
    return f"CSV:44,34,76,1,,{language},false,true"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_libreoffice_saves_is_what_was_written(convert: Convert, written: Path, kind: str) -> None:
    saved = convert(written, kind)
    again = saved if kind == "csv" else convert(saved, "csv")
    assert _read(again).rows == _read(written).rows
    assert len(_read(again).rows) == len(SPANS)


@pytest.mark.parametrize(("language", "separator"), [(ENGLISH, ","), (GERMAN, ";"), (GERMAN, "\t")])
def test_nothing_of_ours_is_taken_for_a_number_a_date_or_a_formula(
    convert: Convert, written: Path, language: int, separator: str
) -> None:
    saved = convert(written, "xlsx", taken_for_numbers(language))
    again = convert(saved, csv(separator, language))
    assert _read(again).rows == _read(written).rows


def test_a_saved_table_is_ours_still_and_merging_into_it_keeps_its_manner(convert: Convert, written: Path) -> None:
    saved = _read(convert(convert(written, "ods"), csv(";", GERMAN)))
    assert merge(saved, SPANS, RULER).text() == saved.text()
    surer = Span(Cue("1E5", "TRUE"), Place(0), Place(1), Level.DIEGETIC, id="range 1", confidence=0.9)
    assert [row and row.ours for row in merge(saved, [surer], RULER).rows] == [row and row.ours for row in saved.rows]
    assert merge(saved, [surer], RULER).spans[3].known is Level.DIEGETIC


def test_a_timecode_edited_in_libreoffice_counts(convert: Convert, written: Path) -> None:
    flat = convert(written, "fods")
    shown = flat.read_text(encoding="utf-8")
    assert shown.count("<text:p>01:00:29;29</text:p>") == 2, "the end of the first row, the start of the third"
    _write(flat, "<text:p>1:0:31:0</text:p>".join(shown.rsplit("<text:p>01:00:29;29</text:p>", 1)))
    spans = _read(convert(flat, "csv")).spans
    assert spans[2].start == Place(None, "01:00:31:00")
    assert spans[:2] == _read(written).spans[:2]


def test_what_libreoffice_makes_of_times_without_frames_is_refused_with_the_line(
    convert: Convert, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    _write(file, "number,start,end\n1m1,01:00:10,01:00:12:00\n1/3,01:00:12:00,01:00:14:00\n")
    mangled = convert(convert(file, "xlsx", taken_for_numbers(ENGLISH)), "csv")
    with pytest.raises(BadShow) as refused:
        _read(mangled)
    (first, second) = refused.value.problems
    assert (first.line, second.line) == (2, 3)
    assert first.what == 'start: "01:00:10 AM" is a time of the day, without frames: a spreadsheet may have made it'
    assert second.what.endswith("is what a spreadsheet makes of a number like 1-3")
