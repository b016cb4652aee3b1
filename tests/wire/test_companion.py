"""The words that our script and the bridge write to each other: nothing is lost, and no name ends a line."""

import math
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bridge
from bridge.model.desk import Kind
from bridge.model.errors import MalformedPacket
from bridge.model.routing import AuxSend, Node, Sink, Way
from bridge.shell.presets import presets_root
from bridge.wire import companion as words
from bridge.wire import companion_rows as rows
from bridge.wire.companion import Lease, Order, Owed, Told
from bridge.wire.companion_spelling import spelt
from bridge.wire.osc import Message, encode

ids = st.integers(0, 10**9).map(str)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
counts = st.integers(0, 4000)
sinks = st.one_of(
    st.builds(Sink, ids, counts, st.just("")),
    st.builds(Sink, st.just(""), st.just(0), st.text(st.characters(codec="utf-8"), min_size=1)),
)
levels = st.one_of(st.just(-math.inf), st.integers(-200, 6).map(float))
sends = st.builds(AuxSend, counts, ids, st.booleans(), st.booleans(), levels)
ways = st.builds(
    Way,
    st.lists(st.lists(sinks, max_size=3).map(lambda channel: tuple(sorted(channel))), max_size=4).map(tuple),
    st.lists(sends, max_size=3).map(tuple),
)
nodes = st.builds(
    Node,
    ids,
    texts,
    st.sampled_from([kind for kind in Kind if kind is not Kind.OTHER]),
    counts,
    ways,
    st.booleans(),
    st.booleans(),
    texts,
    st.lists(texts, max_size=2).map(tuple),
    texts,
)
positions = st.integers(-(2**53), 2**53)
told_rows = st.one_of(
    st.just(rows.Begin()),
    st.builds(rows.StripTold, counts, nodes, st.lists(st.tuples(counts, texts), max_size=2).map(tuple)),
    st.builds(rows.Gone, ids),
    st.builds(rows.Closed, counts, counts),
    st.builds(
        rows.StateTold, ids, texts, st.booleans(), st.booleans(), st.booleans(), st.sampled_from([0, 1, 2, 4, 8])
    ),
    st.builds(rows.MarkTold, counts, texts, positions, positions),
    st.builds(rows.MarksClosed, counts),
    st.builds(rows.Beat, counts, counts, counts, counts, st.booleans(), counts, counts),
    st.builds(rows.Failed, texts),
    st.builds(rows.Refused, counts, texts, texts),
    st.builds(rows.Did, counts),
    st.builds(rows.Gave, counts, texts),
    st.builds(
        rows.SessionTold, texts, texts, texts, counts, st.sampled_from(["24.000", "29.970"]), st.booleans(), positions
    ),
)


@given(texts)
def test_a_word_is_one_word_of_ascii_and_gives_the_text_back(text: str) -> None:
    word = words.escaped(text)
    assert word.isascii()
    assert word.isprintable()
    assert not set(word) & set("\t\n,;=")
    assert words.plain(word) == text


@pytest.mark.parametrize("word", ["a\tb", "100%", "%zz", "ä", "a;b", "x" * 70_000])
def test_a_word_that_is_not_escaped_is_refused(word: str) -> None:
    with pytest.raises(MalformedPacket):
        words.plain(word)


@given(told_rows)
def test_every_row_comes_back_as_it_was_spelt(row: rows.Row) -> None:
    assert rows.row(spelt(row)) == row


@given(st.text(max_size=300))
def test_a_row_is_read_or_refused(text: str) -> None:
    with suppress(MalformedPacket):
        rows.row(text)


@given(told_rows, st.data())
def test_a_row_that_was_tampered_with_is_read_or_refused(row: rows.Row, data: st.DataObject) -> None:
    text = spelt(row)
    place = data.draw(st.integers(0, len(text)))
    tampered = text[:place] + data.draw(st.text(max_size=3)) + text[place + data.draw(st.integers(0, 3)) :]
    with suppress(MalformedPacket):
        rows.row(tampered)


@given(st.lists(told_rows, min_size=1, max_size=5), st.integers(1, 2**31 - 1))
def test_a_packet_comes_back_as_it_was_told(told: list[rows.Row], number: int) -> None:
    content = Told("1", "t0ken", "abc1", number, tuple(map(spelt, told)))
    assert words.told(words.telling(content)) == content


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"/stembridge",
        encode(Message("/other", ("1", "t", "i", 1, "begin"))),
        encode(Message("/stembridge", ("1", "t", "i", 0, "begin"))),
        encode(Message("/stembridge", ("1", "t", "i", 1.0, "begin"))),
        encode(Message("/stembridge", ("1", "", "i", 1, "begin"))),
        encode(Message("/stembridge", ("1", "t", "../i", 1, "begin"))),
        encode(Message("/stembridge", ("1", "t", "i", 1, "\n" * 5000))),
    ],
)
def test_another_packet_is_refused(packet: bytes) -> None:
    with pytest.raises(MalformedPacket):
        words.told(packet)


@given(
    st.builds(
        Lease,
        st.integers(0, 65535),
        st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True),
        st.integers(0, 10**9),
        texts,
        texts,
        st.lists(st.builds(Owed, st.one_of(ids, st.just("")), texts, st.booleans()), max_size=4).map(tuple),
    )
)
def test_a_lease_comes_back_as_it_was_spelt_and_no_part_of_it_is_one(lease: Lease) -> None:
    text = words.spelt_lease(lease)
    assert words.read_lease(text) == lease
    assert all(words.read_lease(text[:end]) is None for end in range(0, len(text), 7))


@given(
    st.lists(
        st.builds(
            Order, counts, st.sampled_from(["tell", "route", "bus"]), st.lists(texts.map(words.escaped)).map(tuple)
        )
    )
)
def test_orders_come_back_as_they_were_spelt(orders: list[Order]) -> None:
    text = words.spelt_orders("t0ken", "abc1", orders)
    assert words.read_orders(text) == ("t0ken", "abc1", tuple(orders))
    assert words.read_orders(text[:-1]) is None


def test_the_script_and_the_bridge_are_of_the_same_version() -> None:
    script = presets_root(Path(bridge.__file__).parent) / "daws" / "ardour" / "stembridge.lua"
    text = script.read_text(encoding="utf-8")
    assert f'local VERSION = "{words.VERSION}"' in text
    assert f"-- version: {words.VERSION}\n" in text
    assert all(f'"{name}"' in text for name in (words.LEASE, words.ORDERS, words.ADDRESS))
