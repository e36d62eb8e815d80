"""A simulation as a table, for who works with pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import DesirelineError

if TYPE_CHECKING:
    from .differences import Difference
    from .outcome import Estimate, Outcome, TouchpointOutcome


def table_of(outcome: Outcome) -> Any:
    """Give a DataFrame with a row for each touchpoint, and low and high beside each figure.

    Raises DesirelineError DL250 where pandas is not installed.
    """
    pandas = imported_pandas()
    rows = [_row(touchpoint) for touchpoint in outcome.touchpoints]
    return pandas.DataFrame(rows).set_index("touchpoint")


def table_of_differences(found: Mapping[str, Difference]) -> Any:
    """Give a DataFrame with a row for each difference.

    Raises DesirelineError DL250 where pandas is not installed.
    """
    pandas = imported_pandas()
    rows = {name: _columns("mean", one.mean) | _tested(one) for name, one in found.items()}
    renamed = {"mean_low": "low", "mean_high": "high"}
    return pandas.DataFrame.from_dict(rows, orient="index").rename(columns=renamed)


def imported_pandas() -> Any:
    """Import pandas; raises DesirelineError DL250 where it is not installed."""
    try:
        import pandas
    except ImportError:
        raise DesirelineError(
            "DL250", "a table needs pandas, which is not installed", hint="pip install pandas"
        ) from None
    return pandas


def _tested(found: Difference) -> dict[str, float | bool]:
    return {"p_value": found.p_value, "adjusted": found.adjusted, "holds": found.holds}


def _row(touchpoint: TouchpointOutcome) -> dict[str, Any]:
    figures = {
        "reached": touchpoint.reached,
        "visits": touchpoint.visits,
        "minutes": touchpoint.minutes,
        "wait_minutes": touchpoint.wait_minutes,
        "effort": touchpoint.effort,
        **{f"left_{cause}": found for cause, found in touchpoint.left.items()},
    }
    row: dict[str, Any] = {"touchpoint": touchpoint.name}
    for name, found in figures.items():
        row |= _columns(name, found)
    return row


def _columns(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
