"""What a journey says about each touchpoint: assumed, promised, looked at, and by whom.

Also what it does not say: touchpoints that nobody owns, that promise nothing, that no
walk looks at.
"""

from __future__ import annotations

from dataclasses import dataclass

from .journey import END, Journey, Touchpoint, flow_of, title_of
from .promise import Promises
from .route import shares_of
from .spread import Spread, mean_of
from .walk_step import Step

SHORT = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))


@dataclass(frozen=True, slots=True)
class Covered:
    """One touchpoint: what the plan says of it, in words."""

    touchpoint: str
    title: str
    stage: str
    channel: str
    owner: str  # empty: nobody
    moment_of_truth: bool
    assumed: tuple[str, ...]  # takes 95 s, 22% leave
    onwards: tuple[str, ...]  # order-mail 90%
    promised: tuple[str, ...]  # loads in 2 s, states price
    looked_at: tuple[str, ...]  # walks
    read: tuple[str, ...]  # facts that a walk reads here


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What the plan leaves open at a touchpoint (empty: of the whole journey)."""

    touchpoint: str
    says: str


def coverage(journey: Journey) -> list[Covered]:
    """Give what the journey says about each touchpoint, in the order of the file."""
    flow = flow_of(journey)
    steps: dict[str, list[tuple[str, Step | None]]] = {}
    for walk, walked in journey.walks.items():
        for stop in walked.route:
            steps.setdefault(stop.at, []).append((walk, None))
            steps[stop.at] += [(walk, step) for step in stop.do]
    return [
        Covered(
            touchpoint=name,
            title=title_of(journey, name),
            stage=stage.name,
            channel=found.channel,
            owner=found.owner or stage.owner or "",
            moment_of_truth=found.moment_of_truth,
            assumed=tuple(_assumed(found)),
            onwards=tuple(_onwards(flow[name])),
            promised=tuple(_promised(found.promises)),
            looked_at=tuple(dict.fromkeys(walk for walk, _ in steps.get(name, ()))),
            read=_facts([step for _, step in steps.get(name, ()) if step]),
        )
        for name, stage, found in journey.touchpoints()
    ]


def uncovered(journey: Journey) -> list[Uncovered]:
    """Give what the journey leaves open, in the order of the file."""
    notes: list[Uncovered] = []
    promised: set[str] = set()
    for covered in coverage(journey):
        here = covered.touchpoint
        states = set(journey.touchpoint(here).promises.states)
        promised |= states
        if not covered.owner:
            notes.append(Uncovered(here, "nobody owns it"))
        if not covered.promised:
            notes.append(Uncovered(here, "promises nothing"))
        if not covered.looked_at:
            notes.append(Uncovered(here, "nothing looks at it"))
        elif unread := [name for name in sorted(states) if name not in covered.read]:
            notes.append(Uncovered(here, f"states {', '.join(unread)}, and no walk reads it there"))
    for name in journey.facts:
        if name not in promised:
            notes.append(Uncovered("", f"no touchpoint promises to state the fact {name}"))
    return notes


def _assumed(touchpoint: Touchpoint) -> list[str]:
    words = []
    if touchpoint.takes.kind != "constant" or mean_of(touchpoint.takes) > 0:
        words.append(f"takes {spread_in_words(touchpoint.takes)}")
    if touchpoint.leave_share > 0:
        words.append(f"{percent(touchpoint.leave_share)} leave")
    if touchpoint.fail_share > 0:
        tries = f", tried {touchpoint.retries + 1} times" if touchpoint.retries else ""
        words.append(f"{percent(touchpoint.fail_share)} of tries fail{tries}")
    if touchpoint.needs:
        words.append(f"waits for {' or '.join(touchpoint.needs)}")
    if touchpoint.patience:
        words.append(f"patience {spread_in_words(touchpoint.patience)}")
    words += [f"{percent(share)} who abandon go to {name}"
              for name, share in shares_of(touchpoint.on_abandon).items()]  # fmt: skip
    words += [f"responds to {driver}" for driver in touchpoint.responds]
    return [*words, *_service(touchpoint)]


def _service(touchpoint: Touchpoint) -> list[str]:
    """Give in words who turns away, is called back, comes back, and what is otherwise for whom."""
    words = []
    if balks := touchpoint.balks:
        words.append(f"{percent(balks.share)} turn away when more than {balks.over} wait")
    if back := touchpoint.call_back:
        words.append(f"{percent(back.share)} who lose patience are called back")
    if returns := touchpoint.returns:
        words.append(f"{percent(returns.share)} who leave come back")
    if rules := len(touchpoint.next_if):
        words.append(f"{rules} rule{'' if rules == 1 else 's'} before next")
    words += [f"otherwise for {segment}" for segment in touchpoint.for_segments]
    words += [f"asks {', '.join(touchpoint.asks)}"] if touchpoint.asks else []
    return words + ([f"knows {', '.join(touchpoint.knows)}"] if touchpoint.knows else [])


def _onwards(shares: dict[str, float]) -> list[str]:
    names = {name: "done" if name == END else name for name in shares}
    return [f"{names[name]} {percent(share)}" for name, share in shares.items()]


def _promised(promises: Promises) -> list[str]:
    """Give the promises in words."""
    words = []
    for name in ("loads_in", "answers_in", "arrives_in"):
        seconds = getattr(promises, name)
        if seconds is not None:
            words.append(f"{name.replace('_', ' ')} {time_in_words(seconds)}")
    if promises.human_within is not None:
        words.append(f"human within {promises.human_within} turns")
    for name in ("fields", "clicks"):
        if getattr(promises, name) is not None:
            words.append(f"at most {getattr(promises, name)} {name}")
    for name in ("states", "says", "remembers"):
        if getattr(promises, name):
            words.append(f"{name} {', '.join(getattr(promises, name))}")
    words += ["accessible"] if promises.accessible else []
    return [*words, "links work"] if promises.links_work else words


def _facts(steps: list[Step]) -> tuple[str, ...]:
    read = [name for step in steps for name in (*(step.remember or {}), *(step.same or {}))]
    return tuple(dict.fromkeys(read))


def spread_in_words(spread: Spread) -> str:
    """Write a time distribution by its mean: 95 s, or about 95 s when it spreads."""
    mean = time_in_words(mean_of(spread))
    return mean if spread.kind == "constant" else f"about {mean}"


def time_in_words(seconds: float) -> str:
    """Write a time in the largest unit that it fills: 95 s, 2 min, 3 days."""
    size, unit = next((pair for pair in SHORT if seconds >= 2 * pair[0]), SHORT[-1])
    number = f"{seconds / size:.1f}".removesuffix(".0")
    return f"{number} {unit}"


def percent(share: float) -> str:
    """Write a share as people do: 22%."""
    return f"{round(share * 100, 1):g}%"
