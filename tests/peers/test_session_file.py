"""The session file against the real Ardour: what we read in it is what Ardour's own Lua says."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.model.desk import Desk
from bridge.model.events import Event, SessionRead
from bridge.model.routing import Graph
from bridge.model.session import SavedSession, Send
from bridge.model.timecode import RATES, Ruler
from bridge.sheets.ardour import Place, read_ardour
from bridge.shell.sessionfile import SessionWatch
from tests.peers.film import FILM_TRACKS, REEL, Reel, Saved, reel
from tests.peers.rig import RealArdour
from tests.peers.timeline import RATE, SECONDS

pytestmark = pytest.mark.peer

REELS = (REEL, reel("29.97", 0), reel("29.97df", -4800), reel("25", 36_000 * RATE), reel("23.976", 1601))
MARK, RANGE, SESSION = "1", "32", "64"
LOCATIONS = """for l in Session:locations():list():iter() do
  row(l:flags(), l:name(), l:start():samples(), l:_end():samples()) end"""
REGIONS = """for t in Session:get_tracks():iter() do
  for r in t:to_track():playlist():region_list():iter() do
    row(t:to_stateful():id():to_s(), t:name(), r:to_stateful():id():to_s(), r:name(), r:position():samples(),
        r:position():samples() + r:length():samples(), r:muted()) end end"""
TIMECODE = """row(Session:timecode_frames_per_second(), Session:timecode_drop_frames(), Session:sample_rate(),
  Session:cfg():get_timecode_offset(), Session:cfg():get_timecode_offset_negative())"""
ROUTES = """for r in Session:get_routes():iter() do row(r:to_stateful():id():to_s(), r:name(), r:comment(),
  r:is_hidden(), r:mute_control():automation_state()) end"""
FEEDS = """for from in Session:get_routes():iter() do for to in Session:get_routes():iter() do
  if from:n_outputs():n_audio() > 0 and to:n_inputs():n_audio() > 0 then
    if from:output():audio(0):connected_to(to:input():audio(0):name()) then row(from:name(), to:name()) end
  end end end"""
WIRES = """for from in Session:get_routes():iter() do for out = 0, from:n_outputs():n_audio() - 1 do
  for to in Session:get_routes():iter() do for into = 0, to:n_inputs():n_audio() - 1 do
    if from:output():audio(out):connected_to(to:input():audio(into):name()) then
      row(from:to_stateful():id():to_s(), out, to:to_stateful():id():to_s(), into) end
  end end end end"""
SENDS = """for r in Session:get_routes():iter() do
  local number = 0
  while true do
    local send = r:nth_send(number)
    if send:isnil() then break end
    local target = send:to_internalsend():target_route()
    local gain = send:to_send():gain_control():get_value()
    row(r:name(), number, target:name(), send:active(), string.format("%.9g", gain))
    number = number + 1
  end end"""
RULED = """local groups = {}
for group in Session:route_groups():iter() do
  for r in group:route_list():iter() do groups[r:name()] = group:name() end end
for r in Session:get_routes():iter() do
  local vcas = {}
  for vca in r:to_slavable():masters(Session:vca_manager()):iter() do vcas[#vcas + 1] = vca:name() end
  row(r:name(), groups[r:name()] or "", table.concat(vcas, "|"), r:is_hidden(), r:active(),
      r:n_inputs():n_audio()) end"""
REWIRED = """local out = Session:route_by_name("DX FUTZ"):output()
  out:audio(0):disconnect_all()
  out:audio(1):connect(Session:route_by_name("FX"):input():audio(0):name())
  local send = Session:route_by_name("MX SOURCE 1"):nth_send(0)
  send:to_send():gain_control():set_value(0.5, PBD.GroupControlDisposition.NoGroup)
  Session:route_by_name("MX SOURCE 2"):nth_send(0):deactivate()"""
STRANGE = 'SOURCE <1> & "2"\nsecond line\tFuß 音'
TEMPOS = """local tm = Temporal.TempoMap.fetch_writable ()
  tm:set_tempo (Temporal.Tempo (140, 140, 4), Temporal.timepos_t (0))
  local bar = Temporal.timepos_t.from_ticks (Temporal.ticks_per_beat * 4)
  local rising = tm:set_tempo (Temporal.Tempo (120.5, 120.5, 4), bar)
  tm:set_tempo (Temporal.Tempo (83.3, 83.3, 8), Temporal.timepos_t.from_ticks (Temporal.ticks_per_beat * 12))
  tm:set_ramped (rising, true)
  Temporal.TempoMap.update (tm)"""
TICKS = (1, 959, 1920, 5000, 7679, 7680, 7681, 9000, 15001, 20000, 23039, 23040, 23041, 50000, 400001)
"""Musical times before, in and behind the tempos."""


def read(saved: Saved) -> SavedSession:
    place = Place(str(saved.folder), str(saved.file), saved.name, saved.file.stat().st_mtime)
    return read_ardour([saved.file.read_bytes()], place)


@pytest.fixture(scope="module", params=REELS, ids=lambda each: each.rate)
def playing(request: pytest.FixtureRequest, start_ardour: Callable[..., RealArdour]) -> tuple[Reel, RealArdour]:
    """An Ardour with a reel of each rate, which has saved the session itself."""
    ardour = start_ardour(request.param.layout)
    ardour.save()
    return request.param, ardour


def test_markers_and_ranges_lie_where_ardour_says(playing: tuple[Reel, RealArdour]) -> None:
    known, ardour = playing
    session, said = read(ardour.session), ardour.run_lua(LOCATIONS)
    assert [(one.name, one.position) for one in session.markers] == places(said, MARK)
    assert [(one.name, one.start, one.end) for one in session.ranges] == [
        (name, int(start), int(end)) for flags, name, start, end in said if flags == RANGE
    ]
    assert [("session", str(session.start), str(session.end))] == [tuple(r[1:]) for r in said if r[0] == SESSION]
    assert [(one.name, one.position) for one in session.markers] == list(known.markers)
    assert [(one.name, one.start, one.end) for one in session.ranges] == list(known.ranges)
    assert (session.start, session.end) == (0, SECONDS * RATE)
    assert session.notes == ()


def places(said: list[list[str]], kind: str) -> list[tuple[str, int]]:
    return [(name, int(start)) for flags, name, start, _ in said if flags == kind]


def test_regions_lie_on_the_tracks_that_ardour_says_under_the_same_ids(playing: tuple[Reel, RealArdour]) -> None:
    known, ardour = playing
    ours = [
        (track.id, track.name, one.id, one.name, str(one.start), str(one.end), str(one.muted).lower())
        for track in read(ardour.session).tracks
        for one in track.regions
    ]
    assert sorted(ours) == sorted(map(tuple, ardour.run_lua(REGIONS)))
    assert sorted(
        (track, name, int(start), int(end), muted == "true") for _, track, _, name, start, end, muted in ours
    ) == sorted(known.clips)


def test_rate_and_offset_are_those_that_ardour_counts_by(playing: tuple[Reel, RealArdour]) -> None:
    known, ardour = playing
    session = read(ardour.session)
    ((fps, drop, sample_rate, size, plus),) = ardour.run_lua(TIMECODE)
    rate = RATES[session.timecode]
    assert float(rate.fps) == pytest.approx(float(fps), abs=1e-9)
    assert rate.drop == (drop == "true")
    assert session.sample_rate == int(sample_rate) == RATE
    assert session.offset == (int(size) if plus == "true" else -int(size))
    assert (session.timecode, session.offset) == (known.rate, known.offset)


def test_a_position_has_the_label_that_ardour_shows(playing: tuple[Reel, RealArdour]) -> None:
    """In the middle of frames: at their first samples Ardour's floating point may still show the frame before."""
    _, ardour = playing
    session = read(ardour.session)
    ruler = Ruler(RATES[session.timecode], session.sample_rate, session.offset)
    with ardour.client() as say:
        say("/set_surface", 0, 575, 64, 0, 0, 0)
        say.heard("/position/smpte", 2.0)
        for position in sorted({one.position + 400 for one in session.markers}):
            say("/locate", position, 0)
            shown = str(say.heard("/position/smpte", 2.0)[-1].args[0])
            assert shown.replace(";", ":") == ruler.label(position).replace(";", ":")


def test_routes_are_those_that_ardour_has(playing: tuple[Reel, RealArdour]) -> None:
    _, ardour = playing
    session = read(ardour.session)
    assert {(one.id, one.name) for one in session.tracks} == {(id_, name) for id_, name, *_ in ardour.run_lua(ROUTES)}
    names = {one.name for one in session.tracks}
    ours = {(one.name, fed) for one in session.tracks for fed in one.outputs if fed in names}
    assert ours == {(source, target) for source, target in ardour.run_lua(FEEDS)}
    assert set(FILM_TRACKS) <= ours
    sends = {one.name: [(send.target, send.pre_fader, send.active) for send in one.sends] for one in session.tracks}
    assert {name: sends[name] for name in ("MX SOURCE 1", "FX AMB 2", "MX SCORE 1")} == {
        "MX SOURCE 1": [("WORLD", False, True)],
        "FX AMB 2": [("WORLD", True, True)],
        "MX SCORE 1": [],
    }


@pytest.fixture(scope="module")
def wired(start_ardour: Callable[..., RealArdour]) -> tuple[RealArdour, Graph]:
    """An Ardour in which the user has routed, sent and grouped, and the graph out of the file that it saved."""
    ardour = start_ardour(REEL.layout)
    ardour.run_lua(REWIRED)
    ardour.assign("MX SCORE 1", "VCA MX")
    ardour.save()
    graph = read(ardour.session).graph
    assert graph is not None
    return ardour, graph


def test_each_channel_feeds_what_ardour_says_under_the_same_ids(wired: tuple[RealArdour, Graph]) -> None:
    ardour, graph = wired
    ours = {
        (node.id, str(out), sink.strip, str(sink.channel))
        for node in graph.nodes
        for out, sinks in enumerate(node.way.outs)
        for sink in sinks
        if sink.strip
    }
    assert ours == set(map(tuple, ardour.run_lua(WIRES)))
    futz, fx, dx = (graph.by_name[name].id for name in ("DX FUTZ", "FX", "DX"))
    assert {each[1:] for each in ours if each[0] == futz} == {("1", fx, "0"), ("1", dx, "1")}


def test_sends_have_the_place_the_level_and_the_switch_that_ardour_says(wired: tuple[RealArdour, Graph]) -> None:
    ardour, graph = wired
    said = {tuple(row[:4]): float(row[4]) for row in ardour.run_lua(SENDS)}
    ours = {
        (node.name, str(send.number), graph.by_id[send.target].name, str(send.active).lower()): send.level_db
        for node in graph.nodes
        for send in node.way.sends
    }
    assert ours == pytest.approx({key: 20 * math.log10(gain) if gain else -math.inf for key, gain in said.items()})
    assert ours["MX SOURCE 1", "0", "WORLD", "true"] == pytest.approx(-6.0206, abs=1e-3)
    assert ours["MX SOURCE 2", "0", "WORLD", "false"] == -math.inf


def test_groups_vcas_and_switches_are_those_that_ardour_has(wired: tuple[RealArdour, Graph]) -> None:
    ardour, graph = wired
    ours = [
        [
            node.name,
            node.group,
            "|".join(node.vcas),
            *(str(one).lower() for one in (node.hidden, node.active, node.inputs)),
        ]
        for node in graph.nodes
    ]
    assert sorted(ours) == sorted(ardour.run_lua(RULED))
    assert graph.by_name["MX SCORE 1"].vcas == ("VCA MX",)
    assert graph.by_name["MX SOURCE 1"].group == "SOURCE"
    assert {node.uncertain for node in graph.nodes} == {""}


@pytest.fixture(scope="module")
def worked_on(start_ardour: Callable[..., RealArdour]) -> tuple[RealArdour, SavedSession]:
    """An Ardour in which the user has changed much and saved, and the session as read from the file."""
    ardour = start_ardour(REEL.layout)
    ardour.automate("DX FUTZ", "Play")
    ardour.automate("MX STING", "Latch")
    ardour.automate("FX BG 1", "Write")
    ardour.hide("FX BG 2")
    ardour.rename("MX SOURCE 2", STRANGE.partition("\n")[0])
    with ardour.client() as say:
        say("/strip/comment", say.numbers()["MX SOURCE 1"], STRANGE)
    ardour.run_lua('Session:route_by_name("MX LIVE"):set_active(false, nil)')
    ardour.run_lua("Session:cfg():set_video_pullup(0.1)")
    ardour.run_lua(TEMPOS)
    ardour.save()
    return ardour, read(ardour.session)


def test_what_the_user_did_to_tracks_is_read(worked_on: tuple[RealArdour, SavedSession]) -> None:
    _, session = worked_on
    tracks = {track.name: track for track in session.tracks}
    assert {name: track.mute_automation for name, track in tracks.items() if track.mute_automation != "Manual"} == {
        "DX FUTZ": "Play",
        "MX STING": "Latch",
    }
    assert [name for name, track in tracks.items() if track.hidden] == ["FX BG 2"]
    assert [name for name, track in tracks.items() if not track.active] == ["MX LIVE"]
    assert {name: track.comment for name, track in tracks.items() if track.comment} == {"MX SOURCE 1": STRANGE}
    renamed = tracks[STRANGE.partition("\n")[0]]
    assert (renamed.outputs, renamed.sends) == (("MX",), (Send("WORLD", pre_fader=False, active=True),))


def test_a_pull_up_changes_the_rate_that_ardour_tells_and_moves_nothing(
    worked_on: tuple[RealArdour, SavedSession],
) -> None:
    ardour, session = worked_on
    assert session.sample_rate == int(ardour.run_lua("row(Session:sample_rate())")[0][0]) == 48048
    assert [(one.name, one.position) for one in session.markers] == places(ardour.run_lua(LOCATIONS), MARK)


def test_musical_times_lie_where_ardour_says_under_tempos_and_ramps(
    worked_on: tuple[RealArdour, SavedSession],
) -> None:
    ardour, _ = worked_on
    text = ardour.session.file.read_text()
    assert re.search(r'type="Tempo::Ramped"[^>]* omega="-?[0-9.]*[1-9]', text)
    row = '<Location id="9{0}" name="tick {0}" flags="IsMark" locked="0" cue="0" start="b{0}" end="b{0}"/>'
    ardour.stop()
    ardour.session.file.write_text(text.replace("</Locations>", "".join(map(row.format, TICKS)) + "</Locations>"))
    ardour.start()
    session = read(ardour.session)
    ours = {one.name: one.position for one in session.markers}
    assert ours == dict(places(ardour.run_lua(LOCATIONS), MARK))
    assert {f"tick {tick}" for tick in TICKS} <= set(ours)
    assert session.notes == ()


# Found, and read again.


@pytest.fixture
def beside(
    start_ardour: Callable[..., RealArdour], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[RealArdour, SessionWatch, Desk]:
    """An Ardour, a watch that shares its settings and was told of no file, and the desk as OSC tells it."""
    ardour = start_ardour(REEL.layout)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(ardour.folder / "config"))
    return ardour, SessionWatch(tmp_path, ""), Desk("ardour", "reel1", RATE, frozenset(ardour.names()))


def sessions(events: tuple[Event, ...]) -> list[SavedSession]:
    return [event.session for event in events if isinstance(event, SessionRead)]


def test_the_file_is_found_in_ardours_own_list_and_read_again_after_each_save(
    beside: tuple[RealArdour, SessionWatch, Desk],
) -> None:
    ardour, watch, desk = beside
    (first,) = sessions(watch.look(1.0, desk))
    assert (first.file, first.folder) == (str(ardour.session.file), str(ardour.session.folder))
    assert watch.look(2.0, desk) == ()
    ardour.automate("DX FUTZ", "Play")
    ardour.save()
    (second,) = sessions(watch.look(3.0, desk))
    assert [track.name for track in second.tracks if track.mute_automation == "Play"] == ["DX FUTZ"]
    assert watch.look(4.0, desk) == ()
    ardour.save("reel1 v2/b")
    (third,) = sessions(watch.look(5.0, replace(desk, session="reel1 v2/b")))
    assert (third.name, third.snapshot) == ("reel1", "reel1 v2_b")
