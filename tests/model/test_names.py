"""Names taken apart: what is cut, what is folded, what hostile text becomes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.model.names import LONGEST, chunks, cleaned, folded, pieces, spellings

anything = st.text(st.characters(codec=None), max_size=LONGEST * 2)


@given(anything)
def test_what_is_left_is_short_and_visible(text: str) -> None:
    clean = cleaned(text)
    assert len(clean) <= LONGEST
    assert not {unicodedata.category(character) for character in clean} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(anything)
def test_pieces_lose_no_letter(text: str) -> None:
    for chunk in chunks(cleaned(text)):
        assert folded("".join(pieces(chunk))) == folded(chunk)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("FXStem", ["FX", "Stem"]),
        ("BGsCity", ["BGs", "City"]),
        ("DialEdit_03", ["Dial", "Edit", "03"]),
        ("O-Ton 1", ["O", "Ton", "1"]),
        ("M&E", ["M", "E"]),
        ("AtmoStraße", ["Atmo", "Strasse"]),
        ("KØRETØJER", ["KORETOJER"]),
        ("BGM音楽2", ["BGM", "音楽", "2"]),
    ],
)
def test_a_name_is_cut_where_its_words_end(name: str, words: list[str]) -> None:
    assert [piece for chunk in chunks(cleaned(name)) for piece in pieces(chunk)] == words


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("MXSTEM.LFE", "MXSTEM"),
        ("DX 1.wav", "DX 1"),
        ("FX.Ls", "FX"),
        ("V.O. Anna", "VO Anna"),
        (".LFE", ".LFE"),
        ("a\u0300\u0301\u0302\u0303b", "àb"),
        ("D\u200bX\u202e 1\n", "DX 1 "),
    ],
)
def test_endings_dots_and_what_cannot_be_seen_fall_away(name: str, clean: str) -> None:
    assert cleaned(name) == clean


def test_a_word_with_umlauts_is_found_in_each_of_its_spellings() -> None:
    keys = spellings("Türgeräusche")
    assert {folded("TÜRGERÄUSCHE"), folded("Turgerausche"), folded("Tuergeraeusche")} == set(keys)
