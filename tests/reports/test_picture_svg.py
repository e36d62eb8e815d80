"""The one place where text becomes markup: nothing passes it unescaped."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from desireline.reports.picture_bar import interval_bars
from desireline.reports.svg import group, join, link, mark, picture, rect, tag, title, words
from desireline.sim.experiments.outcome import Estimate

HOSTILE = "</text></svg></script><script>alert(1)</script>\"'&\x00\u202e"


@pytest.mark.parametrize(
    "made",
    [
        words(1, 2, HOSTILE),
        title(HOSTILE),
        link(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        picture(1, 1, HOSTILE, HOSTILE, class_=HOSTILE),
        tag("text", HOSTILE, fill=HOSTILE),
        group(HOSTILE, class_=HOSTILE, id_=HOSTILE),
        rect(0, 0, 1, 1, HOSTILE, HOSTILE),
    ],
)
def test_text_stays_text(made: Markup) -> None:
    """In the element, in every attribute, by every function."""
    read = ET.fromstring(made)  # noqa: S314 # our own

    assert "script" not in {element.tag for element in read.iter()}
    assert "<script" not in made
    assert "\x00" not in made
    assert "\u202e" not in made


def test_markup_is_taken_as_it_is_and_text_is_not() -> None:
    """What these functions made is not escaped twice."""
    assert join([tag("g"), "<g/>"]) == "<g/>&lt;g/&gt;"


def test_attributes_are_written_as_svg_knows_them() -> None:
    """Whole numbers without a dot, others to a tenth, none left out."""
    made = tag("line", x1=1.0, x2=2.26, class_="grid", stroke_width=None, viewBox="0 0 1 1")

    assert made == '<line x1="1" x2="2.3" class="grid" viewBox="0 0 1 1"/>'


def test_the_marks_are_three() -> None:
    """○ promised, ● seen, ◆ assumed: told by shape, not by colour alone."""
    assert mark("promised", 8, 8).startswith("<circle")
    assert 'class="m-seen"' in mark("seen", 8, 8)
    assert mark("assumed", 8, 8).startswith("<path")


def test_bars_share_one_scale() -> None:
    """The dearest reaches furthest; who could be chance is dashed across the line of zero."""
    bars = interval_bars(
        [Estimate(200, 100, 300), Estimate(5, -20, 30)], ["two hundred", "could be chance"]
    )

    assert 'class="ci"' in bars[0]
    assert 'class="ci weak"' in bars[1]
    assert 'aria-label="could be chance"' in bars[1]
    zeros = {ET.fromstring(bar).find("line").get("x1") for bar in bars}  # type: ignore[union-attr]  # noqa: S314
    assert len(zeros) == 1


def test_no_gaps_no_bars() -> None:
    """Nothing to scale."""
    assert interval_bars([], []) == []
