"""`desireline simulate --json`: outcomes and differences for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from desireline.scenarios.journey import Journey
from desireline.sim.experiments.experiment import difference
from desireline.sim.experiments.outcome import Adjusted, Outcome

SCHEMA_VERSION = 1


def as_text(journey: Journey, fixes: Sequence[str], outcomes: Mapping[str, Outcome]) -> str:
    """Give the JSON: counts and money are per month, all of it simulated."""
    return json.dumps(_content(journey, fixes, outcomes), indent=2, ensure_ascii=False)


def _content(
    journey: Journey, fixes: Sequence[str], outcomes: Mapping[str, Outcome]
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "journey": journey.name,
        "currency": journey.currency,
        "simulated": True,
        "plan": asdict(outcomes["now"].plan),
        "now": _outcome(outcomes["now"]),
    }
    if fixes:
        now, fixed = outcomes["now"], outcomes["fixed"]
        figures = [*now.samples, *(name for name in fixed.samples if name not in now.samples)]
        content["fixes"] = list(fixes)
        content["fixed"] = _outcome(fixed)
        content["differences"] = {name: asdict(difference(fixed, now, name)) for name in figures}
    return content


def _outcome(outcome: Outcome) -> dict[str, Any]:
    content = {key: value for key, value in asdict(outcome).items() if key != "plan"}
    adjusted = {figure: _adjusted(found) for figure, found in outcome.adjusted.items()}
    return content | {"adjusted": adjusted}


def _adjusted(found: Adjusted) -> dict[str, Any]:
    """Give how far a figure's variance was cut; null: nothing of it is left."""
    return {"slope": found.slope, "variance_cut": found.cut, "values": found.values}
