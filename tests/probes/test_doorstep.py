"""A new tab is the persona's from its first page on: as slow, by the page's own clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desireline.probes.seen import WalkSeen

Walk = Callable[..., WalkSeen]
ASK = "performance.getEntriesByType('navigation')[0].responseEnd"
HOME = """<title>Home</title><h1>Home</h1><a href=/new target=_blank>A link</a>
<button onclick="open('/new')">A window</button>
<button onclick="const w = open('about:blank'); w.location = '/new'">An empty window</button>"""
BUSY = f"""<!doctype html><title>New</title><h1>New</h1><p id=p></p><script>
const began = performance.now(); let sum = 0;
for (let i = 0; i < 2e7; i++) sum += i % 7;
const took = performance.now() - began;
p.textContent = Math.round({ASK}) + ' ' + Math.round(took) + ' ms';
</script>{"<!-- weight -->" * 4000}"""


def new_tab(site: Any, walk: Walk, way: str, **persona: Any) -> tuple[int, int]:
    """Open a tab; give the ms until its first page had come, and those of its script."""
    site.pages |= {"/": HOME, "/new": BUSY}
    do = [{"open": "/"}, {"click": way}, {"expect": {"text": "ms"}}]
    seen = walk(site.journey([{"at": "home", "do": do}], persona=persona))
    assert seen.verdict == "ok"
    came, took = seen.touchpoints[0].text.split()[-3:-1]
    return int(came), int(took)


@pytest.mark.parametrize("way", ["A link", "A window", "An empty window"])
def test_the_first_page_of_a_new_tab_is_as_slow_as_the_persona(
    site: Any, walk: Walk, way: str
) -> None:
    """60 kB at 205 kB/s take 300 ms and its answer 150 ms; told apart by a wide margin."""
    quick, fast = new_tab(site, walk, way)
    came, took = new_tab(site, walk, way, network="slow-4g", cpu="6x")

    assert came > 300
    assert came > 3 * quick
    assert took > 2.5 * fast


def test_other_profiles_tabs_are_let_in(site: Any, walk: Walk, shopper: Any) -> None:
    """A walk that holds its tabs at the doorstep leaves none of others' standing there."""
    new_tab(site, walk, "A link", network="4g")

    assert shopper.on_page("<h1>Here</h1>", lambda page: page.title()) == "P"
    assert new_tab(site, walk, "A window")[0] < 300
