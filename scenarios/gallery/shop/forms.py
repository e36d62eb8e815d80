"""Read what a form sent: the values as typed, and one message for each mistake.

Knows nothing of pages; a message names what to do, so that it reads well beside
the field and in the summary above the form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 120
COUNTRIES = ("Germany", "Austria", "Belgium", "France", "Netherlands")
TOPICS = ("Delivery", "Returns", "Sizes", "Something else")
PAYMENTS = {"invoice": "Pay by invoice", "card": "Pay by card on delivery"}
EMAIL = re.compile(r"[^@\s,;:<>()\"\\]+@[^@\s,;:<>()\"\\]+\.[^@\s.,;:<>()\"\\]{2,}")
PHONE = re.compile(r"\+?[\d\s()/.-]{5,25}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field and what the shop wants from it."""

    name: str
    missing: str  # what to say when it is empty; nothing when it may be
    check: Callable[[str], str] = lambda text: ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back."""

    values: Mapping[str, str]
    mistakes: Mapping[str, str]


def read(sent: Mapping[str, object], fields: Sequence[Field]) -> Filled:
    """Read all fields and tell all mistakes at once."""
    values = {field.name: _text(sent.get(field.name)) for field in fields}
    said = {field.name: _mistake(field, values[field.name]) for field in fields}

    return Filled(values, {name: mistake for name, mistake in said.items() if mistake})


def blank(fields: Sequence[Field], **values: str) -> Filled:
    """Return a form as it is first shown."""
    return Filled({field.name: "" for field in fields} | values, {})


def email(text: str) -> str:
    """Check an address."""
    good = EMAIL.fullmatch(text) and text.isascii()
    return "" if good else "Write the e-mail address like name@example.org"


def phone(text: str) -> str:
    """Check a phone number, where one is given."""
    return "" if PHONE.fullmatch(text) else "Write the phone number in digits, like 030 23125 100"


def one_of(options: Sequence[str], mistake: str) -> Callable[[str], str]:
    """Check a choice against what the form offered."""
    return lambda text: "" if text in options else mistake


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _mistake(field: Field, text: str) -> str:
    if not text:
        return field.missing
    if len(text) > LONGEST:
        return f"Write at most {LONGEST} characters"

    return field.check(text)


CONTACT = (
    Field("first_name", "Enter your first name"),
    Field("last_name", "Enter your last name"),
    Field("email", "Enter your e-mail address", email),
    Field("phone", "", phone),
)
DELIVERY = (
    Field("street", "Enter your street and house number"),
    Field("postcode", "Enter your postcode"),
    Field("city", "Enter your city"),
    Field("country", "Choose a country", one_of(COUNTRIES, "Choose a country of the list")),
    Field("payment", "Choose how to pay", one_of(tuple(PAYMENTS), "Choose how to pay")),
    Field("terms", "Agree to the terms to place the order"),
)
AGAIN = (
    Field("email", "Enter your e-mail address", email),
    Field("last_name", "Enter your last name"),
)
CALL_BACK = (
    Field("name", "Enter your name"),
    Field("phone", "Enter your phone number", phone),
    Field("topic", "Choose a topic", one_of(TOPICS, "Choose a topic of the list")),
)
