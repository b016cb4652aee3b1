"""The contract: setting up, the list of strips and its changes, questions about one strip."""

import pytest

from bridge.wire.osc import Argument
from tests.peers.contract import REPLY, SOON, TOLD, about, ask, do, numbers, surface
from tests.peers.talk import Daw, Heard, Port

TRACKS = ["DX 1", "DX 2", "MX 1", "MX 2", "RULED 1", "RULED 2", "SYNTH"]


# Setting up.


def test_a_port_that_was_never_set_up_has_the_sessions_defaults(daw: Daw) -> None:
    assert ask(daw.port(), "/set_surface") == [Heard("/set_surface", "iiiiiiiii", (0, 31, 0, 0, 0, 0, 0, 1, 0))]


def test_a_prefix_of_the_arguments_keeps_the_rest_and_floats_do(daw: Daw) -> None:
    port = daw.port()
    assert ask(port, "/set_surface", 0, 575, REPLY, 2, 0, 0) == []
    ask(port, "/set_surface", 3.0, 63.0)
    assert ask(port, "/set_surface")[0].args == (3, 63, REPLY, 2, 0, 0, 0, 1, 0)
    ask(port, "/set_surface/strip_types", 31)
    ask(port, "/set_surface/bank_size", 0)
    assert ask(port, "/set_surface")[0].args == (0, 31, REPLY, 2, 0, 0, 0, 1, 0)


def test_what_it_does_not_know_is_not_answered(asker: Port) -> None:
    assert ask(asker, "/no/such/thing", 1) == []
    assert len(ask(asker, "/set_surface")) == 1


@pytest.mark.parametrize(
    ("address", "args", "refusal"),
    [
        ("/strip/nothing", (4, 1), ("ii", (4, 0))),
        ("/strip/nothing", (4, 1.0), ("if", (4, 0.0))),
        ("/strip/nothing/4", (), ("", ())),
        ("/strip/mute", (4, "on"), ("is", (4, " "))),
        ("/strip/solo/12", (1,), ("i", (0,))),
        ("/strip/solo/12", (), ("", ())),
        ("/strip/comment/11", (), ("", ())),
        ("/strip/recenable/1", (), ("", ())),
    ],
)
def test_what_a_strip_does_not_have_is_refused_on_the_same_path(
    asker: Port, address: str, args: tuple[Argument, ...], refusal: tuple[str, tuple[Argument, ...]]
) -> None:
    assert ask(asker, address, *args) == [Heard(address, *refusal)]


# The list.


def test_the_list_has_a_row_for_each_strip_and_an_end(asker: Port) -> None:
    assert ask(asker, "/strip/list") == [
        Heard("/reply", "ssiiiii", ("B", "DX", 2, 2, 0, 0, 1)),
        Heard("/reply", "ssiiiii", ("B", "MX", 2, 2, 0, 0, 2)),
        Heard("/reply", "ssiiiii", ("B", "WORLD", 2, 2, 0, 0, 3)),
        Heard("/reply", "ssiiiiii", ("AT", "DX 1", 1, 2, 0, 0, 4, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "DX 2", 2, 2, 0, 0, 5, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "MX 1", 1, 2, 0, 0, 6, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "MX 2", 1, 2, 0, 0, 7, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "RULED 1", 1, 2, 0, 0, 8, 0)),
        Heard("/reply", "ssiiiiii", ("AT", "RULED 2", 1, 2, 0, 0, 9, 0)),
        Heard("/reply", "ssiiiiii", ("MT", "SYNTH", 0, 0, 0, 0, 10, 0)),
        Heard("/reply", "ssiiiii", ("V", "VCA", 0, 0, 0, 0, 11)),
        Heard("/reply", "ssiiiii", ("MA", "Master", 2, 2, 0, 0, 12)),
        Heard("/reply", "shhi", ("end_route_list", 48000, 8640000, 0)),
    ]


@pytest.mark.parametrize(
    ("types", "names"),
    [
        (1, ["DX 1", "DX 2", "MX 1", "MX 2", "RULED 1", "RULED 2"]),
        (2, ["SYNTH"]),
        (4, ["DX", "MX", "WORLD"]),
        (16, ["VCA"]),
        (32, ["Master"]),
        (64, []),
        (128, ["CANS"]),
        (31, ["DX", "MX", "WORLD", *TRACKS, "VCA"]),
    ],
)
def test_the_strip_types_choose_the_rows_and_number_them(daw: Daw, types: int, names: list[str]) -> None:
    assert numbers(surface(daw, REPLY, types)) == {name: place for place, name in enumerate(names, 1)}


def test_without_its_bit_the_list_comes_on_an_address_that_is_none(daw: Daw) -> None:
    assert {message.address for message in ask(surface(daw, 0), "/strip/list")} == {"#reply"}


def test_the_other_list_has_its_own_order_of_columns_and_no_end(asker: Port) -> None:
    rows = ask(asker, "/strip")
    assert {(row.address, row.tags) for row in rows} == {("/strip", "issiiiii")}
    by_name = {row.args[2]: row.args for row in rows}
    assert by_name["MX"] == (2, "B", "MX", 2, 2, 0, 0, -1)
    assert by_name["MX 1"] == (6, "AT", "MX 1", 1, 2, 0, 0, 0)
    assert by_name["VCA"] == (11, "V", "VCA", -1, -1, 0, 0, -1)
    assert len(rows) == 12


def test_a_hidden_strip_is_listed_only_where_hidden_ones_are_asked_for(daw: Daw, asker: Port) -> None:
    plain = surface(daw, REPLY, 63)
    do(asker, "/strip/hide", numbers(asker)["MX 1"], 1, seconds=TOLD)
    assert numbers(asker)["MX 2"] == 7
    assert ask(asker, "/strip/hide/6") == [Heard("/strip/hide/6", "i", (1,))]
    plain.hear(SOON)
    assert "MX 1" not in numbers(plain)
    assert numbers(plain)["MX 2"] == 6
    do(asker, "/strip/hide", 6, 0, seconds=TOLD)
    assert numbers(plain)["MX 2"] == 7


def test_a_monitor_section_stands_last_and_the_end_of_the_list_tells_of_it(daw: Daw) -> None:
    every = surface(daw, REPLY, 575 + 64)
    daw.monitor(on=True)
    assert every.hear(TOLD) == [Heard("/strip/list", "", ())]
    *_, last, end = ask(every, "/strip/list")
    assert last.args == ("MO", "Monitor", 2, 2, 0, 0, 13)
    assert end.args == ("end_route_list", 48000, 8640000, 1)
    assert ask(every, "/strip/solo/13") == [Heard("/strip/solo/13", "", ())]
    daw.monitor(on=False)
    every.hear(TOLD)
    assert ask(every, "/strip/list")[-1].args == ("end_route_list", 48000, 8640000, 0)


# Questions about one strip.


def test_a_question_with_the_number_in_its_path_is_answered_with_it(asker: Port) -> None:
    assert ask(asker, "/strip/name/4") == [Heard("/strip/name/4", "s", ("DX 1",))]
    assert ask(asker, "/strip/mute/4") == [Heard("/strip/mute/4", "i", (0,))]
    assert ask(asker, "/strip/solo/4") == [Heard("/strip/solo/4", "i", (0,))]
    assert ask(asker, "/strip/name/11") == [Heard("/strip/name/11", "s", ("VCA",))]


def test_with_the_number_as_argument_the_answer_does_not_say_whose_it_is(asker: Port) -> None:
    assert do(asker, "/strip/name", 4) == [Heard("/strip/name", "s", ("DX 1",))]
    assert do(asker, "/strip/mute", 4) == [Heard("/strip/mute", "i", (0,))]


def test_a_wrong_number_is_neither_answered_nor_obeyed(daw: Daw, asker: Port) -> None:
    for number in (0, 13, 99):
        assert ask(asker, f"/strip/name/{number}") == []
        assert do(asker, "/strip/mute", number, 1) == []
    assert not any(daw.mutes().values())


def test_the_number_alone_asks_for_the_whole_strip(asker: Port) -> None:
    assert ask(asker, "/strip/4") == [Heard("/strip/4", "ssiiiii", ("AT", "DX 1", 1, 2, 0, 0, 0))]


# Changes of the list.


def test_a_click_on_a_strip_tells_every_surface_without_banks_to_ask_again(daw: Daw, asker: Port) -> None:
    transport, banked = surface(daw, 16), daw.port()
    ask(banked, "/set_surface", 4, 575)
    never_set_up = daw.port()
    ask(never_set_up, "/transport_speed")
    asker.say("/strip/select", 5, 0)
    notice = [Heard("/strip/list", "", ())]
    assert asker.hear_until("/strip/list") == notice
    assert [message for message in transport.hear(0.01) if message.address == "/strip/list"] == notice
    assert never_set_up.hear(0.01) == notice
    assert banked.hear(0.01) == []


def test_a_new_name_is_told_to_strip_buttons_only_and_made_unique(daw: Daw, asker: Port) -> None:
    buttons = surface(daw, 1)
    do(asker, "/strip/name", 5, "MX", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "MX 3")]
    assert asker.hear(TOLD) == []
    do(asker, "/strip/name", 5, "WORLD", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "WORLD 1")]
    do(asker, "/strip/name", 5, "DX 1", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == [(5, "DX 2")]
    do(asker, "/strip/name", 5, "DX 1", seconds=TOLD)
    assert about(buttons.hear(0.01), "/strip/name") == []
    assert numbers(asker)["DX 2"] == 5
    buttons.say("/set_surface", 0, 575, 0)


def test_a_change_of_the_list_shows_in_the_second_answer_not_in_the_first(asker: Port) -> None:
    asker.say("/strip/hide", 4, 1)
    asker.say("/set_surface/strip_types", 63)
    asker.say("/strip/hide", 4, 1)
    asker.hear(TOLD)
    before = numbers(asker)
    asker.say("/strip/hide", 4, 1)
    first = numbers(asker)
    assert first == before
    assert "DX 2" not in numbers(asker)
    do(asker, "/set_surface/strip_types", 575, seconds=TOLD)
    do(asker, "/strip/hide", 4, 0)
    do(asker, "/strip/hide", 5, 0, seconds=TOLD)
    assert len(numbers(asker)) == 12


def test_a_set_up_makes_ardour_forget_that_others_wait_for_a_notice(daw: Daw, asker: Port) -> None:
    other = daw.port()
    ask(other, "/set_surface", 0, 31)
    asker.say("/strip/hide", 4, 1)
    asker.say("/set_surface", 0, 575, REPLY, 0, 0, 0)
    assert asker.hear(TOLD) == []
    assert other.hear(0.01) == []
    do(asker, "/strip/hide", 4, 0, seconds=TOLD)
