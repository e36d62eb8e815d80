"""Find something on the page as a person does: by its role and name, or by its label.

Strict: when two things bear the name, both are told with the place where they stand, and
none is touched. When nothing does, the nearest names on the page are told. A name is found
whatever its case and as part of a longer one; but one that is the same wins over longer ones.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_page import Filling, Upload
from desireline.scenarios.walk_target import Role, Target

from ..words import quoted, target_in_words
from .closed import raise_if_closed
from .field import FIELD, Held, labelled

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page

    Build = Callable[[Page | Frame], Locator]
    Front = Callable[[], Page]

CLICKABLE = ("button", "link", "tab", "menuitem", "option", "checkbox", "radio", "switch")
FIELDS = ("textbox", "combobox", "searchbox", "spinbutton", "checkbox", "radio", "switch", "slider")
FILES = "css=input[type=file]"
# Roles whose name does not come from what they hold: there the words inside count too.
HOLDERS = (
    "alert", "banner", "contentinfo", "dialog", "form", "group", "listitem", "log", "main",
    "navigation", "region", "status",
)  # fmt: skip
GLANCE_MS = 250.0
CLOSED = "has been closed"
CLOSE_MS = 100.0
MOST_FRAMES = 20
SNAPSHOT_LINE = re.compile(r'^\s*- \'?(?P<role>[a-z]+) "(?P<name>(?:[^"\\]|\\.)*)"')


class NotThere(Exception):
    """What the step looks for is not to be seen, or more than one thing answers to it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing on the page, and what its being found that way tells."""

    locator: Locator
    note: str = ""
    held: Held | None = None  # what stands in it, where that was told too


def find(front: Front, target: Target, *, seconds: float) -> Thing:
    """Find the one thing that a step means; NotThere with the reason when there isn't one.

    `front` gives the tab in front, which may change while we wait. CouldNotLook DL308 when
    the target's own words are not understood (a selector with a mistake).
    """
    meant = target_in_words(target)
    if target.how == "label" and not target.inside and (field := labelled(front(), target.name)):
        return Thing(field[0], held=field[1])
    found = _await_any(front, lambda root: build(root, target), seconds)
    if found is None:
        raise_if_closed(front(), target.name)
        raise NotThere(f"no {meant} here. {near_misses(front(), target)}")
    return Thing(_the_one(*found, target.name, meant), how_found(target))


def find_field(front: Front, filling: Filling, *, seconds: float) -> Thing:
    """Find the one field with a label; NotThere with the reason when there isn't one."""
    target = Target(how="label", name=filling.label, inside=filling.inside)
    return find(front, target, seconds=seconds)


def file_input(page: Page, upload: Upload) -> Locator | None:
    """Give the one field for files with a label; often it is hidden, and its label is drawn.

    Waits for nothing. NotThere when there are several.
    """
    for root in page.frames[:MOST_FRAMES]:
        scope: Any = root.get_by_role(upload.inside) if upload.inside else root
        found: Locator = scope.get_by_label(upload.label).and_(scope.locator(FILES))
        count = found.count()
        if count > 1:
            raise NotThere(f"{count} fields for files are called {quoted(upload.label)}")
        if count:
            return found
    return None


def is_seen(front: Front, target: Target, *, seconds: float) -> bool:
    """Say whether something can be seen, once or more often."""
    return _await_any(front, lambda root: _seen_by(root, target), seconds) is not None


def _await_any(front: Front, make: Build, seconds: float) -> tuple[Locator, int] | None:
    """Wait until a locator finds something in the page, or in a frame of it; and how many.

    Mostly it is there already: each question costs a search through the whole page.
    """
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as NotInTime

    until = time.monotonic() + seconds
    while True:
        page = front()
        left = max(1.0, min(GLANCE_MS, (until - time.monotonic()) * 1000))
        found = make(page)
        try:
            if count := found.count():
                return found, count
            found.first.wait_for(state="visible", timeout=left)
            return found, found.count()
        except NotInTime:
            inner = _in_frames(page, make)
        except Error as trouble:
            if closed_itself(page, trouble):
                continue
            if "parsing" not in str(trouble) and "valid selector" not in str(trouble):
                raise
            said = str(trouble).splitlines()[0].split(": ", 1)[-1]
            raise CouldNotLook("DL308", said, hint="correct the selector") from trouble
        if inner is not None or time.monotonic() >= until:
            return inner


def closed_itself(window: Page, trouble: Exception) -> bool:
    """Say whether a window closed, and another one is there to go on in.

    Its own word for it comes a moment after its last answer.
    """
    from playwright.sync_api import Error

    others = [page for page in window.context.pages if page is not window and not page.is_closed()]
    if CLOSED in str(trouble) and others and not window.is_closed():
        with suppress(Error):
            others[-1].wait_for_timeout(CLOSE_MS)
    return window.is_closed() and bool(others)


def _in_frames(page: Page, make: Build) -> tuple[Locator, int] | None:
    from playwright.sync_api import Error

    for frame in page.frames[1:MOST_FRAMES]:
        found = make(frame)
        with suppress(Error):  # the frame went away meanwhile
            if count := found.count():
                return found, count
    return None


def build(root: Page | Frame, target: Target) -> Locator:
    """Build what finds a target; only what can be seen counts."""
    scope: Any = root.get_by_role(target.inside) if target.inside else root
    name, exact = target.name, target.exact
    if target.how == "any":
        found = _any_of(scope, CLICKABLE, name, exact)
    elif target.how == "label":
        fields = scope.locator(f"css={FIELD}")
        found = scope.get_by_label(name, exact=exact).and_(fields)
        found = found.or_(_any_of(scope, FIELDS, name, exact))
    elif target.how == "text":
        found = scope.get_by_text(name, exact=exact)
    elif target.how == "testid":
        found = scope.get_by_test_id(name)
    elif target.how == "css":
        found = scope.locator(f"css={name}")
    else:
        found = scope.get_by_role(cast("Role", target.how), name=name, exact=exact)
    return cast("Locator", found.locator("visible=true"))


def _seen_by(root: Page | Frame, target: Target) -> Locator:
    """Build what sees a target: words inside a holder count, and for `any` words anywhere."""
    found = build(root, target)
    scope: Any = root.get_by_role(target.inside) if target.inside else root
    if target.how == "any":
        found = found.or_(scope.get_by_text(target.name, exact=target.exact))
    elif target.how in HOLDERS:
        found = found.or_(scope.get_by_role(target.how).filter(has_text=target.name))
    return found.locator("visible=true")


def _any_of(scope: Any, roles: Sequence[str], name: str, exact: bool) -> Any:
    found = scope.get_by_role(roles[0], name=name, exact=exact)
    for role in roles[1:]:
        found = found.or_(scope.get_by_role(role, name=name, exact=exact))
    return found


def _the_one(matches: Locator, count: int, name: str, meant: str) -> Locator:
    """Choose the only match, or the only one whose whole name it is; else tell both."""
    if count == 1:
        return matches
    if count == 0:
        raise NotThere(f"{meant} was here, and went away again")
    shown = [_role_and_name(matches.nth(i)) for i in range(min(count, 30))]
    same = [i for i, (_, found) in enumerate(shown) if _plain(found) == _plain(name)]
    if len(same) == 1:
        return matches.nth(same[0])
    told = same or range(count)
    both = " and ".join(_described(matches.nth(i), *shown[i]) for i in list(told)[:2])
    more = f", and {len(told) - 2} more" if len(told) > 2 else ""
    raise NotThere(f"{len(told)} things answer to {meant}: {both}{more}")


def _role_and_name(locator: Locator) -> tuple[str, str]:
    from playwright.sync_api import Error

    try:
        first = locator.aria_snapshot(timeout=1000).split("\n", 1)[0]
    except Error:
        return "", ""
    found = SNAPSHOT_LINE.match(first)
    return (found["role"], _unescaped(found["name"])) if found else (first.strip("- :"), "")


def _described(locator: Locator, role: str, name: str) -> str:
    from playwright.sync_api import Error

    try:
        place = locator.evaluate(_where_script(), timeout=1000)
    except Error:
        place = {}
    where = f" in {place['where']}" if place.get("where") else ""
    under = f" under {quoted(place['under'])}" if place.get("under") else ""
    return f"{role or 'element'} {quoted(name)}{where}{under}"


@cache
def _where_script() -> str:
    return files("desireline.probes.page").joinpath("locate.js").read_text("utf-8")


def how_found(target: Target) -> str:
    """Say what it tells that a thing is found this way; empty where it tells nothing."""
    if target.how not in ("css", "testid"):
        return ""
    return f"found by {target.how}: a person with a screen reader cannot find it that way"


def near_misses(page: Page, target: Target) -> str:
    """Say what is there instead: the nearest names, or how little there is."""
    names = names_on(page)
    if not names:
        return "The page shows nothing that has a name."
    wanted = FIELDS if target.how == "label" else (target.how,)
    wanted = CLICKABLE if target.how == "any" else wanted
    ranked = sorted(names, key=lambda n: -_nearness(n, target.name, wanted))
    near = [n for n in ranked if _nearness(n, target.name, wanted) > 0.45][:3]
    if near:
        return "Nearest: " + ", ".join(f"{role} {quoted(name)}" for role, name in near) + "."
    shown = [n for n in names if n[0] in wanted] or names
    listed = ", ".join(f"{role} {quoted(name)}" for role, name in shown[:6])
    return f"Here are: {listed}{', …' if len(shown) > 6 else ''}."


def _nearness(named: tuple[str, str], wanted: str, roles: Sequence[str]) -> float:
    role, name = named
    alike = SequenceMatcher(None, _plain(name)[:200], _plain(wanted)[:200]).ratio()
    inside = _plain(wanted) in _plain(name) or _plain(name) in _plain(wanted)
    return alike + (0.25 if inside else 0.0) + (0.1 if role in roles and alike > 0.4 else 0.0)


def names_on(page: Page) -> list[tuple[str, str]]:
    """Give the roles and accessible names on the page, each once, in its order."""
    from playwright.sync_api import Error

    try:
        snapshot = page.locator("body").aria_snapshot(timeout=3000)
    except Error:
        return []
    lines = (SNAPSHOT_LINE.match(line) for line in snapshot.splitlines()[:3000])
    found = [(m["role"], _unescaped(m["name"])) for m in lines if m and m["name"]]
    return list(dict.fromkeys(found))


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
