"""The consistency report: one page, one file, complete without JavaScript.

Everything is in the file: styles, pictures drawn as SVG, the shopper's screenshots. Its
policy (CSP) forbids whatever it did not bring itself. Built from the record alone, so the
same record gives the same page, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desireline.scenarios.errors import DesirelineError

from .page_colours import DARK, LIGHT, PRINT
from .page_pictures import BUDGET, Shot, shots_of
from .page_text import clean, clip, tie
from .page_view import view_of
from .record import Record

TEMPLATES = Path(__file__).parent / "templates"
FILE = "report.html"


def render_page(record: Record, folder: Path | None) -> str:
    """Make the page of a record; `folder` holds its screenshots (None: without them).

    Over the budget of 1.5 MB the screenshots are left out, then the step logs; the page
    says so.
    """
    shots = shots_of(record.pictures, folder)
    page = _page(record, shots, "")
    if len(page.encode()) > BUDGET and shots:
        page = _page(record, (), "The screenshots are left out: with them the page is too large.")
    if len(page.encode()) > BUDGET:
        short = replace(record, walks=tuple(replace(w, touchpoints=()) for w in record.walks))
        page = _page(short, (), "Screenshots and step logs are left out: the page is too large.")
    return page


def write_page(record: Record, folder: Path) -> Path:
    """Write report.html into a run's folder, whole or not at all, and give its path.

    Raises DesirelineError DL461 when the folder cannot be written to.
    """
    page = render_page(record, folder)
    path = folder / FILE
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(page)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        raise DesirelineError(
            "DL461",
            f"the page cannot be written to {path}: {error.strerror or error}",
            hint="name a folder that exists, that you may write to, and that has room",
        ) from error
    return path


@cache
def _templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    env.filters["tie"] = tie
    return env


def _printable(value: object) -> object:
    """Clean and clip every string on its way to the page; markup is ours already."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clip(clean(value))
    return value


@cache
def _styles() -> Markup:
    sheet = _templates().get_template("page.css.j2")
    return Markup(sheet.render(light=LIGHT, dark=DARK, print=PRINT))  # noqa: S704 # ours, no input


@cache
def _script() -> Markup:
    return Markup((TEMPLATES / "page.js").read_text("utf-8"))  # noqa: S704 # ours, no input


def _policy() -> Markup:
    """Allow the one style sheet, the one script and images in the file; nothing else."""
    rules = (
        "default-src 'none'",
        "img-src data:",
        f"style-src '{_hash(_styles())}'",
        f"script-src '{_hash(_script())}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return Markup("; ".join(rules))  # noqa: S704 # ours, no input


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _page(record: Record, shots: tuple[Shot, ...], left_out: str) -> str:
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            view_of(record, shots),
            css=_styles(),
            script=_script(),
            policy=_policy(),
            pictures_left_out=left_out,
        )
    )
