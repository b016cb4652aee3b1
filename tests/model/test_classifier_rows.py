"""Every row of the trade's own list: names from fixtures, guides and practice, with what they are."""

import csv

import pytest

from bridge.model.stems import CONFIDENT, Flag, Named
from tests.model.stem_lists import HERE, classifier

with (HERE / "classifier_rows.csv").open(encoding="utf-8", newline="") as _stream:
    ROWS = list(csv.DictReader(_stream))

UNSURE = ("Boom", "MX FX Hits", "FX Radio Music")
"""Rows that only say what is likelier: an answer with confidence would be wrong."""


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_the_row_is_read_as_the_trade_reads_it(row: dict[str, str]) -> None:
    stem = classifier().classify(Named(row["name"]))
    assert (stem.family or "?") == row["stem"]
    if row["sub"]:
        assert stem.sub == row["sub"]
    if row["role"] in set(Flag):
        assert row["role"] in stem.flags
        assert stem.role == "content"
    else:
        assert stem.role == (row["role"] or "content")


@pytest.mark.parametrize("name", UNSURE)
def test_a_name_that_contradicts_itself_is_only_proposed(name: str) -> None:
    assert classifier().classify(Named(name)).confidence < CONFIDENT
