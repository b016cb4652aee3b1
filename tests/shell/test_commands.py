import pytest

from bridge.model.events import Event, ModeAsked, Move, PreviewAsked, RestoreAsked, SaveAsked, StopAsked, TransportAsked
from bridge.model.show import Mode
from bridge.shell.commands import KEYS, LONGEST, BadCommand, asked

GOOD: list[tuple[dict[str, object], Event]] = [
    ({"command": "preview", "name": "no-mx"}, PreviewAsked(1.0, 7, "no-mx")),
    ({"command": "mode", "mode": "preview"}, ModeAsked(1.0, 7, Mode.PREVIEW)),
    ({"command": "play"}, TransportAsked(1.0, 7, Move.PLAY)),
    ({"command": "pause"}, TransportAsked(1.0, 7, Move.PAUSE)),
    ({"command": "locate", "place": "01:00:00:00"}, TransportAsked(1.0, 7, Move.LOCATE, "01:00:00:00")),
    ({"command": "save"}, SaveAsked(1.0, 7)),
    ({"command": "restore"}, RestoreAsked(1.0, 7)),
    ({"command": "forget", "strips": ["MX 1"]}, RestoreAsked(1.0, 7, forget=True, strips=("MX 1",))),
    ({"command": "stop"}, StopAsked(1.0, 7)),
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
    ],
)
def test_what_is_no_command_is_refused_with_a_sentence(body: object, sentence: str) -> None:
    with pytest.raises(BadCommand, match=sentence.replace("?", r"\?")):
        asked(body, 1.0, 7)
