"""Walk the demo shop in one way, again and again, in a process of its own.

    python benchmarks/walk_ways.py raw|none|lite URL     a walk for each line on stdin
    python benchmarks/walk_ways.py raw|none|lite URL --once

`raw` is a script as a person would write it with Playwright alone: a fresh profile that is
the same phone, the same clicks, fields and facts, and each page is loaded before the next
step. `none` and `lite` are the shopper, by how much evidence it keeps. Each walk is told as
a line of JSON with its seconds by the clock on the wall. Knows nothing of ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from desireline.scenarios.journey import Journey

GALLERY = Path(__file__).parent.parent / "scenarios/gallery/summit-outfitters/journey.yaml"
LAST = "order"  # the walk's web part; its mail and chat take the time that they wait
ADA = {"First name": "Ada", "Last name": "Shopper", "E-mail": "ada@shopper.example"}
PHONE = {"Phone (optional)": "+49 30 5550 0000"}
HOME = {"Street": "Lindenweg 7", "Postcode": "10115", "City": "Berlin"}


def main() -> None:
    """Walk once, or whenever a line comes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("way", choices=("raw", "none", "lite"))
    parser.add_argument("url")
    parser.add_argument("--browser", default="", help="the program that a plain script names")
    parser.add_argument("--once", action="store_true")
    wish = parser.parse_args()
    lines = ["once"] if wish.once else sys.stdin
    if wish.way == "raw":
        walk_raw(wish.url, wish.browser, lines)
    else:
        walk_ours(wish.url, wish.way, lines)


def walk_raw(url: str, program: str, lines: Any) -> None:
    """Walk with Playwright alone, in a browser that stays open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        which = {"executable_path" if "/" in program or "\\" in program else "channel": program}
        browser = playwright.chromium.launch(args=["--no-sandbox"], **which)  # type: ignore[arg-type]
        phone = playwright.devices["Pixel 7"]
        for _ in lines:
            tell(lambda: raw_walk(browser, phone, url))
        browser.close()


def raw_walk(browser: Browser, phone: dict[str, Any], url: str) -> str:
    """Buy boots in a fresh profile; give what the order says."""
    context = browser.new_context(**phone, locale="en-GB")
    try:
        page = context.new_page()
        page.goto(f"{url}/ads/boots")
        said = [page.get_by_text("€").first.inner_text()]
        lead(page, "link", "Shop boots")
        lead(page, "link", "See all hiking boots")
        card = page.get_by_role("listitem").filter(has_text="Trailblazer GTX")
        said.append(card.first.inner_text())
        lead(page, "link", "Trailblazer GTX")
        said += facts_of(page)
        page.get_by_label("Size", exact=True).select_option("42")
        lead(page, "button", "Add to cart")
        said.append(page.get_by_role("listitem").filter(has_text="Trailblazer GTX").inner_text())
        lead(page, "link", "Checkout")
        for label, value in (ADA | PHONE).items():
            page.get_by_label(label).fill(value)
        lead(page, "button", "Continue to delivery")
        fill_delivery(page, said)
        lead(page, "button", "Place order")
        page.get_by_role("heading", name="Order placed").wait_for()
        said.append(page.locator("dl, p, tr").filter(has_text="Order number").first.inner_text())
        said.append(page.get_by_role("main").inner_text())
        return said[-1]
    finally:
        context.close()


def facts_of(page: Page) -> list[str]:
    """Read what a product's page promises."""
    main = page.get_by_role("main")
    rows = main.locator("dl.facts > div")
    told = [rows.filter(has_text=name).inner_text() for name in ("Delivery", "Returns")]
    price = main.get_by_text("€").first.inner_text()
    return [price, *told, page.get_by_role("contentinfo").inner_text()]


def fill_delivery(page: Page, said: list[str]) -> None:
    """Fill in where to and how to pay."""
    said.append(page.get_by_role("main").inner_text())
    for label, value in HOME.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Country").select_option(label="Germany")
    page.get_by_role("radio", name="Pay by invoice").check()
    page.get_by_role("checkbox", name="I agree to the terms").check()


def lead(page: Page, role: Any, name: str) -> None:
    """Click what leads to the next page, and wait until that is loaded."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def walk_ours(url: str, way: Any, lines: Any) -> None:
    """Walk as the shopper does, in a browser that stays open."""
    from desireline.probes.browser.session import open_session
    from desireline.probes.safety.hosts import hosts_of
    from desireline.probes.trip.trip import Limits
    from desireline.probes.walk.walking import walk_all
    from desireline.probes.walk.wish import Wish

    journey, name = web_walk(url)
    with tempfile.TemporaryDirectory() as out, open_session(hosts_of(journey)) as session:
        wish = Wish(journey, (name,), None, Path(out), True, {}, Limits(), evidence=way)
        for _ in lines:
            tell(lambda: next(iter(walk_all(session, wish, lambda line: None))).verdict)


def web_walk(url: str) -> tuple[Journey, str]:
    """Give the gallery's journey with its walk through the web alone, and that walk's name."""
    from desireline.scenarios.reading import load_journey

    with tempfile.TemporaryDirectory() as folder:
        journey = load_journey(write_web_walk(url, Path(folder)))
    return journey, next(iter(journey.walks))


def write_web_walk(url: str, folder: Path) -> Path:
    """Write the gallery's journey with its walk through the web alone; give the file.

    What touchpoints promise is left out: to look for barriers is no part of the script. So are
    steps for what may be there or not: to wait for it in vain costs every script the same.
    """
    import yaml

    shutil.copytree(GALLERY.parent, folder, dirs_exist_ok=True)
    journey = yaml.safe_load(GALLERY.read_text("utf-8"))
    name, walk = next(iter(journey["walks"].items()))
    last = next(at for at, stop in enumerate(walk["route"]) if stop["at"] == LAST)
    walk["route"] = walk["route"][: last + 1]
    for stop in walk["route"]:
        stop["do"] = [step for step in stop["do"] if "if-seen" not in step]
    for stage in journey["stages"]:
        for point in stage["touchpoints"].values():
            point.pop("promises", None)
    del journey["mailbox"]
    file = folder / "journey.yaml"
    file.write_text(yaml.safe_dump(journey | {"site": url, "walks": {name: walk}}), "utf-8")
    return file


def tell(walk: Callable[[], str]) -> None:
    """Walk, and tell how long that took; a walk that fails ends everything."""
    began = perf_counter()
    said = walk()
    if said not in ("ok", "degraded") and "Order placed" not in said:
        raise SystemExit(f"the walk did not come to its end: {said}")
    print(json.dumps({"seconds": perf_counter() - began}), flush=True)


if __name__ == "__main__":
    main()
