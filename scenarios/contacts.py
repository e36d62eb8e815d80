"""Phone numbers and e-mail addresses in running text."""

from __future__ import annotations

import re
from urllib.parse import unquote

EMAIL = re.compile(
    r"(?<![\w.+%-])[a-z0-9][\w.+%-]{0,63}@(?:[a-z0-9](?:[\w-]{0,61}[a-z0-9])?\.)+[a-z][\w-]{1,30}"
    r"(?![\w-])",
    re.IGNORECASE,
)
# Digits that are more likely an order number than a phone stand without such a word.
CUE = re.compile(
    r"(?:\b(?:tel|phone|call|ring|hotline|telefon|fon|mobile|mobil|fax|support|ruf\w*|at|on|us)"
    r"\b|☎|✆|📞)[^\w]{0,3}(?:\w+[^\w]{1,2}){0,2}$",
    re.IGNORECASE,
)
NUMBER_ALONE = re.compile(r"\+?[\d\s()./-]{3,40}(?:\s?(?:;?ext[.=]?|x)\s?\d{1,6})?", re.IGNORECASE)
MOST_CHARACTERS = 20_000
TABLE = re.compile(r"[\d\s()./-]{80,}")  # no phone number is that long, and reading it is slow
DATE_OR_TIME = re.compile(
    r"(?<![\d.])(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?!\.?\d)|\d\d:\d\d"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")


def normal_phone(text: str, region: str | None) -> str | None:
    """Give `+493023125142` for the one phone number in a text, else None.

    `tel:` links are read; extensions are dropped. Whether a number is possible is
    Google's libphonenumber to say; whether it is in use, nobody asks.
    """
    bare = _unlinked(text)
    if NUMBER_ALONE.fullmatch(bare) and not DATE_OR_TIME.search(bare):
        return _e164(bare, region)
    forms = {_e164(found, region) for found in find_phones(bare, region)}
    return forms.pop() if len(forms) == 1 else None


def find_phones(text: str, region: str | None) -> list[str]:
    """Give the pieces of a text that are phone numbers, and not likely something else."""
    import phonenumbers

    text = TABLE.sub(lambda table: " " * len(table[0]), text[:MOST_CHARACTERS])
    text = IBAN.sub(_hide_account, text)
    found = phonenumbers.PhoneNumberMatcher(
        text, _region(region), leniency=phonenumbers.Leniency.POSSIBLE, max_tries=60
    )
    return [one.raw_string for one in found if _is_phone(text, one.start, one.raw_string)]


def _hide_account(found: re.Match[str]) -> str:
    """Black out a bank account (ISO 13616: the digits leave 1 when divided by 97)."""
    plain = re.sub(r"\s", "", found[0])
    digits = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
    return "_" * len(found[0]) if int(digits) % 97 == 1 else found[0]


def _is_phone(text: str, start: int, raw: str) -> bool:
    if DATE_OR_TIME.search(raw):
        return False
    if raw.startswith("+"):
        return True
    before = text[max(0, start - 40) : start]
    if before[-1:].isalnum() or before[-1:] in ("-", "#", "_"):
        return False
    spoken = raw.startswith(("0", "(")) and re.search(r"[\s()/-]", raw) is not None
    return spoken or CUE.search(before) is not None


def _e164(text: str, region: str | None) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, _region(region))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _region(region: str | None) -> str:
    return region.upper() if region and re.fullmatch(r"[A-Za-z]{2}", region) else "DE"


def _unlinked(text: str) -> str:
    return unquote(text[4:]) if text.lower().startswith("tel:") else text


def normal_email(text: str) -> str | None:
    """Give the one address in a text in small letters, else None. `mailto:` links are read."""
    if text.lower().startswith("mailto:"):
        text = unquote(text[7:].partition("?")[0])
    forms = {address.lower() for address in find_emails(text)}
    return forms.pop() if len(forms) == 1 else None


def find_emails(text: str) -> list[str]:
    """Give the pieces of a text that are e-mail addresses."""
    return [found[0] for found in EMAIL.finditer(text)]
