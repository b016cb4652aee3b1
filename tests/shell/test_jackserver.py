"""Whether a JACK server is there: what libjack says of it, and what its silence proves."""

import ctypes
from dataclasses import dataclass, field
from typing import cast

from bridge.shell.jackserver import JackServer
from bridge.shell.midi import Way


@dataclass(slots=True)
class Libjack:
    """The functions that are called. `runs`: a server is there; `answers`: it tells clients by name."""

    runs: bool = True
    answers: bool = True
    ports: tuple[bytes, ...] = ()
    opened: int = 0
    closed: int = 0
    freed: list[object] = field(default_factory=list)

    def jack_client_open(self, name: bytes, options: int, _: object) -> int | None:
        assert (name, options) == (b"stembridge watch", 1)
        self.opened += self.runs
        return self.opened if self.runs else None

    def jack_get_client_name(self, _: int) -> bytes:
        return b"stembridge watch"

    def jack_get_uuid_for_client_name(self, _: int, name: bytes) -> int:
        assert name == b"stembridge watch"
        return 77 if self.runs and self.answers else 0

    def jack_get_ports(self, _: int, name: None, kind: bytes, flags: int) -> "ctypes.Array[ctypes.c_char_p] | None":
        assert (name, kind) == (None, b"midi")
        mine = [port for port in self.ports if (b"out" in port) == (flags == 2)]
        return (ctypes.c_char_p * (len(mine) + 1))(*mine, None) if mine else None

    def jack_free(self, what: object) -> None:
        self.freed.append(what)

    def jack_client_close(self, _: int) -> None:
        self.closed += 1


def server(library: Libjack) -> JackServer:
    return JackServer(cast("ctypes.CDLL", library))


def test_without_a_server_nothing_is_opened_and_nothing_listed() -> None:
    library = Libjack(runs=False)
    watch = server(library)
    assert not watch.there()
    assert watch.names(Way.IN) == ()
    watch.close()
    assert library.closed == 0


def test_one_client_watches_a_server_that_lives() -> None:
    library = Libjack()
    watch = server(library)
    assert all(watch.there() for _ in range(5))
    assert library.opened == 1
    assert library.freed == [77] * 5


def test_a_server_that_went_stays_gone_until_what_is_left_of_it_is_closed() -> None:
    library = Libjack()
    watch = server(library)
    watch.there()
    library.runs = False
    assert not watch.there()
    library.runs = True
    library.answers = False
    assert not watch.there()
    watch.close()
    assert watch.there()
    assert (library.opened, library.closed) == (2, 1)


def test_the_silence_of_a_server_that_never_answered_proves_nothing() -> None:
    library = Libjack(answers=False)
    watch = server(library)
    assert all(watch.there() for _ in range(5))
    assert (library.opened, library.closed) == (1, 0)


def test_what_others_send_is_listened_to_and_what_they_take_is_sent_to() -> None:
    library = Libjack(ports=(b"ardour:MTC out", b"ardour:MMC in", b"a2j:K\xff out"))
    watch = server(library)
    watch.there()
    assert watch.names(Way.IN) == ("ardour:MTC out", "a2j:K\N{REPLACEMENT CHARACTER} out")
    assert watch.names(Way.OUT) == ("ardour:MMC in",)
    library.ports = ()
    assert watch.names(Way.IN) == ()
