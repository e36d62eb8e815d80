"""Who arrives when: rates, groups, growth, seasons, promotions, and arrivals as recorded."""

import pickle
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from desireline.scenarios.arrivals import Arrivals, Recorded
from desireline.scenarios.errors import FileMistakes, Mistake
from desireline.scenarios.journey import Journey
from desireline.scenarios.moment import Calendar, seconds_until
from desireline.scenarios.reading import journey_of, load_journey, mistakes_in
from desireline.scenarios.week import Span, constant_week

REST = """
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
stages: [{stage: buy, touchpoints: {site: {}, till: {}}}]
"""
BERLIN = "calendar: {starts: 2026-03-28, zone: Europe/Berlin}\n"


def arrivals(written: str) -> Arrivals:
    """Read arrivals of a journey."""
    return journey_of(f"journey: x\n{BERLIN}arrivals: {written}{REST}").arrivals


def test_short_forms() -> None:
    """A rate alone, or by the hour."""
    assert arrivals("60/h").rate == constant_week(60.0)
    assert arrivals("{sat: 60/h, otherwise: 5/h}").rate.at(0) == 5.0
    assert journey_of(f"journey: x{REST}").arrivals.rate == constant_week(10.0)


def test_spelled_out() -> None:
    """Each in the unit that the crowd takes."""
    spelled = arrivals(
        "{rate: {sat: 60/h}, groups: {1: 60%, 4: 40%}, growth: -2% per month, season: {dec: x2},"
        " promotions: {sale: {starts: 2026-03-29 9:00, lasts: 4 days, rate: x3},"
        " mail: {starts: 4 days, lasts: 1h, rate: x1.5}}}"
    )

    assert spelled.rate.at(5 * 1440) == 60.0
    assert spelled.groups == {1: 0.6, 4: 0.4}
    assert (spelled.growth, spelled.season) == (-0.02, {"dec": 2.0})
    assert spelled.promotions["sale"].starts == datetime(2026, 3, 29, 9, 0)
    assert spelled.promotions["mail"].starts == 4 * 86400.0
    assert (spelled.promotions["sale"].lasts, spelled.promotions["sale"].rate) == (345600.0, 3.0)


def test_holidays_have_hours_of_their_own() -> None:
    """In minutes of the day; the week itself stays as it is."""
    rate = arrivals("{mon: 6/h, holiday 10:00-14:00: 2/h, holiday 15:00-16:00: 3/h}").rate

    assert rate.holiday == (Span(600, 840, 2.0), Span(900, 960, 3.0))
    assert [rate.at(0), rate.at(1440)] == [6.0, 0.0]


def test_the_calendar() -> None:
    """Its days, and how far a moment is from its start; clocks that change count."""
    journey = journey_of(f"journey: x\n{BERLIN[:-2]}, holidays: [2026-12-25]}}{REST}")
    calendar = journey.calendar

    assert calendar is not None
    assert (calendar.starts, calendar.holidays) == (date(2026, 3, 28), (date(2026, 12, 25),))
    assert seconds_until(calendar, datetime(2026, 3, 29, 12, 0)) == 35 * 3600.0
    assert Calendar(starts=date(2026, 3, 28)).zone == "UTC"


def recorded(folder: Path, rows: str, *, calendar: str = BERLIN) -> Path:
    """Write a journey and the file of its arrivals."""
    (folder / "came.csv").write_text(rows, "utf-8")
    file = folder / "journey.yaml"
    file.write_text(f"journey: x\n{calendar}arrivals: {{recorded: came.csv}}{REST}", "utf-8")
    return file


def replayed(journey: Journey) -> Recorded:
    """Give the recorded arrivals of a journey."""
    assert journey.arrivals.replayed is not None
    return journey.arrivals.replayed


def test_recorded_arrivals_come_in_order(tmp_path: Path) -> None:
    """Times of every form, each row with its segment and start."""
    rows = (
        "segment,time,start\nregular,2h,till\nnewcomer,90.5,site\n"
        "newcomer,2026-03-29 12:00,site\nregular,2026-03-28T10:00:00Z,till\n"
    )
    journey = load_journey(recorded(tmp_path, rows))

    assert replayed(journey) == Recorded(
        (90.5, 7200.0, 39600.0, 126000.0),
        ("newcomer", "regular", "regular", "newcomer"),
        ("site", "till", "till", "site"),
    )
    assert journey.arrivals.recorded == str(tmp_path / "came.csv")


def test_the_time_alone_will_do(tmp_path: Path) -> None:
    """Also without a calendar, when no row has a date."""
    journey = load_journey(recorded(tmp_path, "time\n5\n\n3\n", calendar=""))

    assert replayed(journey) == Recorded((3.0, 5.0), None, None)


def test_recorded_arrivals_go_where_the_journey_goes(tmp_path: Path) -> None:
    """To another process, and into a changed journey."""
    journey = load_journey(recorded(tmp_path, "time\n5\n"))

    assert replayed(pickle.loads(pickle.dumps(journey))).times == (5.0,)  # noqa: S301 - our own
    assert replayed(journey.model_copy(update={"title": "y"})).times == (5.0,)
    assert "replayed" not in journey.model_dump_json()


@pytest.mark.parametrize(
    ("rows", "code", "line", "column", "nearest"),
    [
        ("time\n5\nsoon\n", "DL185", 3, 1, ""),
        ("time\n-5\n", "DL185", 2, 1, ""),
        ("time\nnan\n", "DL185", 2, 1, ""),
        ("time\n2026-02-30 09:00\n", "DL185", 2, 1, ""),
        ("time\n2026-03-27 09:00\n", "DL185", 2, 1, ""),
        ("time,segment\n5,regular\n6,reglar\n", "DL141", 3, 2, "regular"),
        ("time,segment\n5\n", "DL141", 2, 2, ""),
        ("time,start\n5,tlil\n", "DL103", 2, 2, "till"),
        ("tiem,segment\n5,regular\n", "DL186", 1, 1, "time"),
        ("time,segmnt\n5,regular\n", "DL186", 1, 2, "segment"),
        ("time\n", "DL186", 1, 1, ""),
        ("", "DL186", 1, 1, ""),
    ],
)
def test_rows_that_are_none(
    tmp_path: Path, rows: str, code: str, line: int, column: int, nearest: str
) -> None:
    """Each is told with the file, its line and column."""
    (mistake,) = mistakes_in(recorded(tmp_path, rows))

    assert (mistake.code, mistake.nearest) == (code, nearest)
    assert mistake.place is not None
    assert mistake.place.file == str(tmp_path / "came.csv")
    assert (mistake.place.line, mistake.place.column) == (line, column)


def test_all_bad_rows_are_told_up_to_a_hundred(tmp_path: Path) -> None:
    """Nobody reads a million."""
    found = mistakes_in(recorded(tmp_path, "time\n" + "soon\n" * 5000))

    assert len(found) == 100


def test_dates_need_a_calendar(tmp_path: Path) -> None:
    """Nobody knows else how far they are from the start."""
    (mistake,) = mistakes_in(recorded(tmp_path, "time\n2026-03-28\n", calendar=""))

    assert mistake.code == "DL182"


def mistakes_of(folder: Path, written: str) -> list[Mistake]:
    """Give what is wrong with arrivals."""
    (folder / "came.csv").write_text("time\n5\n", "utf-8")
    file = folder / "journey.yaml"
    file.write_text(f"journey: x\narrivals: {written}{REST}", "utf-8")
    return mistakes_in(file)


@pytest.mark.parametrize("more", ["rate: 5/h", "growth: 1% per month", "season: {jan: x2}"])
def test_recorded_arrivals_take_the_place_of_a_rate(tmp_path: Path, more: str) -> None:
    """What would change nothing is refused."""
    found = mistakes_of(tmp_path, f"{{recorded: came.csv, {more}}}")

    assert "DL183" in [mistake.code for mistake in found]


@pytest.mark.parametrize(("name", "code"), [("caem.csv", "DL101"), (".", "DL102")])
def test_a_file_that_is_none_is_told_where_it_is_named(
    tmp_path: Path, name: str, code: str
) -> None:
    """In the journey, since there is nothing else to point at."""
    (mistake,) = mistakes_of(tmp_path, f"{{recorded: {name}}}")

    assert mistake.code == code
    assert mistake.place is not None
    assert mistake.place.text[mistake.place.column - 1 :].startswith(name)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A spreadsheet's own format, for instance."""
    file = recorded(tmp_path, "")
    (tmp_path / "came.csv").write_bytes(b"time\n\xff\xfe\n")

    with pytest.raises(FileMistakes) as caught:
        load_journey(file)
    assert caught.value.code == "DL106"


@pytest.mark.slow
def test_a_million_rows_take_seconds(tmp_path: Path) -> None:
    """Generously: 20 s of the processor's time."""
    rows = "".join(f"{number},regular\n" for number in range(1_000_000))
    file = recorded(tmp_path, f"time,segment\n{rows}")
    begun = time.process_time()

    assert len(replayed(load_journey(file)).times) == 1_000_000
    assert time.process_time() - begun < 20
