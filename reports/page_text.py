"""Text from anywhere, made fit to print: cleaned, clipped, and measured before it is drawn.

What the page shows was written by planners and by the sites that the shopper walked, so
any string may hold anything. Knows nothing of HTML: escaping is `svg.py`'s and Jinja's.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500  # characters of one string on the page; the whole of it stands in the record

# Bidirectional overrides can turn a sentence around for whoever reads it.
_UNFIT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)

_TIES = re.compile(r"(?<=\d) (?=(?:[A-Z]{3}|ms|s|min|h|days?|turns?|[€£$¥])(?!\w))")

# Advance widths of DejaVu Sans, in thousandths of the font size, from space to `~`: the
# widest of the common system fonts, so what fits in it fits in the others.
_WIDTHS = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)  # fmt: skip
_BOLDER = 1.15  # bold letters are wider by this much, nearly all of them


def clean(text: str) -> str:
    """Replace what no page can show: control characters, lone surrogates, text turners."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", whole)


def clip(text: str, longest: int = LONGEST) -> str:
    """Cut a text to so many characters, and show that it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def tie(text: str) -> str:
    """Keep a number and its unit on one line."""
    return _TIES.sub("\N{NO-BREAK SPACE}", text)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a text is drawn, in the unit of the font size; rather too wide."""
    return sum(map(_letter_width, text)) * size / 1000 * (_BOLDER if bold else 1)


def _letter_width(letter: str) -> float:
    code = ord(letter)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if unicodedata.combining(letter):
        return 0
    return 1050 if unicodedata.east_asian_width(letter) in "WF" or code > 0xFFFF else 750


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text so that it can be drawn within a width, with an ellipsis where it was cut."""
    shown = " ".join(clip(clean(text)).split())
    if text_width(shown, size, bold=bold) <= width:
        return shown
    kept, left = 0, width - text_width("…", size, bold=bold)
    for letter in shown:
        left -= text_width(letter, size, bold=bold)
        if left < 0:
            break
        kept += 1
    return shown[:kept].rstrip() + "…"


def wrap(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> list[str]:
    """Break a text at its spaces into at most so many lines; the last takes what is left."""
    words = clip(clean(text)).split()
    done: list[str] = []
    while words and len(done) < lines - 1:
        taken = 1
        while taken < len(words) and (
            text_width(" ".join(words[: taken + 1]), size, bold=bold) <= width
        ):
            taken += 1
        done.append(fit(" ".join(words[:taken]), width, size, bold=bold))
        words = words[taken:]
    return [*done, fit(" ".join(words), width, size, bold=bold)] if words else done
