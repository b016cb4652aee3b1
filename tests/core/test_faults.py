"""What is said of a strip that is not right: what and where, why it matters, what would mend it."""

from dataclasses import replace

import pytest

from bridge.model.routing import AuxSend, Graph, Sink, Standing, Way
from tests.core.mixers import assessed, film, name_in

PAYER = " Left so, the payer finds it at delivery."
SENTENCES = {
    "track DX 1 > FX": (
        '"DX 1" is DX and goes to FX ("FX"): it is in a wrong stem, and missing from its own.' + PAYER,
        'Put it on "DX".',
    ),
    "track DX 1 > Master": (
        '"DX 1" is DX and goes to "Master" past its stem: the mix has it, the DX stem has not.' + PAYER,
        'Put it on "DX".',
    ),
    "track DX 1 > DX, ~FOLEY": (
        '"DX 1" is DX and goes to DX ("DX") and FX ("FOLEY", by a send):'
        " it is in a stem too many, and sounds twice in the mix." + PAYER,
        'Take it off "FOLEY".',
    ),
    "track DX 1 > DX, Master": (
        '"DX 1" is DX and goes to DX ("DX") and past the stems to "Master":'
        " it sounds twice in the mix, and the stems do not add up to it." + PAYER,
        'Take it off "Master".',
    ),
    "track DX 1": (
        '"DX 1" is DX and reaches no stem and no mix: it is missing from the film.',
        'Put it on "DX".',
    ),
    "track MX Print > MX": (
        '"MX Print" is a print and goes to MX ("MX"): what is in it is in that stem a second time.' + PAYER,
        'Take it off "MX".',
    ),
    "track M&E > FX, Master": (
        '"M&E" is an M&E and goes to FX ("FX"): what is in it is in that stem a second time.' + PAYER,
        'Take it off "FX".',
    ),
    "track Guide > DX, ~Master": (
        ('"Guide" is a guide and goes to DX ("DX") and past the stems to "Master", by a send:'
        " it would be heard in the film."),
        "Take it off; what is to be heard of it goes to the headphones only.",
    ),
    "track Audio 7 > FX": (
        ('"Audio 7" goes to FX ("FX"), and its name does not tell what it is:'
        " nobody can say whether it belongs there."),
        "Say what it is in tracks.csv.",
    ),
    "track Audio 7 > FX, DX": (
        '"Audio 7" is of no known stem and goes to DX ("DX") and FX ("FX"):'
        " it is in a stem too many, and sounds twice in the mix." + PAYER,
        "Take it off all but one, and say in tracks.csv what it is.",
    ),
    "track FX Door/6 > FX(2)": (
        '"FX Door" loses channels: channels 1, 2 of its 6 (5.1) reach nothing.',
        "Connect each of its channels, or give it a bus of its layout.",
    ),
    "track DX 1 > !system:playback_5": (
        '"DX 1" cannot be checked: it leaves the DAW at "system:playback_5". No stem is seen on its way.',
        "Look at it in the DAW.",
    ),
    "track DX 1 > DX, FX Door": (
        ('"DX 1" cannot be checked: it goes into the track "FX Door", which may let it through.'
        ' What is seen of it goes to DX ("DX").'),
        "Look at it in the DAW.",
    ),
    "bus FX/6 > MX": (
        '"FX" is a bus of FX and goes to MX ("MX"): all that is on it is in a wrong stem, and missing from its own.'
        + PAYER,
        'Take it off "MX".',
    ),
    "bus FX/6 > MX, Master": (
        '"FX" is a bus of FX and goes to MX ("MX") and past the stems to "Master":'
        " it is in a stem too many, and sounds twice in the mix." + PAYER,
        'Take it off "MX".',
    ),
    "bus FOLEY > FX, Master": (
        '"FOLEY" is a bus of FX and goes to FX ("FX") and past the stems to "Master":'
        " it sounds twice in the mix, and the stems do not add up to it." + PAYER,
        'Take it off "Master".',
    ),
    "bus FX/6": (
        '"FX" is a bus of FX and reaches nothing: the mix lacks all that is on it.',
        "Put it on the mix.",
    ),
}  # fmt: skip


def said_of(graph: Graph, name: str) -> tuple[str, str]:
    verdict = assessed(graph).verdicts[f"id {name}"]
    return verdict.text, verdict.mend


@pytest.mark.parametrize("line", SENTENCES)
def test_what_is_said_of_it(line: str) -> None:
    assert said_of(film(line), name_in(line)) == SENTENCES[line]


def test_what_is_said_of_buses_that_several_stems_share() -> None:
    sends = ("track DX 1 > DX, ~Verb", "track FX Door > FX, ~Verb")
    apart = "Give each stem a return of its own, which feeds that stem's bus."
    assert said_of(film(*sends, "bus Verb > FX"), "Verb") == (
        '"Verb" is fed by DX ("DX 1") and FX ("FX Door") and goes to FX ("FX"): the sound of one stem is in another.'
        + PAYER,
        apart,
    )
    assert said_of(film(*sends, "bus Verb > Master"), "Verb") == (
        '"Verb" is fed by DX ("DX 1") and FX ("FX Door") and goes past the stems to "Master":'
        " its sound is in the mix and in no stem." + PAYER,
        apart,
    )
    assert said_of(film("bus DX > Bed", "bus MX/6 > Bed", "bus Bed/6 > Master"), "Bed") == (
        '"Bed" carries DX ("DX") and MX ("MX") together: what meets there cannot be delivered as stems.',
        (
            "Give each stem a bus of its own. If it is the mix, say so in show.toml:"
            ' [[stems]] with its name as the pattern and role = "mix".'
        ),
    )


def test_channels_that_share_those_of_a_smaller_bus_are_lost() -> None:
    folded = Way(tuple((Sink("id DX", channel % 2),) for channel in range(6)))
    graph = film("track DX 1/6")
    graph = replace(graph, nodes=tuple(replace(one, way=folded) if one.name == "DX 1" else one for one in graph.nodes))
    assert said_of(graph, "DX 1")[0] == '"DX 1" loses channels: 6 of its channels (5.1) share the 2 of "DX" (stereo).'


def test_what_is_said_of_a_return_that_goes_astray_alone() -> None:
    assert said_of(film("track DX 1 > DX, ~Verb", "bus Verb > Master"), "Verb") == (
        '"Verb" is fed by DX ("DX 1") and goes to "Master" past its stem: the mix has it, the DX stem has not.' + PAYER,
        'Put it on "DX".',
    )


def test_what_is_said_of_a_feedback_loop() -> None:
    ring = film("bus Bus 1 > Bus 2", "bus Bus 2 > Bus 3", "bus Bus 3 > Bus 1")
    text, mend = said_of(ring, "Bus 2")
    assert text == (
        '"Bus 2" is in a feedback loop ("Bus 1" → "Bus 2" → "Bus 3" → "Bus 1"):'
        " it can howl, and harm ears and loudspeakers."
    )
    assert mend == "Take one of these connections out."


def test_a_send_that_is_turned_down_is_no_sound_yet() -> None:
    graph = film()
    down = (AuxSend(0, "id FX", active=True, level_db=float("-inf")),)
    nodes = [replace(one, way=replace(one.way, sends=down)) if one.name == "DX 1" else one for one in graph.nodes]
    said = assessed(replace(graph, nodes=tuple(nodes))).verdicts["id DX 1"]
    assert said.standing is Standing.DOUBLED
    assert said.text.endswith("once that send is turned up, it is in the mix twice." + PAYER)


def test_a_hostile_name_is_one_harmless_line() -> None:
    name = 'DX "x"\n\t%s\u202e' + "y" * 500
    graph = film()
    nodes = [replace(one, name=name if one.name == "DX 1" else one.name) for one in graph.nodes]
    nodes = [replace(one, way=Way(((Sink("id FX", 0),),))) if one.name == name else one for one in nodes]
    said = assessed(replace(graph, nodes=tuple(nodes))).verdicts["id DX 1"]
    assert said.name == name
    assert said.standing is Standing.ASTRAY
    assert said.text.isprintable()
    assert len(said.text) < 250
