"""Effort, CES and NPS of small journeys, worked out by hand from docs/background/model.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from by_hand import DAYS, flow_from, lived

from desireline.scenarios.reading import load_journey
from desireline.sim import effort
from desireline.sim.clock import TICKS_A_DAY
from desireline.sim.compiled.engine import walk_crowd as walk_compiled
from desireline.sim.crowd import walk_crowd
from desireline.sim.effort import POINT, effort_score, recommends
from desireline.sim.experiments.experiment import simulate
from desireline.sim.flatten import compile_flow
from desireline.sim.plan import Plan
from desireline.sim.shift import Shift
from desireline.sim.span import Span
from desireline.sim.tally import Tally

MODEL = Path(__file__).parents[2] / "docs" / "background" / "model.md"


def points_of(tally: Tally) -> float:
    """Give the effort of all who came, when it all was over."""
    return tally.effort_at_end / POINT


def desk(more: str) -> str:
    """Give a journey of one desk with one clerk."""
    return f"""
resources: {{clerk: {{hours: 1}}}}
stages: [{{stage: all, touchpoints: {{desk: {{needs: clerk, {more}}}}}}}]
"""


@pytest.mark.parametrize(
    ("takes", "answers", "points"),
    [
        ("10 min", "", 1.0),  # the second one waits for 10 minutes
        ("10 min", ", promises: {answers in: 4 min}", 0.6),
        ("10 min", ", promises: {answers in: 10 min}", 0.0),
        ("20 min", "", 2.0),
        ("50 min", "", 2.0),  # the most that a wait costs
        ("50 min", ", promises: {answers in: 35 min}", 1.5),
    ],
)
def test_each_minute_over_the_promise_costs_a_tenth_and_a_wait_two_at_the_most(
    tmp_path: Path, takes: str, answers: str, points: float
) -> None:
    _, tally = lived(tmp_path, desk(f"takes: {takes}{answers}"), "0 0")

    assert points_of(tally) == points
    assert tally.score == (14 - points) * POINT


def test_a_queue_that_is_given_up_costs_its_wait_and_half_a_point(tmp_path: Path) -> None:
    """The second one gives up after 5 minutes, 3 over the promise: 0.3 and 0.5."""
    waits = "takes: 1h, patience: 5 min, promises: {answers in: 2 min}"
    _, tally = lived(tmp_path, desk(waits), "0 0")

    assert points_of(tally) == 0.8


def test_each_time_turned_away_costs_half_a_point(tmp_path: Path) -> None:
    """The line holds nobody: the second one is turned away, and again at the other desk."""
    _, tally = lived(
        tmp_path,
        """
resources: {clerk: {hours: 1, line: 0}, other: {hours: 0, line: 0}}
stages:
- stage: all
  touchpoints:
    desk: {needs: clerk, takes: 1h, on-abandon: {counter: 100%}, next: {end: 100%}}
    counter: {needs: other, patience: 1 min}
""",
        "0 0",
    )

    assert tally.turned_away == [1, 1]
    assert points_of(tally) == 1.0


def test_a_wait_that_ends_in_a_call_back_is_felt_and_the_wait_after_it_is_not(
    tmp_path: Path,
) -> None:
    """5 minutes are felt; after the call-back the clerk is busy for 25 more, which are not."""
    waits = "takes: 40 min, patience: 5 min, call-back: {share: 100%, after: 10 min}"
    _, tally = lived(tmp_path, desk(waits), "0 0")

    assert tally.called_back == [1]
    assert points_of(tally) == 0.5


@pytest.mark.parametrize(
    ("takes", "pace", "points"),
    [
        ("10 min", "x1", 0.0),
        ("10 min", "x0.5", 0.0),
        ("10 min", "x2", 0.25),  # one mean more
        ("10 min", "x4", 0.75),
        ("10 min", "x5", 1.0),
        ("10 min", "x9", 1.0),  # the most that a visit costs
        ("10s", "x3", 0.0),  # nobody times what takes less than 30 s
        ("10s", "x9", 0.5),
    ],
)
def test_a_visit_that_takes_longer_than_usual_costs_a_quarter_for_each_mean_more(
    tmp_path: Path, takes: str, pace: str, points: float
) -> None:
    """Twice the mean: a quarter."""
    slow = f"desk: {{takes: {takes}, takes-by-hour: {{daily 00:00-01:00: {pace}}}}}"
    _, tally = lived(tmp_path, f"stages: [{{stage: all, touchpoints: {{{slow}}}}}]", "0")

    assert points_of(tally) == points


def test_each_failed_try_costs_half_a_point_and_its_time(tmp_path: Path) -> None:
    """Three of 2 minutes: 1.5 for the failures, and 0.5 for two means more than usual."""
    fails = "desk: {takes: 2 min, fails: 100%, retries: 2}, end-page: {}"
    _, tally = lived(tmp_path, f"stages: [{{stage: all, touchpoints: {{{fails}}}}}]", "0")

    assert points_of(tally) == 2.0
    assert tally.effort == [2 * POINT, 0]


def test_what_is_told_again_where_the_queue_is_given_up_costs_nothing(tmp_path: Path) -> None:
    """Whoever gives up has not come to the telling; half a point is for the queue."""
    _, tally = lived(
        tmp_path,
        """
resources: {clerk: {hours: 0}}
stages:
- stage: all
  touchpoints:
    form: {asks: [name]}
    desk: {needs: clerk, asks: [name], patience: 0s}
""",
        "0",
    )

    assert points_of(tally) == 0.5


def test_a_gap_costs_what_it_says(tmp_path: Path) -> None:
    flow_from(tmp_path, "stages: [{stage: all, touchpoints: {a: {}, b: {}}}]", "0 0 0")
    shifts = [Shift("a", "too-many-fields", effort=0.75), Shift("b", "too-slow", effort=0.5)]
    flow = compile_flow(load_journey(tmp_path / "journey.yaml"), shifts, days=DAYS)
    span = Span(0, DAYS * TICKS_A_DAY)

    for walk in (walk_crowd, walk_compiled):
        tally = walk(flow, seed=1, replication=0, span=span)
        assert tally.effort_at_end == 3 * 1_250_000
        assert tally.score == 3 * 5_750_000


@pytest.mark.parametrize(
    ("points", "score", "recommending"),
    [
        (0.0, 7.0, 1),
        (0.9, 6.1, 1),  # 8.5 of 10
        (0.900001, 6.099999, 0),
        (2.1, 4.9, 0),  # 6.5 of 10
        (2.100001, 4.899999, -1),
        (6.0, 1.0, -1),
        (60.0, 1.0, -1),
    ],
)
def test_scores_lie_from_1_to_7_and_those_of_8_5_and_6_5_of_10_part_who_recommends(
    points: float, score: float, recommending: int
) -> None:
    felt = round(points * POINT)

    assert effort_score(felt) == round(score * POINT)
    assert recommends(effort_score(felt)) == recommending
    on_ten = (score - 1) / 6 * 10
    assert recommending == (on_ten >= 8.5 - 1e-9) - (on_ten < 6.5 - 1e-9)


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_a_crowd_s_ces_is_the_mean_of_all_and_its_nps_promoters_less_detractors(
    tmp_path: Path, engine: str
) -> None:
    """One clerk, 6 minutes each, five at once: waits of 0, 6, 12, 18 and 24 minutes.

    Points 0, 0.6, 1.2, 1.8 and 2 (the most). One who gave up after 24 minutes in front of the
    other desk has 2 and 0.5. CES 7, 6.4, 5.8, 5.2, 5 and 4.5; two promote, one detracts.
    """
    text = """
resources: {clerk: {hours: 1}, other: {hours: 0}}
segments: {many: {share: 50%}, one: {share: 50%}}
stages:
- stage: all
  touchpoints:
    door: {next-if: [{segment: one, to: {counter: 100%}}], next: {desk: 100%}}
    desk: {needs: clerk, takes: 6 min, next: {end: 100%}}
    counter: {needs: other, patience: 24 min}
"""
    flow_from(tmp_path, text, "0/many 0/many 0/many 0/many 0/many 0/one")
    plan = Plan(replications=2, days=1, engine=engine, jobs=1)  # type: ignore[arg-type]

    found = simulate(load_journey(tmp_path / "journey.yaml"), plan=plan)

    assert found.samples["ces"] == pytest.approx([(7 + 6.4 + 5.8 + 5.2 + 5 + 4.5) / 6] * 2)
    assert found.samples["nps"] == pytest.approx([100 * (2 - 1) / 6] * 2)
    assert found.ces.mean == pytest.approx(5.65)
    assert found.nps.mean == pytest.approx(100 / 6)
    by_segment = {segment.name: segment.ces.mean for segment in found.segments}
    assert by_segment == pytest.approx({"many": 5.88, "one": 4.5})


def test_the_page_of_the_model_names_each_constant_as_modelled() -> None:
    page = MODEL.read_text("utf-8")
    section = page.split("## Effort, CES and NPS")[1].split("\n## ")[0]
    rows = {row[0]: row for row in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", section, re.M)}
    said = {
        "each minute waited": (effort.POINTS_A_MINUTE_WAITED, effort.MOST_POINTS_A_WAIT),
        "each failed try": (effort.POINTS_A_FAILURE,),
        "each thing told again": (effort.POINTS_A_REPETITION,),
        "a visit that takes longer": (
            effort.POINTS_AN_EXTRA_MEAN,
            effort.MOST_POINTS_A_DELAY,
            effort.LEAST_USUAL_SECONDS,
        ),
    }
    for beginning, constants in said.items():
        (row,) = (row for what, row in rows.items() if what.startswith(beginning))
        assert row[2] == "modelled"
        for constant in constants:
            assert re.search(rf"(?<![\d.]){constant:g}(?![\d]|\.\d)", " ".join(row)), constant
    scores, sentence = " ".join(section.split()), "8.5 or more (CES 6.1)"
    assert sentence in scores
    assert "below 6.5 (CES 4.9) as a detractor; modelled" in scores
    assert "CES** (simulated customer effort score) = 7 − points, from 1 (hard) to 7" in scores
    assert (effort.PROMOTER, effort.DETRACTOR) == (6.1 * POINT, 4.9 * POINT)
    assert (effort.EASIEST, effort.HARDEST) == (7 * POINT, 1 * POINT)
