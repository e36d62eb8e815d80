"""Which gaps make a run fail: `--fail-on`, and the exit code that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from desireline.scenarios.errors import DesirelineError

from .record import Gap, GapKind, Record
from .sentences_headline import surely_costs
from .views_notes import BLIND, GIVEN_UP

CONSISTENT, GAPS, COULD_NOT_LOOK = 0, 1, 3
KINDS: dict[str, GapKind] = {kind.replace(" ", "-"): kind for kind in get_args(GapKind)}


@dataclass(frozen=True, slots=True)
class FailOn:
    """Which gaps count: as it was written, and the test of a gap."""

    written: str
    counts: Callable[[Gap], bool]


def fail_on(written: str) -> FailOn:
    """Read `any`, `priced`, `never`, a number of customers a month, or kinds of gap.

    `priced` counts a gap whose interval lies above zero; a number counts a gap that likely
    loses at least so many customers a month; kinds are written `too-slow,dead-end`.
    Raises DesirelineError DL406 for anything else.
    """
    words = written.strip().lower()
    if words in ("any", "never"):
        return FailOn(words, lambda gap: words == "any")
    if words == "priced":
        return FailOn(words, surely_costs)
    if (least := _number(words)) is not None:
        return FailOn(words, lambda gap: gap.lost.mean >= least)
    kinds = [kind.strip() for kind in words.split(",")]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise _unknown(unknown[0])
    return FailOn(words, lambda gap: gap.kind in {KINDS[kind] for kind in kinds})


def _number(words: str) -> float | None:
    return float(words) if words.replace(".", "", 1).isdecimal() else None


def _unknown(word: str) -> DesirelineError:
    from difflib import get_close_matches

    near = get_close_matches(word, ["any", "priced", "never", *KINDS], n=1)
    meant = f"did you mean `{near[0]}`? " if near else ""
    return DesirelineError(
        "DL406",
        f"`{word}` is nothing to fail on",
        hint=f"{meant}It takes any, priced, never, a number of customers a month like 10, "
        f"or kinds of gap: {', '.join(KINDS)}",
    )


def exit_code(record: Record, on: FailOn) -> int:
    """Give the exit code of a run.

    1 with a gap that counts, whatever could not be looked at elsewhere: what is broken is
    broken. Else 3 when something could not be looked at, so that silence is never taken for
    consistency; else 0. With `never`, gaps don't count, but not having looked does.
    """
    if any(on.counts(gap) for gap in record.gaps):
        return GAPS
    return COULD_NOT_LOOK if record_is_blind(record) else CONSISTENT


def record_is_blind(record: Record) -> bool:
    """Tell whether something that should have been looked at could not be."""
    unseen = any(words in note.says for note in record.notes for words in (BLIND, GIVEN_UP))
    return unseen or record.conclusion == "Could not check"
