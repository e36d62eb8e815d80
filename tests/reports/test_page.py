"""The page: one file, complete without JavaScript, into which nobody can write."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
from collections.abc import Callable
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sample_record import (
    consistent,
    could_not_check,
    large,
    no_walks,
    shop,
    small,
    with_text_everywhere,
)

from desireline.reports.page import render_page, write_page
from desireline.reports.page_colours import DARK, GRAPHICS, LIGHT, PRINT, TEXTS, contrast
from desireline.reports.page_pictures import BUDGET
from desireline.reports.page_view import seen_there
from desireline.reports.record import Cell, Check, FactRow, Record
from desireline.scenarios.errors import DesirelineError

GOLDEN = Path(__file__).parent / "golden" / "shop.html"
RECORDS = [shop, consistent, could_not_check, no_walks, small, large]
HOSTILE = (
    "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{8*8}}"
)
EMPTY = ("meta", "link", "br", "img", "use", "path", "rect", "circle", "line", "polyline", "image")


class Page(HTMLParser):
    """A page as a strict reader sees it: elements, attributes, words, and what is open."""

    def __init__(self, text: str) -> None:
        """Read the whole of it."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and that it is open."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that ends where it begins."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element; what closes out of order is noted."""
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words, and scripts apart."""
        inside = self.open[-1] if self.open else ""
        if inside not in ("script", "style"):
            self.words.append(data)
        elif inside == "script":
            self.scripts.append(data)

    def all(self, attribute: str) -> list[str]:
        """Give all values of an attribute."""
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]

    def tags(self, *names: str) -> list[dict[str, str]]:
        """Give the attributes of all elements of these names."""
        return [attrs for tag, attrs in self.elements if tag in names]


@pytest.mark.parametrize("build", RECORDS)
def test_the_page_is_whole(build: Callable[[], Record]) -> None:
    """Every element closes in order, ids are single, links lead somewhere."""
    page = Page(render_page(build(), None))
    ids = page.all("id")

    assert (page.unclosed, page.open) == ([], [])
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.all("href") if href.startswith("#")} <= set(ids)
    assert set(page.all("aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("build", RECORDS)
def test_nothing_is_loaded_from_anywhere(build: Callable[[], Record]) -> None:
    """One file: images are in it, there are no others' fonts, scripts or styles."""
    page = Page(render_page(build(), None))

    assert [src for src in page.all("src") if not src.startswith("data:")] == []
    assert [a["href"] for a in page.tags("link")] == [
        href for href in page.all("href") if href.startswith("data:image/svg+xml,")
    ]
    assert len(page.scripts) == 1


def test_the_policy_allows_its_own_style_and_script_only() -> None:
    """The hashes are those of what stands there."""
    text = render_page(shop(), None)
    policy = Page(text).tags("meta")[1]["content"]

    for element in ("style", "script"):
        body = re.search(f"<{element}>(.*?)</{element}>", text, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy


def test_headings_go_down_step_by_step() -> None:
    """One h1, and no level is jumped over."""
    levels = [int(tag[1]) for tag, _ in Page(render_page(shop(), None)).elements
              if re.fullmatch("h[1-6]", tag)]  # fmt: skip

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_page_answers_in_order() -> None:
    """Verdict, headline, context, answers, then the sections."""
    page = Page(render_page(shop(), None))
    sections = [attrs["id"] for tag, attrs in page.elements if tag == "section"]
    words = " ".join(page.words)
    order = ["Not consistent ·", "the cart asks", "Walked as", "What does it cost us?",
             "What should we fix first?", "What can’t we tell?",
             "Broken promises, dearest first"]  # fmt: skip

    assert sections == ["gaps", "map", "facts", "flow", "trust", "appendix"]
    assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)


def test_a_reader_without_a_mouse_finds_a_way() -> None:
    """A skip link, a language, regions that scroll can be reached and have names."""
    page = Page(render_page(shop(), None))
    scrolling = [a for a in page.tags("div") if a.get("class") == "scroll"]
    names = [a["aria-label"] for a in scrolling]

    assert page.tags("html") == [{"lang": "en"}]
    assert page.tags("a")[0] == {"class": "skip", "href": "#gaps"}
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in scrolling)
    assert len(set(names)) == len(names)


def test_without_a_script_the_theme_button_is_hidden() -> None:
    """A button that does nothing is none."""
    assert "hidden" in Page(render_page(shop(), None)).tags("button")[0]


def test_each_figure_has_a_table() -> None:
    """The map and the flows; the gap list is one."""
    assert render_page(shop(), None).count("<summary>The same as a table") == 2


def test_the_tables_hold_what_the_pictures_show() -> None:
    """Visits split into anyway, because of a gap, and moved on; row by row."""
    text = render_page(shop(), None)
    table = text[text.index("Would have left anyway</th>") :]
    row = re.search(r"<th scope=\"row\">Cart</th>(.*?)</tr>", table, re.DOTALL)
    assert row is not None
    cells = re.findall(r"<td class=\"num\">(.*?)</td>", row[1])
    visits, anyway, because, moved = (int(cells[at].replace(",", "")) for at in (0, 2, 3, 4))

    assert (visits, anyway, because) == (2429, 534, 211)
    assert abs(visits - anyway - because - moved) <= 1  # each is rounded


def test_what_was_seen_is_short_in_the_table_and_whole_below() -> None:
    """A list of barriers fills no column; its detail does."""
    gap = replace(shop().gaps[0], seen="7 barriers: " + "color-contrast, " * 20)
    record = replace(shop(), gaps=(gap,), checks=())
    text = render_page(record, None)

    assert re.search(r"<strong>7.barriers: color-contrast[^<]{1,40}…</strong>", text)
    assert "<li>Seen: 7 barriers: " + "color-contrast, " * 20 in text


def test_where_a_gap_costs_most_its_own_words_are_shown() -> None:
    """Four places contradict; the table tells of the one that it names."""
    record = shop()
    gap = replace(record.gaps[0], seen="cart 139.00 EUR and order mail 149.00 EUR")

    assert seen_there(replace(record, gaps=(gap,)), gap) == "139.00 EUR"


def test_a_place_that_nobody_asks_is_told_from_one_that_was_not_checked() -> None:
    """Promised there and not looked at is a blind spot; the rest is not."""
    cells = tuple(Cell(place, "not checked") for place in ("ad", "help", "cart"))
    phone = FactRow("phone", "Phone", "", (Cell("help", "matches", "1"),))
    record = replace(
        shop(),
        facts=(FactRow("price", "Price", "1.00 EUR", cells), phone),
        checks=(Check("ad", "states price", "1.00 EUR", "", "", "not checked"),),
    )
    matrix = render_page(record, None).partition('class="matrix"')[2].partition("</table>")[0]

    assert matrix.count('aria-label="not checked"') == 1
    assert matrix.count('aria-label="nobody looks here"') == 1
    assert matrix.count('<th scope="col">') == 4
    assert re.search(r"Nobody looks for a fact at [^<]*Cart[^<]*\.</p>", render_page(record, None))


def test_many_inputs_and_notes_are_folded() -> None:
    """The weightiest stand open."""
    record = shop()
    many = replace(record, inputs=record.inputs * 5, notes=record.notes * 6)
    text = render_page(many, None)

    assert "12 more that weigh less" in text
    assert "<summary>4 more</summary>" in text


def test_sources_are_links_only_when_they_are_safe() -> None:
    """A source is text; an https address can be followed, nothing else can."""
    one = shop().inputs[0]
    record = replace(
        shop(),
        inputs=(
            replace(one, source="https://example.org/a?b=1&c=2"),
            replace(one, source="javascript:alert(1)"),
            replace(one, source="http://example.org/"),
            replace(one, source='https://x"onclick="alert(1)'),
        ),
    )
    page = Page(render_page(record, None))
    outside = [a for a in page.tags("a") if not a["href"].startswith("#")]

    assert [a["href"] for a in outside] == [
        "https://example.org/a?b=1&c=2",
        'https://x"onclick="alert(1)',
    ]
    assert all(set(a) == {"href", "rel"} for a in outside)


@pytest.mark.parametrize("build", RECORDS)
@pytest.mark.parametrize("text", [HOSTILE, "W" * 10_000, "\u202e\x00\ud800", ""])
def test_no_field_can_break_out(build: Callable[[], Record], text: str) -> None:
    """One text through every string of the record at once, names and keys too."""
    page = Page(render_page(with_text_everywhere(build(), text), None))
    plain = Page(render_page(build(), None))

    assert len(page.scripts) == 1
    assert page.scripts == plain.scripts
    assert (page.unclosed, page.open) == ([], [])
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert page.tags("img", "iframe", "object", "embed", "form", "base") == []
    assert "64" not in page.words


STRINGS = [field.name for field in fields(Record) if field.type == "str"]


@pytest.mark.parametrize("field", STRINGS)
def test_each_text_of_the_record_stays_text(field: str) -> None:
    """One field at a time, so that none hides behind another."""
    page = Page(render_page(replace(shop(), **{field: HOSTILE}), None))  # type: ignore[arg-type]

    assert len(page.scripts) == 1
    assert "alert(1)" not in page.scripts[0]


@pytest.mark.parametrize("build", RECORDS)
def test_words_of_ten_thousand_letters_stay_within_the_budget(
    build: Callable[[], Record],
) -> None:
    """A site may write what it likes: the page can still be mailed."""
    page = render_page(with_text_everywhere(build(), "W" * 10_000), None)

    assert len(page.encode()) < BUDGET


def test_a_step_log_without_end_is_left_out_with_a_word() -> None:
    """The record has it."""
    walk = shop().walks[0]
    long = replace(walk, touchpoints=walk.touchpoints * 1_500)
    page = render_page(replace(shop(), walks=(long,)), None)

    assert len(page.encode()) < BUDGET
    assert "step logs are left out" in page


def test_the_same_record_gives_the_same_page() -> None:
    """Byte for byte: no clock, no chance."""
    assert render_page(shop(), None) == render_page(shop(), None)


def test_the_page_is_the_one_that_was_looked_at(tmp_path: Path) -> None:
    """When it is meant to change: look at the new one in a browser, and copy it over."""
    new = tmp_path / "shop.html"
    new.write_text(render_page(shop(), None), encoding="utf-8", newline="\n")

    assert new.read_text("utf-8") == GOLDEN.read_text("utf-8"), f"look at {new}, then copy it"


def test_an_empty_map_has_a_page() -> None:
    """Nothing to draw is no fault."""
    bare = replace(shop(), stages=(), gaps=(), facts=(), checks=(), walks=(), notes=(), inputs=())

    assert "Nobody walked" in render_page(bare, None)


def test_a_touchpoint_off_the_map_is_called_by_its_name() -> None:
    """A gap, a note and a step may name one that the map does not have."""
    record = shop()
    gap = replace(record.gaps[0], touchpoint="nowhere", places=("elsewhere",))
    page = render_page(replace(record, gaps=(gap,)), None)

    assert "nowhere" in page
    assert 'href="#nowhere"' not in page


def test_write_page_writes_the_file(tmp_path: Path) -> None:
    """Into the run's folder, whole, and nothing beside it."""
    path = write_page(shop(), tmp_path)

    assert path == tmp_path / "report.html"
    assert path.read_text("utf-8") == render_page(shop(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_an_old_page_is_replaced(tmp_path: Path) -> None:
    """At once, so that a reader sees the one or the other."""
    (tmp_path / "report.html").write_text("old")

    write_page(shop(), tmp_path)

    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With what to do about it."""
    with pytest.raises(DesirelineError) as caught:
        write_page(shop(), tmp_path / "gone")

    assert caught.value.code == "DL461"
    assert os.fspath(tmp_path / "gone") in str(caught.value)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("pair", TEXTS, ids="-on-".join)
def test_every_text_can_be_read(theme: dict[str, str], pair: tuple[str, str]) -> None:
    """WCAG AA asks for a contrast of 4.5."""
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("pair", GRAPHICS, ids="-on-".join)
def test_every_line_can_be_seen(theme: dict[str, str], pair: tuple[str, str]) -> None:
    """WCAG AA asks for 3 where a shape carries meaning."""
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 3


def test_contrast_is_as_wcag_defines_it() -> None:
    """Black on white is 21, a colour on itself 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1b5cb8", "#1b5cb8") == 1
