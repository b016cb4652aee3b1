import pytest

from bridge.model.events import Event
from bridge.model.requests import (
    AcknowledgeAsked,
    HandsOffAsked,
    KeepMutedAsked,
    ModeAsked,
    Move,
    PreviewAsked,
    RestoreAsked,
    RouteAsked,
    SaveAsked,
    StopAsked,
    TransportAsked,
    UnrouteAsked,
)
from bridge.model.show import Mode
from bridge.sheets.cuemeant import Meant
from bridge.sheets.trackdecide import MeantTrack
from bridge.shell.commands import KEYS, LONGEST, BadCommand, asked
from bridge.shell.decisions import Decide, Order, Redo, Undo

GOOD: list[tuple[dict[str, object], Event | Order]] = [
    ({"command": "preview", "name": "no-mx"}, PreviewAsked(1.0, 7, "no-mx")),
    ({"command": "mode", "mode": "preview"}, ModeAsked(1.0, 7, Mode.PREVIEW)),
    ({"command": "play"}, TransportAsked(1.0, 7, Move.PLAY)),
    ({"command": "pause"}, TransportAsked(1.0, 7, Move.PAUSE)),
    ({"command": "locate", "place": "01:00:00:00"}, TransportAsked(1.0, 7, Move.LOCATE, "01:00:00:00")),
    ({"command": "save"}, SaveAsked(1.0, 7)),
    ({"command": "restore"}, RestoreAsked(1.0, 7)),
    ({"command": "forget", "strips": ["MX 1"]}, RestoreAsked(1.0, 7, forget=True, strips=("MX 1",))),
    ({"command": "keep-muted", "strips": ["MX 1"]}, KeepMutedAsked(1.0, 7, ("MX 1",))),
    ({"command": "acknowledge", "numbers": [3, 4]}, AcknowledgeAsked(1.0, 7, (3, 4))),
    ({"command": "acknowledge", "numbers": [3], "note": "agreed"}, AcknowledgeAsked(1.0, 7, (3,), "agreed")),
    ({"command": "route"}, RouteAsked(1.0, 7)),
    ({"command": "route", "strips": ["MX 1"], "buses": True}, RouteAsked(1.0, 7, ("MX 1",), buses=True)),
    ({"command": "unroute"}, UnrouteAsked(1.0, 7)),
    ({"command": "hands-off", "strips": ["MX 1"]}, HandsOffAsked(1.0, 7, ("MX 1",))),
    ({"command": "hands-off", "strips": ["MX 1"], "off": False}, HandsOffAsked(1.0, 7, ("MX 1",), off=False)),
    ({"command": "stop"}, StopAsked(1.0, 7)),
    (
        {"command": "cue", "number": "1m3", "set": {"level": "diegetic", "note": ""}},
        Decide(Meant("1m3"), {"level": "diegetic", "note": ""}),
    ),
    (
        {"command": "cue", "number": "marker 7", "set": {"me": "main"}, "at": "01:00:00:00", "session": "r1"},
        Decide(Meant("marker 7", "01:00:00:00", "r1"), {"me": "main"}),
    ),
    (
        {"command": "track", "name": " DX Boom 1", "set": {"stem": "MX/source", "lock": "yes"}},
        Decide(MeantTrack(" DX Boom 1"), {"stem": "MX/source", "lock": "yes"}),
    ),
    ({"command": "undo"}, Undo()),
    ({"command": "redo"}, Redo()),
]


@pytest.mark.parametrize(("body", "event"), GOOD)
def test_each_command_becomes_its_event(body: object, event: object) -> None:
    assert asked(body, 1.0, 7) == event


def test_every_command_has_an_example_here() -> None:
    assert {str(body["command"]) for body, _ in GOOD} == set(KEYS)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (["preview"], "JSON object"),
        ({}, "no such command"),
        ({"command": 3}, "no such command"),
        ({"command": "previw", "name": "dx"}, "Did you mean preview?"),
        ({"command": "preview"}, "'name'"),
        ({"command": "preview", "name": ""}, "'name'"),
        ({"command": "preview", "name": 5}, "'name'"),
        ({"command": "preview", "name": "x" * (LONGEST + 1)}, "'name'"),
        ({"command": "preview", "nam": "dx"}, "Did you mean name?"),
        ({"command": "play", "name": "dx"}, "has no key"),
        ({"command": "mode", "mode": "wach"}, "Did you mean watch?"),
        ({"command": "restore", "strips": "MX 1"}, "list of names"),
        ({"command": "restore", "strips": [1]}, "list of names"),
        ({"command": "acknowledge"}, "'numbers'"),
        ({"command": "acknowledge", "numbers": ["1"]}, "'numbers'"),
        ({"command": "acknowledge", "numbers": [True]}, "'numbers'"),
        ({"command": "acknowledge", "numbers": [1], "note": 3}, "'note'"),
        ({"command": "route", "strips": "MX 1"}, "list of names"),
        ({"command": "route", "buses": 1}, "'buses' must be true or false"),
        ({"command": "hands-off", "strips": []}, "at least one"),
        ({"command": "hands-off", "strips": ["MX 1"], "off": "no"}, "'off' must be true or false"),
        ({"command": "unroute", "strips": ["MX 1"]}, "It has none"),
        ({"command": "cue", "set": {"level": "diegetic"}}, "'number'"),
        ({"command": "cue", "number": "1m3"}, "'set'"),
        ({"command": "cue", "number": "1m3", "set": {}}, "'set'"),
        ({"command": "cue", "number": "1m3", "set": ["level"]}, "'set'"),
        ({"command": "cue", "number": "1m3", "set": dict.fromkeys(map(str, range(99)), "")}, "'set'"),
        ({"command": "cue", "number": "1m3", "set": {"levl": ""}}, "Did you mean level?"),
        ({"command": "cue", "number": "1m3", "set": {"start": "01:00:00:00"}}, "can't be decided"),
        ({"command": "cue", "number": "1m3", "set": {"level": 3}}, "The word for level"),
        ({"command": "cue", "number": "1m3", "set": {"note": "x" * (LONGEST + 1)}}, "The word for note"),
        ({"command": "cue", "number": "1m3", "set": {"level": "diegetic"}, "at": 3}, "'at'"),
        ({"command": "cue", "number": "1m3", "set": {"level": "diegetic"}, "session": ""}, "'session'"),
        ({"command": "track", "set": {"stem": "MX"}}, "'name'"),
        ({"command": "track", "name": "MX 1"}, 'such as {"stem": "MX/source"}'),
        ({"command": "track", "name": "MX 1", "set": {"stm": "MX"}}, "Did you mean stem?"),
        ({"command": "track", "name": "MX 1", "set": {"level": "diegetic"}}, "can't be decided"),
        ({"command": "track", "name": "MX 1", "set": {"lock": True}}, "The word for lock"),
        ({"command": "track", "name": "MX 1", "set": {"stem": "MX"}, "session": "r1"}, "has no key"),
        ({"command": "undo", "number": "1m3"}, "It has none"),
    ],
)
def test_what_is_no_command_is_refused_with_a_sentence(body: object, sentence: str) -> None:
    with pytest.raises(BadCommand, match=sentence.replace("?", r"\?")):
        asked(body, 1.0, 7)
