"""cues.csv: what a person said of the cues, kept to the letter; what a spreadsheet lost is refused with its line."""

import pytest

from bridge.model.cues import (
    Album,
    Audience,
    Cue,
    Function,
    Language,
    Level,
    Me,
    Origin,
    Performed,
    Place,
    Span,
    Status,
    Temporal,
    Treatment,
    Visibility,
    Vocal,
)
from bridge.model.errors import BadShow
from bridge.model.stems import CONFIDENT, Evidence
from bridge.sheets.cues import read_cues


def complaints(text: str) -> list[str]:
    with pytest.raises(BadShow) as refused:
        read_cues(text)
    return [str(problem).removeprefix("cues.csv:") for problem in refused.value.problems]


def only(text: str) -> Span:
    (span,) = read_cues(text).spans
    return span


def test_a_row_is_a_span_of_a_cue() -> None:
    text = (
        "session,number,title,level,start,end,start_samples,end_samples,tracks,origin,status,vocal,performed,language,"
        "me,visibility,audience,treatment,function,temporal,album,lock,by,note,id\n"
        "reel1,1m3,Chase,Diegetic,01:00:10:00,01:00:30:00,480000,1440000,Radio | Band,licensed,final,vocal,dance,ov,"
        "main,on_air,some,futz,source,prelap,songs,yes,Anna,why,marker 7\n"
    )
    cue = Cue("1m3", "Chase", Origin.LICENSED, Vocal.VOCAL, Status.FINAL, Album.SONGS)
    assert only(text) == Span(
        cue,
        Place(480000, "01:00:10:00"),
        Place(1440000, "01:00:30:00"),
        Level.DIEGETIC,
        session="reel1",
        tracks=("Radio", "Band"),
        visibility=Visibility.ON_AIR,
        audience=Audience.SOME,
        treatment=Treatment.FUTZ,
        function=Function.SOURCE,
        performed=Performed.DANCE,
        temporal=Temporal.PRELAP,
        language=Language.OV,
        me=Me.MAIN,
        id="marker 7",
        locked=True,
        by="Anna",
        note="why",
        evidence=(Evidence("lock", "cues.csv line 2", "diegetic"),),
    )


def test_a_start_and_an_end_are_enough_in_either_spelling() -> None:
    assert only("start,end\n01:00:10:00,01:00:12:00\n").start == Place(None, "01:00:10:00")
    assert only("Start_Samples;END\n480000;01:00:12:00\n").start == Place(480000)
    (said,) = complaints("number,tc in,end\n1m3,1,2\n")
    assert said.startswith('1: no column is called start or start_samples; the columns are "number", "tc in", "end" ')
    assert said.endswith('(rename "tc in"? the first row names the columns)')
    assert len(complaints("")) == 2
    assert complaints("start,end,level,Level\n") == ['1: two columns are called "level" (rename one)']


def test_who_said_a_level_tells_how_sure_it_is() -> None:
    text = "start,end,level,lock,by\n0:0:0:0,0:0:1:0,diegetic,,{}\n"
    assert (only(text.format("Anna")).confidence, only(text.format("")).confidence) == (1.0, 1.0)
    found = only(text.format("Stembridge"))
    assert (found.confidence, found.known) == (CONFIDENT, Level.DIEGETIC)
    assert found.evidence == (Evidence("table", "cues.csv line 2", "diegetic"),)
    locked = only("start,end,level,lock,by\n0:0:0:0,0:0:1:0,,x,stembridge\n")
    assert (locked.confidence, locked.locked, locked.undecided) == (1.0, True, True)


def test_what_a_row_leaves_open_another_row_of_the_cue_says() -> None:
    text = (
        "session,number,title,origin,start_samples,end_samples\nr1,1m3,,licensed,0,1\nr1,1M3,Chase,,1,2\n"
        "r2,1m3,,,1,2\nr1,,,,1,2\n"
    )
    chase = Cue("1m3", "Chase", Origin.LICENSED)
    assert [span.cue for span in read_cues(text).spans] == [chase, chase, Cue("1m3"), Cue()]


def test_two_rows_of_one_cue_may_not_disagree() -> None:
    text = "number,title,status,start_samples,end_samples\n1m3,A,,0,1\n1m3,,temp,1,2\n1M3,B,final,2,3\n"
    assert complaints(text) == [
        '4: title is "B", but line 2 says "A" of "1m3" (one cue: make them equal, or empty one)',
        '4: status is "final", but line 3 says "temp" of "1m3" (one cue: make them equal, or empty one)',
    ]


def test_rows_of_one_cue_overlap_on_no_track() -> None:
    head = "number,tracks,start,end,start_samples,end_samples\n"
    hint = "(end one where the other begins, or give them different tracks)"
    assert complaints(head + "1m3,,,,0,10\n2m1,,,,0,10\n1m3,Radio,,,5,20\n") == [
        f"4: it overlaps line 2 of the same cue {hint}"
    ]
    assert complaints(head + "1m3,,0:0:5:0,0:0:9:0,,\n1m3,,0:0:0:0,0:0:5:1,,\n") == [
        f"3: it overlaps line 2 of the same cue {hint}"
    ]
    assert len(read_cues(head + "1m3,A,,,0,10\n1m3,B | C,,,5,20\n1m3,A,,,10,20\n").rows) == 3
    assert len(read_cues(head + "1m3,,0:0:5:0,0:0:9:0,,\n1m3,,,,0,9999\n").rows) == 2


def test_all_problems_come_at_once_with_their_lines() -> None:
    text = (
        "number,level,start,end,start_samples,end_samples,tracks,status,lock\n"
        "1m1,source,01:00:10,01:00:12:00,,,,,\n"
        "03. Jan,,0:0:1:0,0:0:2:0,4.8E+05,,,tmp,maybe\n"
        "1m3,,0:0:2:0,0:0:1:0,,,,,\n"
        "1m4,,,,7,7,,,\n"
        ",,,,9,8,\n"
        "1m5,,0:0:1:0,,,,,,\n"
        '1m6,,0:0:1:0,0:0:2:0,,,"""A | B",,\n'
        "1,2,3,4,5,6,7,8,9,10\n"
        '"x\n'
    )
    levels, statuses = ", ".join(Level), ", ".join(Status)
    cure = "format the column as text and write HH:MM:SS:FF again, such as 01:00:10:00"
    recount = "format the column as whole numbers and write it again; or empty the cell, then the timecode counts"
    vouch = "format the column as text and write it again; if it is right, put an apostrophe in front"
    quote = 'a name that begins with " or holds | stands in quotation marks, each " in it twice'
    assert complaints(text) == [
        f'2: level: "source" is no level (did you mean diegetic? allowed: {levels})',
        '2: start: "01:00:10" is a time of the day, without frames: a spreadsheet may have made it (' + cure + ")",
        '3: lock: "maybe" is neither yes nor no (allowed: yes, no, or nothing (which is no))',
        f'3: start_samples: "4.8E+05" may have lost digits ({recount})',
        f'3: number: "03. Jan" is what a spreadsheet makes of a number like 1-3 ({vouch})',
        f'3: status is "tmp" (did you mean temp? allowed: {statuses})',
        "4: it ends at 00:00:01:00, before it starts at 00:00:02:00 (exchange them, or put one right)",
        "5: it ends where it starts (the end is the first sample or frame behind it)",
        "6: it ends at 8, before it starts at 9 (exchange them, or put one right)",
        "7: end is missing (write timecode under end or samples under end_samples)",
        f'8: tracks: a quotation mark is opened and not closed before the next name: ""A | B" ({quote})',
        "9: 10 cells, but only 9 columns have a name (a name with a separator in it stands in quotation marks)",
        "10: a quotation mark is opened here and never closed (rows after it were not read)",
    ]


@pytest.mark.parametrize(
    "number",
    ["03. Jan", "Jan 03", "3-Jan", "01. Mrz", "janv-03", "01.03.2026", "2026-01-03", "1/3/26", "1.00E+05", "1:30"],
)
def test_a_cue_number_that_became_a_date_is_refused_unless_a_person_vouches_for_it(number: str) -> None:
    (said,) = complaints(f"number,start,end\n{number},0:0:1:0,0:0:2:0\n")
    assert said.startswith(f'2: number: "{number}" is what a spreadsheet makes of')
    assert only(f"number,start,end\n'{number},0:0:1:0,0:0:2:0\n").cue.number == number


@pytest.mark.parametrize(
    "number", ["1m3", "03", "1-3", "3.1", "12A", "1pm3", "101_2M07", "1m04-1m05", "Radio 1", "1E5"]
)
def test_an_ordinary_cue_number_is_no_date(number: str) -> None:
    assert only(f"number,start,end\n{number},0:0:1:0,0:0:2:0\n").cue.number == number


WROTE = "480000..1440000 01:00:10:00..01:00:30:00"


@pytest.mark.parametrize(
    ("cells", "start"),
    [
        ("1:0:10:0,1:0:30:0,480000,1440000", Place(480000, "01:00:10:00")),
        ("01:00:12:00,01:00:30:00,480000,1440000", Place(None, "01:00:12:00")),
        ("01:00:10:00,01:00:30:00,480001,1440000", Place(480001)),
    ],
)
def test_of_timecode_and_samples_the_edited_one_counts(cells: str, start: Place) -> None:
    span = only(f"start,end,start_samples,end_samples,written\n{cells},{WROTE}\n")
    assert (span.start, span.end) == (start, Place(1440000, "01:00:30:00"))


def test_timecode_and_samples_that_were_both_edited_are_refused() -> None:
    head = "start,end,start_samples,end_samples,written\n"
    assert complaints(f"{head}01:00:12:00,01:00:30:00,480001,1440000,{WROTE}\n") == [
        "2: start and start_samples were both edited (only one can count: empty the wrong one of the two)"
    ]
    assert only(f"{head}01:00:12:00,01:00:30:00,,1440000,{WROTE}\n").start == Place(None, "01:00:12:00")


ROWS = [
    "Colour{0}Number{0}level{0}Start{0}End{0}start_samples{0}tracks",
    'red{0}"1m3"{0}diegetic{0}1:0:10:0{0}"01:00:30:00"{0}480000,00{0}"Kü{0}che | ""A|B"""',
    "{0}{0}{0}{0}{0}{0}",
    "{0}1m4{0}{0}01:00:30:00{0}01:00:40:00",
]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_the_ways_that_excel_saves_are_read_and_kept(mark: str, separator: str, line_end: str) -> None:
    text = mark + line_end.join(row.format(separator) for row in ROWS) + line_end
    sheet = read_cues(text)
    first, second = sheet.spans
    assert (first.start, first.tracks) == (Place(480000, "01:00:10:00"), (f"Kü{separator}che", "A|B"))
    assert (second.cue.number, [row and row.line for row in sheet.rows]) == ("1m4", [2, None, 4])
    assert sheet.text() == text


def test_ten_thousand_rows_are_read() -> None:
    rows = [f"1m{index // 4},{index},{index + 1},diegetic\n" for index in range(10_000)]
    assert len(read_cues("number,start_samples,end_samples,level\n" + "".join(rows)).spans) == 10_000
