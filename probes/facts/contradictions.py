"""Where a page contradicts itself: its data (JSON-LD) or its links against what can be read.

Only what a page shows in readable words is held against it: a price in the data of a page
without any price is no contradiction, since shops leave them out for many reasons. Amounts are
compared as numbers of one currency, so `from` and `per month` don't matter here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from urllib.parse import unquote

from desireline.scenarios.fact import FactKind, find, normal

from ..page.notice import PageLook
from .structured import structured_values

DATA: tuple[tuple[str, FactKind, tuple[str, ...]], ...] = (
    ("price", "money", ("offers.price",)),
    ("phone number", "phone", ("telephone",)),
    ("e-mail address", "email", ("email",)),
    ("opening hours", "hours", ("openingHours", "openingHoursSpecification")),
    ("begin", "time", ("startDate",)),
)
LEAST_DIGITS = 6  # at the end of two phone numbers that may be one
LONGEST_PREFIX = 4  # +353
SCHEMES: tuple[tuple[str, FactKind], ...] = (("tel:", "phone"), ("mailto:", "email"))


def contradictions(
    look: PageLook, text: str, *, region: str, currency: str | None, zone: str
) -> tuple[str, ...]:
    """Say what the page's data or links tell otherwise than its words."""
    known = {"region": region, "currency": currency, "zone": zone}
    return (*_of_data(look.data, text, known), *_of_links(look, known))


def _of_data(scripts: Sequence[str], text: str, known: dict[str, str | None]) -> Iterator[str]:
    for name, kind, paths in DATA:
        values = [value for path in paths for value in structured_values(scripts, path)]
        told = {form: value for value in values if (form := _form(kind, value, known))}
        pieces = find(kind, text, region=known["region"]) if told else []
        shown = {form: piece for piece in pieces if (form := _form(kind, piece, known))}
        if not shown or any(_agree(kind, one, other) for one in told for other in shown):
            continue
        if len(told) == 1 and _alike(kind, [*told, *shown]):
            says, instead = next(iter(told.values())), ", ".join(list(shown.values())[:3])
            yield f"the page's data says {says} as its {name}, and the page {instead}"


def _agree(kind: FactKind, one: str, other: str) -> bool:
    """Tell whether two forms mean the same; a number may lack its country's code."""
    if kind != "phone" or one == other:
        return one == other
    same = sum(1 for _ in takewhile(_is_same, zip(reversed(one), reversed(other), strict=False)))
    return same >= LEAST_DIGITS and max(len(one), len(other)) - same <= LONGEST_PREFIX


def _is_same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _alike(kind: FactKind, forms: Sequence[str]) -> bool:
    """Tell whether forms can be held against each other: one currency; all with a date."""
    if kind == "money":
        return len({form.rpartition(" ")[2] for form in forms}) == 1
    return kind != "time" or len({len(form) for form in forms}) == 1


def _form(kind: FactKind, piece: str, known: dict[str, str | None]) -> str | None:
    form = normal(kind, piece, **known)
    if kind == "money" and form:
        found = re.search(r"-?\d+\.\d\d [A-Z]{3}", form)
        return found[0] if found else None
    return form


def _of_links(look: PageLook, known: dict[str, str | None]) -> Iterator[str]:
    for link in look.links:
        for scheme, kind in SCHEMES:
            if not link.href.lower().startswith(scheme):
                continue
            leads = unquote(re.split("[?;]", link.href[len(scheme) :])[0])
            says = find(kind, link.text, region=known["region"])
            meant, told = _form(kind, leads, known), _form(kind, link.text, known)
            if says and meant and told and not _agree(kind, meant, told):
                yield f"the link {says[0]} leads to {leads}"
