"""Hold what a site's workers send while a fence is up: no route knows of all of it.

Sockets of dedicated workers and all that a shared worker sends go past the fence's route, so
the workers themselves are told to keep still, by the browser's own debugging protocol.

What it does not know: a worker that kept `fetch` or `send` under another name beforehand, and
what a worker that is made while the fence is up says in its very first moment.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

STILL_SECONDS = 2.0  # at most, until workers have heard
PAUSE_MS = 2.0
KINDS = ("worker", "shared_worker")
LISTED = [{"type": kind} for kind in KINDS]


@cache
def fence_script() -> str:
    """Give what makes pages and workers able to hold still."""
    return files("desireline.probes.safety").joinpath("fence.js").read_text("utf-8")


def hold_workers(page: Page, *, for_good: bool) -> Callable[[], None]:
    """Make this profile's workers hold still; give what lets them go on.

    `for_good`: shared workers are ended, since nobody needs them any more.
    """
    from playwright.sync_api import Error

    browser = page.context.browser
    if browser is None:
        return lambda: None
    session = browser.new_browser_cdp_session()
    own = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]
    held: dict[str, str] = {}
    silent: dict[str, int] = {}  # sessions whose worker has not answered yet, and to what
    numbers = count(1)

    def tell(attached: str, script: str) -> None:
        silent[attached] = number = next(numbers)
        asked = {"id": number, "method": "Runtime.evaluate", "params": {"expression": script}}
        message = {"sessionId": attached, "message": json.dumps(asked)}
        try:
            session.send("Target.sendMessageToTarget", message)
        except Error:
            silent.pop(attached, None)  # it is gone: no answer comes

    def hold(target: dict[str, Any]) -> None:
        number = target["targetId"]
        ours = target.get("browserContextId") == own.get("browserContextId")
        if not ours or target["type"] not in KINDS or number in held:
            return
        held[number] = ""
        with suppress_gone():
            if for_good and target["type"] == "shared_worker":
                session.send("Target.closeTarget", {"targetId": number})
                return
            wanted = {"targetId": number, "flatten": False}
            held[number] = session.send("Target.attachToTarget", wanted)["sessionId"]
            tell(held[number], f"{fence_script()};__desireline_fence.hold(false)")

    def free() -> None:
        with suppress_gone():
            for attached in filter(None, held.values()):
                tell(attached, "__desireline_fence.free(true)")
            _await_answers(page, silent)  # else what is done next would still be held
            session.detach()

    def hear(event: dict[str, Any]) -> None:
        if json.loads(event["message"]).get("id") == silent.get(event["sessionId"]):
            silent.pop(event["sessionId"], None)

    def forget(event: dict[str, Any]) -> None:
        silent.pop(event["sessionId"], None)

    session.on("Target.receivedMessageFromTarget", hear)
    session.on("Target.detachedFromTarget", forget)
    session.on("Target.targetCreated", lambda event: hold(event["targetInfo"]))
    session.send("Target.setDiscoverTargets", {"discover": True, "filter": LISTED})
    for target in session.send("Target.getTargets", {"filter": LISTED})["targetInfos"]:
        hold(target)
    _await_answers(page, silent)
    return free


def _await_answers(page: Page, silent: Mapping[str, int]) -> None:
    """Wait until workers did what they were told; one too busy to hear can't say much, either."""
    until = time.monotonic() + STILL_SECONDS
    with suppress_gone():
        while silent and time.monotonic() < until:
            page.wait_for_timeout(PAUSE_MS)


def suppress_gone() -> suppress:
    """Pass over what went away meanwhile."""
    from playwright.sync_api import Error

    return suppress(Error)
