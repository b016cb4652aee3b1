"""RtMidi by either of its two libraries: which is taken, how ports are opened, what happens to their faults."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from bridge.shell import rtmidi
from bridge.shell.midi import NoMidi, Port, Way
from bridge.shell.rtmidi import FAULTS, NO_LIBRARY, RING, Binding, Kind, RtMidi, RtMidiSource, binding, drivers
from tests.shell.midifakes import Time

COREMIDI = Kind(1, "CoreMIDI")


class RtMidiError(Exception):
    """The libraries' own."""


@dataclass(slots=True)
class Object:
    """RtMidi's input or output."""

    made: tuple[object, ...]
    ports: list[str] = field(default_factory=lambda: ["IAC Bus 1", "Pro Tools"])
    calls: list[tuple[object, ...]] = field(default_factory=list)
    ring: list[tuple[Sequence[int], float]] = field(default_factory=list)
    fault: Exception | None = None

    def get_ports(self) -> list[str]:
        return self.ports

    def open_port(self, port: int, name: str) -> None:
        self._do("open", port, name)

    def open_virtual_port(self, name: str) -> None:
        self._do("virtual", name)

    def close_port(self) -> None:
        self._do("close")

    def delete(self) -> None:
        self.calls.append(("delete",))

    def ignore_types(self, sysex: bool, timing: bool, active_sense: bool) -> None:
        self._do("ignore", sysex, timing, active_sense)

    def get_message(self) -> tuple[Sequence[int], float] | None:
        return self.ring.pop(0) if self.ring else None

    def send_message(self, message: Sequence[int]) -> None:
        self._do("send", tuple(message))

    def _do(self, *call: object) -> None:
        if self.fault is not None:
            raise self.fault
        self.calls.append(call)


@dataclass(slots=True)
class Library:
    """Makes such objects and keeps them. `faults`: what each of them will raise."""

    made: list[Object] = field(default_factory=list)
    fault: Exception | None = None

    def __call__(self, *made: object) -> Object:
        self.made.append(Object(made, fault=self.fault))
        return self.made[-1]

    def driver(self) -> RtMidi:
        return RtMidi(Binding("fake", frozenset({1}), self, self, (*FAULTS, RtMidiError)), COREMIDI)


# --- which library ----------------------------------------------------------------------------------------------


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`install(rtmidi=…, supriya_midi=None)`: what an import of these finds; None is nothing."""

    def installed(**modules: dict[str, Any] | None) -> None:
        for name, contents in modules.items():
            module = ModuleType(name) if contents is not None else None
            if module is not None and contents is not None:
                module.__dict__.update(contents)
            monkeypatch.setitem(sys.modules, name, module)

    return installed


def test_an_installed_python_rtmidi_serves_where_supriya_midi_is_not(install: Callable[..., None]) -> None:
    made = Library()
    names = {"get_compiled_api": lambda: [1], "MidiIn": made, "MidiOut": made, "RtMidiError": RtMidiError}
    install(supriya_midi=None, rtmidi=names)
    library = binding()
    assert (library.name, library.compiled) == ("python-rtmidi", frozenset({1}))
    library.make_in(1, "stembridge in", RING)
    assert made.made[0].made == (1, "stembridge in", RING)


def test_without_a_library_one_sentence_says_what_to_install(install: Callable[..., None]) -> None:
    install(supriya_midi=None, rtmidi=None)
    with pytest.raises(NoMidi) as trouble:
        drivers()
    assert str(trouble.value) == NO_LIBRARY


def test_another_package_of_that_name_is_no_midi_library(install: Callable[..., None]) -> None:
    install(supriya_midi=None, rtmidi={})
    with pytest.raises(NoMidi):
        binding()


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux may have")
def test_a_missing_sequencer_and_a_missing_jack_are_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, install: Callable[..., None]
) -> None:
    made = Library()
    names = {"get_compiled_api": lambda: [2, 3], "MidiIn": made, "MidiOut": made, "RtMidiError": RtMidiError}
    install(supriya_midi=None, rtmidi=names)
    monkeypatch.setattr(rtmidi, "libjack", lambda: None)
    monkeypatch.setattr(rtmidi, "SEQUENCER", rtmidi.SEQUENCER.with_name("no sequencer"))
    said = {}
    for driver in drivers():
        with pytest.raises(NoMidi) as trouble:
            driver.names(Way.IN)
        said[driver.api] = str(trouble.value)
    assert said["JACK"] == "JACK is not installed on this machine (libjack.so.0 is missing)"
    assert said["ALSA"].endswith("is missing. To have it: sudo modprobe snd-seq")
    assert made.made == []


# --- ports ------------------------------------------------------------------------------------------------------


def test_ports_are_listed_on_one_kept_object_until_it_is_let_go() -> None:
    made = Library()
    driver = made.driver()
    assert [driver.names(Way.IN) for _ in range(3)] == [("IAC Bus 1", "Pro Tools")] * 3
    assert len(made.made) == 1
    driver.close()
    assert made.made[0].calls == [("delete",)]
    driver.names(Way.IN)
    assert len(made.made) == 2


def test_everything_passes_a_port_that_is_listened_to() -> None:
    made = Library()
    made.driver().listen(Port("Pro"), "Pro Tools").close()
    assert made.made[0].made == (1, "stembridge in", RING)
    assert made.made[0].calls == [("ignore", False, False, False), ("open", 1, "in"), ("close",), ("delete",)]


def test_a_virtual_port_bears_the_name_that_was_asked_for() -> None:
    made = Library()
    made.driver().speak(Port("timecode", Way.OUT, virtual=True), "timecode")
    assert made.made[0].made == (1, "stembridge")
    assert made.made[0].calls == [("virtual", "timecode")]


def test_a_port_that_has_just_gone_or_is_refused_leaves_nothing_open() -> None:
    made = Library()
    with pytest.raises(NoMidi, match="MIDI port Logic could not be opened"):
        made.driver().listen(Port("Logic"), "Logic Pro")
    assert made.made[0].calls[-1] == ("delete",)


@pytest.mark.parametrize("fault", [RtMidiError("driver"), RuntimeError("x"), SystemError("x"), OSError("x")])
def test_a_fault_of_the_library_is_a_sentence(fault: Exception) -> None:
    made = Library()
    sink = made.driver().speak(Port("Pro", Way.OUT), "Pro Tools")
    made.made[0].fault = fault
    with pytest.raises(NoMidi, match="could not be sent"):
        sink.send(b"\xfe")


def test_a_message_is_sent_as_its_bytes() -> None:
    made = Library()
    made.driver().speak(Port("Pro", Way.OUT), "Pro Tools").send(b"\xf0\x7f\x7f\x06\x02\xf7")
    assert made.made[0].calls[-1] == ("send", (0xF0, 0x7F, 0x7F, 6, 2, 0xF7))


def test_a_full_ring_is_emptied_with_stamps_on_our_clock() -> None:
    clock = Time(10.0)
    opened = Object(())
    source = RtMidiSource(opened, (RuntimeError,), clock)
    opened.ring = [((0xF1, 0x00), 0.0), ((0xF1, 0x10), 0.01), ((0x90, 60, 64, 61, 64), 0.01)]
    clock.now = 10.03
    assert [(round(at, 6), data) for at, data in source.take()] == [
        (10.01, b"\xf1\x00"),
        (10.02, b"\xf1\x10"),
        (10.03, b"\x90\x3c\x40\x3d\x40"),
    ]
    assert source.take() == []


def test_one_take_ends_also_while_somebody_floods_us() -> None:
    opened = Object((), ring=[((0xFE,), 0.0)] * (RING + 1))
    source = RtMidiSource(opened, (RuntimeError,), Time())
    assert len(source.take()) == RING
    assert len(source.take()) == 1


def test_what_can_t_be_read_is_a_sentence_and_what_is_gone_is_closed() -> None:
    class Broken(Object):
        def get_message(self) -> None:
            raise RuntimeError("gone")

        def close_port(self) -> None:
            raise RuntimeError("gone")

    source = RtMidiSource(Broken(()), (RuntimeError,), Time())
    with pytest.raises(NoMidi, match="can't be read: gone"):
        source.take()
    source.close()
