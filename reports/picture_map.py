"""The journey map: stages across, channels down, a card for each touchpoint.

Each card shows its worst finding; the lines between are customers, the thicker the more,
and a ring on a line is a handoff between owners. The rows below share its columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from .columns import GAP, LEFT, PAGE, Card, Grid, between_cards, channel_title
from .page_numbers import count
from .page_routes import Routes
from .page_status import GLYPHS, Finding
from .page_text import fit, text_width
from .picture_lines import Line, line_between
from .record import MapStage, Standing
from .svg import (
    Mark,
    group,
    join,
    line,
    link,
    mark,
    picture,
    rect,
    tag,
    title,
    use,
    window,
    words,
)

HEAD = 44.0
PAD = 10.0  # in a card
LOW, TALL = 62.0, 80.0  # a card's height: all values on one line, or on two
TITLE_SIZES = ((12.5, "name"), (11.5, "name small"), (10.5, "name smaller"))
HOT: dict[Standing, str] = {"differs": " hot", "missing": " amber", "not checked": " violet"}


@dataclass(frozen=True, slots=True)
class Lane:
    """A channel's lane: where it begins and how tall it is."""

    channel: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where every card of the map stands."""

    grid: Grid
    lanes: tuple[Lane, ...]
    corners: dict[int, tuple[float, float]]  # of each card, by its key
    card_height: float

    @property
    def bottom(self) -> float:
        """Where the lanes end."""
        return self.lanes[-1].y + self.lanes[-1].height if self.lanes else HEAD


def journey_picture(
    stages: tuple[MapStage, ...],
    grid: Grid,
    routes: Routes,
    rows: list[Callable[[float], tuple[Markup, float]]],
) -> Markup:
    """Draw the map, and below it the rows: each is drawn from a y, and says where it ends."""
    layout = lay_out(grid)
    below, y = [], layout.bottom
    for draw in rows:
        drawn, y = draw(y)
        below.append(drawn)
    broken = sum(card.standing in ("differs", "missing") for card in grid.cards)
    says = f"Journey map: {len(stages)} stages across, {len(layout.lanes)} channels down; "
    says += f"{broken} of {len(grid.cards)} cards show a gap. The appendix lists them all."
    width = grid.width
    return picture(
        width,
        y + 4,
        says,
        _lanes(layout),
        _heads(stages, layout),
        _flows(layout, routes),
        *(_card(card, stages[card.stage].owner, layout) for card in grid.cards),
        *below,
        class_="picture" if width <= PAGE else "picture wide",
        links=True,
    )


def lay_out(grid: Grid) -> Layout:
    """Stack the cards of each cell, and give each channel's lane the room it needs."""
    height = _card_height(grid)
    lanes, corners, y = [], {}, HEAD
    for channel in dict.fromkeys(card.channel for card in grid.cards):
        cells = [
            (column, [c for c in grid.cards if (c.stage, c.channel) == (column.stage, channel)])
            for column in grid.columns
        ]
        deep = max(math.ceil(len(cell) / column.abreast) for column, cell in cells)
        tall = deep * (height + GAP) + GAP
        for column, cell in cells:
            rows = math.ceil(len(cell) / column.abreast)
            margin = (column.width / column.abreast - grid.card_width) / 2
            top = y + GAP + (deep - rows) * (height + GAP) / 2
            for at, card in enumerate(cell):
                x = column.x + margin + (at // max(1, rows)) * column.width / column.abreast
                corners[card.key] = (x, top + (at % max(1, rows)) * (height + GAP))
        lanes.append(Lane(channel, y, tall))
        y += tall
    return Layout(grid, tuple(lanes), corners, height)


def _lanes(layout: Layout) -> Markup:
    width = layout.grid.width
    drawn = [
        piece
        for at, lane in enumerate(layout.lanes)
        for piece in (
            rect(0, lane.y, width, lane.height, f"lane{at % 2}"),
            words(
                10,
                lane.y + lane.height / 2 + 4,
                fit(channel_title(lane.channel), LEFT - 20, 12.5, bold=True),
                "lane-name",
            ),
        )
    ]
    return join(drawn)


def _heads(stages: tuple[MapStage, ...], layout: Layout) -> Markup:
    drawn = []
    for column in layout.grid.columns:
        stage = stages[column.stage]
        name = fit(stage.name[:1].upper() + stage.name[1:], column.width - 16, 14, bold=True)
        owner = fit(stage.owner or "nobody owns it", column.width - 16, 11)
        drawn += [
            words(column.middle, 17, name, "stage", "middle"),
            words(column.middle, 34, owner, "tiny" if stage.owner else "tiny amber", "middle"),
            line(column.x, HEAD, column.x, layout.bottom, "grid"),
        ]
    return join(drawn)


def _flows(layout: Layout, routes: Routes) -> Markup:
    moves = between_cards(layout.grid.cards, routes.between())
    most = max([number for _, _, number in moves], default=1.0)
    # Where cards stand for many touchpoints, the thin lines would hide the thick ones.
    least = most / 33 if any(len(card.members) > 1 for card in layout.grid.cards) else 0.0
    lines, rings = [], []
    for start, end, number in sorted(moves, key=lambda move: -move[2]):
        if number < least:
            continue
        drawn = line_between(
            layout.corners[start.key],
            layout.corners[end.key],
            (layout.grid.card_width, layout.card_height),
            1.4 + 8.6 * number / most,
            _free_between(layout, start, end),
        )
        says = f"{start.title} to {end.title}: {count(number)} customers a month"
        if start.owner != end.owner and not (start.shared or end.shared):
            says += f"; handoff from {start.owner or 'nobody'} to {end.owner or 'nobody'}"
            rings.append(_ring(drawn, says))
        back = (end.stage, end.key) < (start.stage, start.key)
        lines.append(drawn.draw(says, back=back))
    return join([*lines, *rings])


def _free_between(layout: Layout, start: Card, end: Card) -> bool:
    """Tell whether no card stands between two that stand above each other."""
    (x1, y1), (x2, y2) = layout.corners[start.key], layout.corners[end.key]
    low, high = min(y1, y2), max(y1, y2)
    return x1 == x2 and not any(x == x1 and low < y < high for x, y in layout.corners.values())


def _ring(drawn: Line, says: str) -> Markup:
    x, y = drawn.middle
    return group(
        tag("circle", cx=x, cy=y, r=6, class_="handoff"),
        tag("path", d=f"M{x - 1.8:.1f} {y - 2.8:.1f}v5.6M{x + 1.8:.1f} {y - 2.8:.1f}v5.6",
            class_="handoff"),
        title(says),
    )  # fmt: skip


def _card_height(grid: Grid) -> float:
    room = grid.card_width - 2 * PAD
    fits = all(sum(_wide(*signed) for signed in _signed(card.worst)) <= room for card in grid.cards)
    return LOW if fits else TALL


def values_of(worst: Finding | None) -> list[tuple[Mark, str]]:
    """List what is promised, seen and assumed, where there is anything to say."""
    if worst is None:
        return []
    instead = {"not checked": "not looked at", "missing": "not there", "differs": "not there"}
    seen = worst.seen or instead.get(worst.standing, "not stated")
    known: list[tuple[Mark, str]] = [
        ("promised", worst.promised),
        ("seen", seen),
        ("assumed", worst.assumed),
    ]
    return [(kind, text) for kind, text in known if text]


def _signed(worst: Finding | None) -> list[tuple[tuple[Mark, ...], str]]:
    """Give the values with their signs: what is promised and assumed alike is said once."""
    if worst and worst.promised and worst.promised == worst.assumed:
        (_, promised), (_, seen), _ = values_of(worst)
        return [(("promised", "assumed"), promised), (("seen",), seen)]
    return [((kind,), text) for kind, text in values_of(worst)]


def _wide(signs: tuple[Mark, ...], text: str) -> float:
    return text_width(text, 12, bold="seen" in signs) + 12 * len(signs) + 8


def _card(card: Card, stage_owner: str, layout: Layout) -> Markup:
    x, y = layout.corners[card.key]
    width, height = layout.grid.card_width, layout.card_height
    lead = PAD + (14 if card.moment_of_truth else 0)
    inside = [
        rect(0.6, 0.6, width - 1.2, height - 1.2, "box", round_=5),
        use("k-truth", PAD - 1, 8, 12) if card.moment_of_truth else "",
        _title(card.title, lead, width - lead - PAD - 20),
        use(GLYPHS[card.standing], width - PAD - 14, 8, 14),
        _what(card, stage_owner, width),
        *_values(card, width, height),
    ]
    kind = GLYPHS[card.standing][2:]
    return link(
        f"#{card.anchor}", f"card {kind}", card_says(card), window(x, y, width, height, *inside)
    )


def _title(text: str, x: float, width: float) -> Markup:
    """Write a card's title: smaller, where it would be cut otherwise."""
    for size, kind in TITLE_SIZES:
        if text_width(text, size, bold=True) <= width:
            return words(x, 19, fit(text, width, size, bold=True), kind)
    return words(x, 19, fit(text, width, size, bold=True), kind)


def _what(card: Card, stage_owner: str, width: float) -> Markup:
    what = card.worst.what if card.worst else "promises nothing"
    parts = [
        (card.owner or "nobody") if card.owner != stage_owner else "",
        f"{card.kept}/{card.made}" if card.made else "",
    ]
    shown = fit(" · ".join(part for part in parts if part), width * 0.5, 11)
    room = width - 2 * PAD - (text_width(shown, 11) + 8 if shown else 0)
    return join([
        words(PAD, 34, fit(what, room, 11), "tiny"),
        words(width - PAD, 34, shown, "tiny", "end") if shown else "",
    ])  # fmt: skip


def _values(card: Card, width: float, height: float) -> list[Markup]:
    """Write the values on one line; where a card is tall, what was seen on a second."""
    values = _signed(card.worst)
    if height == LOW:
        return _line_of(values, card.standing, width, 50)
    seen = [value for value in values if "seen" in value[0]]
    rest = [value for value in values if "seen" not in value[0]]
    lines = [one for one in (rest, seen) if one]
    return [
        piece
        for at, one in enumerate(lines)
        for piece in _line_of(one, card.standing, width, 50 + 17 * at)
    ]


def _line_of(
    values: list[tuple[tuple[Mark, ...], str]], standing: Standing, width: float, y: float
) -> list[Markup]:
    """Write values side by side; where they don't fit, each gives up as much of its length."""
    drawn: list[Markup] = []
    x = PAD + 5
    wanted = [_wide(*value) for value in values]
    share = min(1.0, (width - 2 * PAD + 8) / max(1.0, sum(wanted)))
    for (signs, text), wide in zip(values, wanted, strict=True):
        hot = HOT.get(standing, "") if "seen" in signs else ""
        room = wide * share - 12 * len(signs) - 8
        drawn += [mark(kind, x + 12 * at, y - 4) for at, kind in enumerate(signs)]
        shown = fit(text, room + 0.01, 12, bold="seen" in signs)
        drawn.append(words(x + 12 * len(signs) - 3, y, shown, f"val{hot}"))
        x += wide * share
    return drawn


def card_says(card: Card) -> str:
    """Say in words what a card shows."""
    said = f"{card.title}: {card.standing}"
    if card.made:
        said += f", {card.kept} of {card.made} promises kept"
    if card.worst:
        said += f"; {finding_says(card.worst)}"
    return f"{said}; {card.owner or 'nobody'} owns it"


def finding_says(worst: Finding | None) -> str:
    """Say in words what is promised, seen and assumed."""
    if worst is None:
        return "promises nothing"
    return f"{worst.what}: " + ", ".join(f"{kind} {text}" for kind, text in values_of(worst))
