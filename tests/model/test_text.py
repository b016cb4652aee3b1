"""Foreign text made fit to be shown."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bridge.model.text import WIDEST, harmless, meant, quoted

anything = st.text(st.characters(codec=None))


@given(anything)
def test_nothing_in_harmless_text_steers_a_terminal_or_hides(text: str) -> None:
    shown = harmless(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert len(shown) <= WIDEST


@given(anything)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FF), max_size=WIDEST))
def test_names_as_people_write_them_are_shown_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_what_cannot_be_seen_is_spelt_out() -> None:
    assert harmless("MX\x1b]0;x\x07") == r"MX\x1b]0;x\x07"
    assert harmless("a\u202eb\u2066c\u200bd\ufeffe") == r"a\u202eb\u2066c\u200bd\ufeffe"
    assert harmless("one\ntwo\u2028three") == r"one\ntwo\u2028three"
    assert harmless("\ud800 \u3164 \U000e0041") == r"\ud800 \u3164 \U000e0041"


def test_long_text_is_cut_and_says_so_never_inside_an_escape() -> None:
    assert harmless("x" * 10, 10) == "x" * 10
    assert harmless("x" * 11, 10) == "x" * 9 + "…"
    assert harmless("xxxxx\x1b\x1b", 10) == r"xxxxx\x1b…"
    assert quoted("x" * 10_000) == '"' + "x" * 59 + '…"'


def test_a_misspelt_word_finds_the_one_that_was_meant() -> None:
    words = ["watch", "preview", "keep"]
    assert meant("PREVEIW", words) == "preview"
    assert meant("zzz", words) == ""
    assert meant("previe" + "w" * 10_000, words) == ""
