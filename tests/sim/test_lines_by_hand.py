"""Who is served when, worked out by hand: closing, breaks, priority, preemption."""

from __future__ import annotations

from pathlib import Path

from by_hand import assert_lives

from desireline.sim.clock import TICKS_A_MINUTE


def desk(team: str, takes: str = "10 min", more: str = "", rest: str = "") -> str:
    """Give a journey of a desk."""
    return f"""
resources: {{clerks: {{{team}}}}}
stages:
- stage: all
  touchpoints:
    desk: {{needs: clerks, takes: {takes}{more}}}
{rest}"""


OPEN = "hours: {daily 00:00-00:10: 1}, closing: "


def test_who_is_being_served_at_the_end_of_the_hours_is_finished(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        desk(OPEN + "finish", "6 min"),
        "0 5 20",
        """
        0 a arrives, comes to desk, starts with clerks
        5 b arrives, comes to desk, waits
        6 a ends after 6, completes, done
        6 b starts with clerks
        12 b ends after 6, completes, done
        20 c arrives, comes to desk, waits
        1440 c starts with clerks
        1446 c ends after 6, completes, done
        """,
    )


def test_who_is_held_goes_on_first_at_the_next_opening(tmp_path: Path) -> None:
    tally = assert_lives(
        tmp_path,
        desk(OPEN + "hold", "6 min"),
        "0 5 20",
        """
        0 a arrives, comes to desk, starts with clerks
        5 b arrives, comes to desk, waits
        6 a ends after 6, completes, done
        6 b starts with clerks
        10 b interrupted
        20 c arrives, comes to desk, waits
        1440 b starts with clerks
        1442 b ends after 6, completes, done
        1442 c starts with clerks
        1448 c ends after 6, completes, done
        """,
    )

    assert tally.wait_ticks == [((6 - 5) + (1440 - 10) + (1442 - 20)) * TICKS_A_MINUTE]
    assert tally.service_ticks == [18 * TICKS_A_MINUTE]
    assert tally.busy_ticks == [18 * TICKS_A_MINUTE]


def test_who_waits_when_the_hours_end_is_sent_away(tmp_path: Path) -> None:
    """And whoever comes later; who is being served is finished."""
    tally = assert_lives(
        tmp_path,
        desk(OPEN + "send-away", "6 min"),
        "0 5 8 20 1440",
        """
        0 a arrives, comes to desk, starts with clerks
        5 b arrives, comes to desk, waits
        6 a ends after 6, completes, done
        6 b starts with clerks
        8 c arrives, comes to desk, waits
        10 c turned away, leaves for wait
        12 b ends after 6, completes, done
        20 d arrives, comes to desk, turned away, leaves for wait
        1440 e arrives, comes to desk, starts with clerks
        1446 e ends after 6, completes, done
        """,
    )

    assert tally.turned_away == [2]
    assert tally.wait_ticks == [(1 + 2) * TICKS_A_MINUTE]


def test_a_break_takes_one_of_two_away_once_they_are_done(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        desk("hours: 2, breaks: {daily 00:10-00:20: 1}", "8 min"),
        "0 7 9 12 18",
        """
        0 a arrives, comes to desk, starts with clerks
        7 b arrives, comes to desk, starts with clerks
        8 a ends after 8, completes, done
        9 c arrives, comes to desk, starts with clerks
        12 d arrives, comes to desk, waits
        15 b ends after 8, completes, done
        17 c ends after 8, completes, done
        17 d starts with clerks
        18 e arrives, comes to desk, waits
        20 e starts with clerks
        25 d ends after 8, completes, done
        28 e ends after 8, completes, done
        """,
    )


SEGMENTS = "segments: {old: {share: 50%}, new: {share: 50%}}\n"


def test_priority_goes_first_and_interrupts_nobody(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        SEGMENTS + desk("hours: 1, priority: [old]"),
        "0/new 2/new 4/old",
        """
        0 a arrives as new, comes to desk, starts with clerks
        2 b arrives as new, comes to desk, waits
        4 c arrives as old, comes to desk, waits
        10 a ends after 10, completes, done
        10 c starts with clerks
        20 b starts with clerks
        20 c ends after 10, completes, done
        30 b ends after 10, completes, done
        """,
    )


def test_who_is_interrupted_goes_on_with_the_rest_before_all_others_of_the_rank(
    tmp_path: Path,
) -> None:
    """And has no patience to lose any more."""
    tally = assert_lives(
        tmp_path,
        SEGMENTS + desk("hours: 1, priority: [old], preempts: true", more=", patience: 25 min"),
        "0/new 2/new 4/old 14/old",
        """
        0 a arrives as new, comes to desk, starts with clerks
        2 b arrives as new, comes to desk, waits
        4 a interrupted
        4 c arrives as old, comes to desk, starts with clerks
        14 a starts with clerks, interrupted
        14 c ends after 10, completes, done
        14 d arrives as old, comes to desk, starts with clerks
        24 a starts with clerks
        24 d ends after 10, completes, done
        27 b gives up, leaves for wait
        30 a ends after 10, completes, done
        """,
    )

    assert tally.wait_ticks == [(20 + 25) * TICKS_A_MINUTE]
    assert tally.busy_ticks == [30 * TICKS_A_MINUTE]
    assert tally.gave_up == [1]


def test_work_on_who_is_interrupted_and_sent_away_is_work_but_no_visit_s_time(
    tmp_path: Path,
) -> None:
    """The team was busy with a for 4 minutes, of which a waited none; no visit came of it."""
    team = "hours: {daily 00:00-00:10: 1}, closing: send-away, priority: [old], preempts: true"
    tally = assert_lives(
        tmp_path,
        SEGMENTS + desk(team),
        "0/new 4/old",
        """
        0 a arrives as new, comes to desk, starts with clerks
        4 a interrupted
        4 b arrives as old, comes to desk, starts with clerks
        10 a turned away, leaves for wait
        14 b ends after 10, completes, done
        """,
    )

    assert tally.busy_ticks == [14 * TICKS_A_MINUTE]
    assert tally.wait_ticks == tally.asked_ticks == [6 * TICKS_A_MINUTE]
    assert (tally.service_ticks, tally.served) == ([10 * TICKS_A_MINUTE], [1])
    assert tally.ticks == (10 + 10) * TICKS_A_MINUTE


def test_who_began_last_is_interrupted_and_only_for_a_higher_rank(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        SEGMENTS + desk("hours: 2, priority: [old], preempts: true"),
        "0/new 1/new 3/old 4/old 5/old",
        """
        0 a arrives as new, comes to desk, starts with clerks
        1 b arrives as new, comes to desk, starts with clerks
        3 b interrupted
        3 c arrives as old, comes to desk, starts with clerks
        4 a interrupted
        4 d arrives as old, comes to desk, starts with clerks
        5 e arrives as old, comes to desk, waits
        13 c ends after 10, completes, done
        13 e starts with clerks
        14 a starts with clerks
        14 d ends after 10, completes, done
        20 a ends after 10, completes, done
        20 b starts with clerks
        23 e ends after 10, completes, done
        28 b ends after 10, completes, done
        """,
    )


def test_a_touchpoint_may_have_priority(tmp_path: Path) -> None:
    """Who is back at the desk from the lounge goes before who comes from outside."""
    assert_lives(
        tmp_path,
        """
resources: {clerks: {hours: 1, priority: [second]}}
completes: [second]
stages:
- stage: all
  touchpoints:
    first: {needs: clerks, takes: 10 min, next: {second: 100%}}
    second: {needs: clerks, takes: 1 min}
""",
        "0 1",
        """
        0 a arrives, comes to first, starts with clerks
        1 b arrives, comes to first, waits
        10 a ends after 10, comes to second, waits
        10 b starts with clerks
        20 a starts with clerks
        20 b ends after 10, comes to second, waits
        21 a ends after 1, completes, done
        21 b starts with clerks
        22 b ends after 1, completes, done
        """,
    )
