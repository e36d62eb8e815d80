"""Which fixes `--fix` means: by name, or a change written there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desireline.scenarios.change import apply
from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import load_whatif
from desireline.scenarios.whatif import WhatIf


def read_whatif(journey: Path, whatif: str | None, fixes: Sequence[str]) -> WhatIf | None:
    """Read the what-if: the one given, else whatif.yaml beside the journey when a name needs it.

    Raises FileMistakes for what is wrong in it.
    """
    if whatif is not None:
        return load_whatif(whatif)[0]
    beside = journey.parent / "whatif.yaml"
    needed = any(":" not in fix for fix in fixes)
    return load_whatif(beside)[0] if needed and beside.is_file() else None


def chosen_fixes(journey: Journey, whatif: WhatIf | None, fixes: Sequence[str]) -> Journey:
    """Give the journey with all the fixes, one after the other.

    Raises DesirelineError DL230 for a name that no fix has, FileMistakes for a change that
    can't be made.
    """
    for fix in fixes:
        journey = apply(journey, _changes(whatif, fix))
    return journey


def _changes(whatif: WhatIf | None, fix: str) -> dict[str, str]:
    path, colon, change = fix.partition(":")
    if colon:
        return {path.strip(): change.strip()}
    known = whatif.fixes if whatif else {}
    if fix in known:
        return known[fix].changes
    raise DesirelineError("DL230", f"`{fix}` is not a fix", hint=_advice(whatif, fix))


def _advice(whatif: WhatIf | None, fix: str) -> str:
    from difflib import get_close_matches

    if whatif is None:
        return (
            "name a what-if with --whatif (there is no whatif.yaml beside the journey), "
            "or write a change, like 'checkout.leaves: -4pp'"
        )
    near = get_close_matches(fix, whatif.fixes, n=1)
    meant = f"did you mean `{near[0]}`? " if near else ""
    return f"{meant}The what-if has {', '.join(whatif.fixes)}"
