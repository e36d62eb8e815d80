"""What lasts too long is ended from another thread, once."""

from __future__ import annotations

import threading
import time

from desireline.probes.browser.watchdog import Watchdog


def heard(barks: list[int]) -> bool:
    """Wait until it has barked, at most five seconds."""
    until = time.monotonic() + 5
    while not barks and time.monotonic() < until:
        time.sleep(0.01)
    return bool(barks)


def dog() -> tuple[Watchdog, list[int]]:
    barks: list[int] = []
    return Watchdog(lambda: barks.append(threading.get_ident())), barks


def test_a_block_that_lasts_too_long_is_told_from_another_thread_and_once() -> None:
    watchdog, barks = dog()
    with watchdog.within(0.05):
        assert heard(barks)
        time.sleep(0.5)  # two more looks at the time
    watchdog.stop()

    assert len(barks) == 1
    assert barks[0] != threading.get_ident()


def test_what_is_over_in_time_is_not_told() -> None:
    watchdog, barks = dog()
    for _ in range(3):
        with watchdog.within(0.1):
            pass
    with watchdog.within(5.0):
        time.sleep(0.5)  # past the times of those before
    watchdog.stop()

    assert barks == []


def test_blocks_stand_in_one_another() -> None:
    watchdog, barks = dog()
    with watchdog.within(60.0):
        with watchdog.within(0.05):
            assert heard(barks)
        barks.clear()
        with watchdog.within(0.05):
            assert heard(barks)
    watchdog.stop()

    assert len(barks) == 1


def test_one_thread_watches_until_it_is_stopped_and_another_one_after_that() -> None:
    watchdog, barks = dog()
    before = set(threading.enumerate())
    for _ in range(3):
        with watchdog.within(60.0):
            assert len(set(threading.enumerate()) - before) == 1
    watchdog.stop()
    assert all_end(before)
    with watchdog.within(0.05):
        assert heard(barks)
    watchdog.stop()

    assert all_end(before)


def all_end(before: set[threading.Thread]) -> bool:
    """Wait until no thread is left that was not there before, at most five seconds."""
    until = time.monotonic() + 5
    while (new := set(threading.enumerate()) - before) and time.monotonic() < until:
        time.sleep(0.01)
    return not new
