"""Answer when a page asks for cookies: accept, refuse, or leave the question alone.

A banner is told by its buttons' words, in five languages. A banner without a way to refuse
at once is left as it is, and that is noted: many customers would have to give in. A frame of
few words that speaks of cookies is a banner as a whole.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from playwright.sync_api import Locator

Answer = Literal["accept", "refuse", "ignore"]
CLOSE_MS = 3000.0
BOXES = ", ".join(
    f"[{name}*={word} i]" for word in ("cookie", "consent", "privacy") for name in ("id", "class")
)
BOXES = f"css=dialog, [role=dialog], [role=alertdialog], [role=region], {BOXES}"
ABOUT = re.compile("cookie|consent|datenschutz", re.IGNORECASE)
MOST_WORDS = 4000  # characters of a frame that is nothing but a banner
ABOUT_ALONE = re.compile(
    rf"^(?=[\s\S]*(?:cookie|consent|datenschutz))[\s\S]{{0,{MOST_WORDS}}}$", re.IGNORECASE
)
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

    wish: Answer
    told: list[str] = field(default_factory=list)
    clicks: int = 0

    @property
    def answers(self) -> bool:
        """Whether the shopper answers at all."""
        return self.wish != "ignore"

    def buttons(self, root: Any, *, in_frame: bool) -> tuple[Locator, Locator] | None:
        """Give what finds the buttons to accept and to refuse in a page or a frame of it."""
        if not self.answers:
            return None
        return _button(root, YES, in_frame=in_frame), _button(root, NO, in_frame=in_frame)

    def choice(self, accepting: Locator, refusing: Locator) -> Locator | None:
        """Give the button to press; None when nobody asks, or there is no way to refuse."""
        if not accepting.is_visible():
            return None
        if self.wish == "accept":
            return accepting
        if refusing.is_visible():
            return refusing
        note = "the cookie banner has no button to refuse"
        self.told += [] if note in self.told else [note]
        return None

    def answer(self, accepting: Locator, refusing: Locator) -> bool:
        """Click the answer; give whether it was worth trying."""
        from playwright.sync_api import Error

        try:
            if button := self.choice(accepting, refusing):
                name = self.name_of(button)
                button.click(timeout=CLOSE_MS, no_wait_after=True)
                self.told.append(f"cookies: “{name}”")
                self.clicks += 1
        except Error:
            if is_there(accepting):  # else it went away by itself
                self.told.append("the cookie banner could not be answered")
                return False
        return True

    def name_of(self, button: Locator) -> str:
        """Give a button's words."""
        return " ".join(button.inner_text(timeout=CLOSE_MS).split())

    def taken(self) -> tuple[tuple[str, ...], int]:
        """Give what was answered, once, and the clicks that it cost."""
        taken = tuple(self.told), self.clicks
        self.told.clear()
        self.clicks = 0
        return taken


def is_there(thing: Locator) -> bool:
    """Say whether a thing that could not be pressed is still to be seen."""
    from playwright.sync_api import Error

    with suppress(Error):  # its page is gone
        return thing.is_visible()
    return False


def _button(root: Any, words: re.Pattern[str], *, in_frame: bool) -> Locator:
    boxes = root.locator(BOXES).filter(has_text=ABOUT)
    if in_frame:
        boxes = boxes.or_(root.locator("body").filter(has_text=ABOUT_ALONE))
    button = boxes.get_by_role("button", name=words).or_(boxes.get_by_role("link", name=words))
    return cast("Locator", button.locator("visible=true").first)
