"""Where customers go: every touchpoint in a row, ribbons between them, leavers falling out.

All heights are to scale. A ribbon that passes touchpoints by runs below them; one that goes
back runs below all others, dark. Leavers fall in two ribbons: who would have left anyway,
and who leaves because of a gap. Journeys of more than fourteen touchpoints are drawn by stage.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from .columns import PAGE
from .page_numbers import count
from .page_routes import ARRIVE, DONE, Flow, Routes
from .page_status import Place
from .page_text import fit, text_width, wrap
from .record import MapStage
from .svg import group, join, path, picture, rect, title, use, words

MOST_NODES = 14
TOP, SCALE, NODE, APART = 64.0, 170.0, 12.0, 9.0
EDGE, RIGHT, NARROWEST = 14.0, 78.0, 84.0


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the row: a touchpoint or a stage, all arrivals, or all who are done."""

    name: str
    title: str
    number: float  # customers a month who flow in (or, for arrivals, out)
    anyway: float = 0.0
    because: float = 0.0
    completes: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow on the picture, by the positions of its ends in the row."""

    start: int
    end: int
    number: float

    @property
    def back(self) -> bool:
        """Whether it goes back."""
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where everything stands: x of each node, and the y of each end and pass of a ribbon."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    scale: float  # units of height a customer
    xs: tuple[float, ...]
    out: dict[Ribbon, float]
    into: dict[Ribbon, float]
    passing: dict[tuple[Ribbon, int], float]
    leaving: tuple[float, ...]  # where leavers begin, by node
    floor: float

    @property
    def slot(self) -> float:
        """The distance between two nodes."""
        return self.xs[1] - self.xs[0] if len(self.xs) > 1 else PAGE


def flow_picture(
    routes: Routes,
    places: tuple[Place, ...],
    stages: tuple[MapStage, ...],
    completes: tuple[str, ...],
) -> Markup:
    """Draw the flows."""
    nodes, ribbons = row_of(routes, places, stages, completes)
    drawing = _arrange(nodes, ribbons)
    backs = sorted((r for r in ribbons if r.back), key=lambda r: r.start - r.end)
    loops, floor = _loops(drawing, backs)
    base = floor + 34
    says = (
        f"Where customers go: {count(nodes[0].number)} arrive in a month, "
        f"{count(routes.anyway)} would have left anyway, {count(routes.because)} leave because "
        f"of a gap. The same as a table below."
    )
    width = max(PAGE, drawing.xs[-1] + RIGHT)
    return picture(
        width,
        base + 44,
        says,
        *(_ribbon(drawing, ribbon) for ribbon in ribbons if not ribbon.back),
        loops,
        *(_leavers(drawing, at, base) for at in range(len(nodes))),
        *(_node(drawing, at) for at in range(len(nodes))),
        words(EDGE, base + 16, "left anyway", "tiny"),
        words(EDGE, base + 32, "of a gap", "tiny hot"),
        class_="picture" if width <= PAGE else "picture wide",
    )


def row_of(
    routes: Routes,
    places: tuple[Place, ...],
    stages: tuple[MapStage, ...],
    completes: tuple[str, ...],
) -> tuple[tuple[Node, ...], tuple[Ribbon, ...]]:
    """List the nodes from arrivals to done, and the ribbons between them."""
    by_stage = len(places) > MOST_NODES
    home = {place.name: 1 + (place.stage if by_stage else place.key) for place in places}
    last = 1 + (len(stages) if by_stage else len(places))
    home |= {ARRIVE: 0, DONE: last}
    ribbons = _ribbons(routes.flows, home, by_stage)
    titles = (
        [stage.name.capitalize() for stage in stages] if by_stage else [p.title for p in places]
    )
    anyway: Counter[int] = Counter()
    because: Counter[int] = Counter()
    for stop in routes.stops:
        anyway[home[stop.name]] += stop.anyway  # type: ignore[assignment] # sums of floats
        because[home[stop.name]] += stop.because  # type: ignore[assignment]
    flowing = {at: sum(r.number for r in ribbons if r.end == at) for at in range(1, last + 1)}
    inner = [
        Node(
            str(at),
            titles[at - 1],
            flowing[at],
            anyway[at],
            because[at],
            any(home.get(name) == at for name in completes),
        )
        for at in range(1, last)
    ]
    arriving = sum(ribbon.number for ribbon in ribbons if ribbon.start == 0)
    return (
        (Node("arrive", "Arrive", arriving), *inner, Node("done", "Done", flowing[last])),
        ribbons,
    )


def _ribbons(flows: tuple[Flow, ...], home: dict[str, int], by_stage: bool) -> tuple[Ribbon, ...]:
    """Sum flows up by node; within a stage nothing flows."""
    sums: dict[tuple[int, int], float] = {}
    for flow in flows:
        ends = home[flow.start], home[flow.end]
        if not (by_stage and ends[0] == ends[1]):
            sums[ends] = sums.get(ends, 0.0) + flow.number
    return tuple(Ribbon(*ends, number) for ends, number in sums.items())


def _arrange(nodes: tuple[Node, ...], ribbons: tuple[Ribbon, ...]) -> Drawing:
    scale = SCALE / max(1e-9, *(node.number for node in nodes))
    slot = max(NARROWEST, (PAGE - EDGE - RIGHT) / (len(nodes) - 1))
    out: dict[Ribbon, float] = {}
    into: dict[Ribbon, float] = {}
    passing: dict[tuple[Ribbon, int], float] = {}
    leaving, floor = [], TOP
    for at, node in enumerate(nodes):
        y = TOP
        for ribbon in sorted((r for r in ribbons if r.start == at), key=lambda r: (r.back, r.end)):
            out[ribbon] = y
            y += ribbon.number * scale
        leaving.append(y)
        y = TOP
        for ribbon in sorted((r for r in ribbons if r.end == at), key=lambda r: (r.back, -r.start)):
            into[ribbon] = y
            y += ribbon.number * scale
        y = TOP + max(node.number * scale, 1.0) + APART + 4
        for ribbon in _passers(ribbons, at):
            passing[ribbon, at] = y
            y += ribbon.number * scale + APART
        floor = max(floor, y)
    xs = tuple(EDGE + at * slot for at in range(len(nodes)))
    return Drawing(nodes, ribbons, scale, xs, out, into, passing, tuple(leaving), floor)


def _passers(ribbons: tuple[Ribbon, ...], at: int) -> list[Ribbon]:
    """List who passes a node by: the sooner it ends, the higher it runs."""
    passers = [r for r in ribbons if not r.back and r.start < at < r.end]
    return sorted(passers, key=lambda r: (r.end, -r.start))


def _says(drawing: Drawing, ribbon: Ribbon) -> Markup:
    start, end = drawing.nodes[ribbon.start].title, drawing.nodes[ribbon.end].title
    back = ", going back" if ribbon.back else ""
    return title(f"{start} to {end}{back}: {count(ribbon.number)} customers a month")


def _ribbon(drawing: Drawing, ribbon: Ribbon) -> Markup:
    """Draw a ribbon's upper edge onward, and its lower edge back."""
    thick = max(0.8, ribbon.number * drawing.scale)
    points = [(drawing.xs[ribbon.start] + NODE, drawing.out[ribbon])]
    for at in range(ribbon.start + 1, ribbon.end):
        y = drawing.passing[ribbon, at]
        points += [(drawing.xs[at], y), (drawing.xs[at] + NODE, y)]
    points.append((drawing.xs[ribbon.end], drawing.into[ribbon]))
    lower = [(x, y + thick) for x, y in reversed(points)]
    d = f"M{_curve(points)}L{_curve(lower)}z"
    return path(d, "rib", _says(drawing, ribbon))


def _curve(points: list[tuple[float, float]]) -> str:
    x, y = points[0]
    written = f"{x:.1f} {y:.1f}"
    for x2, y2 in points[1:]:
        middle = (x + x2) / 2
        written += f"C{middle:.1f} {y:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        x, y = x2, y2
    return written


def _loops(drawing: Drawing, backs: list[Ribbon]) -> tuple[Markup, float]:
    """Draw what goes back, each in its own lane below all else; give where the lanes end."""
    drawn, y = [], drawing.floor + 2
    for ribbon in backs:
        thick = max(1.2, ribbon.number * drawing.scale)
        lane = y + thick / 2
        x1, y1 = drawing.xs[ribbon.start] + NODE, drawing.out[ribbon] + thick / 2
        x2, y2 = drawing.xs[ribbon.end], drawing.into[ribbon] + thick / 2
        turn = 2 * max(11.0, thick / 2 + 7)
        d = (
            f"M{x1:.1f} {y1:.1f}C{x1 + turn:.1f} {y1:.1f} {x1 + turn:.1f} {lane:.1f} "
            f"{x1:.1f} {lane:.1f}H{x2:.1f}C{x2 - turn:.1f} {lane:.1f} {x2 - turn:.1f} {y2:.1f} "
            f"{x2:.1f} {y2:.1f}"
        )
        drawn.append(path(d, "rib-back", _says(drawing, ribbon), width=thick))
        y += thick + APART
    return join(drawn), y


def _leavers(drawing: Drawing, at: int, base: float) -> Markup:
    """Let those who leave fall: inside who leaves because of a gap, outside the others."""
    node = drawing.nodes[at]
    if node.anyway + node.because <= 0:
        return Markup("")
    x, y = drawing.xs[at] + NODE, drawing.leaving[at]
    most = drawing.slot * 0.4
    squeeze = min(1.0, most / max(1e-9, (node.anyway + node.because) * drawing.scale))
    left, drawn = x + 8, []
    middle_y = y + node.anyway * drawing.scale
    for number, begin, kind, why in (
        (node.because, middle_y, "rib-gap", "leave because of a gap"),
        (node.anyway, y, "rib-anyway", "would have left anyway"),
    ):
        thick = number * drawing.scale
        if number <= 0:
            continue
        wide = max(1.4, thick * squeeze)
        d = _fall(x, begin, max(1.4, thick), left, left + wide, base)
        drawn.append(path(d, kind, title(f"{node.title}: {count(number)} {why}")))
        left += wide + 1
    middle = (x + 8 + left) / 2
    return group(
        *drawn,
        words(middle, base + 16, count(node.anyway), "tiny", "middle") if node.anyway else "",
        words(middle, base + 32, count(node.because), "tiny hot", "middle") if node.because else "",
    )


def _fall(x: float, y: float, thick: float, left: float, right: float, base: float) -> str:
    """Write a ribbon that leaves a node sideways and turns down to the base."""
    low = y + thick
    return (
        f"M{x:.1f} {y:.1f}C{right:.1f} {y:.1f} {right:.1f} {y:.1f} {right:.1f} "
        f"{min(base, y + 2 * (right - x)):.1f}V{base:.1f}H{left:.1f}"
        f"V{min(base, low + 2 * (left - x)):.1f}"
        f"C{left:.1f} {low:.1f} {left:.1f} {low:.1f} {x:.1f} {low:.1f}z"
    )


def _node(drawing: Drawing, at: int) -> Markup:
    node, x = drawing.nodes[at], drawing.xs[at]
    room = drawing.slot - 8 if at + 1 < len(drawing.nodes) else RIGHT - 4
    lines = wrap(node.title, room, 12.5, 2, bold=True)
    number = fit(count(node.number), room, 11)
    first = TOP - 12 - 14 * len(lines)
    return group(
        rect(x, TOP, NODE, max(1.0, node.number * drawing.scale), "node"),
        *(words(x, first + 14 * row, text, "name") for row, text in enumerate(lines)),
        words(x, TOP - 7, number, "tiny"),
        use("i-matches", x + text_width(number, 11) + 5, TOP - 17, 12) if node.completes else "",
        title(f"{node.title}: {count(node.number)} customers a month"),
    )
