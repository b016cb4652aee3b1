"""What the stand-in's script tells is what its surfaces and its file tell, and an order of the script changes that."""

from bridge.daws.companion import Companion
from bridge.demo.ardour import Ardour
from bridge.demo.channel import Automation, Plug
from bridge.demo.cues import clips
from bridge.demo.graph import node
from bridge.demo.reel import reel
from bridge.demo.session import Mark
from bridge.demo.sessionxml import session_xml
from bridge.model.desk import Kind
from bridge.model.effects import Effect, MakeBuses, NewBus, Reroute, SetRoutes
from bridge.model.events import Event
from bridge.model.routing import AuxSend, Graph, Sink, Way
from bridge.model.routingnews import GraphTold, HiddenTold, RoutesRefused
from bridge.model.session import OpenSession
from bridge.sheets.ardour import Place, read_ardour
from bridge.wire.osc import Argument, Message, decode, encode

SURFACE = 5001


class Talk:
    """The reel in the stand-in, a surface on it, and the bridge's side of the script's conversation."""

    def __init__(self) -> None:
        self.at = 0.0
        self.daw = Ardour(reel())
        self.companion = Companion("t0ken", 9)
        self.companion.joined("Reel 1", (), self.at)
        self.events: list[Event] = []
        self._say("/set_surface", 0, 575, 16384, 0, 0, 0)

    def _say(self, address: str, *args: Argument) -> None:
        self.daw.receive(SURFACE, encode(Message(address, args)), self.at)

    def run(self, seconds: float = 0.2) -> None:
        for _ in range(round(seconds * 10)):
            self.at += 0.1
            self.events += self.companion.tick(self.at)
            for _, packet in self.daw.look(self.companion.lease, self.companion.orders, self.at):
                self.events += self.companion.receive(packet, self.at)

    def order(self, effect: Effect) -> None:
        self.events += self.companion.send(effect, self.at)
        self.run()

    @property
    def graph(self) -> Graph:
        return next(event.graph for event in reversed(self.events) if isinstance(event, GraphTold))

    @property
    def opened(self) -> OpenSession:
        return next(event.session for event in reversed(self.events) if isinstance(event, HiddenTold))

    def rows(self) -> dict[str, tuple[bool, bool]]:
        """Each strip's mute and solo as the surface lists them."""
        self.daw.advance(self.at)
        self._say("/strip/list")
        told = [message.args for _, packet in self.daw.advance(self.at) for message in decode(packet)]
        return {str(row[1]): (bool(row[4]), bool(row[5])) for row in told if len(row) > 6}


def test_mutes_and_solos_agree_with_what_a_surface_is_told() -> None:
    talk = Talk()
    session = talk.daw.session
    session.mute("PFX")
    session.mute("VCA MX")
    session.solo("Voix off")
    session.automate("Voix off", Automation.LATCH)
    talk.run()
    rows = talk.rows()
    assert {state.name for state in talk.opened.strips} == rows.keys()
    for state in talk.opened.strips:
        assert (state.mute or state.muted_by_vca) is rows[state.name][0], state.name
        assert rows[state.name][1] or not state.solo, state.name
        assert state.mute is session.mutes[state.name]
    assert [state.name for state in talk.opened.strips if state.solo] == ["Voix off"]
    modes = {state.name: state.mute_automation for state in talk.opened.strips if state.mute_automation != "Manual"}
    assert modes == {"Voix off": "Latch", "Ambiance rue": "Play"}


def test_ids_ways_and_markers_agree_with_the_file() -> None:
    talk = Talk()
    session = talk.daw.session
    session.marks = (*session.marks, Mark("1m9", 48_000, 96_000))
    session["PFX"].outs = ((Plug(session["DX"], 1), Plug(None, 0, "system:playback_1")), ())
    session.send("PFX", "FX Room", on=False)
    talk.run()
    place = Place("/films", "/films/Reel 1.ardour", "Reel 1", 1.0)
    saved = read_ardour([session_xml(session, clips()).encode()], place)
    assert saved.graph is not None
    file = {each.id: each for each in saved.graph.nodes}
    assert file.keys() == talk.graph.by_id.keys()
    for told in talk.graph.nodes:
        assert (told.name, told.kind, told.inputs) == (file[told.id].name, file[told.id].kind, file[told.id].inputs)
        assert told.way == file[told.id].way, told.name
    assert [(mark.name, mark.position) for mark in talk.opened.markers] == [
        (mark.name, mark.position) for mark in saved.markers
    ]
    assert [(each.name, each.start, each.end) for each in talk.opened.ranges] == [("1m9", 48_000, 96_000)]


def test_a_route_is_changed_channel_by_channel_with_its_sends() -> None:
    talk = Talk()
    talk.run()
    track, bus = talk.graph.by_name["PFX"], talk.graph.by_name["MX"]
    sends = tuple(AuxSend(send.number, send.target, active=False) for send in track.way.sends)
    way = Way(((Sink(bus.id, 1), Sink("", 0, "system:playback_1")), ()), sends)
    way = Way(tuple(tuple(sorted(outs)) for outs in way.outs), way.sends)
    talk.order(SetRoutes(1, (Reroute(track.id, "PFX", way, track.way),)))
    assert talk.graph.by_name["PFX"].way == way
    assert node(talk.daw.session["PFX"]).way == way
    assert talk.daw.session["PFX"].leads == (talk.daw.session["MX"],)


def test_a_bus_that_is_ordered_is_in_every_list() -> None:
    talk = Talk()
    talk.run()
    talk.order(MakeBuses(1, (NewBus("MX Stem", 6),)))
    made = talk.graph.by_name["MX Stem"]
    assert (made.kind, made.inputs, len(made.way.outs)) == (Kind.BUS, 6, 6)
    assert {sink.strip for outs in made.way.outs for sink in outs} == {talk.graph.by_name["Master"].id}
    assert "MX Stem" in talk.rows()


def test_what_is_not_as_the_order_knew_it_is_refused_and_stays() -> None:
    talk = Talk()
    talk.run()
    track = talk.graph.by_name["PFX"]
    talk.daw.session.rename("PFX", "DX PFX")
    talk.order(SetRoutes(1, (Reroute(track.id, "PFX", Way(((), ()), track.way.sends), track.way),)))
    assert [event for event in talk.events if isinstance(event, RoutesRefused)]
    assert node(talk.daw.session["DX PFX"]).way == track.way


def test_a_daw_that_is_deaf_or_loads_tells_nothing_and_an_opened_session_has_a_script_of_its_own() -> None:
    talk = Talk()
    talk.run()
    texts = talk.companion.lease, talk.companion.orders
    talk.daw.deafen(talk.at + 1.0)
    assert talk.daw.look(*texts, talk.at + 0.5) == []
    talk.daw.open(("demo", "Reel 1"), talk.at + 2.0, loading=1.0)
    assert talk.daw.look(*texts, talk.at + 2.5) == []
    before = talk.companion.orders
    talk.at += 3.0
    talk.run(4.0)
    assert "demo1" in before
    assert "demo2" in talk.companion.orders
