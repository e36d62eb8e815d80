"""Numbers that nobody can mean are refused where they stand, all at once; the largest are taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from desireline.scenarios.arrivals import Promotion
from desireline.scenarios.change import apply
from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.limits import LONGEST_SECONDS
from desireline.scenarios.moment import Calendar
from desireline.scenarios.reading import journey_of, mistakes_in
from desireline.scenarios.spread import Spread

JOURNEY = """\
journey: large
calendar: {starts: DAY}
arrivals: {rate: RATE, promotions: {sale: {starts: SINCE, lasts: LASTS, rate: FACTOR}}}
resources: {desk: {hours: 1}}
returns: {share: 1%, after: AWAY}
stages:
- stage: all
  touchpoints:
    first: {needs: desk, takes: {lognormal: {mean: MEAN, cv: CV}}, patience: PATIENCE,
            call-back: {share: 1%, after: BACK}, next: {last: {share: 100%, after: WAY}}}
    last: {takes: {weibull: {scale: 1s, shape: CURVE}, at-most: MOST, plus: PLUS},
           takes-by-hour: {mon: PACE}, promises: {answers in: ANSWER}}
"""
TIMES = ("AWAY", "MEAN", "PATIENCE", "BACK", "WAY", "MOST", "PLUS", "ANSWER", "SINCE", "LASTS")
LARGEST = {
    "DAY": "2999-12-31", "RATE": "1000000000/h", "FACTOR": "x1000", "PACE": "x1000", "CV": "100",
    "CURVE": "0.1", **dict.fromkeys(TIMES, "36525 days"), "SINCE": "36524 days", "LASTS": "1 day",
}  # fmt: skip
BEYOND = {
    "DAY": ("3000-01-01", "DL392"), "RATE": ("1000000000.1/h", "DL390"),
    "FACTOR": ("x1000.01", "DL390"), "PACE": ("x1001", "DL390"), "CV": ("100.01", "DL391"),
    "CURVE": ("0.099", "DL391"), **dict.fromkeys(TIMES, ("36525 days 1s", "DL390")),
}  # fmt: skip


def written(values: dict[str, str]) -> str:
    """Write the journey with these numbers."""
    text = JOURNEY
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def test_the_largest_of_everything_can_be_read() -> None:
    assert journey_of(written(LARGEST)).calendar is not None


@pytest.mark.parametrize("name", BEYOND)
def test_a_little_more_is_refused_where_it_stands(name: str, tmp_path: Path) -> None:
    value, code = BEYOND[name]
    file = tmp_path / "large.yaml"
    file.write_text(written(LARGEST | {name: value}), "utf-8")
    [mistake] = mistakes_in(file)

    assert mistake.code == code
    assert mistake.place is not None
    assert mistake.place.text[mistake.place.column - 1 :].startswith(value)
    assert "write" in mistake.what


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("DAY", "1899-12-31", "DL392"), ("CV", "0.0009", "DL391"), ("CURVE", "1001", "DL391"),
     ("SINCE", "2999-12-31 09:00", "DL390"), ("LASTS", "999999999999999 months", "DL390")],
)  # fmt: skip
def test_other_ends(name: str, value: str, code: str) -> None:
    small = LARGEST | {"DAY": "2026-11-02", name: value}
    with pytest.raises(FileMistakes) as refused:
        journey_of(written(small))

    assert [mistake.code for mistake in refused.value.mistakes] == [code]


def test_all_of_them_are_told_at_once() -> None:
    with pytest.raises(FileMistakes) as refused:
        journey_of(written({name: value for name, (value, _) in BEYOND.items()}))

    assert len(refused.value.mistakes) == len(BEYOND)


@pytest.mark.parametrize("row", ["3155760001", "2200-01-01 09:00", "9999999 days"])
def test_arrivals_that_were_recorded_too_late(row: str, tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text(f"time\n3155760000\n{row}\n", "utf-8")
    file = tmp_path / "recorded.yaml"
    text = "journey: r\ncalendar: {starts: 2026-11-02}\narrivals: {recorded: arrivals.csv}\n"
    file.write_text(f"{text}stages: [{{stage: a, touchpoints: {{a: }}}}]\n", "utf-8")
    [mistake] = mistakes_in(file)

    assert (mistake.code, mistake.place and mistake.place.line) == ("DL390", 3)


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("first.takes", "x1.01", "DL204"),
        ("first.takes", "+1s", "DL204"),
        ("first.patience", "= 36526 days", "DL390"),
        ("first.call-back.after", "x2", "DL204"),
        ("first.next.last.after", "x999999999999", "DL204"),
        ("last.takes", "x1.01", "DL204"),
        ("last.takes-by-hour", "x1.01", "DL204"),
        ("returns.after", "x2", "DL204"),
        ("arrivals", "x1.01", "DL204"),
        ("arrivals", "+1/h", "DL204"),
        ("arrivals", "= 1000000001/h", "DL390"),
        ("arrivals.promotions.sale.rate", "+1", "DL204"),
        ("arrivals.promotions.sale.lasts", "x99999999", "DL204"),
        ("desk.capacity", "x1000001", "DL204"),
    ],
)
def test_a_change_is_held_to_the_same(path: str, change: str, code: str) -> None:
    with pytest.raises(FileMistakes) as refused:
        apply(journey_of(written(LARGEST)), {path: change})

    assert [mistake.code for mistake in refused.value.mistakes] == [code]


def test_shapes_made_in_python_are_held_to_the_same() -> None:
    for make in (
        lambda: Spread.of(LONGEST_SECONDS * 1.01),
        lambda: Promotion(starts=LONGEST_SECONDS * 2, lasts=1.0, rate=2.0),
        lambda: Calendar(starts=date(9999, 12, 31)),
    ):
        with pytest.raises(ValidationError):
            make()
    assert Spread.of(LONGEST_SECONDS).constant == LONGEST_SECONDS
