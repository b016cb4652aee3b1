"""What comes with the program: the words of cues are found where it is installed."""

from bridge.model.cues import Level
from bridge.model.grammar import read_mark
from bridge.shell.engine import cue_trade


def test_the_words_of_cues_come_with_the_program() -> None:
    assert read_mark("SRC Radio", cue_trade()).level is Level.DIEGETIC
    assert cue_trade() is cue_trade()
