"""Where customers go and when, worked out by hand: hours, calendars, returns, things told."""

from __future__ import annotations

from pathlib import Path

import pytest
from by_hand import assert_lives, flow_from, lived

from desireline.scenarios.reading import journey_of, load_journey
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_MINUTE
from desireline.sim.effort import POINT
from desireline.sim.flatten import compile_flow
from desireline.sim.timeline import mean_value, value_at

MINUTES_A_DAY = 1440


def at_nine(calendar: str, hours: str = "{daily 09:00-10:00: 1}") -> str:
    """Give a desk that serves in no time, with a calendar."""
    return f"""
calendar: {calendar}
resources: {{clerks: {{hours: {hours}}}}}
stages: [{{stage: all, touchpoints: {{desk: {{needs: clerks}}}}}}]
"""


def served_at(folder: Path, journey: str, arrivals: str) -> list[float]:
    """Give the minutes at which each customer is done."""
    found, _ = lived(folder, journey, arrivals)
    done = [line.split() for line in found if line.endswith("done")]
    return [float(at) for at, *_ in sorted(done, key=lambda words: words[1])]


@pytest.mark.parametrize(
    ("starts", "zone", "hours"),
    [
        ("2026-03-28", "Europe/Berlin", 23),
        ("2026-10-24", "Europe/Berlin", 25),
        ("2026-03-28", "UTC", 24),
        ("2026-03-07", "America/New_York", 23),
    ],
)
def test_a_day_on_which_clocks_change_is_an_hour_shorter_or_longer(
    tmp_path: Path, starts: str, zone: str, hours: int
) -> None:
    """Who comes on Saturday at noon is served on Sunday at nine by the clock on the wall."""
    calendar = f"{{zone: {zone}, starts: {starts}}}"
    sunday, monday = (24 + 9 + hours - 24) * 60, (24 + hours + 9) * 60

    found = served_at(tmp_path, at_nine(calendar), f"0 720 {sunday + 61}")

    assert found == [9 * 60, sunday, monday]


def test_a_holiday_has_the_hours_of_a_sunday(tmp_path: Path) -> None:
    """From a Thursday: Friday is Christmas, Saturday is closed."""
    hours = "{mon-fri 09:00-17:00: 1, sun 14:00-15:00: 1}"
    calendar = "{starts: 2026-12-24, holidays: [2026-12-25]}"
    evening = 18 * 60
    arrivals = f"0 {evening} {MINUTES_A_DAY + evening} {3 * MINUTES_A_DAY + evening}"

    found = served_at(tmp_path, at_nine(calendar, hours), arrivals)

    assert found == [
        9 * 60,
        MINUTES_A_DAY + 14 * 60,
        3 * MINUTES_A_DAY + 14 * 60,
        4 * MINUTES_A_DAY + 9 * 60,
    ]


def test_a_holiday_has_its_own_hours_where_they_are_written(tmp_path: Path) -> None:
    hours = "{mon-fri 09:00-17:00: 1, holiday 11:00-12:00: 1}"
    calendar = "{starts: 2026-12-25, holidays: [2026-12-25]}"

    found = served_at(tmp_path, at_nine(calendar, hours), "0 780")

    assert found == [11 * 60, 3 * MINUTES_A_DAY + 9 * 60]


def test_arrivals_are_recorded_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    """Nine o'clock on the day on which clocks go forward is 32 hours after the start."""
    calendar = "calendar: {zone: Europe/Berlin, starts: 2026-03-28}\n"
    journey = calendar + "stages: [{stage: all, touchpoints: {desk: {}}}]"
    flow_from(tmp_path, journey, "0")
    (tmp_path / "arrivals.csv").write_text("time\n2026-03-29 09:00\n2026-03-29T07:00+00:00\n")

    replay = compile_flow(load_journey(tmp_path / "journey.yaml")).arrivals.replay

    assert replay is not None
    assert replay.times == (32 * 60 * TICKS_A_MINUTE,) * 2


def rate_of(arrivals: str, calendar: str = "") -> list[tuple[float, float]]:
    """Give (day, arrivals an hour) wherever the rate changes."""
    text = f"journey: rates\n{calendar}\narrivals: {arrivals}\n"
    text += "stages: [{stage: all, touchpoints: {desk: {}}}]"
    rate = compile_flow(journey_of(text), days=28).arrivals.rate
    return [(at / TICKS_A_DAY, value) for at, value in zip(rate.starts, rate.values, strict=True)]


def test_a_promotion_multiplies_the_rate_while_it_lasts() -> None:
    promotion = "{sale: {starts: 12h, lasts: 36h, rate: x4}}"
    steps = rate_of(f"{{rate: 30/h, promotions: {promotion}}}")

    assert steps[:3] == [(0.0, 30.0), (0.5, 120.0), (2.0, 30.0)]
    assert {value for _, value in steps[3:]} <= {30.0}


def test_promotions_that_overlap_multiply() -> None:
    first = "{starts: 1 day, lasts: 2 days, rate: x2}"
    second = "{starts: 2 days, lasts: 2 days, rate: x3}"
    steps = rate_of(f"{{rate: 10/h, promotions: {{a: {first}, b: {second}}}}}")

    assert steps[:5] == [(0, 10), (1, 20), (2, 60), (3, 30), (4, 10)]


def test_growth_goes_up_day_by_day_and_makes_its_percent_in_a_month() -> None:
    steps = rate_of("{rate: 60/h, growth: 5% per month}")

    for day in (0, 1, 10, 27):
        assert steps[day][0] == day
        assert steps[day][1] == pytest.approx(60 * 1.05 ** (day / (365.25 / 12)))


def test_a_season_begins_with_the_month() -> None:
    """By the wall clock: November begins on the ninth day, which has one hour more."""
    calendar = "calendar: {zone: Europe/Berlin, starts: 2026-10-24}"
    steps = rate_of("{rate: 10/h, season: {nov: x1.5, oct: x2}}", calendar)

    assert steps[:2] == [(0, 20), (8 + 1 / 24, 15)]


def test_groups_come_at_one_instant_and_the_rate_counts_customers() -> None:
    text = "journey: groups\narrivals: {rate: 60/h, groups: {1: 50%, 4: 50%}}\n"
    flow = compile_flow(journey_of(text + "stages: [{stage: all, touchpoints: {desk: {}}}]"))

    assert flow.arrivals.mean_group == 2.5
    assert mean_value(flow.arrivals.rate) == 24


def test_who_leaves_may_come_back_later_and_elsewhere(tmp_path: Path) -> None:
    tally = assert_lives(
        tmp_path,
        """
completes: [help]
stages:
- stage: all
  touchpoints:
    desk: {takes: 1 min, leaves: 100%, returns: {share: 100%, after: 5 min, to: help}}
    help: {takes: 2 min}
""",
        "0 3",
        """
        0 a arrives, comes to desk
        1 a ends after 1, returns in 5
        3 b arrives, comes to desk
        4 b ends after 1, returns in 5
        6 a comes to help
        8 a ends after 2, completes, done
        9 b comes to help
        11 b ends after 2, completes, done
        """,
    )

    assert tally.returned == [2, 0]
    assert tally.ended == 2
    assert sum(map(sum, tally.left)) == 0
    assert tally.ticks == 16 * TICKS_A_MINUTE


def test_who_comes_back_comes_in_where_they_first_did(tmp_path: Path) -> None:
    """And leaves the second time at another touchpoint, where nobody comes back."""
    assert_lives(
        tmp_path,
        """
completes: [door]
stages:
- stage: all
  touchpoints:
    door:
      takes: 1 min
      next-if: [{came-here: at least 2, to: {end: 100%}}]
      next: {desk: 100%}
    desk: {takes: 2 min, leaves: 100%, returns: {share: 100%, after: 30 min}}
""",
        "0",
        """
        0 a arrives, comes to door
        1 a ends after 1, completes, comes to desk
        3 a ends after 2, returns in 30
        33 a comes to door (2)
        34 a ends after 1, done
        """,
    )


def told_twice(knows: str) -> str:
    """Give a chat and a call that ask for the same."""
    return f"""
completes: [phone]
stages:
- stage: all
  touchpoints:
    chat: {{takes: 1 min, asks: [number, name], next: {{phone: 100%}}}}
    phone: {{takes: 1 min, asks: [number, name, street]{knows}}}
"""


@pytest.mark.parametrize(
    ("knows", "points"),
    [("", 1.0), (", knows: [name]", 0.5), (", knows: [name, number]", 0.0)],
)
def test_what_is_told_again_costs_effort(tmp_path: Path, knows: str, points: float) -> None:
    """Half a point each; what was never told before costs none."""
    _, tally = lived(tmp_path, told_twice(knows), "0")

    assert tally.effort == [0, points * POINT]
    assert tally.effort_at_end == points * POINT


def test_times_follow_the_hour_in_which_a_visit_begins(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        """
stages:
- stage: all
  touchpoints: {desk: {takes: 5 min, takes-by-hour: {daily 00:00-00:30: x2}}}
""",
        "0 29 30",
        """
        0 a arrives, comes to desk
        10 a ends after 10, completes, done
        29 b arrives, comes to desk
        30 c arrives, comes to desk
        35 c ends after 5, completes, done
        39 b ends after 10, completes, done
        """,
    )


def test_a_way_takes_its_time_and_rules_are_tried_in_order(tmp_path: Path) -> None:
    assert_lives(
        tmp_path,
        """
segments: {old: {share: 50%}, new: {share: 50%}}
completes: [desk]
stages:
- stage: all
  touchpoints:
    door:
      takes: 1 min
      next-if:
      - {segment: old, hours: daily 00:10-00:20, to: {help: 100%}}
      - {segment: old, to: {desk: 100%}}
      next: {desk: {share: 100%, after: 7 min}}
    help: {takes: 2 min, next: {desk: 100%}}
    desk: {next-if: [{seen: help, to: {survey: 100%}}], next: {end: 100%}}
    survey: {takes: 3 min}
""",
        "0/new 1/old 9/old 19/old",
        """
        0 a arrives as new, comes to door
        1 a ends after 1
        1 b arrives as old, comes to door
        2 b ends after 1, comes to desk, ends after 0, completes, done
        8 a comes to desk, ends after 0, completes, done
        9 c arrives as old, comes to door
        10 c ends after 1, comes to help
        12 c ends after 2, comes to desk, ends after 0, completes, comes to survey
        15 c ends after 3, done
        19 d arrives as old, comes to door
        20 d ends after 1, comes to desk, ends after 0, completes, done
        """,
    )


def test_each_try_that_fails_takes_its_time_and_after_the_last_one_customers_leave(
    tmp_path: Path,
) -> None:
    tally = assert_lives(
        tmp_path,
        """
stages: [{stage: all, touchpoints: {desk: {takes: 2 min, fails: 100%, retries: 2}, end-page: {}}}]
""",
        "0",
        """
        0 a arrives, comes to desk
        6 a fails 3 times, leaves for failure
        """,
    )

    assert tally.failed == [3, 0]
    assert tally.service_ticks == [6 * TICKS_A_MINUTE, 0]


def test_the_promotion_s_hours_are_those_of_the_calendar() -> None:
    """Black Friday by the wall clock, in a zone that has changed its clocks since the start."""
    sale = "{starts: 2026-10-26 09:00, lasts: 1h, rate: x3}"
    text = (
        "journey: sale\ncalendar: {zone: Europe/Berlin, starts: 2026-10-24}\n"
        f"arrivals: {{rate: 10/h, promotions: {{sale: {sale}}}}}\n"
        "stages: [{stage: all, touchpoints: {desk: {}}}]"
    )
    rate = compile_flow(journey_of(text), days=28).arrivals.rate
    hour = 60 * TICKS_A_MINUTE
    starts = (24 + 25 + 9) * hour

    assert [value_at(rate, starts + off) for off in (-1, 0, hour - 1, hour)] == [10, 30, 30, 10]
