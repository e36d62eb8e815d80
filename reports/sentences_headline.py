"""The verdict, its line, and the headline: what a reader knows after ten seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desireline.sim.experiments.outcome import Estimate

from .record import Check, Conclusion, Gap, Note
from .views_notes import BLIND, GIVEN_UP
from .words import clean, figure, number, plural, spread

GLYPHS: dict[Conclusion, str] = {
    "Consistent": "✓",
    "Drifting": "◐",
    "Not consistent": "✗",
    "Could not check": "?",
}
BROKEN = ("differs", "missing")
REASONS = (BLIND, GIVEN_UP, "no walk is written")  # why something was not seen


def conclude(gaps: Sequence[Gap], checks: Sequence[Check], *, unseen: bool) -> Conclusion:
    """Conclude: what surely costs customers, what may, or that nothing can be said.

    Gaps of which none surely costs a customer (each interval holds zero) are a drift. No
    gap counts as consistent only when all that should be looked at was looked at.
    """
    if any(surely_costs(gap) for gap in gaps):
        return "Not consistent"
    if gaps:
        return "Drifting"
    held = any(check.standing == "matches" for check in checks)
    return "Consistent" if held and not unseen else "Could not check"


def surely_costs(gap: Gap) -> bool:
    """Tell whether a gap's interval lies above zero."""
    return gap.lost.low > 0


def verdict_line(conclusion: Conclusion, checks: Sequence[Check]) -> str:
    """Give glyph, word, and how many of the promises hold: of those that were looked at."""
    held, looked, blind = counts(checks)
    line = f"{GLYPHS[conclusion]} {conclusion} · "
    if not looked:
        none = f"none of {blind:,} promises could be looked at"
        one = "the one promise could not be looked at"
        return line + (("the plan makes no promise", one)[blind] if blind < 2 else none)
    promises = "promise holds" if looked == 1 else "promises hold"
    line += f"{held} of {looked} {promises}"
    return line + (f", {blind} not checked" if blind else "")


def counts(checks: Sequence[Check]) -> tuple[int, int, int]:
    """Give how many promises hold, were looked at, and were not."""
    held = sum(check.standing == "matches" for check in checks)
    looked = held + sum(check.standing in BROKEN for check in checks)
    return held, looked, len(checks) - looked


def headline(
    title: str,
    gaps: Sequence[Gap],
    clauses: Mapping[str, str],
    checks: Sequence[Check],
    notes: Sequence[Note],
    *,
    unseen: bool,
    completes: Sequence[str] = (),
) -> str:
    """Give the headline: the dearest gap and what it costs, or why there is none.

    `clauses` holds each gap's sentence as a clause, by the gap's name; `completes` names
    the touchpoints that complete the journey.
    """
    if not gaps and not counts(checks)[1]:
        return f"{clean(title)} could not be looked at: {_reason(notes)}."
    if not gaps:
        return f"{clean(title)}: {_without_gaps(checks, notes, unseen=unseen)}."
    blind = f"; not all could be looked at ({_blindness(notes)})" if unseen else ""
    cost = costs(gaps[0], gaps, completes)
    return f"{clean(title)}: {clauses[gaps[0].name]}, {cost}{blind}."


def costs(gap: Gap, gaps: Sequence[Gap], completes: Sequence[str] = ()) -> str:
    """Say what a gap costs, as the end of a sentence about it."""
    if nothing(gap.lost):
        return f"which loses no customers in the simulation{_why_nothing(gap, gaps, completes)}"
    if gap.lost.could_be_chance:
        about = number(gap.lost.mean)
        return f"and may lose about {about} customers a month ({spread(gap.lost)}: could be chance)"
    one_does = len(gap.places) == 1 and gap.driver != "failure"
    loses = "and loses" if one_does else "which loses"
    return f"{loses} about {customers(gap.lost)} a month ({spread(gap.lost)})"


def _why_nothing(gap: Gap, gaps: Sequence[Gap], completes: Sequence[str]) -> str:
    blocked = next((g for g in gaps if g.driver == "failure" and not nothing(g.lost)), None)
    if blocked:
        return f" while nobody gets through {blocked.touchpoint}"
    done = gap.touchpoint in completes and gap.driver != "failure"
    return ", since whoever gets there has completed the journey" if done else ""


def customers(estimate: Estimate) -> str:
    """Write a number of customers with the noun."""
    text = figure(estimate).split(" ")[0]
    return f"{text} customer{'' if text == '1' else 's'}"


def nothing(estimate: Estimate) -> bool:
    """Tell whether an estimate is zero without any doubt."""
    return estimate.low == estimate.mean == estimate.high == 0


def _without_gaps(checks: Sequence[Check], notes: Sequence[Note], *, unseen: bool) -> str:
    held, _, blind = counts(checks)
    said = "the one promise" if held == 1 else f"all {plural(held, 'promise')}"
    said += (" that was looked at" if held == 1 else " that were looked at") if blind else ""
    said += " holds" if held == 1 else " hold"
    if unseen:
        return f"{said}, but not all could be ({_blindness(notes)})"
    return f"{said}, and no place contradicts another" + (f"; {blind} not checked" if blind else "")


def _reason(notes: Sequence[Note]) -> str:
    """Give the first reason why nothing could be looked at: where, and what was in the way."""
    note = _first_blind(notes)
    why = note.says.rpartition(f" {BLIND}: ")[2].removesuffix(": nothing was looked at")
    says = f"at {note.touchpoint}, {why}" if note.touchpoint else why
    return clean(says, limit=200).rstrip(".")


def _first_blind(notes: Sequence[Note]) -> Note:
    why = [note for note in notes if any(words in note.says for words in REASONS)]
    return (why or [Note("", "no walk looked at anything that is promised")])[0]


def _blindness(notes: Sequence[Note]) -> str:
    """Give the first reason why something could not be looked at, as a note says it."""
    note = _first_blind(notes)
    says = f"{note.touchpoint}: {note.says}" if note.touchpoint else note.says
    return clean(says, limit=160).rstrip(".")
