"""The stand-in's session file, read by the reader of Ardour's."""

from bridge.demo.ardour import Ardour
from bridge.demo.channel import Automation, Channel
from bridge.demo.cues import clips
from bridge.demo.reel import reel
from bridge.demo.session import RATE, Mark, Session
from bridge.demo.sessionxml import Clip, session_xml
from bridge.model.desk import Kind
from bridge.model.session import SavedSession
from bridge.sheets.ardour import Place, read_ardour


def _read(text: str) -> SavedSession:
    return read_ardour([text.encode()], Place("/films", "/films/Reel 1.ardour", "Reel 1", 1.0))


def test_it_tells_the_reel_as_the_desk_shows_it() -> None:
    session = reel()
    read = _read(session_xml(session, clips()))
    assert (read.name, read.sample_rate, read.timecode, read.offset) == ("Reel 1", RATE, "24", 3600 * RATE)
    assert (read.start, read.end) == (0, session.end)
    assert [(mark.name, mark.position) for mark in read.markers][1] == ("Kitchen", 28 * RATE)
    assert [track.name for track in read.tracks] == [c.name for c in session.channels if c.kind is not Kind.VCA]
    for track in read.tracks:
        channel = session[track.name]
        assert track.kind is channel.kind
        assert track.outputs == tuple(strip.name for strip in channel.leads)
        assert [(send.target, send.pre_fader) for send in track.sends] == [
            (each.bus.name, False) for each in channel.sends
        ]
        assert track.mute_automation == ("Play" if channel.automation is Automation.PLAY else "Manual")
        assert track.hidden is channel.hidden
    assert read.notes == ()


def test_the_regions_lie_where_the_cues_do() -> None:
    read = _read(session_xml(reel(), clips()))
    radio = next(track for track in read.tracks if track.name == "MX SRC Küchenradio")
    assert [(region.name, region.start, region.end) for region in radio.regions] == [
        ("Long Way Home", 30 * RATE, 46 * RATE),
        ("Long Way Home", 46 * RATE, 50 * RATE),
        ("Long Way Home", 50 * RATE, 64 * RATE),
    ]
    ids = [region.id for track in read.tracks for region in track.regions]
    assert len(set(ids)) == len(ids)


def test_an_id_stays_when_a_strip_is_renamed_or_moved() -> None:
    session = reel()
    before = {track.name: track.id for track in _read(session_xml(session, {})).tracks}
    session.rename("PFX", "DX PFX 1")
    session.move(["DX PFX 1"], 3)
    after = {track.name: track.id for track in _read(session_xml(session, {})).tracks}
    assert after["DX PFX 1"] == before["PFX"]
    assert len(set(after.values())) == len(after)


def test_names_and_rates_of_all_kinds_come_back() -> None:
    name = "A \"<&>' \t\U0001f3ac"
    session = Session(name, rate=44_100, channels=[Channel(name, comment="<b>&")], marks=(Mark(name, 7),))
    read = _read(session_xml(session, {name: [Clip(name, 1, 44_101)]}))
    assert (read.name, read.markers[0].name, read.markers[0].position) == (name, name, 7)
    track = read.tracks[0]
    assert (track.name, track.comment) == (name, "<b>&")
    assert (track.regions[0].name, track.regions[0].start, track.regions[0].end) == (name, 1, 44_101)


def test_a_save_is_heard_before_any_client_is_told() -> None:
    daw = Ardour(reel())
    wrote: list[str] = []
    daw.wrote = lambda session: wrote.append(session.name)
    daw.save()
    daw.snapshot("Reel 1 before the bar")
    assert wrote == ["Reel 1", "Reel 1 before the bar"]
