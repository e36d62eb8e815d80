"""The rows below the map, on its columns: customers a month, effort felt, and screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from desireline.sim.experiments.outcome import Estimate, Outcome, TouchpointOutcome

from .columns import LEFT, Card, Grid
from .page_numbers import compact, count, span
from .page_pictures import Shot
from .page_routes import ARRIVE, Routes
from .page_status import GLYPHS
from .page_text import fit, text_width, wrap
from .svg import Mark, group, join, line, link, mark, path, polyline, rect, tag, title, use, words

BARS, EFFORT = 92.0, 84.0
THUMBS = (40.0, 76.0)  # how wide a screenshot is, at least and at most


@dataclass(frozen=True, slots=True)
class Figure:
    """A card's figures: customers and effort, as promised and as seen."""

    promised: float
    seen: Estimate
    effort_promised: float | None  # None: nobody comes here
    effort_seen: float | None


def figures_of(grid: Grid, promised: Outcome, seen: Outcome) -> dict[int, Figure]:
    """Read each card's figures; one of several touchpoints shows its busiest."""
    was = {found.name: found for found in promised.touchpoints}
    now = {found.name: found for found in seen.touchpoints}
    figures = {}
    for card in grid.cards:
        names = [name for name in card.members if name in now and name in was]
        if names:
            busiest = max(names, key=lambda name: now[name].reached.mean)
            figures[card.key] = Figure(
                was[busiest].reached.mean,
                now[busiest].reached,
                _felt(was[busiest]),
                _felt(now[busiest]),
            )
    return figures


def _felt(found: TouchpointOutcome) -> float | None:
    return found.effort.mean if found.visits.mean > 0 else None


def customers_row(
    grid: Grid, figures: dict[int, Figure]
) -> Callable[[float], tuple[Markup, float]]:
    """Draw customers a month: a bar as seen with its interval, a dashed line as promised."""

    def draw(y: float) -> tuple[Markup, float]:
        base = y + 26 + BARS
        most = max([max(f.promised, f.seen.high) for f in figures.values()], default=1.0) or 1.0
        slots = grid.slots()
        bars = [
            _bar(card, figures[card.key], slots[card.key], base, BARS / most)
            for card in grid.cards
            if card.key in figures
        ]
        names = [_name(card, slots[card.key], base) for card in grid.cards]
        steep = any(slot[1] < 58 for slot in slots.values())
        label = [
            words(10, base - 34, "Customers", "lane-name"),
            words(10, base - 20, "a month,", "tiny"),
            words(10, base - 6, "simulated", "tiny"),
            line(LEFT, base, grid.width, base, "grid"),
        ]
        return join([*label, *bars, *names]), base + (84 if steep else 36)

    return draw


def _bar(
    card: Card, figure: Figure, slot: tuple[float, float], base: float, scale: float
) -> Markup:
    middle, room = slot
    wide = min(48.0, room * 0.56)
    top, plan = base - figure.seen.mean * scale, base - figure.promised * scale
    low, high = base - figure.seen.low * scale, base - figure.seen.high * scale
    shown = count(figure.seen.mean) if room >= 50 else compact(figure.seen.mean)
    says = (
        f"{card.title}: {count(figure.seen.mean)} customers a month ({span(figure.seen)}), "
        f"{count(figure.promised)} if every promise held"
    )
    return group(
        rect(middle - wide / 2, top, wide, base - top, "bar-sim"),
        path(
            f"M{middle:.1f} {low:.1f}V{high:.1f}M{middle - 5:.1f} {high:.1f}h10"
            f"M{middle - 5:.1f} {low:.1f}h10",
            "ci",
        ),
        line(middle - wide / 2 - 5, plan, middle + wide / 2 + 5, plan, "plan-line"),
        words(middle, min(top, plan, high) - 6, shown, "val" if room >= 40 else "tiny", "middle"),
        title(says),
    )


def _name(card: Card, slot: tuple[float, float], base: float) -> Markup:
    middle, room = slot
    if room >= 58:
        lines = wrap(card.title, room - 4, 11, 2)
        return join(
            words(middle, base + 14 + 12 * at, text, "tiny", "middle")
            for at, text in enumerate(lines)
        )
    return tag(
        "text",
        fit(card.title, 84, 11),
        class_="tiny",
        text_anchor="end",
        transform=f"translate({middle + 4:.1f} {base + 10:.1f}) rotate(-60)",
    )


def effort_row(
    grid: Grid, figures: dict[int, Figure], hardest: tuple[int, str] | None
) -> Callable[[float], tuple[Markup, float]]:
    """Draw the effort felt so far: ○ as promised, ● as seen, the hardest point named."""

    def draw(y: float) -> tuple[Markup, float]:
        base = y + 22 + EFFORT
        was = {
            key: f.effort_promised for key, f in figures.items() if f.effort_promised is not None
        }
        now = {key: f.effort_seen for key, f in figures.items() if f.effort_seen is not None}
        most, step = _axis(max([2.0, *was.values(), *now.values()]))

        def at(value: float) -> float:
            return base - max(0.0, value) / most * EFFORT

        drawn = [
            *_ticks(grid, most, step, at),
            words(10, base - EFFORT / 2 - 4, "Effort", "lane-name"),
            words(10, base - EFFORT / 2 + 10, "felt so far,", "tiny"),
            words(10, base - EFFORT / 2 + 24, "simulated", "tiny"),
            _curve(grid, was, at, "promised"),
            _curve(grid, now, at, "seen"),
            _note(grid, now, at, hardest),
        ]
        return join(drawn), base + 12

    return draw


def _axis(most: float) -> tuple[int, int]:
    """Choose where an axis ends and its steps: at most five of them."""
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 10**6) if most <= 5 * size)
    return step * -int(-most // step), step


def _ticks(grid: Grid, most: int, step: int, at: Callable[[float], float]) -> Iterator[Markup]:
    for value in range(0, most + 1, step):
        yield line(LEFT, at(value), grid.width, at(value), "grid")
        yield words(LEFT - 6, at(value) + 4, str(value), "tiny", "end")


def _curve(
    grid: Grid, values: dict[int, float], at: Callable[[float], float], kind: Mark
) -> Markup:
    slots = grid.slots()
    points = [
        (card, slots[card.key][0], values[card.key]) for card in grid.cards if card.key in values
    ]
    # Small in large: where both curves meet, both marks can be told.
    size = 3.4 if kind == "seen" else 5.0
    marks = [
        group(mark(kind, x, at(value), size), title(f"{card.title}: effort {value:.1f} as {kind}"))
        for card, x, value in points
    ]
    return join([polyline([(x, at(value)) for _, x, value in points], f"l-{kind}"), *marks])


def _note(
    grid: Grid,
    felt: dict[int, float],
    at: Callable[[float], float],
    hardest: tuple[int, str] | None,
) -> Markup:
    if hardest is None or hardest[0] not in felt:
        return Markup("")
    key, says = hardest
    slots = grid.slots()
    x = slots[key][0]
    right = x > (LEFT + grid.width) / 2
    room = x - LEFT - 16 if right else grid.width - x - 16
    shown = fit(says, room, 11.5, bold=True)
    wide = text_width(shown, 11.5, bold=True) + 24
    reach = (x - wide, x) if right else (x, x + wide)
    point = at(felt[key])
    # Above the curve wherever the words reach, so that it never runs through them.
    y = min(
        at(value)
        for near, value in felt.items()
        if reach[0] - 1 <= slots[near][0] <= reach[1] + slots[near][1]
    )
    text = words(x - 5 if right else x + 5, y - 9, shown, "note", "end" if right else "start")
    return join([text, line(x, y - 17, x, point - 6, "note-line")])


def hardest_point(grid: Grid, seen: Outcome, routes: Routes) -> tuple[int, float] | None:
    """Find the card where most effort is added, over what its visitors brought along."""
    felt = {found.name: found.effort.mean for found in seen.touchpoints}
    added: dict[str, float] = {}
    for name in felt:
        into = [flow for flow in routes.flows if flow.end == name]
        number = sum(flow.number for flow in into)
        if number > 0:
            brought = sum(f.number * felt[f.start] for f in into if f.start != ARRIVE) / number
            added[name] = felt[name] - brought
    if not added or max(added.values()) <= 0:
        return None
    name = max(added, key=lambda one: added[one])
    return next((card.key, added[name]) for card in grid.cards if name in card.members)


def film_row(grid: Grid, shots: tuple[Shot, ...]) -> Callable[[float], tuple[Markup, float]]:
    """Draw the screenshots below their stages; nothing where there are none."""

    def draw(y: float) -> tuple[Markup, float]:
        by_name = {shot.touchpoint: shot for shot in shots}
        shown = [
            (card, next(by_name[name] for name in card.members if name in by_name))
            for card in grid.cards
            if any(name in by_name for name in card.members)
        ]
        if not shown:
            return Markup(""), y
        wide = _thumb_width(grid, shown)
        tall = wide * _aspect([shot for _, shot in shown])
        y += 14
        drawn, deepest = [words(10, y + 20, "Seen", "lane-name")], y
        for card, shot, x, row in _film_places(grid, shown, wide):
            top = y + row * (tall + 34)
            drawn.append(_thumb(card, shot, x, top, (wide, tall)))
            deepest = max(deepest, top + tall + 32)
        return join(drawn), deepest

    return draw


def _thumb_width(grid: Grid, shown: list[tuple[Card, Shot]]) -> float:
    """Find the largest width, within bounds, at which each stage's pictures stand in one row."""
    room = [
        column.width / max(1, sum(card.stage == column.stage for card, _ in shown))
        for column in grid.columns
    ]
    return max(THUMBS[0], min(THUMBS[1], *room, 1e6) - 10) if room else THUMBS[0]


def _film_places(
    grid: Grid, shown: list[tuple[Card, Shot]], wide: float
) -> Iterator[tuple[Card, Shot, float, int]]:
    """Put each picture below its bar; where bars stand too close, row by row."""
    slots = grid.slots()
    for column in grid.columns:
        inside = [pair for pair in shown if pair[0].stage == column.stage]
        abreast = max(1, int((column.width - 8) // (wide + 8)))
        for at, (card, shot) in enumerate(inside):
            middle, room = slots[card.key]
            if room >= wide + 6:
                yield card, shot, middle - wide / 2, 0
            else:
                yield card, shot, column.x + 8 + at % abreast * (wide + 8), at // abreast


def _aspect(shots: list[Shot]) -> float:
    """Find one shape for all: the middle one of theirs, within bounds."""
    shapes = sorted(shot.height / shot.width for shot in shots)
    return min(1.5, max(0.62, shapes[len(shapes) // 2]))


def _thumb(card: Card, shot: Shot, x: float, y: float, size: tuple[float, float]) -> Markup:
    wide, tall = size
    kind = GLYPHS[card.standing][2:]
    return link(
        f"#{card.anchor}",
        "thumb",
        f"{card.title}, as the shopper saw it: {card.standing}",
        use(shot.symbol, x, y, wide, tall),
        rect(x, y, wide, tall, f"frame {kind}", round_=2),
        *(
            words(x + wide / 2, y + tall + 13 + 12 * at, text, "tiny", "middle")
            for at, text in enumerate(wrap(card.title, wide + 6, 11, 2))
        ),
    )
