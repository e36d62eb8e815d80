"""The page in a real browser: light, dark, on a phone, on paper, and without JavaScript."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from sample_record import (
    consistent,
    could_not_check,
    large,
    no_walks,
    shop,
    small,
    with_text_everywhere,
)

from desireline.probes.browser.find import arguments, find_browsers
from desireline.reports.page import write_page
from desireline.reports.record import Record

pytestmark = pytest.mark.slow

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RECORDS = [shop, consistent, could_not_check, no_walks, small, large, lambda: large(30)]
NAMES = ["shop", "consistent", "could-not-check", "no-walks", "small", "large", "thirty"]
DESKTOP, PHONE = (1280, 900), (412, 915)

# Words of a card must lie within its box.
OUTSIDE = """() => [...document.querySelectorAll('a.card')].flatMap(card => {
  const box = card.querySelector('rect.box').getBoundingClientRect();
  return [...card.querySelectorAll('text')].filter(text => {
    const words = text.getBoundingClientRect();
    return words.left < box.left || words.right > box.right + .5 || words.bottom > box.bottom;
  }).map(text => text.textContent);
})"""

# No two words of a picture may lie on each other, and none may leave it.
OVERLAPPING = """() => [...document.querySelectorAll('svg.picture')].flatMap(picture => {
  const texts = [...picture.querySelectorAll('text')].filter(t => t.textContent.trim());
  const boxes = texts.map(text => text.getBoundingClientRect());
  const edge = picture.getBoundingClientRect();
  const found = texts.filter((_, i) => boxes[i].right > edge.right + 1 || boxes[i].left < edge.left
    || boxes[i].bottom > edge.bottom + 1 || boxes[i].top < edge.top - 1)
    .map(text => 'outside: ' + text.textContent);
  // A turned word's box is larger than the word.
  const upright = texts.map(text => !text.hasAttribute('transform'));
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const wide = Math.min(boxes[i].right, boxes[j].right) - Math.max(boxes[i].left, boxes[j].left);
    const high = Math.min(boxes[i].bottom, boxes[j].bottom) - Math.max(boxes[i].top, boxes[j].top);
    if (upright[i] && upright[j] && wide > 1 && high > 5)
      found.push(texts[i].textContent + ' / ' + texts[j].textContent);
  }
  return found;
})"""


@dataclass
class Opened:
    """A page in a browser, and what the browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Keep one browser open for this file."""
    with sync_playwright() as playwright:
        found = find_browsers(playwright)[0]
        if found.how != "path":
            pytest.skip(f"needs a local browser, and {found.why} names another kind")
        opened = playwright.chromium.launch(executable_path=found.value, args=arguments(""))
        yield opened
        opened.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write a record's page and open it."""
    contexts = []

    def open_page(
        record: Record, size: tuple[int, int] = DESKTOP, scheme: Any = "light", script: bool = True
    ) -> Opened:
        for number, name in enumerate(os.path.basename(n) for n in record.pictures.values()):
            if len(name) < 100:
                shot = Image.new("RGB", (320, 568), f"#{(number * 40) % 256:02x}5cb8")
                held = io.BytesIO()
                shot.save(held, "WEBP")
                (tmp_path / name).write_bytes(held.getvalue())
        path = write_page(record, tmp_path)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.on("console", lambda said: opened.complaints.append(said.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("request", lambda asked: note(opened, asked.url))
        opened.page.goto(path.as_uri())
        return opened

    yield open_page
    for context in contexts:
        context.close()


def note(opened: Opened, url: str) -> None:
    """A page that fetches anything but itself is not one file."""
    if not url.startswith(("file:", "data:")):
        opened.complaints.append(f"fetched {url}")


def barriers(page: Page) -> list[str]:
    """Let axe look for barriers, all kinds of them; folded parts are unfolded first."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    return [
        f"{one['impact']} {one['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:2]
    ]


@pytest.mark.parametrize(
    ("build", "scheme"),
    [(shop, "light"), (shop, "dark"), (could_not_check, "dark")],
    ids=["shop-light", "shop-dark", "could-not-check"],
)
def test_axe_finds_no_barrier(
    build: Callable[[], Record], scheme: str, show: Callable[..., Opened]
) -> None:
    """None at all, not only none that is serious."""
    opened = show(build(), scheme=scheme)

    assert barriers(opened.page) == []
    assert opened.complaints == []


def test_axe_finds_no_barrier_on_a_phone(show: Callable[..., Opened]) -> None:
    """The tables are laid out anew there."""
    assert barriers(show(shop(), PHONE).page) == []


def widths(page: Page) -> list[tuple[int, int]]:
    """Unfold everything, and measure how wide the page is in windows of several widths."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    measured = []
    for wide in (1280, 820, 412, 320):
        page.set_viewport_size({"width": wide, "height": 900})
        measured.append((wide, page.evaluate("document.documentElement.scrollWidth")))
    return measured


@pytest.mark.parametrize("build", RECORDS, ids=NAMES)
def test_the_page_never_scrolls_sideways(
    build: Callable[[], Record], show: Callable[..., Opened]
) -> None:
    """Wide figures scroll within their regions; unfolded parts too."""
    assert [pair for pair in widths(show(build()).page) if pair[1] > pair[0]] == []


def test_facts_are_short_on_a_phone(show: Callable[..., Opened]) -> None:
    """Each place is named beside what it says, and nothing must be scrolled to sideways."""
    page = show(shop(), (390, 844)).page
    rows = page.locator(".matrix tbody tr")
    heights = [rows.nth(i).bounding_box() for i in range(rows.count())]

    assert max(box["height"] for box in heights if box) < 260
    assert page.locator(".matrix").evaluate("(e) => e.scrollWidth <= e.parentNode.clientWidth")
    differs = page.locator(".matrix td.c-differs").first
    named = differs.evaluate("(e) => [e.dataset.l, getComputedStyle(e, '::after').content]")
    assert named[0] in named[1].replace('" "', "")


def test_words_of_ten_thousand_letters_do_not_push_the_page(show: Callable[..., Opened]) -> None:
    """Through every field at once."""
    page = show(with_text_everywhere(shop(), "W" * 10_000)).page

    assert [pair for pair in widths(page) if pair[1] > pair[0]] == []
    assert page.evaluate(OUTSIDE) == []


def test_hostile_words_run_nothing(show: Callable[..., Opened]) -> None:
    """No dialog, no complaint, one script."""
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    asked: list[str] = []
    opened = show(with_text_everywhere(shop(), hostile))
    opened.page.on("dialog", lambda dialog: asked.append(dialog.message))
    opened.page.reload()

    assert opened.page.evaluate("document.scripts.length") == 1
    assert (asked, opened.complaints) == ([], [])


@pytest.mark.parametrize("build", RECORDS, ids=NAMES)
def test_words_stay_in_their_cards_and_off_each_other(
    build: Callable[[], Record], show: Callable[..., Opened]
) -> None:
    """Measured where they are drawn, in the widest of the common fonts."""
    page = show(build()).page

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(OVERLAPPING) == []


def background(page: Page) -> str:
    """Give the page's own colour, as it is drawn."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_button_changes_the_theme(show: Callable[..., Opened]) -> None:
    """There and back, from what the system prefers."""
    page = show(shop(), scheme="dark").page
    button = page.get_by_role("button", name="Light / dark")
    dark = background(page)

    button.click()
    light = background(page)
    button.click()

    assert dark == "rgb(13, 17, 22)"
    assert light == "rgb(245, 246, 248)"
    assert background(page) == dark


def test_without_javascript_nothing_is_missing_but_the_button(show: Callable[..., Opened]) -> None:
    """The page is complete as it is; the system's theme holds."""
    page = show(shop(), scheme="dark", script=False).page

    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("heading", level=2).count() == 9
    assert page.locator("a.card").count() == 11
    page.get_by_text("The same as a table").first.click()
    assert page.get_by_role("cell", name="129.00 EUR").first.is_visible()


def test_a_card_leads_to_its_touchpoint(show: Callable[..., Opened]) -> None:
    """By keyboard too."""
    page = show(shop()).page
    page.locator("a.card").nth(4).focus()
    page.keyboard.press("Enter")

    assert page.url.endswith("#tp-5")
    assert page.locator("#tp-5").get_by_text("Cart").first.is_visible()


def test_the_page_prints_on_a_few_sheets(show: Callable[..., Opened]) -> None:
    """A4 landscape; the folded evidence of each gap is printed, the button is not."""
    page = show(shop()).page
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)

    assert 4 <= len(sheets) <= 9
    assert float(sheets[0].mediabox.width) > float(sheets[0].mediabox.height)
    assert "leave because of it each month" in text
    assert "Light / dark" not in text
