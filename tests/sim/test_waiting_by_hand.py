"""Who waits for how long, worked out by hand: full lines, call-backs, two teams, patience."""

from __future__ import annotations

from pathlib import Path

import pytest
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


def test_a_long_line_turns_away_who_balks(tmp_path: Path) -> None:
    """With more than one in it."""
    assert_lives(
        tmp_path,
        desk("hours: 1", more=", balks: {over: 1, share: 100%}"),
        "0 1 2 3 11",
        """
        0 a arrives, comes to desk, starts with clerks
        1 b arrives, comes to desk, waits
        2 c arrives, comes to desk, waits
        3 d arrives, comes to desk, turned away, leaves for wait
        10 a ends after 10, completes, done
        10 b starts with clerks
        11 e arrives, comes to desk, waits
        20 b ends after 10, completes, done
        20 c starts with clerks
        30 c ends after 10, completes, done
        30 e starts with clerks
        40 e ends after 10, completes, done
        """,
    )


def test_a_full_line_sends_customers_elsewhere(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        desk(
            "hours: 1, line: at most 1",
            more=", on-abandon: {web: 100%}, next: {end: 100%}",
            rest="    web: {takes: 3 min}",
        ),
        "0 1 2",
        """
        0 a arrives, comes to desk, starts with clerks
        1 b arrives, comes to desk, waits
        2 c arrives, comes to desk, turned away, comes to web
        5 c ends after 3, completes, done
        10 a ends after 10, done
        10 b starts with clerks
        20 b ends after 10, done
        """,
    )


def test_who_gives_up_is_called_back_and_then_waits_to_the_end(tmp_path: Path) -> None:
    tally = assert_lives(
        tmp_path,
        desk("hours: 1", more=", patience: 2 min, call-back: {share: 100%, after: 5 min}"),
        "0 1 30",
        """
        0 a arrives, comes to desk, starts with clerks
        1 b arrives, comes to desk, waits
        3 b is called back in 5
        8 b waits
        10 a ends after 10, completes, done
        10 b starts with clerks
        20 b ends after 10, completes, done
        30 c arrives, comes to desk, starts with clerks
        40 c ends after 10, completes, done
        """,
    )

    assert tally.wait_ticks == [(2 + 2) * TICKS_A_MINUTE]
    assert tally.called_back == [1]
    assert tally.gave_up == [0]
    assert tally.asked == [3]


def test_who_gives_up_may_try_again_after_a_while(tmp_path: Path) -> None:
    tally = assert_lives(
        tmp_path,
        desk(
            "hours: 1",
            "12 min",
            ", patience: 2 min, on-abandon: {desk: {share: 100%, after: 10 min}}",
        ),
        "0 1",
        """
        0 a arrives, comes to desk, starts with clerks
        1 b arrives, comes to desk, waits
        3 b gives up
        12 a ends after 12, completes, done
        13 b comes to desk (2), starts with clerks
        25 b ends after 12, completes, done
        """,
    )

    assert tally.visits == [3]
    assert tally.reached == [2]
    assert tally.gave_up == [1]


TWO_TEAMS = """
resources: {juniors: {hours: 1}, seniors: {hours: 1}}
stages: [{stage: all, touchpoints: {desk: {needs: [juniors, seniors], takes: 10 min}}}]
"""


def test_two_teams_serve_one_line_the_first_named_first(tmp_path: Path) -> None:
    tally = assert_lives(
        tmp_path,
        TWO_TEAMS,
        "0 1 2 3 30",
        """
        0 a arrives, comes to desk, starts with juniors
        1 b arrives, comes to desk, starts with seniors
        2 c arrives, comes to desk, waits
        3 d arrives, comes to desk, waits
        10 a ends after 10, completes, done
        10 c starts with juniors
        11 b ends after 10, completes, done
        11 d starts with seniors
        20 c ends after 10, completes, done
        21 d ends after 10, completes, done
        30 e arrives, comes to desk, starts with juniors
        40 e ends after 10, completes, done
        """,
    )

    assert tally.asked == [5, 0]
    assert tally.busy_ticks == [30 * TICKS_A_MINUTE, 20 * TICKS_A_MINUTE]


def test_who_serves_several_at_once_is_slower(tmp_path: Path) -> None:
    """Half as long again for the second, as it is when the service begins."""
    assert_lives(
        tmp_path,
        desk("hours: 1, at-once: 2, slower: 50%"),
        "0 2 3",
        """
        0 a arrives, comes to desk, starts with clerks
        2 b arrives, comes to desk, starts with clerks
        3 c arrives, comes to desk, waits
        10 a ends after 10, completes, done
        10 c starts with clerks
        17 b ends after 15, completes, done
        25 c ends after 15, completes, done
        """,
    )


def test_customers_are_shared_out_evenly_before_anybody_is_slower(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        desk("hours: 2, at-once: 2, slower: 50%"),
        "0 1 2 3",
        """
        0 a arrives, comes to desk, starts with clerks
        1 b arrives, comes to desk, starts with clerks
        2 c arrives, comes to desk, starts with clerks
        3 d arrives, comes to desk, starts with clerks
        10 a ends after 10, completes, done
        11 b ends after 10, completes, done
        17 c ends after 15, completes, done
        18 d ends after 15, completes, done
        """,
    )


def test_a_line_that_is_long_leads_elsewhere(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        """
resources: {clerks: {hours: 1}}
completes: [desk, web]
stages:
- stage: all
  touchpoints:
    door: {takes: 1 min, next: {desk: 100%}, next-if: [{line: {clerks: over 0}, to: {web: 100%}}]}
    desk: {needs: clerks, takes: 10 min}
    web: {takes: 2 min}
""",
        "0 2 4 20",
        """
        0 a arrives, comes to door
        1 a ends after 1, comes to desk, starts with clerks
        2 b arrives, comes to door
        3 b ends after 1, comes to desk, waits
        4 c arrives, comes to door
        5 c ends after 1, comes to web
        7 c ends after 2, completes, done
        11 a ends after 10, completes, done
        11 b starts with clerks
        20 d arrives, comes to door
        21 b ends after 10, completes, done
        21 d ends after 1, comes to desk, starts with clerks
        31 d ends after 10, completes, done
        """,
    )


@pytest.mark.parametrize(
    ("patience", "ends"),
    [
        ("5 min", "10 b starts with clerks\n20 b ends after 10, completes, done"),
        ("4 min", "9 b gives up, leaves for wait"),
    ],
)
def test_whose_patience_ends_as_a_place_becomes_free_is_served(
    tmp_path: Path, patience: str, ends: str
) -> None:
    first, *later = ends.splitlines()
    steps = [
        "0 a arrives, comes to desk, starts with clerks",
        "5 b arrives, comes to desk, waits",
        "10 a ends after 10, completes, done",
        first,
    ]
    in_order = sorted(steps, key=lambda line: (int(line.split()[0]), line.split()[1]))

    assert_lives(
        tmp_path,
        desk("hours: 1", more=f", patience: {patience}"),
        "0 5",
        "\n".join([*in_order, *later]),
    )


def test_who_comes_as_the_hours_begin_is_served_and_as_they_end_is_not(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        desk("hours: {daily 00:10-00:20: 1}, closing: send-away", "0s"),
        "9 10 19 20",
        """
        9 a arrives, comes to desk, turned away, leaves for wait
        10 b arrives, comes to desk, starts with clerks, ends after 0, completes, done
        19 c arrives, comes to desk, starts with clerks, ends after 0, completes, done
        20 d arrives, comes to desk, turned away, leaves for wait
        """,
    )


def test_nobody_serves_so_everybody_gives_up_or_is_sent_away(tmp_path: Path) -> None:
    """No capacity at all."""
    assert_lives(
        tmp_path,
        desk("hours: 0", more=", patience: 3 min"),
        "0 1",
        """
        0 a arrives, comes to desk, waits
        1 b arrives, comes to desk, waits
        3 a gives up, leaves for wait
        4 b gives up, leaves for wait
        """,
    )
    assert_lives(
        tmp_path,
        desk("hours: 0, closing: send-away"),
        "0 1",
        """
        0 a arrives, comes to desk, turned away, leaves for wait
        1 b arrives, comes to desk, turned away, leaves for wait
        """,
    )


def test_who_has_no_patience_at_all_is_served_or_gone(tmp_path: Path) -> None:
    """At the same instant, whatever else happens at it."""
    tally = assert_lives(
        tmp_path,
        desk("hours: 1", more=", patience: 0s"),
        "0 0 10",
        """
        0 a arrives, comes to desk, starts with clerks
        0 b arrives, comes to desk, waits, gives up, leaves for wait
        10 a ends after 10, completes, done
        10 c arrives, comes to desk, starts with clerks
        20 c ends after 10, completes, done
        """,
    )

    assert tally.wait_ticks == [0]
