"""The page's colours, light and dark, so that a test can work out every contrast."""

from __future__ import annotations

LIGHT = {
    "page": "#f5f6f8",
    "paper": "#ffffff",
    "ink": "#17212b",
    "muted": "#4b5967",
    "line": "#d3dae1",
    "edge": "#7d8996",
    "plan": "#5c6975",
    "sim": "#1b5cb8",
    "simfill": "#cfe0f7",
    "matches": "#0a6b4b",
    "differs": "#b3241c",
    "missing": "#8a4a00",
    "unchecked": "#5b4a86",
    "differsfill": "#fdeceb",
    "missingfill": "#fdf1e2",
    "uncheckedfill": "#f1eef9",
    "matchesfill": "#ffffff",
    "flow": "#7f8d9b",
}
DARK = {
    "page": "#0d1116",
    "paper": "#141a21",
    "ink": "#e9eef3",
    "muted": "#aab6c2",
    "line": "#2d3843",
    "edge": "#6f7d8b",
    "plan": "#9fabb7",
    "sim": "#86b3ff",
    "simfill": "#1d3355",
    "matches": "#5ccaa0",
    "differs": "#ff8d84",
    "missing": "#ffb66b",
    "unchecked": "#c3b2f2",
    "differsfill": "#3a1917",
    "missingfill": "#38260f",
    "uncheckedfill": "#262036",
    "matchesfill": "#141a21",
    "flow": "#657381",
}
PRINT = LIGHT | {
    "page": "#ffffff",
    "ink": "#000000",
    "muted": "#333333",
    "line": "#bbbbbb",
}

# What is written on what; each pair must reach a contrast of 4.5 in every theme.
TEXTS = (
    ("ink", "page"), ("ink", "paper"), ("muted", "page"), ("muted", "paper"),
    ("sim", "page"), ("sim", "paper"), ("matches", "paper"), ("differs", "page"),
    ("differs", "paper"), ("missing", "page"), ("missing", "paper"), ("unchecked", "paper"),
    ("unchecked", "page"), ("ink", "differsfill"), ("muted", "differsfill"),
    ("differs", "differsfill"), ("ink", "missingfill"), ("muted", "missingfill"),
    ("missing", "missingfill"), ("ink", "uncheckedfill"), ("muted", "uncheckedfill"),
    ("unchecked", "uncheckedfill"), ("ink", "simfill"), ("matches", "page"),
)  # fmt: skip


# Lines and shapes that carry meaning; each pair must reach 3.
GRAPHICS = (
    ("flow", "paper"), ("flow", "page"), ("edge", "paper"), ("edge", "page"), ("plan", "paper"),
    ("sim", "simfill"), ("differs", "paper"), ("missing", "paper"), ("unchecked", "paper"),
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """Work out the contrast of two colours (`#rrggbb`), 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
