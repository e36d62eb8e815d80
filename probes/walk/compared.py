"""A stop held against the one before it: message, brand, language, currency, form of address.

Each comparison says nothing where one side can't be told: a short text has no language, and a
page without a name has no brand to lose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..page.logo import same_picture
from ..page.notice import PageLook
from ..page.text import comparable
from ..page.wording import address_of, currency_of, language_of, offers, significant
from ..seen import Noticed
from ..trip.diary import Remembered

LEAST_WORDS = 4  # of an ad, to be held against its landing page
LEAST_KEPT = 0.34  # of them on the page
MOST_WORDS = 60
TITLE_PARTS = re.compile(r"\s[|–—·:•-]\s")
CALLED = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
          "nl": "Dutch"}  # fmt: skip


def remembered(
    touchpoint: str, channel: str, owner: str | None, look: PageLook | None, text: str
) -> Remembered:
    """Put down what the next stop will be compared with."""
    language = language_of(text)
    return Remembered(
        touchpoint,
        channel,
        owner,
        urlsplit(look.url).netloc if look else "",
        text,
        brand_of(look) if look else "",
        look.logo if look else None,
        language,
        address_of(text, language),
        currency_of(text),
    )


def brand_of(look: PageLook) -> str:
    """Give what a site calls itself: by its data, its title's last part, or its logo."""
    if look.site:
        return look.site
    parts = TITLE_PARTS.split(look.title)
    if len(parts) > 1 and len(parts[-1]) <= 40:
        return parts[-1].strip()
    named = re.sub(r"\b(?:the|logo|home|startseite)\b", "", (look.logo or ("",))[0], flags=re.I)
    return named.strip() if len(named.strip()) > 2 else ""


def compared(before: Remembered, now: Remembered, look: PageLook | None) -> Iterator[Noticed]:
    """Say what got lost or switched since the stop before."""
    if before.channel == "ad" and now.channel != "ad":
        yield from _message(before, now)
        return  # an ad stands in a medium of its own name, language and money
    if before.owner != now.owner or before.channel != now.channel or before.host != now.host:
        yield from _brand(before, now, look)
    yield from _switches(before, now)


def _message(ad: Remembered, page: Remembered) -> Iterator[Noticed]:
    words = significant(ad.text)[:MOST_WORDS]
    said = comparable(page.text)
    kept = [word for word in words if comparable(word) in said]
    if len(words) >= LEAST_WORDS and len(kept) < LEAST_KEPT * len(words):
        lost = ", ".join([word for word in words if word not in kept][:5])
        says = f"{len(kept)} of the {len(words)} words of {ad.touchpoint} are here; not {lost}"
        yield Noticed("wrong message", says)
    here = offers(page.text)
    missing = [words for form, words in offers(ad.text).items() if form not in here]
    if missing:
        says = f"{ad.touchpoint} offers {', '.join(missing[:3])}, which is not to be read here"
        yield Noticed("wrong message", says)


def _brand(before: Remembered, now: Remembered, look: PageLook | None) -> Iterator[Noticed]:
    if before.brand and now.text:
        signed = " ".join(
            [now.text, now.brand, *((look.title, *(look.logo or ())[:2]) if look else ())]
        )
        squeezed = re.sub(r"\W", "", comparable(f"{signed} {now.host}"))
        if re.sub(r"\W", "", comparable(before.brand)) not in squeezed:
            says = f"“{before.brand}”, who signs {before.touchpoint}, is not named here"
            yield Noticed("brand lost", says)
    if before.logo and look and not _same_logo(before.logo, look.logo):
        what = "another one" if look.logo else "none"
        yield Noticed("brand lost", f"the logo of {before.touchpoint} is gone; here is {what}")


def _same_logo(before: tuple[str, str, str], now: tuple[str, str, str] | None) -> bool:
    """Say whether a logo is the one before: as it is drawn, else by its words or its file."""
    if now is None:
        return False
    drawn = same_picture(before[2], now[2])
    named = before[:2] == now[:2] or (before[0] != "" and before[0] == now[0])
    return named if drawn is None else drawn


def _switches(before: Remembered, now: Remembered) -> Iterator[Noticed]:
    if before.language and now.language and before.language != now.language:
        was, here = CALLED[before.language], CALLED[now.language]
        yield _switch("language", was, here, before)
    elif before.address and now.address and before.address != now.address:
        yield _switch("form of address", before.address, now.address, before)
    if before.currency and now.currency and before.currency != now.currency:
        yield _switch("currency", before.currency, now.currency, before)


def _switch(what: str, was: str, here: str, before: Remembered) -> Noticed:
    return Noticed("switches on the way", f"{what}: {was} at {before.touchpoint}, {here} here")
