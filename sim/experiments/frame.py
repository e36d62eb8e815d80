"""A simulation as a table, for who works with pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import DesirelineError

if TYPE_CHECKING:
    from .outcome import Estimate, Outcome, TouchpointOutcome


def table_of(outcome: Outcome) -> Any:
    """Give a DataFrame with a row for each touchpoint, and low and high beside each figure.

    Raises DesirelineError DL250 where pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise DesirelineError(
            "DL250", "a table needs pandas, which is not installed", hint="pip install pandas"
        ) from None
    rows = [_row(touchpoint) for touchpoint in outcome.touchpoints]
    return pandas.DataFrame(rows).set_index("touchpoint")


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
