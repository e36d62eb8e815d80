"""Barriers: what keeps people with a disability from using the page, by axe-core's rules.

WCAG 2.0 to 2.2, levels A and AA; only what axe calls serious or critical. The page's own
frames are looked at, other companies' are not. It takes as long as a page load: after the
timed part of a walk, please, and once for pages that are made alike (`template_of`). Two pages
are alike when they hold the same kinds of elements: names, roles, classes, styles, and whether
each has its label. What differs by its words alone, or by a script, is then not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook

from .text import fold

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

MOST = 20
MOST_FRAMES = 5
LONGEST = 200  # characters of a barrier, once secrets are out of it
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = ("serious", "critical")
TEMPLATE = """() => {
  const plain = (text) => (text ?? '').replace(/\\d+/g, '#').slice(0, 80);
  const kinds = new Set();
  for (const element of [...document.querySelectorAll('*')].slice(0, 20000)) {
    if (/^(script|style|meta|link|noscript|br)$/.test(element.localName)) continue;
    const named = ['alt', 'title', 'aria-label', 'aria-labelledby', 'for', 'lang', 'src',
      'tabindex']
      .filter((name) => element.hasAttribute(name)).join();
    kinds.add([element.localName, element.getAttribute('role'), element.type,
      plain(element.getAttribute('class')), plain(element.id), plain(element.getAttribute('style')),
      named, Boolean(element.labels?.length), Boolean(element.textContent.trim()),
      element.ariaHidden, Boolean(element.shadowRoot), element.checkVisibility(),
      element.parentElement?.localName].join('|'));
  }
  return [...kinds].sort().join('\\n');
}"""
RUN = """async ([tags, most]) => {
  const own = Object.getOwnPropertyDescriptor(window, 'axe');
  AXE
  const ours = window.axe;
  delete window.axe;
  if (own) Object.defineProperty(window, 'axe', own);
  const late = new Promise((_, fail) =>
    setTimeout(() => fail(new Error('axe took too long')), 30000));
  const look = ours.run(document, {runOnly: {type: 'tag', values: tags}, iframes: false,
    resultTypes: ['violations']});
  const {violations} = await Promise.race([look, late]);
  return violations.map(({id, impact, help, nodes}) => ({id, help, impact, count: nodes.length,
    nodes: nodes.slice(0, most).map((node) => [node.impact, node.target.flat(9).join(' ')])}));
}"""


@dataclass(frozen=True, slots=True)
class Barriers:
    """What was found on a page, and which of its frames could not be checked."""

    found: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def find_barriers(page: Page, scrub: Callable[[str], str] = str) -> Barriers:
    """Give one sentence per rule and element, like `label: #phone (Form elements must …)`.

    At most 20, and how many more. `scrub` takes secrets out before sentences are cut. Raises
    CouldNotLook (DL353) when axe cannot be run.
    """
    found: list[str] = []
    unseen: list[str] = []
    count = 0
    own = [frame for frame in page.frames[1:] if _same_host(frame.url, page.url)]
    for frame in [page.main_frame, *own[: MOST_FRAMES - 1]]:
        try:
            rules = _rules(frame)
        except CouldNotLook as trouble:
            if frame is page.main_frame:
                raise
            if not frame.is_detached():
                unseen.append(f"a frame of the page, {frame.url}: {trouble.what}")
            continue
        count += sum(rule["count"] for rule in rules if rule["impact"] in GRAVE)
        found += [text for rule in rules for text in _sentences(rule)]
    if left_out := len(own[MOST_FRAMES - 1 :]):
        unseen.append(f"{left_out} more frames of the page were not checked for barriers")
    more = count - MOST
    found, unseen = ([scrub(one)[:LONGEST] for one in each] for each in (found[:MOST], unseen))
    return Barriers((*found, *([f"and {more} more"] if more > 0 else [])), tuple(unseen))


def _rules(frame: Frame) -> list[dict[str, Any]]:
    """Run axe in a frame, and give the rules that are broken; CouldNotLook when it does not run."""
    from playwright.sync_api import Error

    try:
        broken: list[dict[str, Any]] = frame.evaluate(RUN.replace("AXE", _axe()), [TAGS, MOST])
    except Error as trouble:
        raise CouldNotLook(
            "DL353",
            f"the page could not be checked for barriers: {fold(str(trouble))}",
            hint="the check needs JavaScript in the page; leave `accessible` out of the "
            "promises of this touchpoint if the page forbids it",
        ) from trouble
    return broken


def template_of(page: Page) -> str:
    """Give what tells pages that are made alike: a mark of their site and kinds of elements."""
    kinds = str(page.evaluate(TEMPLATE))
    whose = urlsplit(page.url)
    return f"{whose.netloc} {sha256(kinds.encode()).hexdigest()}"


def _sentences(rule: dict[str, Any]) -> list[str]:
    if rule["impact"] not in GRAVE:
        return []
    return [f"{rule['id']}: {_plain(target)} ({fold(rule['help'])})" for _, target in rule["nodes"]]


def _plain(selector: str) -> str:
    return fold(re.sub(r'="([\w-]+)"', r"=\1", selector))


def _same_host(one: str, other: str) -> bool:
    return one in ("about:blank", "about:srcdoc") or urlsplit(one).netloc == urlsplit(other).netloc


@cache
def _axe() -> str:
    try:
        return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as missing:
        raise CouldNotLook(
            "DL353",
            "axe-core's script is not there, which the check for barriers runs",
            hint="pip install --force-reinstall axe-playwright-python",
        ) from missing
