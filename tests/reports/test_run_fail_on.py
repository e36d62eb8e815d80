"""`--fail-on`: which gaps count, and what the exit code says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from walked_shop import QUICK, delivery, failed_step, shop, walked
from walked_shop import price as stated

from desireline.reports.record import Record
from desireline.reports.run_fail_on import exit_code, fail_on
from desireline.reports.run_record import Told, make_record
from desireline.scenarios.errors import DesirelineError
from desireline.sim.experiments.outcome import Estimate

TOLD = Told("journey.yaml", "0" * 64, "desireline run", datetime(2026, 1, 5, tzinfo=UTC), "0.1.0")
BLIND = {"verdict": "could not look", "message": "no browser"}


@pytest.fixture(scope="module")
def dear() -> Record:
    """Give a record with one gap that loses 212 customers a month, and surely some."""
    dearer = {"facts": (stated("139.00 EUR"), delivery())}
    record = make_record(shop(), [walked(cart=dearer)], told=TOLD, plan=QUICK)
    (gap,) = record.gaps
    return replace(record, gaps=(replace(gap, lost=Estimate(212.0, 164.0, 259.0)),))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("any", 1),
        ("never", 0),
        ("priced", 1),
        ("10", 1),
        ("212", 1),
        ("212.5", 0),
        ("fact-contradicted", 1),
        ("too-slow, fact-contradicted", 1),
        ("too-slow", 0),
    ],
)
def test_what_counts(dear: Record, written: str, code: int) -> None:
    """One gap: a contradicted fact, 212 customers a month, surely above zero."""
    assert exit_code(dear, fail_on(written)) == code


def test_priced_does_not_count_what_could_be_chance(dear: Record) -> None:
    """Its range holds zero."""
    chance = replace(dear.gaps[0], lost=Estimate(12.0, -3.0, 28.0))

    assert exit_code(replace(dear, gaps=(chance,)), fail_on("priced")) == 0


@pytest.mark.parametrize("written", ["", "most", "-1", "1e3", "any,never", "too slow"])
def test_anything_else_is_wrong_use(written: str) -> None:
    """And says what it takes."""
    with pytest.raises(DesirelineError, match="nothing to fail on") as error:
        fail_on(written)

    assert (error.value.code, error.value.exit_code) == ("DL406", 2)
    assert "too-slow" in error.value.hint


def test_a_gap_wins_over_what_could_not_be_looked_at() -> None:
    """What is broken is broken; what does not count leaves a blind run."""
    dearer = {"facts": (stated("139.00 EUR"), delivery())}
    both = make_record(shop(), [walked(cart=dearer, chat=BLIND)], told=TOLD, plan=QUICK)

    assert exit_code(both, fail_on("any")) == 1
    assert exit_code(both, fail_on("never")) == 3


def test_silence_is_not_consistency() -> None:
    """All that was seen holds, and something could not be seen."""
    blind = make_record(shop(), [walked(chat=BLIND)], told=TOLD, plan=QUICK)

    assert blind.conclusion == "Could not check"
    assert exit_code(blind, fail_on("any")) == 3


def test_a_mail_that_was_given_up_on_too_early_is_silence() -> None:
    """It may still come."""
    lost = {
        "verdict": "failed",
        "arrives_seconds": None,
        "steps": failed_step("inbox"),
        "facts": (),
    }
    hasty = [{"at": "mail", "do": [{"inbox": {"subject": "order", "within": "5s"}}]}]
    journey = shop(walks={"buy": {"route": hasty}})
    record = make_record(journey, [walked(mail=lost)], told=TOLD, plan=QUICK)

    assert exit_code(record, fail_on("any")) == 3


def test_a_walk_that_was_not_allowed_to_go_on_is_no_blindness() -> None:
    """It went as far as it may: consistent as far as it goes, with a note."""
    missed = {"verdict": "not run"}
    stopped = {"message": "walked up to: places an order"}
    record = make_record(
        shop(), [walked(checkout=stopped, chat=missed, mail=missed)], told=TOLD, plan=QUICK
    )

    assert (record.conclusion, exit_code(record, fail_on("any"))) == ("Consistent", 0)
    assert any("did not reach chat and mail" in note.says for note in record.notes)
