"""The stand-in DAW: time, files, deafness, the user's hands.

What it says word for word is held to the real Ardour by `tests/peers/test_contract_*.py`.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.demo.ardour import WAITING, Ardour
from bridge.demo.channel import Automation, Channel
from bridge.demo.session import Session
from bridge.demo.transport import CYCLE
from bridge.model.desk import Kind
from bridge.wire.osc import Argument, Message, decode, encode

LIST, TRANSPORT = 5001, 5002
FILE = ("film", "reel1")


class Desk:
    """A stand-in with two surfaces of ours, and the time that its tests pass."""

    def __init__(self) -> None:
        master = Channel("Master", Kind.MASTER, 2)
        bus = Channel("MX", Kind.BUS, 2, to=master)
        vca = Channel("VCA", Kind.VCA, 0, 0)
        tracks = [Channel(f"MX {number}", to=bus) for number in (1, 2, 3)]
        self.daw = Ardour(Session("reel1", "film", channels=[master, bus, *tracks, vca]))
        self.at = 0.0
        self.set_up()

    def set_up(self) -> None:
        self.say(LIST, "/set_surface", 0, 575, 16384, 0, 0, 0)
        self.say(TRANSPORT, "/set_surface", 0, 575, 8 + 16 + 64 + 1024, 0, 0, 0)
        self.after(0.2)

    def say(self, port: int, address: str, *args: Argument) -> None:
        self.daw.receive(port, encode(Message(address, args)), self.at)

    def after(self, seconds: float) -> list[tuple[int, Message]]:
        self.at += seconds
        return [(port, message) for port, packet in self.daw.advance(self.at) for message in decode(packet)]

    def rows(self, column: int) -> dict[Argument, Argument]:
        """One column of the list by name: 4 is the mute, 5 the solo, 6 the number."""
        self.say(LIST, "/strip/list")
        return {row.args[1]: row.args[column] for port, row in self.after(0.0) if port == LIST and len(row.args) > 6}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_question_is_answered_at_once_and_a_change_waits_for_the_next_cycle(desk: Desk) -> None:
    desk.say(LIST, "/strip/mute", 2, 1)
    desk.say(LIST, "/strip/mute/2")
    assert desk.after(0.0) == [(LIST, Message("/strip/mute/2", (0,)))]
    assert not desk.daw.session.mutes["MX 1"]
    assert 0 < desk.daw.next_at - desk.at <= CYCLE
    desk.after(CYCLE)
    assert desk.daw.session.mutes["MX 1"]


def test_all_changes_of_one_cycle_come_together(desk: Desk) -> None:
    for number in (2, 3, 4):
        desk.say(LIST, "/strip/mute", number, 1)
    before = desk.daw.next_at - 1e-9
    desk.after(before - desk.at)
    assert not any(desk.daw.session.mutes.values())
    desk.after(2e-9)
    assert [name for name, on in desk.daw.session.mutes.items() if on] == ["MX 1", "MX 2", "MX 3"]


def test_it_sleeps_until_its_next_tick_and_without_observers_for_ever(desk: Desk) -> None:
    assert 0 < desk.daw.next_at - desk.at < 0.101
    desk.say(TRANSPORT, "/set_surface", 0, 575, 0, 0, 0, 0)
    desk.after(0.0)
    assert desk.daw.next_at == float("inf")


def test_a_long_silence_costs_nothing_and_loses_no_beat(desk: Desk) -> None:
    beats = [message.args for _, message in desk.after(21.0) if message.address == "/heartbeat"]
    assert len(beats) == 20
    assert beats[::2] == [beats[0]] * 10 != beats[1::2] == [beats[1]] * 10


def test_the_users_hand_is_told_without_a_packet_of_ours(desk: Desk) -> None:
    desk.daw.session.solo("MX 1")
    assert desk.daw.next_at <= desk.at
    assert (TRANSPORT, Message("/cancel_all_solos", (1.0,))) in desk.after(0.0)
    assert desk.rows(5) == {"MX": 1, "MX 1": 1, "MX 2": 0, "MX 3": 0, "VCA": 0, "Master": 0}


# Numbers.


def test_until_the_tick_a_number_reaches_what_the_surface_last_listed(desk: Desk) -> None:
    assert desk.rows(6)["MX 2"] == 3
    desk.daw.session.delete("MX 1")
    desk.say(LIST, "/strip/mute", 3, 1)
    desk.after(CYCLE)
    assert desk.daw.session.mutes["MX 2"]
    told = desk.after(0.1)
    assert (LIST, Message("/strip/list")) in told
    desk.say(LIST, "/strip/mute", 3, 1)
    desk.after(CYCLE)
    assert desk.daw.session.mutes["MX 3"]


def test_a_strip_that_is_gone_takes_any_value_and_nothing_comes_of_it(desk: Desk) -> None:
    desk.daw.session.delete("MX 1")
    for what, value in (("mute", 1), ("solo", 1), ("hide", 1), ("select", 0), ("name", "MX 2"), ("recenable", 1)):
        desk.say(LIST, f"/strip/{what}", 2, value)
    desk.after(CYCLE)
    assert [channel.name for channel in desk.daw.session.channels] == ["Master", "MX", "MX 2", "MX 3", "VCA"]
    assert not any(desk.daw.session.solos.values())


def test_the_hands_move_insert_and_duplicate_as_a_user_does(desk: Desk) -> None:
    session = desk.daw.session
    session.mute("MX 2")
    assert session.insert(Channel("MX 1"), 2) == "MX 4"
    assert session.duplicate("MX 2") == "MX 5"
    session.move(["MX 3", "VCA"], 1)
    assert [channel.name for channel in session.channels] == [
        *("Master", "MX 3", "VCA", "MX", "MX 4", "MX 1", "MX 2", "MX 5")
    ]
    assert session["MX 5"].mute
    assert session["MX 5"].leads == (session["MX"],)


@pytest.mark.parametrize(
    ("wanted", "got"), [("MX 9", "MX 9"), ("MX 1", "MX 1"), ("MX 2", "MX 4"), ("MX", "MX 1"), ("VCA", "VCA 1")]
)
def test_a_new_name_is_made_unique_by_the_next_free_number(desk: Desk, wanted: str, got: str) -> None:
    assert desk.daw.session.rename("MX 1", wanted) == got
    assert got in desk.daw.session.mutes


def test_hands_on_a_name_that_is_not_there_raise(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.daw.session.mute("nobody")


# Refusals.


@pytest.mark.parametrize("how", ["automation", "refusal"])
def test_a_strip_may_refuse_a_mute_without_a_word(desk: Desk, how: str) -> None:
    if how == "automation":
        desk.daw.session.automate("MX 1", Automation.PLAY)
    else:
        desk.daw.session.refuse("MX 1")
    desk.say(LIST, "/strip/mute", 2, 1)
    assert [message for port, message in desk.after(0.2) if port == LIST] == []
    assert desk.rows(4)["MX 1"] == 0


# Files.


def test_saved_in_a_preview_left_and_closed_unsaved_it_opens_with_the_previews_mutes(desk: Desk) -> None:
    session = desk.daw.session
    session.mute("MX 1")
    desk.say(LIST, "/save_state")
    assert (TRANSPORT, Message("/session_name", ("reel1",))) in desk.after(0.0)
    session.mute("MX 1", on=False)
    desk.after(0.1)
    desk.daw.open(FILE, desk.at)
    assert desk.daw.session.mutes["MX 1"]


def test_what_is_done_after_a_save_is_not_in_the_file(desk: Desk) -> None:
    desk.daw.save()
    desk.daw.session.mute("MX 1")
    desk.daw.session.rename("MX 2", "other")
    desk.daw.open(FILE, desk.at)
    assert not desk.daw.session.mutes["MX 1"]
    assert "MX 2" in desk.daw.session.mutes


def test_a_snapshot_is_another_file_and_another_name(desk: Desk) -> None:
    desk.daw.session.mute("MX 1")
    desk.daw.save("reel1 v2")
    assert (TRANSPORT, Message("/session_name", ("reel1 v2",))) in desk.after(0.0)
    desk.daw.open(FILE, desk.at)
    assert not desk.daw.session.mutes["MX 1"]
    desk.daw.open(("film", "reel1 v2"), desk.at)
    assert desk.daw.session.mutes["MX 1"]


def test_an_opened_session_knows_no_surface_and_stands_at_its_start(desk: Desk) -> None:
    desk.daw.locate(48000)
    desk.after(0.2)
    desk.daw.open(FILE, desk.at)
    assert (TRANSPORT, Message("/session_name", (" ",))) in desk.after(0.0)
    assert desk.after(3.0) == []
    assert desk.daw.transport.sample(desk.at) == 0
    desk.say(LIST, "/set_surface")
    assert desk.after(0.0)[0][1].args[1] == 31


def test_while_a_session_loads_what_is_sent_is_lost(desk: Desk) -> None:
    desk.daw.open(FILE, desk.at, loading=2.0)
    desk.after(0.0)
    desk.say(LIST, "/set_surface")
    assert desk.daw.next_at == desk.at + 2.0
    heard = [(desk.daw.listening, desk.after(seconds), desk.daw.listening) for seconds in (1.9, 0.1)]
    assert heard == [(False, [], False), (False, [], True)]
    desk.say(LIST, "/set_surface")
    assert len(desk.after(0.0)) == 1


@pytest.mark.parametrize(("how", "parting"), [("quit", True), ("crash", False)])
def test_it_says_good_bye_when_it_quits_and_nothing_when_it_crashes(desk: Desk, how: str, parting: bool) -> None:
    (desk.daw.quit if how == "quit" else desk.daw.crash)(desk.at)
    assert bool(desk.after(0.0)) == parting
    assert desk.daw.next_at == float("inf")
    desk.say(LIST, "/set_surface")
    assert desk.after(10.0) == []
    desk.daw.open(FILE, desk.at)
    desk.say(LIST, "/set_surface")
    assert len(desk.after(0.0)) == 1


def test_sessions_of_the_same_name_in_two_folders_are_two_files(desk: Desk) -> None:
    other = desk.daw.session
    other.folder = "another film"
    other.mute("MX 3")
    desk.daw.save()
    desk.daw.open(FILE, desk.at)
    assert not desk.daw.session.mutes["MX 3"]
    desk.daw.open(("another film", "reel1"), desk.at)
    assert desk.daw.session.mutes["MX 3"]


# Deafness.


def test_a_deaf_daw_is_silent_and_then_hears_what_waited(desk: Desk) -> None:
    desk.daw.deafen(desk.at + 3.0)
    desk.say(LIST, "/strip/mute/2")
    desk.say(LIST, "/strip/mute", 2, 1)
    assert desk.daw.next_at == desk.at + 3.0
    assert desk.after(2.9) == []
    assert not desk.daw.session.mutes["MX 1"]
    assert (LIST, Message("/strip/mute/2", (0,))) in desk.after(0.1)
    desk.after(CYCLE)
    assert desk.daw.session.mutes["MX 1"]


def test_beats_and_positions_of_a_deaf_time_are_not_caught_up(desk: Desk) -> None:
    desk.daw.deafen(desk.at + 5.0)
    assert len([message for _, message in desk.after(5.0) if message.address == "/heartbeat"]) <= 1


def test_the_socket_of_a_deaf_daw_holds_256_packets_and_no_more(desk: Desk) -> None:
    desk.daw.deafen(desk.at + 1.0)
    for _ in range(WAITING + 44):
        desk.say(LIST, "/transport_speed")
    assert len([message for port, message in desk.after(1.0) if port == LIST]) == WAITING


# What may come.


@given(st.binary(max_size=200))
def test_no_bytes_end_it(packet: bytes) -> None:
    desk = Desk()
    desk.daw.receive(LIST, packet, desk.at)
    desk.say(LIST, "/set_surface")
    assert Message("/set_surface", (0, 575, 16384, 0, 0, 0, 0, 1, 0)) in [message for _, message in desk.after(0.1)]


PATHS = [
    *("/set_surface", "/set_surface/port", "/set_surface/feedback", "/strip", "/strip/", "/strip/list", "/strip/mute"),
    *("/strip/mute/2", "/strip/2/solo", "/strip//2", "/strip/name", "/strip/hide", "/strip/select", "/locate", "//"),
    *("/strip/mute/automation", "/strip/mute/automation/2", "/transport_play", "/transport_stop", "/refresh"),
    "/save_state",
]
numbers = st.one_of(st.integers(-(2**31), 2**31 - 1), st.floats(width=32), st.booleans(), st.none())
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
messages = st.builds(Message, st.sampled_from(PATHS), st.lists(numbers | texts, max_size=8).map(tuple))


@given(st.lists(st.tuples(st.sampled_from([LIST, TRANSPORT]), messages), max_size=12))
def test_no_messages_end_it(said: list[tuple[int, Message]]) -> None:
    desk = Desk()
    for port, message in said:
        desk.say(port, message.address, *message.args)
        desk.after(0.03)
    desk.after(1.0)
    desk.daw.session.select("MX 1" if "MX 1" in desk.daw.session.mutes else "Master")
    assert desk.daw.next_at < float("inf")
