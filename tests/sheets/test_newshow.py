"""The files of a new show can be read, and say what was asked for."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.clocks import Clock
from bridge.model.desk import Kind, Strip
from bridge.model.material import Profile
from bridge.model.show import BusRule, MidiPort, Mode, Rig, Show
from bridge.model.stems import Family
from bridge.model.timecode import RATES
from bridge.sheets.newshow import new_showfile
from bridge.sheets.showfile import DEFAULT_PROFILE
from bridge.sheets.showfile import read_showfile as read

read_showfile = partial(read, profiles={DEFAULT_PROFILE: Profile()})

names = st.text(st.characters(codec="utf-8"), max_size=20)


@given(names, st.sampled_from(sorted(RATES)), st.sampled_from(Mode), st.lists(names, max_size=3))
def test_what_is_written_is_the_show_that_was_asked_for(title: str, rate: str, mode: Mode, buses: list[str]) -> None:
    show = Show(title=title, mode=mode, rate=rate, rig=Rig(port=4000, local_port=5000, session_file='a "b"'))
    strips = [Strip(1, name, Kind.BUS, 2, 2, mute=False, solo=False) for name in buses]
    written = new_showfile(show, strips)
    assert read_showfile(written) == show


def test_the_buses_of_the_session_stand_ready_to_be_chosen() -> None:
    strips = [
        Strip(1, name, kind, 2, 2, mute=False, solo=False) for name, kind in (("DX", Kind.AUDIO), ('B "1"', Kind.BUS))
    ]
    written = new_showfile(Show(), strips)
    assert 'content_buses = [\n    # "B \\"1\\"",\n]' in written
    chosen = written.replace('# "B', '"B')
    assert read_showfile(chosen).content_buses == {'B "1"'}


def uncommented(text: str) -> str:
    """The examples in this part of the file as a user would take them: without the # in front."""
    _, _, examples = text.partition("#\n")
    lines = examples.partition("\n\n")[0].splitlines(keepends=True)
    return "".join(line.removeprefix("# ") for line in lines if line != "#\n")


def test_the_commented_examples_are_rules_that_work() -> None:
    written = new_showfile(Show(), [])
    head, rules = written.split("# Rules of this show's own", 1)
    jukebox, old_mix = read_showfile(head + uncommented(rules)).rules
    assert (jukebox.stem.family, jukebox.stem.sub) == (Family.MX, "source")
    assert old_mix.stem.role == "guide"


def test_the_commented_buses_are_buses_of_stems() -> None:
    _, buses = new_showfile(Show(), []).split("# The stems' buses", 1)
    found = read_showfile(uncommented(buses)).buses
    assert found == (BusRule("Dialogue Sum", Family.DX), BusRule("Foley", Family.FX, "foley"))


def test_the_commented_clocks_are_the_defaults_and_a_port() -> None:
    written = new_showfile(Show(), [])
    _, midi = written.split("# The DAW's clocks over MIDI", 1)
    show = read_showfile(uncommented(midi))
    assert show == Show(rig=Rig(midi=(MidiPort("IAC Driver Bus 1", (Clock.MTC, Clock.MMC)),)))


some = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
ports = st.builds(MidiPort, some, st.just((Clock.MTC,)), virtual=st.booleans()) | st.builds(
    MidiPort, some, st.just((Clock.BEATS, Clock.HUI)), names, st.booleans()
)


@given(ports)
def test_a_show_that_is_followed_by_midi_alone_is_written_with_its_port(port: MidiPort) -> None:
    show = Show(rate="25", rig=Rig("generic", midi=(port,)))
    assert read_showfile(new_showfile(show, [])) == show


def test_the_commented_policies_are_the_defaults() -> None:
    written = new_showfile(Show(), [])
    _, policies = written.split("# How previews decide", 1)
    assert read_showfile(uncommented(policies)) == Show()
    assert uncommented(policies).count("=") == 4
