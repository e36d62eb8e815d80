"""Whether a what-if fits its journey: each change alone, and each comparison whole."""

from __future__ import annotations

from collections.abc import Iterator

from .change import changed, compose
from .errors import FileMistakes
from .finding import Finding
from .journey import Journey
from .tree import Path
from .units import Money, Unfit, nearest, shown
from .whatif import WhatIf


def check_whatif(whatif: WhatIf, journey: Journey) -> list[Finding]:
    """Check a what-if against its journey; an empty list means that it holds together."""
    found = [*_changes(whatif, journey)]
    return [*found, *_comparisons(whatif, journey, whole=not found), *_amounts(whatif, journey)]


def _changes(whatif: WhatIf, journey: Journey) -> Iterator[Finding]:
    for name, fix in whatif.fixes.items():
        sofar = journey
        for path, written in fix.changes.items():
            here = ("fixes", name, "changes", path)
            try:
                sofar = changed(sofar, path, written)
            except Unfit as unfit:
                at_key = unfit.code == "DL201"
                yield Finding(here, unfit.code, unfit.what, "", unfit.nearest, at_key)


def _comparisons(whatif: WhatIf, journey: Journey, *, whole: bool) -> Iterator[Finding]:
    for index, names in enumerate(whatif.compare):
        together = (names,) if isinstance(names, str) else names
        for number, name in enumerate(together):
            here: Path = (
                ("compare", index) if isinstance(names, str) else ("compare", index, number)
            )
            if name not in whatif.fixes:
                hint = f"there are {', '.join(whatif.fixes)}"
                meant = nearest(name, whatif.fixes)
                what = f"{shown(name)} is not a fix of this what-if"
                yield Finding(here, "DL205", what, hint, meant, defined_at=("fixes", name))
            elif name in together[:number]:
                yield Finding(here, "DL207", f"{shown(name)} stands twice in one comparison")
        if whole and len(together) > 1 and all(name in whatif.fixes for name in together):
            yield from _together(whatif, journey, index, together)


def _together(
    whatif: WhatIf, journey: Journey, index: int, names: tuple[str, ...]
) -> Iterator[Finding]:
    """Find fixes that work alone and not at once: two that each take the last agent."""
    try:
        compose(journey, (whatif.fixes[name] for name in names))
    except FileMistakes as error:
        for mistake in error.mistakes:
            what = f"{' and '.join(names)} can't be combined: {mistake.what}"
            yield Finding(("compare", index), mistake.code, what)


def _amounts(whatif: WhatIf, journey: Journey) -> Iterator[Finding]:
    amounts: list[tuple[Path, Money | None]] = [(("budget",), whatif.budget)]
    for name, fix in whatif.fixes.items():
        amounts.append((("fixes", name, "cost", "once"), fix.cost.once))
        amounts.append((("fixes", name, "cost", "monthly"), fix.cost.monthly))
    for path, amount in amounts:
        if amount is not None and amount.currency != journey.currency:
            what = f"an amount in {amount.currency}, and the journey counts in {journey.currency}"
            yield Finding(path, "DL161", what, f"write it in {journey.currency}")
