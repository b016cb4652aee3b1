"""Laws of MIDI timecode: what is told is true, whatever is lost, doubled, turned or mixed on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bridge.model.clocks import Broke, Labels, Ran
from bridge.model.timecode import RATES, frame_of
from bridge.wire.mtc import MtcReader, full_frame, quarter_frames
from bridge.wire.smpte import COUNT_OF, fields_of

FIRST = 15
"""Pieces until the first position at the latest; one more if the label is of the last two frames of a second."""
DAYS = {labels: frame_of("24:00:00:00", RATES[labels]) for labels in Labels}
labels_of = st.sampled_from(list(Labels))
directions = st.sampled_from((1, -1))


@st.composite
def frames(draw: st.DrawFn, labels: Labels) -> int:
    """A frame of the day, often near the end of a second, a minute, ten, an hour or the day."""
    near = draw(st.sampled_from((0, 60, 600, 3600, 16 * 3600, None)))
    if near is None:
        return draw(st.integers(0, DAYS[labels] - 1))
    second = draw(st.sampled_from((0, 1, 15, 16, 31, 59))) + near
    label = f"{second // 3600}:{second // 60 % 60}:{second % 60}:05"
    return (frame_of(label, RATES[labels]) + draw(st.integers(-20, 40))) % DAYS[labels]


def step_of(labels: Labels, speed: float = 1.0) -> float:
    """Seconds from one piece to the next."""
    return 0.25 / float(RATES[labels].fps) / speed


def sent(frame: int, labels: Labels, direction: int) -> Iterator[tuple[int, int]]:
    """The data of each piece of a run with the playhead's position when it leaves."""
    for place, message in enumerate(quarter_frames(frame, labels, direction)):
        yield message[1], (4 * frame + direction * place) % (4 * DAYS[labels])


@given(st.data(), labels_of, directions, st.integers(0, 7), st.sampled_from((0.2, 0.5, 1.0, 1.001, 4.0)))
def test_a_run_decodes_to_itself_from_any_piece_at_any_speed(
    data: st.DataObject, labels: Labels, direction: int, missed: int, speed: float
) -> None:
    start = data.draw(frames(labels))
    reader = MtcReader()
    first = None
    for place, (piece, quarters) in enumerate(islice(sent(start, labels, direction), missed, 160), 1):
        at = place * step_of(labels, speed)
        told = reader.quarter_frame(piece, at)
        if told is None:
            assert first is None, "once a position is known, each piece tells one"
            continue
        assert told == Ran(at, told.source, quarters, labels, direction)
        first = first or place
    label = start + (2 * direction if missed else 0)
    ends = fields_of(label % DAYS[labels], COUNT_OF[labels])[3] >= RATES[labels].nominal - 2
    assert first is not None
    assert first <= FIRST + ends


@dataclass(frozen=True)
class Stretch:
    """A run as a DAW plays it, and the pieces of it (by number) that are lost or come twice."""

    frame: int
    direction: int
    length: int
    lost: frozenset[int]
    doubled: frozenset[int]
    silence: float


@st.composite
def histories(draw: st.DrawFn) -> tuple[Labels, list[Stretch]]:
    labels = draw(labels_of)
    stretches = []
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.integers(1, 60))
        places = st.integers(0, length)
        lost = set(draw(st.sets(places, max_size=3)))
        if draw(st.booleans()):
            first = draw(places)
            lost |= set(range(first, first + draw(st.sampled_from((7, 8, 9, 16)))))
        doubled = draw(st.frozensets(places, max_size=2))
        silence = draw(st.sampled_from((0.0, 0.0, 0.05, 0.5)))
        stretches.append(Stretch(draw(frames(labels)), draw(directions), length, frozenset(lost), doubled, silence))
    return labels, stretches


def arrivals(labels: Labels, stretches: list[Stretch]) -> Iterator[tuple[float, int, int, int]]:
    """When each piece comes, its data, where the playhead is, and the number of its stretch."""
    now = 0.0
    for number, stretch in enumerate(stretches):
        now += stretch.silence
        run = sent(stretch.frame, labels, stretch.direction)
        for place, (piece, quarters) in enumerate(islice(run, stretch.length)):
            now += step_of(labels)
            for _ in range((place not in stretch.lost) * (1 + (place in stretch.doubled))):
                yield now, piece, quarters, number


def explains(told: Ran, pieces: list[int]) -> bool:
    """Whether a run that is now where `told` says may have sent these pieces as its last."""
    for back, data in enumerate(reversed(pieces)):
        number = data >> 4
        since = number if told.direction == 1 else number - 7
        group = (told.quarters - told.direction * back - since) // 4
        if all(next(islice(quarter_frames(group + on, told.labels), number, None))[1] != data for on in (0, 1, 2)):
            return False
    return True


@given(histories())
def test_whatever_is_lost_doubled_or_jumped_no_position_is_told_that_is_not_true(
    history: tuple[Labels, list[Stretch]],
) -> None:
    """A jump to where the old run would have sent the same pieces can't be seen before the first that differs."""
    reader = MtcReader()
    since: list[int] = []
    stretch = 0
    for at, piece, quarters, number in arrivals(*history):
        since = [*since, piece] if number == stretch else [piece]
        stretch = number
        told = reader.quarter_frame(piece, at)
        if isinstance(told, Ran) and told.quarters != quarters:
            assert number > 0
            assert len(since) < 8
            assert explains(told, since)


@given(st.data(), labels_of, directions, st.integers(16, 40), st.booleans())
def test_a_jump_or_turn_breaks_the_run_within_two_pieces_of_the_first_that_differs(
    data: st.DataObject, labels: Labels, direction: int, length: int, turned: bool
) -> None:
    start, target = data.draw(frames(labels)), data.draw(frames(labels))
    at_jump = fields_of((start + direction * length // 4) % DAYS[labels], COUNT_OF[labels])[3]
    assume(4 <= at_jump < RATES[labels].nominal - 4)  # elsewhere a counter that runs on may send this for longer
    old, new = sent(start, labels, direction), sent(target, labels, -direction if turned else direction)
    reader = MtcReader()
    for place, (piece, _) in enumerate(islice(old, length)):
        reader.quarter_frame(piece, 0.01 * place)
    differed = False
    for place, (piece, _) in enumerate(islice(new, 40), length):
        told = reader.quarter_frame(piece, 0.01 * place)
        differs = piece != next(old)[0]
        if isinstance(told, Broke):
            assert differs or differed
            return
        assert isinstance(told, Ran)
        assert not differed
        differed = differs


@given(st.data(), labels_of, directions, st.integers(0, 3), st.integers(0, 7))
@example(data=None, labels=Labels.FPS_30, direction=1, phase=0, missed=0).via("the vector of the trade's classic fault")
def test_a_counter_that_is_not_latched_is_followed_without_a_jump(
    data: st.DataObject | None, labels: Labels, direction: int, phase: int, missed: int
) -> None:
    """Forwards less than a frame off, backwards two and a half; never a second, a minute or an hour."""
    frame = data.draw(frames(labels)) if data else frame_of("00:00:59:25", RATES[labels])
    reader = MtcReader()
    offs = set()
    for place in range(120):
        quarters = (4 * frame + phase + direction * place) % (4 * DAYS[labels])
        number = (missed + direction * place) % 8
        label = next(islice(quarter_frames(quarters // 4, labels), number, None))
        told = reader.quarter_frame(label[1], 0.01 * place)
        assert not isinstance(told, Broke)
        if isinstance(told, Ran):
            offs.add((quarters - told.quarters + 100) % (4 * DAYS[labels]) - 100)
    assert len(offs) == 1
    assert offs <= (set(range(4)) if direction == 1 else set(range(11)))


@given(st.data(), labels_of, st.integers(0, 0x7F))
def test_every_full_frame_is_read_as_it_was_written(data: st.DataObject, labels: Labels, device: int) -> None:
    frame = data.draw(frames(labels))
    told = MtcReader().full_frame(full_frame(frame, labels, device), 0.0)
    assert (told.quarters, told.labels) == (4 * frame, labels)


@given(st.lists(st.integers(0, 0x7F), max_size=200))
def test_any_pieces_are_read_without_trouble(pieces: list[int]) -> None:
    reader = MtcReader()
    for place, piece in enumerate(pieces):
        told = reader.quarter_frame(piece, 0.01 * place)
        assert told is None or isinstance(told, Ran | Broke)


@given(st.data(), labels_of, directions)
def test_pieces_that_count_on_in_order_with_any_nibbles_are_read_without_trouble(
    data: st.DataObject, labels: Labels, direction: int
) -> None:
    reader = MtcReader()
    group = [message[1] for message in islice(quarter_frames(data.draw(frames(labels)), labels, direction), 80)]
    dirty = data.draw(st.dictionaries(st.integers(0, 79), st.integers(0, 15), max_size=12))
    for place, piece in enumerate(group):
        nibble = dirty.get(place, piece & 15)
        reader.quarter_frame(piece & 0x70 | nibble, 0.01 * place)
