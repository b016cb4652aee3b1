from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.desk import Kind
from bridge.model.errors import BadSession
from bridge.model.session import Marker, Range, Region, SavedSession, SavedTrack, Send
from bridge.model.timecode import RATES
from bridge.sheets import ardourxml
from bridge.sheets.ardour import FORMATS, read_ardour
from bridge.sheets.ardourxml import DEEPEST, LONGEST, MOST_BYTES
from tests.sheets.sessions import PLACE, at, element, io, location, locations, option, read, region, route, session

TIMECODE = (
    option("timecode-format", "timecode_24"),
    option("timecode-offset", 172_800_000),
    option("timecode-offset-negative", 1),
)
SOURCE = route(
    "MX SOURCE",
    [
        io("Output", **{"MX SOURCE_out 1": "MX/in"}),
        element("Automation", [element("AutomationList", automation_id="mute", state="Play")]),
        element("Comment", ["the radio &lt;left&gt;\nof the sink"]),
        element("Processor", type="intsend", role="Aux", target="rWORLD", active=1),
        element("Processor", type="amp"),
        element("Processor", type="intsend", role="Aux", target="rMX", active=0),
    ],
    audio_playlist="p1",
    order=2,
)
REEL = session(
    locations(
        location("session", "a0", at(480_000), "IsSessionRange", 1),
        location("1m2 Kitchen", at(96_000), id_=2),
        location("1m3 Chase", at(144_000), at(240_000), "IsRangeMarker", 3),
    ),
    element(
        "Routes",
        [
            SOURCE,
            route("MX", [io("Input", MX_in="")], "AudioBus", order=1),
            route("WORLD", [io("Input")], "AudioBus", order=3),
            route("Master", flags="MasterOut", order=0),
        ],
    ),
    element(
        "Playlists", [element("Playlist", [region("b", 9600, 4800, 1, 12), region("a", 4800, 4800, 0, 11)], id="p1")]
    ),
    config=TIMECODE,
)


def test_a_session_is_read_whole() -> None:
    assert replace(read(REEL), graph=None) == SavedSession(
        name="reel1",
        snapshot="reel1",
        folder="/film/reel1",
        file="/film/reel1/reel1.ardour",
        saved_at=1000.5,
        sample_rate=48_000,
        timecode="24",
        offset=172_800_000,
        program="Ardour 7.4",
        start=0,
        end=480_000,
        markers=(Marker("2", "1m2 Kitchen", 96_000),),
        ranges=(Range("3", "1m3 Chase", 144_000, 240_000),),
        tracks=(
            SavedTrack("rMaster", "Master", Kind.MASTER),
            SavedTrack("rMX", "MX", Kind.BUS),
            SavedTrack(
                "rMX SOURCE",
                "MX SOURCE",
                Kind.AUDIO,
                outputs=("MX",),
                sends=(Send("WORLD", pre_fader=True, active=True), Send("MX", pre_fader=False, active=False)),
                regions=(Region("11", "a", 4800, 9600), Region("12", "b", 9600, 14_400, muted=True)),
                comment="the radio <left>\nof the sink",
                mute_automation="Play",
            ),
            SavedTrack("rWORLD", "WORLD", Kind.BUS),
        ),
    )


@given(st.integers(1, 300))
def test_the_size_of_the_pieces_is_no_matter(size: int) -> None:
    assert read(REEL, size) == read(REEL)


# Time.


@given(st.integers(0, 2**40), st.sampled_from([44_100, 48_000, 88_200, 96_000, 176_400, 192_000]))
def test_every_sample_comes_back_from_superclocks_exactly(sample: int, rate: int) -> None:
    (marker,) = read(session(locations(location("x", at(sample, rate))), rate=rate)).markers
    assert marker.position == sample


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(8000, 200_000))
def test_samples_of_ardour_6_are_taken_as_they_stand_at_any_rate(start: int, length: int, rate: int) -> None:
    track = route("a", audio_playlist="p")
    clip = element("Playlist", [element("Region", id=1, name="c", position=start, length=length)], id="p")
    marks = locations(location("x", str(start)), location("y", str(start), str(length), "IsRangeMarker"))
    text = session(marks, element("Routes", [track]), element("Playlists", [clip]), version=6000, rate=rate)
    found = read(text)
    assert found.markers[0].position == start
    assert (found.ranges[0].start, found.ranges[0].end) == (start, length)
    assert found.tracks[0].regions == (Region("1", "c", start, start + length),)


def musical(tempos: Iterable[str], *marks: str) -> str:
    return session(
        locations(*marks),
        element("Playlists", [element("Playlist", [element("Region", id=1, name="c", length="b1920@b3840")], id="p")]),
        element("Routes", [route("a", flags="MidiTrack", midi_playlist="p")]),
        element("TempoMap", [element("Tempos", tempos)], superclocks_per_second=282_240_000),
    )


def test_musical_time_follows_the_tempos_and_where_there_is_none_the_thing_is_left_out_and_said() -> None:
    slow = element("Tempo", npm=120, enpm=120, note_type=4, sclock=0, quarters="0:0", omega=0)
    fast = element("Tempo", npm=480, enpm=480, note_type=8, sclock=282_240_000, quarters="2:0", omega=0)
    marks = [location("x", f"b{ticks}") for ticks in (0, 960, 3840, 5760)]
    known = read(musical([slow, fast], *marks))
    assert [marker.position for marker in known.markers] == [0, 12_000, 48_000, 60_000]
    assert known.tracks[0].regions == (Region("1", "c", 48_000, 60_000),)
    unknown = read(musical([], *marks, location("y", "b0", "b9", "IsRangeMarker")))
    assert (unknown.markers, unknown.ranges, unknown.tracks[0].regions) == ((), (), ())
    assert "4 markers, 1 ranges, 1 regions" in unknown.notes[-1]


@pytest.mark.parametrize(
    "words",
    [{"npm": 0}, {"npm": "x"}, {"npm": "1e-320"}, {"omega": "nan"}, {"sclock": "9" * 30}, {"quarters": "2"}],
)
def test_a_tempo_that_can_not_be_makes_musical_time_unknown(words: dict[str, object]) -> None:
    sane = {"npm": 120, "enpm": 120, "note_type": 4, "sclock": 0, "quarters": "0:0", "omega": 0}
    assert read(musical([element("Tempo", (), **(sane | words))], location("x", "b960"))).markers == ()


def test_a_music_time_is_a_tempo_too() -> None:
    slow = element("Tempo", npm=120, enpm=120, note_type=4, sclock=0, quarters="0:0", omega=0)
    here = element("MusicTime", [element("Tempo", npm=60, enpm=60, note_type=4)], sclock=282_240_000, quarters="2:0")
    maps = [element("Tempos", [slow]), element("MusicTimes", [here])]
    found = read(
        session(
            locations(location("x", "b5760")),
            element("TempoMap", maps, superclocks_per_second=282_240_000),
        )
    )
    assert [marker.position for marker in found.markers] == [2 * 48_000]


@pytest.mark.parametrize("text", ["", "a", "x12", "12.5", "a1@", "a٣", "a" + "9" * 19, "-", "b", "a1e3"])
def test_what_is_no_time_is_left_out_and_counted(text: str) -> None:
    found = read(session(locations(location("x", text), location("ok", at(5)))))
    assert [marker.name for marker in found.markers] == ["ok"]
    assert "1 markers" in found.notes[-1]


def test_a_region_whose_length_is_musical_and_whose_place_is_not_is_left_out() -> None:
    clip = element("Playlist", [element("Region", id=1, name="c", length="b1920@a100")], id="p")
    found = read(session(element("Routes", [route("a", audio_playlist="p")]), element("Playlists", [clip])))
    assert found.tracks[0].regions == ()
    assert "1 regions" in found.notes[-1]


# Timecode.


@pytest.mark.parametrize(("word", "name"), FORMATS.items())
def test_each_of_ardours_rates_has_our_name(word: str, name: str) -> None:
    assert read(session(config=[option("timecode-format", word)])).timecode == name
    assert name in RATES


@pytest.mark.parametrize("word", ["timecode_30drop", "timecode_24976", "timecode_\u202e", ""])
def test_a_rate_that_nobody_delivers_is_no_timecode_and_said(word: str) -> None:
    found = read(session(config=[option("timecode-format", word)]))
    assert found.timecode == ""
    assert "\u202e" not in found.notes[0]
    assert "Set the rate in Ardour" in found.notes[0]


@pytest.mark.parametrize(("negative", "offset"), [("1", 4800), ("yes", 4800), ("0", -4800), ("no", -4800)])
def test_an_offset_that_ardour_calls_negative_is_added(negative: str, offset: int) -> None:
    config = [*TIMECODE[:1], option("timecode-offset", 4800), option("timecode-offset-negative", negative)]
    assert read(session(config=config)).offset == offset


@pytest.mark.parametrize(
    ("pull", "rate"), [("0", 48_000), ("0.10000000149011612", 48_048), ("-0.1", 47_952), ("x", 48_000), ("nan", 48_000)]
)
def test_a_pull_changes_the_rate_that_timecode_counts_by_and_no_position(pull: str, rate: int) -> None:
    found = read(session(locations(location("x", at(960))), config=[*TIMECODE, option("video-pullup", pull)]))
    assert (found.sample_rate, found.markers[0].position) == (rate, 960)


# What counts as a marker, a range, a track.


def test_what_the_program_put_on_the_timeline_itself_is_no_marker_and_no_range() -> None:
    kinds = {
        "Loop": "IsAutoLoop,IsHidden",
        "Punch": "IsAutoPunch,IsRangeMarker",
        "xrun": "IsMark,IsXrun",
        "clip": "IsMark,IsCueMarker",
        "skip": "IsRangeMarker,IsSkip",
        "origin": "IsClockOrigin",
        "hidden": "IsMark,IsHidden",
        "CD": "IsMark,IsCDMarker",
        "scene": "IsMark,IsScene",
        "part": "IsRangeMarker,IsSection",
    }
    found = read(session(locations(*(location(name, at(1), flags=flags) for name, flags in kinds.items()))))
    assert [marker.name for marker in found.markers] == ["hidden", "CD", "scene"]
    assert [one.name for one in found.ranges] == ["part"]
    assert (found.start, found.end) == (None, None)


@pytest.mark.parametrize(
    ("flags", "kind"),
    [
        ("MidiTrack", Kind.MIDI),
        ("AudioTrack,TriggerTrack", Kind.AUDIO),
        ("MidiBus", Kind.MIDI_BUS),
        ("FoldbackBus", Kind.FOLDBACK),
        ("MonitorOut,OrderSet", Kind.MONITOR),
        ("SurroundMaster", Kind.OTHER),
        ("", Kind.BUS),
    ],
)
def test_each_kind_of_strip_is_told_by_its_flags(flags: str, kind: Kind) -> None:
    assert read(session(element("Routes", [route("a", flags=flags)]))).tracks[0].kind == kind


def test_a_hidden_track_and_one_that_is_switched_off_are_told() -> None:
    found = read(session(element("Routes", [route("a", flags="AudioTrack,Hidden"), route("b", active=0)])))
    assert [(track.hidden, track.active) for track in found.tracks] == [(True, True), (False, False)]


def test_an_output_is_named_by_the_track_whose_input_it_feeds_else_by_its_port() -> None:
    fed = io("Output", **{"a_out 1": "long.na/in system:playback_1 foreign:x/y", "a_out 2": "long.na/in"})
    routes = [route("a", [fed], order=0), route("long.name", [io("Input", **{"long.na_in": ""})], "AudioBus")]
    assert read(session(element("Routes", routes))).tracks[0].outputs == ("long.name", "system:playback_1", "foreign:x")


def test_only_sends_to_tracks_and_buses_count() -> None:
    sends = [
        ("intsend", "Listen", "rb"),
        ("intsend", "Aux", "gone"),
        ("send", "Send", "rb"),
        ("intsend", "Foldback", "rb"),
    ]
    inner = [element("Processor", type=kind, role=role, target=target, active=1) for kind, role, target in sends]
    found = read(session(element("Routes", [route("a", inner), route("b", flags="FoldbackBus")])))
    assert found.tracks[0].sends == (Send("b", pre_fader=True, active=True),)


def test_two_tracks_may_play_one_playlist() -> None:
    lists = element("Playlists", [element("Playlist", [region("x", 0, 10)], id="p")])
    routes = [route(name, audio_playlist="p") for name in ("a", "b")]
    tracks = read(session(element("Routes", routes), lists)).tracks
    assert tracks[0].regions == tracks[1].regions == (Region("1", "x", 0, 10),)


# Bad files.


def refused(content: str | bytes | Iterable[bytes]) -> str:
    pieces = [content.encode()] if isinstance(content, str) else [content] if isinstance(content, bytes) else content
    with pytest.raises(BadSession) as bad:
        read_ardour(pieces, PLACE)
    assert str(bad.value).startswith("The session file ")
    assert "reel1" in bad.value.what
    assert bad.value.cure
    return bad.value.what


@given(st.integers(0, len(REEL.encode()) - 1))
def test_a_file_that_was_cut_off_anywhere_says_so(length: int) -> None:
    assert refused(REEL.encode()[:length]).endswith("ends in the middle: it is being written, or was cut off")


@pytest.mark.parametrize(
    "text", ["nonsense", "<Session></b>", "{}", "\x00" * 5000, REEL + "more", REEL.replace("</Config>", "")]
)
def test_what_is_no_xml_says_in_which_line(text: str) -> None:
    assert "line " in refused(text)
    assert "is not XML" in refused(text)


@pytest.mark.parametrize("root", ["html", "MixbusSession", "\u2066evil"])
def test_xml_of_something_else_is_no_session(root: str) -> None:
    what = refused(f"<{root}/>") if root.isascii() else refused(f"<e{root[1:]}/>")
    assert "is no session of Ardour's" in what


@pytest.mark.parametrize(
    ("version", "said"), [(3002, "before 6"), ("", "before 6"), (8000, "newer Ardour"), ("x", "before 6")]
)
def test_a_version_that_we_do_not_know_is_refused(version: object, said: str) -> None:
    assert said in refused(session(version=version))


@pytest.mark.parametrize("version", [6000, 7001, 7002, 7003, 7999])
def test_every_version_that_begins_as_ours_is_read(version: int) -> None:
    assert read(session(version=version)).sample_rate == 48_000


@pytest.mark.parametrize("rate", ["", "0", "-48000", "48000.5", "9" * 30])
def test_without_a_sample_rate_nothing_can_be_placed(rate: str) -> None:
    assert "names no sample rate" in refused(session(rate=rate))


BOMB = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "<Session><x>&b;</x></Session>",
        '<!DOCTYPE s SYSTEM "file:///etc/passwd"><Session/>',
        '<!DOCTYPE s [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]><Session>&e;</Session>',
        '<!DOCTYPE s [<!ENTITY % p "x"> %p;]><Session/>',
    ],
)
def test_entities_and_document_types_are_refused_unexpanded(text: str) -> None:
    assert "document type or entities" in refused(text)


def test_a_nest_that_is_too_deep_is_refused() -> None:
    assert "nested more than" in refused("<Session>" + "<a>" * (DEEPEST + 1))


def test_a_file_that_is_too_large_is_refused() -> None:
    rest = MOST_BYTES // 2**20
    assert "is larger than" in refused([b"<Session><a>", *repeat(b" " * 2**20, rest)])


@pytest.mark.parametrize("start", [b'<Session><a b="', b"<Session><!--", b"<Session><", b"<Session><?a "])
def test_a_word_without_end_is_refused_before_it_costs_time(start: bytes) -> None:
    assert "holds a word of more than" in refused([start, *repeat(b"x" * 2**19, LONGEST // 2**19 + 2)])


def test_more_things_than_a_film_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ardourxml, "MOST_KEPT", 5000)
    assert "holds more than 5000" in refused("<Session><Routes>" + "<Route/>" * 5000)


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = REEL.replace("UTF-8", encoding).replace("1m2 Kitchen", "1m2 Küche")
    assert read(text.encode(encoding)).markers[0].name == "1m2 Küche"


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "big5"])
def test_an_encoding_that_is_not_known_here_is_refused(encoding: str) -> None:
    refused(REEL.replace("UTF-8", encoding))


@given(st.data())
def test_whatever_the_bytes_are_it_is_a_session_or_a_sentence(data: st.DataObject) -> None:
    content = bytearray(REEL.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    with suppress(BadSession):
        assert read(bytes(content)).file == PLACE.file


WORDS = st.one_of(
    st.sampled_from(
        ["a1", "b1", "-1", "0", "1e400", "nan", "inf", "0:0", "a9223372036854775807", "b999999999999999999"]
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=8),
)


@given(st.lists(WORDS, min_size=16, max_size=16))
def test_whatever_words_the_attributes_hold_it_is_a_session_or_a_sentence(words: list[str]) -> None:
    tempo = element("Tempo", npm=words[0], enpm=words[1], note_type=words[2], sclock=words[3], quarters=words[4])
    maps = element("TempoMap", [element("Tempos", [tempo])], superclocks_per_second=words[5])
    clip = element("Region", id=words[6], name=words[7], length=f"{words[8]}@{words[9]}", position=words[10])
    text = session(
        locations(location(words[11], words[12], words[13]), location("r", words[14], words[15], "IsRangeMarker")),
        element("Routes", [route(words[7], order=words[0], audio_playlist="p")]),
        element("Playlists", [element("Playlist", [clip], id="p")]),
        maps,
        config=[option("timecode-offset", words[12]), option("video-pullup", words[13])],
    )
    assert read(text).sample_rate > 0
