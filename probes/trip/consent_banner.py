"""Answer when a page asks for cookies: accept, refuse, or leave the question alone.

A banner is told by its buttons' words, in five languages. A banner without a way to refuse
at once is left as it is, and that is noted: many customers would have to give in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Answer = Literal["accept", "refuse", "ignore"]
MOST_TIMES = 5
CLOSE_MS = 3000.0
BOXES = ", ".join(
    f"[{name}*={word} i]" for word in ("cookie", "consent", "privacy") for name in ("id", "class")
)
BOXES = f"css=dialog, [role=dialog], [role=alertdialog], [role=region], {BOXES}"
ALL = r"( (all|cookies|all cookies|everything))?"
YES = re.compile(
    rf"^(yes,? )?(i )?(accept|allow|agree( to)?|got it|ok(ay)?){ALL}( and (close|continue))?$"
    r"|^(allen? |alles? )?(cookies )?(akzeptieren|zustimmen|annehmen|erlauben)$"
    r"|^(tout )?accepter( tout)?$|^aceptar( todo| todas)?$|^accetta( tutt[oi])?$",
    re.IGNORECASE,
)
NO = re.compile(
    rf"^(reject|refuse|decline|deny|disagree){ALL}$"
    r"|^(use |accept )?(only )?(strictly )?(necessary|essential|required)( cookies)?( only)?$"
    r"|^continue without (accepting|agreeing)$"
    r"|^(alles? |cookies )?(ablehnen|verweigern)$|^nur (notwendige|erforderliche)( cookies)?$"
    r"|^(tout refuser|refuser( tout)?|continuer sans accepter)$"
    r"|^rechazar( todo| todas)?$|^rifiuta( tutt[oi])?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ConsentBanner:
    """How the shopper answers, and what was answered since it was last told."""

    answer: Answer
    told: list[str] = field(default_factory=list)
    clicks: int = 0

    def attend(self, page: Page) -> None:
        """Look after a tab that was opened."""
        if self.answer != "ignore":
            page.add_locator_handler(
                _buttons(page, YES).first,
                self._answerer(page),
                times=MOST_TIMES,
                no_wait_after=True,
            )

    def _answerer(self, page: Page) -> Callable[[Locator], None]:
        def answer(accepting: Locator) -> None:
            from playwright.sync_api import Error

            wanted = accepting if self.answer == "accept" else _buttons(page, NO).first
            with suppress(Error):  # it went away by itself
                if not wanted.is_visible():
                    note = "the cookie banner has no button to refuse"
                    self.told += [] if note in self.told else [note]
                    return
                name = " ".join(wanted.inner_text(timeout=CLOSE_MS).split())[:80]
                wanted.click(timeout=CLOSE_MS, no_wait_after=True)
                self.told.append(f"cookies: “{name}”")
                self.clicks += 1

        return answer

    def taken(self) -> tuple[tuple[str, ...], int]:
        """Give what was answered, once, and the clicks that it cost."""
        taken = tuple(self.told), self.clicks
        self.told.clear()
        self.clicks = 0
        return taken


def _buttons(page: Page, words: re.Pattern[str]) -> Locator:
    boxes = page.locator(BOXES).filter(has_text=re.compile("cookie|consent|datenschutz", re.I))
    button = boxes.get_by_role("button", name=words).or_(boxes.get_by_role("link", name=words))
    return button.locator("visible=true")
