"""Open a browser with a window, and hear what somebody does there until it is closed.

Playwright's own recorder watches the page and tells through its pipe: nothing of what was
typed touches the disk. It is no public interface of Playwright's; where it is missing or
speaks otherwise, that is DL355. The browser may go anywhere: a person steers it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook

from ..browser.session import Session
from ..safety.hosts import Hosts
from .heard import Heard, unknown_form

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page

BINDING = "__desirelineHears"
ANYWHERE = Hosts(("*",))
BREATH_MS = 100.0
GRACE_SECONDS = 10.0
Opened = Callable[["Page"], None]


def record(
    url: str, *, environ: Mapping[str, str] | None = None, opened: Opened | None = None
) -> Heard:
    """Record until the browser is closed, or Ctrl-C; give what was heard.

    `opened` is told the first tab, in the browser's own thread. CouldNotLook DL301, DL302,
    DL354 without a screen, DL355 with a Playwright that can't record.
    """
    environ = os.environ if environ is None else environ
    _need_a_screen(environ)
    heard, trouble = Heard(), list[BaseException]()
    session = Session(ANYWHERE, headed=True, environ=environ)
    over, ended = threading.Event(), threading.Event()

    def work() -> None:
        try:
            _record(session, url, heard, over, opened)
        except BaseException as why:
            trouble.append(why)
        finally:
            session.close()
            ended.set()

    worker = threading.Thread(target=work, name="desireline-recorder", daemon=True)
    worker.start()
    try:
        ended.wait()  # not for the thread itself: Python takes one for dead whose wait was broken
    except KeyboardInterrupt:  # somebody's way to say: that was all
        over.set()
        if not ended.wait(GRACE_SECONDS):
            session.interrupt()
        worker.join(GRACE_SECONDS)
        return heard
    worker.join(GRACE_SECONDS)
    if trouble:
        raise trouble[0]
    return heard


def _need_a_screen(environ: Mapping[str, str]) -> None:
    if sys.platform.startswith("linux") and not (
        environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    ):
        raise CouldNotLook(
            "DL354",
            "there is no screen to open a browser's window on",
            hint="record where a person sits; on a machine without a screen, "
            "`xvfb-run` makes one up",
        )


def _record(
    session: Session, url: str, heard: Heard, over: threading.Event, opened: Opened | None
) -> None:
    from playwright.sync_api import Error

    context = session.context({"no_viewport": True})
    context.expose_binding(BINDING, lambda source, note: heard.note(note))
    context.add_init_script(files("desireline.probes.recorder").joinpath("hear.js").read_text())
    context.on("dialog", lambda dialog: _leave_open(heard, dialog))
    _start_recorder(context, heard)
    page = context.new_page()
    page.goto(url)
    if opened is not None:
        opened(page)
    while not over.is_set() and context.pages:
        try:
            context.pages[0].wait_for_timeout(BREATH_MS)
        except Error:  # this tab was closed, or the whole browser
            if not session.alive:
                return
    with suppress(Error):
        context.close()  # what Playwright has not told of yet is told now


def _start_recorder(context: BrowserContext, heard: Heard) -> None:
    """Start Playwright's recorder; what it gives arrives in `heard`."""
    inner: Any = getattr(context, "_impl_obj", None)
    start, run = getattr(inner, "_start_recording", None), getattr(context, "_sync", None)
    if start is None or run is None:
        raise unknown_form()
    run(start({"language": "jsonl"}, heard))


def _leave_open(heard: Heard, dialog: Dialog) -> None:
    """Note what a box says; the person answers it."""
    heard.boxes.append(" ".join(dialog.message.split())[:200])
