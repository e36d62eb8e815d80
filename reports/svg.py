"""SVG by hand: small typed functions, each giving one piece as escaped markup.

The one place where text becomes markup outside the template. A plain string is text: it
is cleaned, clipped and escaped; only what these functions made is taken as it is. Knows no
journey: shapes, texts and marks only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from markupsafe import Markup, escape

from .page_text import clean, clip

Value = str | float | None
Anchor = Literal["start", "middle", "end"]
Mark = Literal["promised", "seen", "assumed"]
MARKS: tuple[Mark, ...] = ("promised", "seen", "assumed")


def tag(name: str, /, *inside: str, **attributes: Value) -> Markup:
    """Make an element. `class_` becomes class, `stroke_width` stroke-width; None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), clean(_number(value)))
        for key, value in attributes.items()
        if value is not None
    )
    body = join(inside)
    opened = Markup("<") + Markup(name) + written  # noqa: S704 # names are our own literals
    if not body:
        return opened + Markup("/>")
    return opened + Markup(">") + body + Markup("</") + Markup(name) + Markup(">")  # noqa: S704


def join(pieces: Iterable[str]) -> Markup:
    """Put pieces one after the other; what is plain text is escaped."""
    return Markup("").join(
        piece if isinstance(piece, Markup) else escape(clip(clean(piece))) for piece in pieces
    )


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _number(value: Value) -> str:
    if isinstance(value, int | float):
        return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return str(value)


def picture(
    width: float, height: float, says: str, *inside: str, class_: str = "", links: bool = False
) -> Markup:
    """Make a whole picture. With links inside it is a group: an image hides its contents."""
    return tag(
        "svg",
        *inside,
        viewBox=f"0 0 {_number(round(width, 1))} {_number(round(height, 1))}",
        width=round(width),
        height=round(height),
        class_=class_ or None,
        role="group" if links else "img",
        aria_label=clip(says),
    )


def words(x: float, y: float, text: str, class_: str = "", anchor: Anchor = "start") -> Markup:
    """Write a line of text with its base line at y."""
    turned = anchor if anchor != "start" else None
    return tag("text", text, x=x, y=y, class_=class_ or None, text_anchor=turned)


def rect(
    x: float, y: float, width: float, height: float, class_: str, *inside: str, round_: float = 0
) -> Markup:
    """Draw a rectangle."""
    size = {"x": x, "y": y, "width": max(0.0, width), "height": max(0.0, height)}
    return tag("rect", *inside, **size, rx=round_ or None, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Draw a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(d: str, class_: str, *inside: str, width: float | None = None) -> Markup:
    """Draw a path."""
    return tag("path", *inside, d=d, class_=class_, stroke_width=width)


def polyline(points: Sequence[tuple[float, float]], class_: str) -> Markup:
    """Draw a line through points."""
    return tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_=class_)


def title(text: str) -> Markup:
    """Say what a shape is, to a pointer that rests on it and to a screen reader."""
    return tag("title", text)


def link(href: str, class_: str, says: str, *inside: str) -> Markup:
    """Make a link to a place on the page."""
    return tag("a", *inside, title(says), href=href, class_=class_)


def window(x: float, y: float, width: float, height: float, *inside: str) -> Markup:
    """Open a window: what is drawn beyond its edge is cut off."""
    return tag("svg", *inside, x=x, y=y, width=width, height=height)


def group(*inside: str, class_: str | None = None, id_: str | None = None) -> Markup:
    """Hold pieces together."""
    return tag("g", *inside, class_=class_, id=id_)


def use(symbol: str, x: float, y: float, width: float, height: float | None = None) -> Markup:
    """Put a symbol of the page (a glyph, a screenshot) into a picture."""
    return tag("use", href=f"#{symbol}", x=x, y=y, width=width, height=height or width)


def mark(kind: Mark, x: float, y: float, r: float = 4.2) -> Markup:
    """Draw the sign of a view: ○ promised, ● seen, ◆ assumed or simulated."""
    if kind == "assumed":
        side = r + 0.8
        d = f"M{x:.1f} {y - side:.1f}l{side} {side}l{-side} {side}l{-side} {-side}z"
        return path(d, "m-assumed")
    return tag("circle", cx=x, cy=y, r=r, class_=f"m-{kind}")
