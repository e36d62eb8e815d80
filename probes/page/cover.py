"""Cover fields that hold a secret, so that no picture and no film shows what stands in them.

What is covered is a plain grey; the field works as before. A password field needs none: the
browser shows dots there.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

COVER = "(e) => { e.style.setProperty('filter', 'contrast(0)', 'important'); }"
CLEAR = "(e) => { e.style.removeProperty('filter'); }"
VALUES = "(fields) => fields.map((f) => f.type === 'password' ? '' : String(f.value ?? ''))"
BARE = """(fields) => fields.map((f) => ['password', 'hidden'].includes(f.type)
  || f.style.filter === 'contrast(0)' ? '' : String(f.value ?? ''))"""


def cover(field: Any) -> None:
    """Cover a field; one that is gone needs no cover."""
    _style(field, COVER)


def clear(field: Any) -> None:
    """Take the cover from a field."""
    _style(field, CLEAR)


def _style(field: Any, how: str) -> None:
    from playwright.sync_api import Error

    with suppress(Error):
        field.evaluate(how)
