"""The columns that the map and the rows below it share: one for each stage.

A card stands for a touchpoint or, on a map of more than forty, for all touchpoints of one
stage in one channel. Knows where things stand, and draws nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from .page_routes import Flow
from .page_status import WORST_FIRST, Finding, Place
from .record import MapStage, Standing

MOST_CARDS = 40
LEFT = 96.0  # room for the lanes' names
PAGE = 1140.0  # how wide a picture is that needs no scrolling
NARROWEST = 180.0  # of a card and its gutters
WIDEST = 300.0  # of a card
GUTTER = 15.0
BAR = 58.0  # of a bar with its name below it
GAP = 18.0  # between cards that stand above each other
MOST_ABOVE = 5  # cards in one cell above each other, before it takes a second column
CHANNELS = {
    "ad": "Ads", "web": "Web", "app": "App", "mail": "Mail", "chat": "Chat", "phone": "Phone",
    "sms": "SMS", "api": "API", "pdf": "PDF", "store": "Store", "post": "Post",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """What the map shows in one box."""

    key: int
    title: str
    stage: int
    channel: str
    owner: str
    shared: bool  # by several owners
    members: tuple[str, ...]  # touchpoints, by name
    standing: Standing
    kept: int
    made: int
    worst: Finding | None
    moment_of_truth: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Column:
    """A stage's column: where it begins, how wide it is, how many cards side by side."""

    stage: int
    x: float
    width: float
    abreast: int

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns, and the cards in them."""

    columns: tuple[Column, ...]
    cards: tuple[Card, ...]

    @property
    def width(self) -> float:
        """How wide the whole picture is."""
        last = self.columns[-1] if self.columns else Column(0, LEFT, PAGE - LEFT, 1)
        return last.x + last.width

    @property
    def card_width(self) -> float:
        """How wide a card is: as the narrowest column allows."""
        rooms = [column.width / column.abreast for column in self.columns]
        return min([WIDEST, *(room - 2 * GUTTER for room in rooms)])

    def slots(self) -> dict[int, tuple[float, float]]:
        """Give each card its share of its column: the middle's x, and the width."""
        found: dict[int, tuple[float, float]] = {}
        for column in self.columns:
            inside = [card for card in self.cards if card.stage == column.stage]
            for at, card in enumerate(inside):
                width = (column.width - 8) / len(inside)
                found[card.key] = (column.x + 4 + (at + 0.5) * width, width)
        return found


def grid_of(stages: tuple[MapStage, ...], places: tuple[Place, ...]) -> Grid:
    """Lay out the columns: as wide as the page where there is room, else as wide as needed."""
    cards = cards_of(places)
    cells = Counter((card.stage, card.channel) for card in cards)
    abreast = [
        max([1] + [math.ceil(n / MOST_ABOVE) for (at, _), n in cells.items() if at == stage])
        for stage in range(len(stages))
    ]
    columns, x = [], LEFT
    for stage, width in enumerate(_widths(cards, abreast)):
        columns.append(Column(stage, x, width, abreast[stage]))
        x += width
    return Grid(tuple(columns), cards)


def _widths(cards: tuple[Card, ...], abreast: list[int]) -> list[float]:
    """Share the page out: each column gets what its cards and bars need, then all alike."""
    least = [NARROWEST * number for number in abreast]
    bars = Counter(card.stage for card in cards)
    wished = [max(width, BAR * bars[stage] + 8) for stage, width in enumerate(least)]
    needed = wished if sum(wished) <= PAGE - LEFT else least
    spare = max(0.0, PAGE - LEFT - sum(needed)) / max(1, len(needed))
    return [width + spare for width in needed]


def cards_of(places: tuple[Place, ...]) -> tuple[Card, ...]:
    """Make a card for each touchpoint; above forty, one for each stage and channel."""
    if len(places) <= MOST_CARDS:
        return tuple(_card(at, (place,)) for at, place in enumerate(places))
    cells = dict.fromkeys((place.stage, place.channel) for place in places)
    return tuple(
        _card(at, tuple(p for p in places if (p.stage, p.channel) == cell))
        for at, cell in enumerate(cells)
    )


def _card(key: int, members: tuple[Place, ...]) -> Card:
    worst = min(members, key=lambda place: WORST_FIRST.index(place.standing))
    alone = len(members) == 1
    owners = dict.fromkeys(place.owner for place in members)
    return Card(
        key=key,
        title=worst.title if alone else f"{channel_title(worst.channel)} ({len(members)})",
        stage=worst.stage,
        channel=worst.channel,
        owner=", ".join(owner or "nobody" for owner in owners) if len(owners) > 1 else worst.owner,
        shared=len(owners) > 1,
        members=tuple(place.name for place in members),
        standing=worst.standing,
        kept=sum(place.kept for place in members),
        made=sum(place.made for place in members),
        worst=worst.worst,
        moment_of_truth=any(place.point.moment_of_truth for place in members),
        anchor=worst.anchor,
    )


def between_cards(cards: tuple[Card, ...], flows: list[Flow]) -> list[tuple[Card, Card, float]]:
    """Sum the flows up by card; what stays within a card is not shown."""
    home = {name: card for card in cards for name in card.members}
    sums: Counter[tuple[int, int]] = Counter()
    for flow in flows:
        ends = home[flow.start].key, home[flow.end].key
        if ends[0] != ends[1]:
            sums[ends] += flow.number  # type: ignore[assignment] # counters hold numbers too
    by_key = {card.key: card for card in cards}
    return [(by_key[one], by_key[two], number) for (one, two), number in sums.items()]


def channel_title(channel: str) -> str:
    """Give what people call a channel."""
    return CHANNELS.get(channel, channel.capitalize())
