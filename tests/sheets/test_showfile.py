"""show.toml: what may stand in it, and how every mistake is named with its line and what was meant."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.chasing import ChaseRules
from bridge.model.clocks import Clock
from bridge.model.errors import BadShow
from bridge.model.material import CrossingPolicy, Policies, Profile, Sides
from bridge.model.show import BusRule, MidiPort, Mode, Rig, Show
from bridge.model.stems import Evidence, Family, Flag, Role, Stem
from bridge.model.timecode import RATES
from bridge.sheets.showfile import DEFAULT_PROFILE
from bridge.sheets.showfile import read_showfile as read
from bridge.sheets.tomlfile import LONGEST

read_showfile = partial(read, profiles={DEFAULT_PROFILE: Profile()})


def complaints(text: str) -> list[str]:
    """What is said of this text."""
    with pytest.raises(BadShow) as refused:
        read_showfile(text)
    return [str(problem) for problem in refused.value.problems]


def test_a_daw_that_is_followed_by_midi_alone() -> None:
    show = read_showfile(
        """
        rate = "25"
        [rig]
        daw = "generic"
        [[midi.ports]]
        name = "IAC Driver Bus 1"
        """
    )
    assert show.rig == Rig("generic", midi=(MidiPort("IAC Driver Bus 1"),))
    assert show.rig.midi[0].clocks == (Clock.MTC, Clock.MMC, Clock.BEATS)
    assert show.chase == ChaseRules()


def test_clocks_their_ports_and_their_order() -> None:
    show = read_showfile(
        """
        [midi]
        order = ["mtc", "osc", "hui"]
        freewheel = 0.5
        delays = { mtc = 12.5, osc = -3 }
        [[midi.ports]]
        name = "A"
        clocks = ["mtc", "midi clock"]
        virtual = true
        [[midi.ports]]
        name = "B"
        clocks = ["hui"]
        answers = "C"
        """
    )
    assert show.rig.midi == (
        MidiPort("A", (Clock.MTC, Clock.BEATS), virtual=True),
        MidiPort("B", (Clock.HUI,), answers="C"),
    )
    order = (Clock.MTC, Clock.OSC, Clock.HUI)
    assert show.chase == ChaseRules(order, freewheel=0.5, delays={Clock.MTC: 12.5, Clock.OSC: -3.0})


def test_a_clock_is_taken_from_one_port() -> None:
    text = '[[midi.ports]]\nname = "A"\n[[midi.ports]]\nname = "B"\n'
    assert " ".join(complaints(text)) == (
        "show.toml:1: midi: mtc is taken from 2 ports: which of them is right? (say under each port what is taken "
        'from it: clocks = ["mtc", "mmc"])'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[midi.ports]]\nname = "A"\nclocks = ["osc"]\n',
            "show.toml:1: midi.ports no. 1: osc does not come over MIDI (allowed: mtc, mmc, hui, mcu, midi clock)",
        ),
        (
            '[[midi.ports]]\nname = "A"\nclocks = ["mcu", "hui"]\n',
            "show.toml:1: midi.ports no. 1: a port is a surface of one kind (give mcu and hui a port each)",
        ),
        (
            '[[midi.ports]]\nname = "A"\nclocks = ["mtc"]\n[[midi.ports]]\nname = "A"\nclocks = ["mmc"]\n',
            "show.toml:1: midi: a port is named twice (name it once, with all its clocks)",
        ),
        (
            '[midi]\norder = ["ltc"]\n',
            'show.toml:2: midi.order no. 1 is "ltc" (did you mean mtc? allowed: osc, mtc, mmc, mcu, hui, midi clock)',
        ),
        (
            '[[midi.ports]]\nname = "A"\nclocks = []\n',
            (
                "show.toml:1: midi.ports no. 1: clocks is empty, so nothing is taken from it "
                "(allowed: mtc, mmc, hui, mcu, midi clock)"
            ),
        ),
        (
            '[[midi.ports]]\nname = "A"\nanswers = "B"\n',
            (
                "show.toml:1: midi.ports no. 1: answers is for a surface "
                '(take its clock from this port: clocks = ["hui"], or "mcu")'
            ),
        ),
        (
            "[midi]\norder = []\n",
            "show.toml:1: midi: order is empty, so no clock is followed (such as osc, mtc, mmc, hui, mcu, midi clock)",
        ),
        (
            '[midi]\nfreewheel = "long"\n',
            'show.toml:2: midi.freewheel is "long" (it must be a number without quotation marks)',
        ),
        ("[midi]\nfreewheel = inf\n", "show.toml:2: midi.freewheel is inf (it must be a finite number)"),
        ("[midi]\ndelays = {mtc = 9000}\n", "show.toml:2: midi.delays.mtc is 9000 (the most is 5000)"),
    ],
)
def test_a_mistake_about_midi_has_its_sentence(text: str, said: str) -> None:
    assert complaints(text) == [said]


def test_an_empty_file_is_a_show_that_watches() -> None:
    assert read_showfile("") == Show()
    assert read_showfile("\ufeff# nothing\r\n") == Show()


def test_all_that_may_stand_in_it() -> None:
    show = read_showfile(
        """
        title = "Küche"
        mode = "preview"
        rate = "29.97df"
        content_buses = ["Synth", "Live In"]

        [rig]
        daw = "ardour"
        port = 3900
        local_port = 40000
        session_file = "../réel 1/réel 1.ardour"

        [[stems]]
        pattern = "Jukebox*"
        stem = "MX/source"
        role = "content"
        flags = ["temp"]

        [[stems]]
        pattern = "Klick"
        role = "exempt"
        """
    )
    assert (show.title, show.mode, show.rate) == ("Küche", Mode.PREVIEW, "29.97df")
    assert show.rig == Rig("ardour", 3900, 40000, "../réel 1/réel 1.ardour")
    assert show.content_buses == {"Synth", "Live In"}
    jukebox, click = show.rules
    assert (jukebox.pattern, click.pattern) == ("Jukebox*", "Klick")
    evidence = (Evidence("rule", "Jukebox*", "MX/source content temp"),)
    assert jukebox.stem == Stem(Family.MX, "source", Role.CONTENT, frozenset({Flag.TEMP}), 1.0, evidence)
    assert (click.stem.family, click.stem.role, click.stem.locked) == (None, Role.EXEMPT, False)


def test_the_buses_of_the_stems_are_named_as_the_daw_spells_them() -> None:
    show = read_showfile(
        """
        [[buses]]
        name = "Dialogue Sum"
        stem = "dx"
        [[buses]]
        name = "Pasos"
        stem = "FX/Foley"
        """
    )
    assert show.buses == (BusRule("Dialogue Sum", Family.DX), BusRule("Pasos", Family.FX, "foley"))


def test_a_bus_that_is_named_twice_is_named_with_each_of_its_later_lines() -> None:
    entry = '[[buses]]\nname = "Sum"\nstem = "{}"\n'
    said = 'the bus "Sum" stands above already (a bus is of one stem; name it once)'
    assert complaints(entry.format("DX") + entry.format("FX") + entry.format("DX")) == [
        f"show.toml:4: {said}",
        f"show.toml:7: {said}",
    ]


@pytest.mark.parametrize("rate", RATES)
def test_every_rate_of_the_trade_is_taken(rate: str) -> None:
    assert read_showfile(f'rate = "{rate}"').rate == rate


def test_all_problems_come_at_once_in_the_order_of_the_lines() -> None:
    text = """titel = "x"
mode = "Previw"
rate = 24
content_buses = [
  "ok",
  "",
]

[rig]
daw = "adour"
port = "3819"
lokal_port = 3

[[stems]]
stem = "music"
role = "prnit"

[[stems]]
pattern = "*"

[[stems]]
pattern = "x"
stem = "MX/hard"
flags = ["tmp"]
"""
    roles = "content, bus, print, mix, me, opt, guide, return, vca, tone, ref, exempt"
    rig = "daw, port, local_port, session_file"
    subs = "score, source, song, vocals, temp"
    keys = "title, mode, rate, rig, midi, content_buses, policies, keys, buses, stems"
    assert complaints(text) == [
        f'show.toml:1: unknown key "titel" (did you mean title? allowed: {keys})',
        'show.toml:2: mode is "Previw" (did you mean preview? allowed: watch, preview, keep)',
        'show.toml:3: rate: a rate must be text in quotation marks (such as "24" or "29.97df")',
        "show.toml:6: content_buses no. 2 is empty",
        'show.toml:10: rig.daw is "adour" (did you mean ardour? allowed: ardour, generic)',
        'show.toml:11: rig.port is "3819" (it must be a whole number without quotation marks)',
        f'show.toml:12: unknown key "lokal_port" in rig (did you mean local_port? allowed: {rig})',
        'show.toml:14: "pattern" in stems no. 1 is missing',
        'show.toml:15: stems no. 1, stem: "music" is no stem (did you mean MX? allowed: DX, FX, MX)',
        f'show.toml:16: stems no. 1, role is "prnit" (did you mean print? allowed: {roles})',
        'show.toml:18: stems no. 2: the rule says nothing (give it a stem ("MX", "MX/source"), a role or flags)',
        f'show.toml:23: stems no. 3, stem: "hard" is no part of MX (hard belongs to FX; allowed: {subs})',
        'show.toml:24: stems no. 3, flags no. 1 is "tmp" (did you mean temp? allowed: temp, alt, intl, inactive)',
    ]


KEYS = "title, mode, rate, rig, midi, content_buses, policies, keys, buses, stems"
SAID = {
    "mode = watch": ":1: this is not TOML: Invalid value (text stands in quotation marks)",
    "\n\nmode 'x'": ":3: this is not TOML: Expected '=' after a key in a key/value pair (a line is key = value)",
    "a = 'x'\na = 'y'": ":2: this is not TOML: Cannot overwrite a value (this key stands above already)",
    "a = [\n1": ":2: this is not TOML: Unclosed array",
    "a = " + "[" * 50_000: ": lists are nested too deeply",
    "a" + ".a" * 20_000 + " = 1": ": a key has more than 15 dots",
    "a = " + "9" * 10_000: ": a number in it is too long",
    "#" * (LONGEST + 1): f": longer than {LONGEST} characters (is it the right file?)",
    "rate = '23.98'": f':1: rate: "23.98" is no timecode rate (did you mean 23.976? allowed: {", ".join(RATES)})',
    "rig = 3": ":1: rig is 3 (it must be a table: its name in brackets, key = value lines below)",
    "[stems]": ':1: stems is a table (it must be a list, such as ["one", "two"])',
    "[rig]\nport = true": ":2: rig.port is true (it must be a whole number without quotation marks)",
    "[rig]\nport = 0": ":2: rig.port is 0 (the least is 1)",
    "[rig]\nport = 99999999999999999999": ":2: rig.port is a huge number (the most is 65516)",
    "title = 2026-11-23": ':1: title is a date or a time (it must be text in quotation marks, such as "24")',
    "[[stems]]\npattern = '*'\nstem = 3": ":3: stems no. 1, stem: a stem must be text in quotation marks"
    ' (such as "MX" or "MX/source")',
    "[[stems]]\npattern = '*'\nstem = '/source'": ':3: stems no. 1, stem: "source" stands without a stem'
    " (such as MX for source)",
    "[[buses]]\nname = 'X'": ':1: "stem" in buses no. 1 is missing',
    "[[buses]]\nname = 'X'\nstem = ''": ":1: buses no. 1: the bus has no stem"
    ' (say whose it is: "DX", "FX" or "MX", or finer: "FX/foley")',
    "[[buses]]\nname = ''\nstem = 'FX'": ":2: buses no. 1, name is empty",
    '"\\u202e\\u001b" = 1': rf':1: unknown key "\u202e\x1b" (allowed: {KEYS})',
}


@pytest.mark.parametrize("text", SAID, ids=lambda text: text[:20])
def test_each_mistake_has_its_sentence(text: str) -> None:
    assert complaints(text) == ["show.toml" + SAID[text]]


def test_our_ports_must_not_lie_where_the_daw_is_looked_for() -> None:
    (said,) = complaints("[rig]\nlocal_port = 3838")
    assert said.startswith("show.toml:1: rig: our ports 3838 to 3842 lie among those where the DAW is looked for")
    assert said.endswith("(local_port must be 3839 or more, or 3814 or less)")
    for free in (3839, 3814):
        assert read_showfile(f"[rig]\nlocal_port = {free}").rig.local_port == free


keys = st.sampled_from(("title", "mode", "rate", "rig", "stems", "pattern", "stem", "port"))
words = st.sampled_from(("watch", '"watch"', '"MX/score"', '"24"', "24", "true", "\x00", "é"))
marks = st.sampled_from(("=", "\n", "[", "]", "[[", "]]", "{", "}", ",", ".", '"', "'", '"""', "#", " ", "-"))
texts = st.lists(keys | words | marks | st.text(max_size=3), max_size=40).map("".join)
"""Texts that are nearly a show."""


def lines_said(text: str) -> list[int | None]:
    """The lines of the problems of this text; none if it is a show."""
    try:
        assert isinstance(read_showfile(text), Show)
    except BadShow as bad:
        return [problem.line for problem in bad.problems] or [-1]
    return []


@given(texts)
def test_whatever_the_file_holds_it_is_a_show_or_problems_with_their_lines(text: str) -> None:
    assert all(line is None or 1 <= line <= text.count("\n") + 1 for line in lines_said(text))


def test_the_policies_decide_what_nobody_has_decided() -> None:
    show = read_showfile('[policies]\nunset_music = "both"\nmind = "in"\ncrossing = "midpoint"')
    assert show.policies == Policies(Sides.BOTH, Sides.IN, CrossingPolicy.MIDPOINT)


def test_a_policy_that_is_none_is_named_with_its_line() -> None:
    assert complaints('[policies]\nmind = "inside"') == [
        'show.toml:2: policies.mind is "inside" (allowed: in, out, both, neither)'
    ]
    (said,) = complaints('title = "x"\n[policies]\nme = "vocal-optional"')
    assert said.startswith('show.toml:3: there is no M&E profile "vocal-optional" (did you mean vocals-optional?')
