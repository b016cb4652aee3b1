from dataclasses import replace
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bridge.model.chasing import ChaseView, Lock, SourceView
from bridge.model.clocks import Clock
from bridge.model.cues import Level
from bridge.model.desk import Kind, Target
from bridge.model.effects import Severity
from bridge.model.events import LinkState
from bridge.model.ledger import Debt, FileDebt, Phase
from bridge.model.show import GENERIC, Mode
from bridge.model.snapshot import (
    CuesView,
    CueView,
    Hold,
    NoticeView,
    PreviewView,
    SessionFileView,
    Snapshot,
    Stage,
    TrackView,
)
from bridge.model.stems import Evidence, Family, Role, Stem
from bridge.model.transport import Transport
from bridge.ui.status import status, watched

DX = Stem(Family.DX, "adr", confidence=0.9, evidence=(Evidence("name", "ADR", "DX adr"),))
TRACK = TrackView(3, "ADR 1", Kind.AUDIO, mute=False, solo=False, armed=False, stem=DX)
OWED = Debt(1, Target("MX 1"), original=False, phase=Phase.OWED, since=1000.0)
LIVE = Snapshot(
    at=100.0,
    mode=Mode.PREVIEW,
    link=LinkState.LIVE,
    detail="",
    since=90.0,
    session="reel 1",
    rate=48000,
    transport=Transport(rolling=True, speed=1.0, position=0, label="01:00:00:00"),
    preview=PreviewView(),
    tracks=(TRACK,),
    debts=(),
    offered=(),
    elsewhere=(),
    file_debts=(),
    looked=40.0,
    notices=(),
)


def picture(snapshot: Snapshot, width: int = 160) -> str:
    console = Console(width=width, file=StringIO(), color_system=None, force_terminal=False, _environ={})
    with console.capture() as capture:
        console.print(status(snapshot, 1060.0))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_the_head_says_where_the_daw_is() -> None:
    shown = picture(LIVE)
    assert "live  for 10 s" in shown
    assert "reel 1  48000 Hz" in shown
    assert "01:00:00:00  rolling" in shown
    assert "looked at 60 s ago" in shown


def test_a_state_that_needs_the_user_says_what_to_do() -> None:
    shown = picture(replace(LIVE, link=LinkState.OFF, detail="Switch it on under Preferences > Control Surfaces."))
    assert "OSC is off" in shown
    assert "Preferences > Control Surfaces" in shown


def test_the_mode_is_always_there() -> None:
    for mode in Mode:
        assert mode.value in picture(replace(LIVE, mode=mode, tracks=()))


def test_a_reason_takes_no_more_than_the_line_of_its_track_but_what_hinders_is_told_in_full() -> None:
    def lines(track: TrackView) -> int:
        return len(picture(replace(LIVE, tracks=(track,)), 60).splitlines())

    long = replace(TRACK, stem=replace(DX, evidence=(Evidence("name", "PRODUCTION SOUND", "DX prod " * 5),)))
    assert lines(long) == lines(TRACK)
    assert lines(replace(TRACK, why="its mute automation is on Play, so a mute would be ignored")) > lines(TRACK)


def test_a_track_shows_its_stem_how_sure_and_why() -> None:
    (line,) = [line for line in picture(LIVE).splitlines() if "ADR 1" in line]
    assert line.split() == [
        "3",
        "ADR",
        "1",
        "audio",
        "DX",
        "adr",
        "sure",
        "name",
        "'ADR'",
        "says",
        "DX",
        "adr",
    ]


def test_a_track_that_refuses_says_its_cause_instead() -> None:
    row = replace(TRACK, mute=True, hold=Hold.REFUSED, heard=False, why="Automation plays.")
    (line,) = [line for line in picture(replace(LIVE, tracks=(row,))).splitlines() if "ADR 1" in line]
    assert line.split()[-5:] == ["mute", "silent,", "refused", "Automation", "plays."]


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    rows = (replace(TRACK, solo=True, armed=True), replace(TRACK, number=4))
    assert "preview" in picture(LIVE)
    assert "desk" not in picture(LIVE)
    assert "solo armed" in picture(replace(LIVE, tracks=rows))


def test_the_stems_are_counted() -> None:
    stems = (DX, DX, Stem(Family.MX, locked=True), Stem(), Stem(Family.FX, confidence=0.5), Stem(role=Role.VCA))
    rows = tuple(replace(TRACK, number=number, stem=stem) for number, stem in enumerate(stems, 1))
    assert "DX 2   MX 1   unknown 2   no stem 1" in picture(replace(LIVE, tracks=rows))


def test_a_preview_says_what_it_did_and_what_it_could_not() -> None:
    preview = PreviewView("dx", "dialogue", Stage.PARTIAL, 4, 9, refused=("MX 1",), unknown=("Audio 7",))
    shown = picture(replace(LIVE, preview=preview, debts=(OWED,)))
    assert "dx  partial  4 heard, 9 silent" in shown
    assert "refused: MX 1" in shown
    assert "stem not known: Audio 7" in shown
    assert "1 mutes borrowed" in shown


def test_debts_say_what_where_and_since_when() -> None:
    file_debt = FileDebt(1, Target("FX 1"), original=False, held=True, since=700.0)
    shown = picture(
        replace(LIVE, debts=(OWED,), offered=(OWED,), elsewhere=(("reel 2", OWED),), file_debts=(file_debt,))
    )
    assert "being given back\n  MX 1: mute off, 60 s ago" in shown
    assert "offered (stembridge restore)\n  MX 1" in shown
    assert "in reel 2" in shown
    assert "muted by us in the saved file\n  FX 1: mute off, 6 min ago" in shown


def test_the_newest_notices_are_shown() -> None:
    notices = tuple(NoticeView(float(number), Severity.ALARM, f"notice {number}") for number in range(9))
    shown = picture(replace(LIVE, notices=notices))
    assert "92 s ago  notice 8" in shown
    assert "notice 3" not in shown


# --- what sounds now --------------------------------------------------------------------------------------------

SOUND = CueView("1m3", "Radio in the bar", Level.DIEGETIC, 0, 480_000, "01:00:00:00", "01:00:10:00", locked=True)
THEN = replace(
    SOUND, number="1m4", title="Chase", level=Level.UNSET, guess="nondiegetic", start=3_120_000, end=9_999_999
)
HERE = replace(
    LIVE,
    transport=Transport(rolling=True, speed=1.0, position=48_000, label="01:00:01:00"),
    cues=CuesView((SOUND,), (THEN,), "cues.csv", 12, 3),
    file=SessionFileView("/x/film.ardour", 880.0, "Ardour 7.3"),
)


def test_what_sounds_says_who_hears_it_since_when_until_when_and_how_long_still() -> None:
    lines = picture(HERE).splitlines()
    place = lines.index("sounds now")
    cells = [[cell.strip() for cell in lines[place + row].split("  ") if cell] for row in (1, 3)]
    assert cells[0] == ["● SRC diegetic", "1m3 Radio in the bar", "01:00:00:00–01:00:10:00", "ends in 9 s"]
    assert lines[place + 2] == "next"
    assert cells[1] == ["? unset (NON?)", "1m4 Chase", "01:00:00:00–01:00:10:00", "in 1:04 min"]


def test_how_many_cues_nobody_has_decided_is_always_there() -> None:
    assert "12 from cues.csv  ? 3 undecided" in picture(HERE)
    done = replace(HERE.cues, undecided=0, source="session file")
    assert "12 from the session file  all decided" in picture(replace(HERE, cues=done))


def test_a_session_without_cues_says_nothing_of_them() -> None:
    shown = picture(LIVE)
    assert not any(word in shown for word in ("sounds now", "cues", "session file", "undecided"))


def test_between_two_cues_that_is_said_and_before_there_is_a_position_too() -> None:
    between = replace(HERE, cues=replace(HERE.cues, live=()))
    assert "sounds now\n  no cue\nnext" in picture(between)
    unknown = replace(between, transport=Transport(), cues=replace(between.cues, coming=()))
    assert "no position was reported yet" in picture(unknown)


def test_without_a_position_or_a_rate_there_is_no_countdown() -> None:
    for unknown in (replace(HERE, rate=0), replace(HERE, transport=Transport())):
        assert "ends in" not in picture(unknown)


def test_without_timecode_samples_are_told() -> None:
    bare = replace(HERE.cues, live=(replace(SOUND, start_label="", end_label=""),))
    assert "sample 0–480000" in picture(replace(HERE, cues=bare))


def test_the_age_of_the_session_s_file_and_its_trouble_are_shown() -> None:
    assert "saved 3 min ago" in picture(HERE)
    broken = picture(replace(HERE, file=replace(HERE.file, trouble="It is not XML. What was read before stays.")))
    assert "saved 3 min ago" in broken
    assert "It is not XML." in broken
    assert "session file  It is gone." in picture(replace(HERE, file=SessionFileView(trouble="It is gone.")))


def test_disputes_and_what_is_left_out_are_named_and_there_is_an_end_to_it() -> None:
    troubled = replace(
        HERE.cues,
        disputed=('"MX 1" is claimed by 1m3 and 1m4.',),
        missing=("gone",),
        troubles=("a", "b", "c", "d", "e"),
    )
    lines = picture(replace(HERE, cues=troubled)).splitlines()
    assert 'disputed: "MX 1" is claimed by 1m3 and 1m4.' in lines
    assert [line for line in lines if line.startswith("left out")] == [
        *(f"left out: {name}" for name in "abc"),
        "left out: 2 more like that; see: stembridge cues",
    ]
    assert "missing: gone" in lines


def test_a_preview_says_what_it_had_to_decide() -> None:
    preview = PreviewView(
        "me", stage=Stage.ON, undecided=("MX 1",), ambiguous=("MX 2",), by_ear=("Walla",), unfilled=True
    )
    shown = picture(replace(HERE, preview=preview))
    for words in (
        "nobody has decided who hears: MX 1",
        "stay open: MX 2",
        "no words can be made out: Walla",
        "not an M&E",
    ):
        assert words in shown


def test_what_sounds_fits_eighty_columns_whatever_it_is_called() -> None:
    crossing = replace(
        SOUND, title="x" * 90, level=Level.TRANSDIEGETIC, crossing="metadiegetic > extrafictional", end=10**9
    )
    long = replace(HERE, cues=replace(HERE.cues, live=(SOUND, crossing), disputed=("y" * 200,)))
    lines = picture(long, width=80).splitlines()
    assert max(map(len, lines)) <= 80
    (row,) = [line for line in lines if "1m3 x" in line]
    assert "⇄ X→ MIND > TTL" in row
    assert row.endswith("01:00:00:00–01:00:10:00  ends in 5:47:12 h")


def test_open_and_undecided_do_not_look_alike() -> None:
    console = Console(width=120, file=StringIO(), color_system="truecolor", force_terminal=True, _environ={})
    with console.capture() as capture:
        for level in (Level.AMBIGUOUS, Level.UNSET):
            console.print(status(replace(HERE, tracks=(), cues=CuesView((replace(SOUND, level=level),), total=1)), 0.0))
    lines = [line for line in capture.get().splitlines() if "1m3" in line]
    assert lines[0].split("m")[0] != lines[1].split("m")[0]
    assert "◇ AMB ambiguous" in lines[0]
    assert "? unset" in lines[1]


hostile = st.text(
    st.sampled_from([chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202E, 0x2066)] + list("[]a b")),
    min_size=1,
    max_size=12,
)


@given(hostile)
def test_no_name_steers_the_terminal(name: str) -> None:
    row = replace(TRACK, name=name, why=name)
    cue = CueView(name, name, Level.TRANSDIEGETIC, 0, 9, name, name, name, name, (name,), why=name)
    shown = picture(
        replace(
            LIVE,
            session=name,
            detail=name,
            tracks=(row,),
            preview=PreviewView(
                name, stage=Stage.ON, refused=(name,), undecided=(name,), ambiguous=(name,), by_ear=(name,)
            ),
            offered=(replace(OWED, target=Target(name)),),
            elsewhere=((name, OWED),),
            notices=(NoticeView(1.0, Severity.INFO, name),),
            transport=Transport(label=name, position=0),
            cues=CuesView((cue,), (cue,), name, 2, 2, (name,), (name,)),
            file=SessionFileView(name, 1.0, name, name),
        )
    )
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    assert "[red]x[/red]" in picture(replace(LIVE, tracks=(replace(TRACK, name="[red]x[/red]"),)))


def test_a_screen_that_stays_shows_the_tracks_last() -> None:
    console = Console(width=160, file=StringIO(), color_system=None, _environ={})
    with console.capture() as capture:
        console.print(watched(replace(LIVE, notices=(NoticeView(1.0, Severity.INFO, "hello"),)), 1060.0))
    shown = capture.get()
    assert shown.index("mode") < shown.index("hello") < shown.index("ADR 1")


def test_the_clock_that_is_followed_is_named_with_how_good_it_is() -> None:
    source = SourceView(Clock.MTC, Lock.LOCKED, "locked to ±0.8 ms")
    shown = picture(replace(LIVE, chase=ChaseView(100.0, Clock.MTC, Lock.LOCKED, sources=(source,))))
    assert "MTC (followed)  locked to ±0.8 ms" in shown


def test_a_daw_that_is_followed_by_midi_alone_has_no_previews_and_the_reason() -> None:
    shown = picture(replace(LIVE, daw=GENERIC, session="", tracks=(), no_previews="MIDI tells no tracks"))
    assert "MIDI        live" in shown
    assert "preview     MIDI tells no tracks" in shown
    assert "Ardour" not in shown
