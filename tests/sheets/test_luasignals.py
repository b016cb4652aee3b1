"""The signals of a hook as Ardour's bits."""

from bridge.sheets.luasignals import SIGNALS, bits


def test_the_bits_stand_in_ardours_order_the_first_signal_last() -> None:
    assert bits(["ConfigChanged"], 7) == "1"
    assert bits(["SuccessfulGraphSort", "EngineRunning"], 8) == "100000010"


def test_for_ardour_9_each_signal_is_asked_for_in_both_of_its_orders() -> None:
    assert bits(["SuccessfulGraphSort"], 9) == "10100000000"
    assert bits(["EngineRunning"], 9) == "10"


def test_no_string_is_longer_than_the_oldest_ardour_of_its_version_has_signals() -> None:
    assert [len(bits(SIGNALS, major)) for major in (7, 8, 9)] == [48, 48, 50]
