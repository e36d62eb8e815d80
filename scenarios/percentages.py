"""Percentages in running text: `20%`, `20 % Rabatt`, `-20%`, `up to 50% off`.

A discount is its size: `-20%` and `20% off` are one. What it is a percentage of, nobody says
here; `20% to 50%` stays a range.
"""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"\d{1,3}(?:[.,]\d{1,3})?"
SHARE = re.compile(
    rf"(?:\b(?P<most>up to|bis zu|jusqu['’]à|maximum|max\.)\s)?[-−–+]?(?<![\d.,])(?P<low>{NUMBER})"
    rf"(?:\s?(?:%|percent)?\s?(?:-|–|—|to|bis|à)\s?(?P<high>{NUMBER}))?"
    r"\s?(?:%|percent\b|per cent\b|prozent\b|pour cent\b|pourcent\b|vom hundert\b)",
    re.IGNORECASE,
)


def normal(text: str) -> str | None:
    """Give `20%` for the one percentage in a text, else None."""
    forms = {_form(span) for span in SHARE.finditer(text)}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are percentages."""
    return [span[0] for span in SHARE.finditer(text)]


def why_not(text: str) -> str:
    """Say what keeps one percentage from being compared; empty when nothing is known."""
    backwards = any(_form(span) is None for span in SHARE.finditer(text))
    return "a range that runs backwards" if backwards else ""


def _form(span: re.Match[str]) -> str | None:
    low, high = _number(span["low"]), _number(span["high"] or span["low"])
    if low > high:
        return None
    numbers = f"{low:f}" if low == high else f"{low:f}-{high:f}"
    return f"{'up to ' if span['most'] else ''}{numbers}%"


def _number(text: str) -> Decimal:
    plain = Decimal(text.replace(",", "."))
    return plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain.normalize()
