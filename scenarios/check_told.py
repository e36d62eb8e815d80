"""What customers have to tell: asked somewhere, and not too many things."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding, touchpoints_at
from .journey import Journey
from .units import nearest, shown

MOST_ASKED = 60  # different names in a journey


def known(journey: Journey) -> Iterator[Finding]:
    """Find what a touchpoint knows though no touchpoint asks for it."""
    asked = {name for _, _, touchpoint in journey.touchpoints() for name in touchpoint.asks}
    for path, _, touchpoint in touchpoints_at(journey):
        for index, name in enumerate(touchpoint.knows):
            if name not in asked:
                what = f"no touchpoint asks for {shown(name)}, so nobody has told it"
                some = ", ".join(sorted(asked)[:12])
                hint = f"customers are asked for {some}" if asked else "no touchpoint has `asks`"
                rests = (("stages", "*", "touchpoints", "*", "asks"),)
                yield Finding(
                    (*path, "knows", index), "DL148", what, hint, nearest(name, asked),
                    rests_on=(*rests, (*rests[0], "*")),
                )  # fmt: skip


def asked(journey: Journey) -> Iterator[Finding]:
    """Find the thing asked for that is one too many."""
    names: set[str] = set()
    for path, _, touchpoint in touchpoints_at(journey):
        for index, name in enumerate(touchpoint.asks):
            names.add(name)
            if len(names) > MOST_ASKED:
                what = f"customers are asked for more than {MOST_ASKED} different things"
                yield Finding((*path, "asks", index), "DL149", what, "give like things one name")
                return
