"""Choose what is walked: which walks, and which part of their routes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from desireline.scenarios.errors import DesirelineError
from desireline.scenarios.journey import Journey
from desireline.scenarios.walk import Stop, Walk


def chosen_walks(journey: Journey, wanted: Sequence[str], only: str | None) -> tuple[str, ...]:
    """Give the names of the walks to walk, in the order of the file; all when none is named.

    Raises DL310 for a walk, and DL311 for a touchpoint, that the journey does not have, and
    DL312 and DL338 when a mail or a text message is to be looked for and the journey names no
    mailbox or phone.
    """
    for name in wanted:
        if not any(_is_of(walk, name) for walk in journey.walks):
            raise _unknown("DL310", "walk", name, list(journey.walks))
    chosen = [w for w in journey.walks if not wanted or any(_is_of(w, name) for name in wanted)]
    if not chosen:
        raise DesirelineError("DL310", "this journey has no walks", hint="write some under `walks`")
    if only is not None:
        passing = [n for n in chosen if any(s.at == only for s in journey.walks[n].route)]
        if not passing:
            stops = {stop.at for name in chosen for stop in journey.walks[name].route}
            raise _unknown("DL311", "stop of these walks", only, sorted(stops))
        chosen = passing
    chosen = _with_those_before(journey, chosen)
    if journey.mailbox is None and any(uses(journey.walks[name], "inbox") for name in chosen):
        raise DesirelineError(
            "DL312",
            "a walk looks for a mail, and the journey names no mailbox",
            hint="write `mailbox: smtp://127.0.0.1:2525`, or a folder of .eml files",
        )
    if journey.phone is None and any(uses(journey.walks[name], "sms") for name in chosen):
        raise DesirelineError(
            "DL338",
            "a walk looks for a text message, and the journey names no phone",
            hint="write `phone: {webhook: 127.0.0.1:8026}`, or ask a provider's `messages`",
        )
    return tuple(chosen)


def parties_of(journey: Journey, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Split walks into parties that can be walked at the same time, each in its own order.

    Together stay those that return from one another, and those that share the mailbox
    or the phone.
    """
    parties: list[list[str]] = []
    for name in names:
        before = journey.walks[name].returning_from
        mine = [
            party
            for party in parties
            if before in party or any(_share_an_inbox(journey, name, other) for other in party)
        ]
        parties = [party for party in parties if party not in mine]
        together = {name, *(n for party in mine for n in party)}
        parties.append([n for n in names if n in together])
    return tuple(map(tuple, parties))


def _share_an_inbox(journey: Journey, one: str, other: str) -> bool:
    walks = journey.walks
    return any(uses(walks[one], verb) and uses(walks[other], verb) for verb in ("inbox", "sms"))


def _with_those_before(journey: Journey, chosen: list[str]) -> list[str]:
    """Add the walks from which the chosen ones return."""
    wanted = list(chosen)
    for name in wanted:
        before = journey.walks[name].returning_from
        if before in journey.walks and before not in wanted:
            wanted.append(before)
    return [name for name in journey.walks if name in wanted]


def _is_of(walk: str, name: str) -> bool:
    """Say whether a walk is meant by a name: its own, or that of a walk of several personas."""
    return walk == name or walk.startswith(f"{name} as ")


def _unknown(code: str, what: str, name: str, known: list[str]) -> DesirelineError:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known) or 'none'}"
    return DesirelineError(code, f"`{name}` is no {what}", hint=hint)


def uses(walk: Walk, verb: str) -> bool:
    """Say whether a walk has a step with this verb."""
    steps = [*(step for stop in walk.route for step in stop.do), *walk.after]
    return any(step.verb == verb for step in steps)


def part_of(walk: Walk, only: str | None) -> tuple[Stop, ...]:
    """Give the stops to walk: all, or up to one touchpoint.

    When that touchpoint's first step opens a page, and it needs nothing that was remembered
    on the way, it is walked alone.
    """
    if only is None or all(stop.at != only for stop in walk.route):
        return walk.route
    place = next(i for i, stop in enumerate(walk.route) if stop.at == only)
    alone = walk.route[place]
    starts = bool(alone.do) and alone.do[0].open is not None
    needs = any(
        known in step.model_dump_json()
        for step in alone.do
        for known in ("${remembered.", "${taken.")
    )
    return (alone,) if starts and not needs else walk.route[: place + 1]
