"""How the compiled engine grows with the number of customers: a table and a picture.

The picture has two panels over the same customers, both logarithmic: seconds, which grow as
the customers do, and memory, which holds those inside and so must not grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from pathlib import Path

from engine_runs import run
from markupsafe import Markup

from desireline.reports.page_colours import DARK, LIGHT
from desireline.reports.svg import group, join, line, mark, polyline, tag, words

PICTURE = Path(__file__).parents[1] / "docs" / "background" / "engines-scale.svg"
POWERS = range(4, 9)  # of ten: customers
WIDTH, HEIGHT = 360, 410
LEFT, RIGHT = 46, 322
STYLE = """
text {{ font: 13px system-ui, sans-serif; fill: {ink} }}
.soft {{ fill: {muted} }} .end {{ text-anchor: end }} .middle {{ text-anchor: middle }}
.head {{ font-weight: 600 }} .back {{ fill: {paper} }}
.grid {{ stroke: {line} }} polyline {{ fill: none; stroke: {sim}; stroke-width: 2 }}
.m-assumed {{ fill: {sim} }}
"""


@dataclass(frozen=True, slots=True)
class Size:
    """What it took to walk so many customers."""

    customers: int
    seconds: float  # of one core, loading and compiling apart
    ns_per_event: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two: where it stands, and which powers of ten it shows."""

    title: str
    top: float
    bottom: float
    powers: range

    def y(self, value: float) -> float:
        """Give the height of a value."""
        first, last = self.powers[0], self.powers[-1]
        return self.bottom - (log10(value) - first) / (last - first) * (self.bottom - self.top)


SECONDS = Panel("Seconds on one core", 62, 222, range(-2, 3))
MEMORY = Panel("Most memory, MB", 280, 360, range(1, 4))


def measure_scale() -> None:
    """Walk ten times as many customers each time; print the table, write the picture."""
    print(f"{'customers':>14}{'CPU seconds':>13}{'ns an event':>13}{'peak MB':>9}")
    sizes = []
    for power in POWERS:
        size = walked(10**power)
        sizes.append(size)
        print(
            f"{size.customers:>14,}{size.seconds:>13.2f}{size.ns_per_event:>13.1f}"
            f"{size.peak_mb:>9.0f}",
            flush=True,
        )
    PICTURE.write_text(picture(sizes), "utf-8")
    print(f"wrote {PICTURE.name}")


def walked(customers: int) -> Size:
    """Walk so many, in a process of its own."""
    found = run("ours_compiled", customers, 1)
    if found is None:
        raise SystemExit("the compiled engine is not installed: pip install 'desireline[fast]'")
    return Size(customers, found["cpu_seconds"], found["ns_per_event"], found["peak_mb"])


def picture(sizes: list[Size]) -> str:
    """Draw both panels."""
    first, last = sizes[0], sizes[-1]
    says = (
        f"From {first.customers:,} to {last.customers:,} customers the seconds grow from "
        f"{_short(first.seconds)} to {_short(last.seconds)}; memory stays at "
        f"{min(s.peak_mb for s in sizes):.0f} to {max(s.peak_mb for s in sizes):.0f} MB."
    )
    drawn = tag(
        "svg",
        tag("style", _style()),
        tag("rect", width=WIDTH, height=HEIGHT, rx=6, class_="back"),
        words(16, 26, "The compiled engine, by customers walked", "head"),
        panel(SECONDS, sizes, [size.seconds for size in sizes]),
        panel(MEMORY, sizes, [size.peak_mb for size in sizes]),
        *(_x_label(size.customers) for size in sizes),
        words((LEFT + RIGHT) / 2, HEIGHT - 10, "customers", "soft middle"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=says,
    )
    return f"{drawn}\n"


def panel(panel: Panel, sizes: list[Size], values: list[float]) -> Markup:
    """Draw one panel: its grid, a line, and a value at each point."""
    points = [
        (_x(size.customers), panel.y(value)) for size, value in zip(sizes, values, strict=True)
    ]
    return group(
        words(16, panel.top - 12, panel.title, "soft"),
        *(_grid(panel, power) for power in panel.powers),
        polyline(points, "way"),
        *(mark("assumed", x, y) for x, y in points),
        *(
            words(x, y - 10, _short(value), "middle")
            for (x, y), value in zip(points, values, strict=True)
        ),
    )


def _grid(panel: Panel, power: int) -> Markup:
    y = panel.y(10.0**power)
    text = words(LEFT - 8, y + 4, f"{10.0**power:g}", "soft end")
    return join([line(LEFT, y, RIGHT + 16, y, "grid"), text])


def _x_label(customers: int) -> Markup:
    x, y = _x(customers), MEMORY.bottom + 20
    return tag("text", f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[round(log10(customers))]}", x=x, y=y, class_="soft middle")


def _x(customers: int) -> float:
    share = (log10(customers) - POWERS[0]) / (POWERS[-1] - POWERS[0])
    return LEFT + 18 + share * (RIGHT - LEFT - 18)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _style() -> Markup:
    dark = f"@media (prefers-color-scheme: dark) {{{STYLE.format(**DARK)}}}"
    return Markup(STYLE.format(**LIGHT) + dark)  # noqa: S704 - our own literals
