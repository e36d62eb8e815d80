"""One customer's journey in sentences: true to the records, and readable."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from any_journey import journeys
from hypothesis import HealthCheck, given, settings

from desireline.cli import run
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load_journey
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_SECOND, TICKS_AN_HOUR
from desireline.sim.plan import Plan
from desireline.sim.traces.story import clock, clocks, duration, is_long, ordinal, story_of
from desireline.sim.traces.walk import by_customer, of_customer, walk_traced

SHOP = """
journey: shop
segments: {newcomer: {share: 100%}, elder: {share: 0%}}
arrivals: {recorded: arrivals.csv}
resources: {agents: {hours: 1}}
stages:
- stage: buy
  touchpoints:
    ad: {title: The ad, takes: 8s, asks: [name]}
    desk: {needs: agents, takes: 20 min, patience: 30 min, asks: [name], next: {door: 100%}}
    door: {leaves: 100%}
completes: [desk]
"""


ARRIVALS = "time\n33240\n33300\n33360\n"  # 09:14, 09:15, 09:16
Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a journey beside its arrivals, and gives the file."""
    (tmp_path / "arrivals.csv").write_text(ARRIVALS, "utf-8")

    def to_file(text: str) -> str:
        (tmp_path / "journey.yaml").write_text(text, "utf-8")
        return str(tmp_path / "journey.yaml")

    return to_file


def told(file: str, customer: int) -> list[str]:
    """Give the sentences of one customer of a journey, without their times."""
    trace = walk_traced(load_journey(file), plan=Plan(days=1))
    return [s.text for s in story_of(trace, of_customer(trace, customer)).sentences]


def test_a_customer_who_waits_is_told_as_they_would(write: Write) -> None:
    assert told(write(SHOP), 1) == [
        "arrives as a newcomer",
        "comes to The ad, and is through after 8 s",
        "comes to Desk",
        "waits 19 min for agents",
        "is served by agents",
        "is through with Desk after 20 min, having had to say 1 thing again",
        "completes the journey",
        "comes to Door, and is through at once",
        "leaves, for reasons of their own",
    ]


def test_who_gives_up_leaves_because_of_the_wait(write: Write) -> None:
    assert told(write(SHOP), 2)[2:] == [
        "comes to Desk",
        "waits 30 min for agents",
        "gives up",
        "leaves because of the wait",
    ]


def test_the_end_says_what_it_took_and_how_hard_it_was(write: Write) -> None:
    """19 minutes in line: 1.9 points; the name once more: 0.5; longer than usual: none."""
    trace = walk_traced(load_journey(write(SHOP)), plan=Plan(days=1))
    story = story_of(trace, of_customer(trace, 1))

    assert story.end == (
        "It took 39 min 8 s, 19 min of it in line. Effort felt: 2.40 points, a simulated "
        "effort score of 4.60 (7 is very easy, 1 very hard)."
    )


def test_a_call_back_and_a_second_visit_are_told(write: Write) -> None:
    text = SHOP.replace(
        "patience: 30 min", "patience: 2 min, call-back: {share: 100%, after: 1 h}"
    ).replace("leaves: 100%", "next-if: [{came-here: 2, to: {end: 100%}}], next: {ad: 100%}")

    assert told(write(text), 2) == [
        "arrives as a newcomer",
        "comes to The ad for the first time, and is through after 8 s",
        "comes to Desk for the first time",
        "waits 2 min for agents",
        "gives up, to be called back in 1 h",
        "is due to be called back, and waits 19 min for agents",
        "is served by agents",
        "is through with Desk after 20 min, having had to say 1 thing again",
        "completes the journey",
        "comes to Door for the first time, and is through at once",
        "comes to The ad for the 2nd time, and is through after 8 s, "
        "having had to say 1 thing again",
        "comes to Desk for the 2nd time",
        "is served by agents at once",
        "is through with Desk after 20 min, having had to say 1 thing again",
        "comes to Door for the 2nd time, and is through at once",
        "is done, and content",
    ]
    assert told(write(text), 1)[5] == "is called back by agents"


def test_who_finds_the_line_full_turns_away_and_may_return(write: Write) -> None:
    text = SHOP.replace("agents: {hours: 1}", "agents: {hours: 1, line: 0}")
    text += "returns: {share: 90%, after: 2 days}"

    assert told(write(text), 1)[2:7] == [
        "comes to Desk for the first time",
        "turns away: the line for agents is too long, full or closed",
        "leaves, to return in 2 days",
        "comes to The ad for the 2nd time, and is through after 8 s, "
        "having had to say 1 thing again",
        "comes to Desk for the 2nd time",
    ]


def test_who_is_interrupted_and_sent_home_is_told(write: Write) -> None:
    text = SHOP.replace("hours: 1", "hours: {daily 09:00-09:20: 1, otherwise: 0}, closing: hold")
    sent = text.replace("closing: hold", "closing: send-away")

    assert told(write(text), 0)[3:6] == [
        "is served by agents at once",
        "is interrupted for 23 h 40 min",
        "is served by agents again",
    ]
    assert told(write(sent), 1)[3:5] == [
        "waits 4 min 52 s for agents",
        "is sent away: agents closed",
    ]


def test_failures_say_how_often_it_was_tried(write: Write) -> None:
    broken = SHOP.replace("takes: 8s", "takes: 8s, fails: 100%, retries: 2")
    assert told(write(broken), 0)[1:] == [
        "comes to The ad",
        "The ad does not work, at any of 3 tries",
        "leaves because it did not work",
    ]

    shaky = SHOP.replace("takes: 8s", "takes: 8s, fails: 60%, retries: 9")
    trace = walk_traced(load_journey(write(shaky)), plan=Plan(days=1))
    first = [story_of(trace, own).sentences[1].text for own in by_customer(trace.records)]
    assert any(
        text == f"comes to The ad, and is through after {8 * tries} s, at the {ordinal(tries)} try"
        for text in first
        for tries in range(2, 8)
    )


def test_a_journey_that_ends_short_of_its_aim_says_so(write: Write) -> None:
    text = SHOP.replace(
        "asks: [name]}\n    desk", "asks: [name], next: {end: 99%, desk: 1%}}\n    desk"
    )

    assert told(write(text), 0)[-1] == "is done, and content, without having completed the journey"


def test_one_kind_of_customer_is_not_named(write: Write) -> None:
    text = SHOP.replace("segments: {newcomer: {share: 100%}, elder: {share: 0%}}\n", "")

    assert told(write(text), 0)[0] == "arrives"


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(journeys())
def test_all_stories_together_are_what_the_tally_counted(journey: Journey) -> None:
    """Effort and waits are in no record: they are felt again, to the last millionth."""
    trace = walk_traced(journey, plan=Plan(days=0.05))
    stories = [story_of(trace, own) for own in by_customer(trace.records)]

    assert len(stories) == sum(trace.tally.arrived)
    assert sum(story.took for story in stories) == trace.tally.ticks
    assert sum(story.waited for story in stories) == sum(trace.tally.wait_ticks)
    assert sum(story.effort for story in stories) == trace.tally.effort_at_end


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "no time"),
        (0.4, "less than a second"),
        (0.5, "1 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3599.7, "1 h"),
        (3600 + 29, "1 h"),
        (7500, "2 h 5 min"),
        (23 * 3600 + 40 * 60, "23 h 40 min"),
        (86399, "1 day"),
        (86400 * 2 + 3 * 3600, "2 days 3 h"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(round(seconds * TICKS_A_SECOND)) == said


def test_places_in_a_row_are_written_as_in_english() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"),
    ]


def test_clocks_follow_the_zone_through_the_change_of_time() -> None:
    """On 29 March 2026 there is no 02:30 in Berlin."""
    starts = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))

    assert [clock(starts, hour * TICKS_AN_HOUR, dated=True, long=False) for hour in (1, 2)] == [
        "Sun 29 Mar 2026 01:00",
        "Sun 29 Mar 2026 03:00",
    ]


def test_without_dates_a_long_journey_counts_the_days(write: Write) -> None:
    starts = datetime(2024, 1, 1, tzinfo=UTC)

    assert clock(starts, 9 * TICKS_AN_HOUR, dated=False, long=False) == "Mon 09:00"
    assert clock(starts, 8 * TICKS_A_DAY, dated=False, long=True) == "day   9 Tue 00:00"

    slow = SHOP.replace("takes: 8s", "takes: 9 days")
    trace = walk_traced(load_journey(write(slow)), plan=Plan(days=1))
    story = story_of(trace, of_customer(trace, 0))
    assert (
        clocks(trace, story.sentences, dated=False, long=is_long(story.sentences))[0]
        == "day   1 Mon 09:14"
    )


def test_the_command_tells_the_story(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(SHOP + 'title: "A \\e[31mshop"\n')

    assert run(["replay", file, "--days", "1", "--customer", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "A [31mshop: customer 0, simulated",
        "seed 7, replication 0, 1 day",
        "",
        "Mon 09:14  arrives as a newcomer",
    ]
    assert lines[-1].startswith("It took 20 min 8 s. Effort felt: 0.50 points")


def test_the_command_prints_records_as_json(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(SHOP)

    assert run(["replay", file, "--customer", "1", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["customer"], printed["waited_seconds"], printed["effort"]) == (1, 1140, 2.4)
    assert printed["records"][0] == {
        "at": 33300.0,
        "time": "2024-01-01T09:15:00.000000+00:00",
        "customer": 1,
        "what": "arrives",
        "touchpoint": "ad",
        "segment": "newcomer",
    }


def test_a_name_cannot_steer_the_terminal(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    text = SHOP.replace("The ad", '"\\e]0;x\\a\\u202e[red]"').replace("newcomer", '"n\\rx"')
    file = write(text)

    assert run(["replay", file, "--customer", "0"]) == 0
    printed = capsys.readouterr().out
    assert "[red]" in printed
    assert all(c.isprintable() or c == "\n" for c in printed)


@pytest.mark.parametrize(
    ("text", "customer", "says"),
    [
        (SHOP, "3", "error[DL248]: there is no customer 3 in replication 0 of seed 7"),
        (SHOP, "-1", "hint: customers are numbered from 0 to 2, as they arrive"),
        (SHOP.replace("{recorded: arrivals.csv}", "0/h"), "0", "error[DL225]: nobody arrives"),
    ],
)
def test_a_customer_who_is_not_there_is_refused(
    write: Write, capsys: pytest.CaptureFixture[str], text: str, customer: str, says: str
) -> None:
    file = write(text)

    assert run(["replay", file, "--days", "1", f"--customer={customer}"]) == 2
    assert says in capsys.readouterr().err
