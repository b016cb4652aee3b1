"""What a child process tells of a JACK server: all that is wired, whenever it has changed. The libjack is made up."""

import ctypes
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bridge.shell import jackwirechild
from bridge.shell.jackwirechild import HEAD, NAME, PAUSE, SETTLE, SHARE, Client, opened, waited, watch

NAMED = [b"ardour:DX/audio_out 1", b"ardour:DX/audio_in 1", b"system:capture_1", b"system:playback_1"]
FLAGS = [2, 1, 2 | 4 | 16, 1 | 4 | 16]


class Function:
    """A function of C's; its prototype is noted, as on the real one."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.restype: object = None
        self.argtypes: object = None

    def __call__(self, *given: object) -> Any:  # noqa: ANN401
        assert self.argtypes is None or len(given) == len(self.argtypes)  # type: ignore[arg-type]
        return self.function(*given)


@dataclass
class Libjack:
    """A server with these ports. `said`: what is called when a port or a connection changes, or the server goes."""

    ports: list[bytes] = field(default_factory=lambda: list(NAMED))
    flags: list[int] = field(default_factory=lambda: list(FLAGS))
    wires: set[tuple[bytes, bytes]] = field(default_factory=set)
    runs: bool = True
    said: dict[str, Callable[..., None]] = field(default_factory=dict)
    taken: int = 0
    freed: int = 0
    looked: int = 0
    closed: bool = False
    active: bool = False

    def __post_init__(self) -> None:
        for name in (*jackwirechild.PROTOTYPES, "jack_client_open", "jack_get_ports", "jack_free", "jack_client_close"):
            setattr(self, name, Function(getattr(self, "_" + name.removeprefix("jack_"), self._asked(name))))

    def say(self, name: str, *given: object) -> None:
        """As libjack's own thread does."""
        thread = threading.Thread(target=self.said[name], args=(*given, None))
        thread.start()
        thread.join()

    def _asked(self, name: str) -> Callable[..., int]:
        def asked(client: int, called: Callable[..., None], _: None) -> int:
            assert (client, self.active) == (7, False), "only before it is active"
            self.said[name] = called
            return 0

        return asked

    def _client_open(self, name: bytes, options: int, _: object) -> int | None:
        assert (name, options) == (NAME, 1)
        return 7 if self.runs else None

    def _activate(self, client: int) -> int:
        assert client == 7
        self.active = True
        return 0

    def _get_ports(self, _: int, name: None, kind: bytes, flags: int) -> object:
        assert (name, kind) == (None, b"audio")
        return self._list([port for port, its in zip(self.ports, self.flags, strict=True) if its & flags == flags])

    def _port_by_name(self, _: int, name: bytes) -> int | None:
        self.looked += 1
        return self.ports.index(name) + 1 if name in self.ports else None

    def _port_get_all_connections(self, _: int, port: int) -> object:
        return self._list([sink for source, sink in sorted(self.wires) if source == self.ports[port - 1]])

    def _list(self, names: list[bytes]) -> object:
        self.taken += bool(names)
        return (ctypes.c_char_p * (len(names) + 1))(*names, None) if names else None

    def _free(self, _: object) -> None:
        self.freed += 1

    def _client_close(self, _: int) -> None:
        self.closed = True


def client(library: Libjack) -> Client:
    ours = opened(library)
    assert ours is not None
    return ours


def told(ours: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ours.wiring())
    return found


def test_all_ports_and_connections_are_told_and_every_list_is_given_back() -> None:
    library = Libjack(wires={(NAMED[0], NAMED[3]), (NAMED[2], NAMED[1])})
    assert told(client(library)) == {
        "outs": ["ardour:DX/audio_out 1", "system:capture_1"],
        "ins": ["ardour:DX/audio_in 1", "system:playback_1"],
        "wires": [[0, 1], [1, 0]],
        "ends": [1],
    }
    assert library.freed == library.taken > 0


def test_a_server_without_ports_has_nothing_wired() -> None:
    assert told(client(Libjack([], []))) == {"outs": [], "ins": [], "wires": [], "ends": []}


def test_a_name_that_was_cut_in_the_middle_of_a_letter_is_told_too() -> None:
    assert told(client(Libjack([b"ardour:\xe9\x9f/audio_in 1"], [1])))["ins"] == [
        "ardour:\N{REPLACEMENT CHARACTER}/audio_in 1"
    ]


def test_a_port_that_goes_while_it_is_read_is_connected_to_nothing() -> None:
    library = Libjack(wires={(NAMED[0], NAMED[3])})
    ours = client(library)
    library.jack_port_by_name = Function(lambda *_: None)  # type: ignore[attr-defined]
    assert told(ours)["wires"] == []


def test_more_than_can_be_told_is_told_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jackwirechild, "MOST", len(NAMED) - 1)
    assert told(client(Libjack())) == {"outs": [], "ins": [], "wires": [], "ends": []}


def test_ports_are_looked_for_anew_only_when_one_has_gone_or_has_another_name() -> None:
    library = Libjack()
    ours = client(library)
    told(ours)
    library.say("jack_set_port_connect_callback", 1, 2, 1)
    library.say("jack_set_port_registration_callback", 1, 1)
    assert ours.heard() == b"mm"
    told(ours)
    assert library.looked == 2
    library.say("jack_set_port_registration_callback", 1, 0)
    library.say("jack_set_port_rename_callback", 1, b"old", b"new\xff")
    assert ours.heard() == b"ll"
    told(ours)
    assert library.looked == 4
    assert ours.heard() == b""


def test_no_server_is_no_client_and_none_is_started() -> None:
    assert opened(Libjack(runs=False)) is None


# --- telling ----------------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[tuple[int, int]]:
    """The two ends of the pipe that ends it."""
    pipe = os.pipe()
    yield pipe
    for end in pipe:
        os.close(end)


def test_it_tells_at_once_and_ends_when_it_is_asked(asked: tuple[int, int]) -> None:
    records: list[bytes] = []
    os.write(asked[1], b"end")
    assert watch(client(Libjack()), asked[0], records.append)
    (record,) = records
    at, size = HEAD.unpack_from(record)
    assert at > 0
    assert len(record) == HEAD.size + size


def test_it_tells_what_has_changed_and_not_what_is_as_before(
    asked: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, wires = Libjack(), list[object]()
    ours = client(library)

    def connect() -> None:
        library.wires.add((NAMED[0], NAMED[3]))
        library.say("jack_set_port_connect_callback", 1, 4, 1)

    def connect_and_part() -> None:
        library.say("jack_set_port_connect_callback", 1, 2, 1)
        library.say("jack_set_port_connect_callback", 1, 2, 0)

    def end() -> None:
        library.say("jack_on_shutdown")

    meanwhile = [connect, connect_and_part, end]

    def wiring() -> bytes:
        read = Client.wiring(ours)
        meanwhile.pop(0)()
        return read

    monkeypatch.setattr(ours, "wiring", wiring)
    assert not watch(ours, asked[0], lambda record: wires.append(json.loads(record[HEAD.size :])["wires"]))
    assert wires == [[], [[0, 1]]]
    assert not meanwhile


def test_after_each_reading_it_rests_the_longer_the_more_the_reading_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = iter([0.0, 0.001, 1.0, 1.03])
    monkeypatch.setattr(time, "process_time", lambda: next(spent))
    rests: list[float | None] = []

    def passing(files: Sequence[int], seconds: float | None = None) -> Sequence[int]:
        rests.append(seconds)
        return () if len(rests) < 5 else files[:1]

    monkeypatch.setattr(jackwirechild, "waited", passing)
    assert watch(client(Libjack()), 0, lambda _: None)
    assert rests == [PAUSE, None, SETTLE, pytest.approx(SHARE * 0.03), None]


def test_a_flood_of_changes_never_blocks_libjacks_thread() -> None:
    library = Libjack()
    ours = client(library)
    for _ in range(70_000):
        library.said["jack_set_port_connect_callback"](1, 2, 1, None)
    assert waited((ours.said,), 0)
    assert set(ours.heard()) == {ord("m")}
