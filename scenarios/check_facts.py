"""Whether what is promised can be compared with what will be seen."""

from __future__ import annotations

from collections.abc import Iterator

from .fact import FACT_EXAMPLES, why_not
from .finding import Finding
from .journey import Journey, region_of, zone_of
from .units import shown


def promised(journey: Journey) -> Iterator[Finding]:
    """Find promised values that don't read as the kind of their fact."""
    for name, fact in journey.facts.items():
        if fact.promised is None:
            continue
        region, currency, zone = region_of(journey), journey.currency, zone_of(journey)
        why = why_not(fact.kind, fact.promised, region=region, currency=currency, zone=zone)
        if why:
            what = f"{shown(fact.promised)} does not read as one {fact.kind}: {why}"
            yield Finding(
                ("facts", name, "promised"), "DL158", what,
                f"write it like {FACT_EXAMPLES[fact.kind]}", rests_on=(("facts", name, "kind"),),
            )  # fmt: skip
