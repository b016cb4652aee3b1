"""What every link in `bridge.daws` promises. A dialect added to the folder falls under this by being there."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bridge.daws
from bridge.daws.dialect import Link
from bridge.model.desk import Target
from bridge.model.effects import Change, Effect, Forget, Locate, Look, Notice, Pause, Play, Query, Save, Set, Severity
from bridge.model.events import Doubted, Joined, LinkChanged, LinkState
from bridge.model.show import Rig
from bridge.shell.daemon import DIALECTS

Maker = Callable[[Rig], Link]
PROMISED = {name for name in vars(Link) if not name.startswith("_")}

ATTRIBUTES = {"traits", "sockets", "malformed"}
"""What a class may set in its `__init__`."""


def links() -> list[Maker]:
    """Every class in the folder that has all that a link has."""
    made: list[Maker] = []
    for found in pkgutil.iter_modules(bridge.daws.__path__):
        module = importlib.import_module(f"bridge.daws.{found.name}")
        for _, each in inspect.getmembers(module, inspect.isclass):
            if each.__module__ == module.__name__ and each is not Link and set(dir(each)) >= PROMISED - ATTRIBUTES:
                made.append(cast("Maker", each))
    return made


every_link = pytest.mark.parametrize("make", links())
every_link_with_sockets = pytest.mark.parametrize("make", [make for make in links() if make(Rig()).sockets])
EFFECTS: tuple[Effect, ...] = (
    Query(1),
    Set((Change(1, Target("DX 1"), True),)),
    Look(),
    Play(),
    Play(48_000),
    Pause(),
    Locate(48_000),
    Save(),
    Notice(Severity.INFO, "hello"),
    Forget(1, ()),
)


def test_every_daw_that_a_show_may_name_has_its_link() -> None:
    assert set(DIALECTS.values()) == set(links())
    assert {make(Rig()).traits.daw for make in links()} == set(DIALECTS)


def test_who_has_no_socket_can_only_be_heard() -> None:
    assert all(make(Rig()).traits.heard_only is not bool(make(Rig()).sockets) for make in links())


@every_link
def test_it_names_its_sockets_and_traits(make: Maker) -> None:
    link = make(Rig(local_port=40_000))
    names = [socket.name for socket in link.sockets]
    ports = [socket.port for socket in link.sockets]
    assert len(set(names)) == len(names)
    assert len(set(ports)) == len(ports)
    assert sum(socket.query for socket in link.sockets) == link.traits.query_ports
    assert any(socket.required for socket in link.sockets) or not link.sockets
    assert link.traits.window > 0


@every_link
def test_it_wants_to_be_woken_and_says_first_that_it_searches(make: Maker) -> None:
    link = make(Rig())
    assert link.wake_at <= 100.0
    first = link.tick(100.0)[0]
    assert isinstance(first, LinkChanged)
    assert first.state is LinkState.SEARCHING
    assert first.detail != ""
    assert link.wake_at > 100.0


@every_link
def test_a_search_in_vain_is_gentle_and_never_spins(make: Maker) -> None:
    link, at, wakes = make(Rig()), 0.0, 0
    while at < 60.0:
        link.tick(at)
        link.outbox()
        assert link.wake_at > at
        at, wakes = link.wake_at, wakes + 1
    assert wakes <= 2 * 60


@every_link
@pytest.mark.parametrize("effect", EFFECTS, ids=repr)
def test_nothing_is_sent_to_the_mixer_before_the_surfaces_are_ours(make: Maker, effect: Effect) -> None:
    link = make(Rig())
    link.tick(0.0)
    link.outbox()
    link.send(effect, 0.1)
    assert link.outbox() == []


@every_link_with_sockets
def test_the_outbox_gives_each_packet_once(make: Maker) -> None:
    link = make(Rig())
    link.tick(0.0)
    assert link.outbox() != []
    assert link.outbox() == []


@every_link_with_sockets
@given(packets=st.lists(st.tuples(st.integers(0, 9), st.binary(max_size=64)), max_size=20))
def test_whatever_comes_is_survived(make: Maker, packets: list[tuple[int, bytes]]) -> None:
    link = make(Rig())
    link.tick(0.0)
    for place, packet in packets:
        socket = link.sockets[place % len(link.sockets)]
        assert not any(isinstance(e, Joined | Doubted) for e in link.receive(socket.name, packet, 3819, 0.1))


@every_link_with_sockets
def test_what_cannot_be_read_is_counted(make: Maker) -> None:
    link = make(Rig())
    link.tick(0.0)
    before = link.malformed
    link.receive(link.sockets[0].name, b"/never\0ends", 3819, 0.1)
    assert link.malformed == before + 1


@every_link
def test_after_the_goodbye_it_is_silent(make: Maker) -> None:
    link = make(Rig())
    link.tick(0.0)
    link.leave(0.1)
    link.outbox()
    assert link.wake_at == float("inf")
    assert link.tick(1000.0) == []
    assert link.outbox() == []
