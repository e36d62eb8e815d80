"""Two logos held against each other by how they are drawn, whatever their files are called.

Each comes as its shape, how wide it is for its height, and how much ink stands where, in 32 x 12
fields (`pictureOf` in notice.js). What one logo gives in another size or format is alike from
0.93 on, unrelated ones up to 0.43 (tried with a dozen marks); between the two it can't be told.
Nor can it of a picture from another host, an inline drawing, one hue without contrast, or where
one is much wider than the other: a mark alone beside a mark with its name.
"""

from __future__ import annotations

from statistics import StatisticsError, correlation

SAME, ANOTHER = 0.92, 0.45
WIDER = 1.25


def same_picture(one: str, other: str) -> bool | None:
    """Say whether two pictures show the same; None when it can't be told."""
    (wide, ink), (wide_too, ink_too) = _read(one), _read(other)
    if not ink or len(ink) != len(ink_too):
        return None
    if max(wide, wide_too) > WIDER * min(wide, wide_too):
        return None
    try:
        alike = correlation(ink, ink_too)
    except StatisticsError:
        return None
    if alike >= SAME:
        return True
    return False if alike <= ANOTHER else None


def _read(picture: str) -> tuple[float, list[int]]:
    try:
        wide, _, ink = picture.partition(" ")
        return float(wide), [int(each, 16) for each in ink]
    except ValueError:  # none was drawn
        return 0.0, []
