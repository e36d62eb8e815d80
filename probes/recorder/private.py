"""What of the typed text is a secret, and what is the shopper's own data.

Told by what the field says of itself (its type, its `autocomplete`), else by its label's
words. A secret becomes `$NAME`; what is the shopper's becomes `${shopper.email}`, and its
value goes to the persona.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .heard import FieldNote

SECRET_TOKENS = {
    "current-password": "PASSWORD", "new-password": "PASSWORD", "one-time-code": "ONE_TIME_CODE",
    "cc-number": "CARD_NUMBER", "cc-csc": "CARD_CODE", "cc-exp": "CARD_EXPIRY",
}  # fmt: skip
SECRET_WORDS = (
    (re.compile(r"pass ?(word|code|phrase)|passwor[td]|kennwort|mot de passe|contrase", re.I),
     "PASSWORD"),
    (re.compile(r"one.?time|\botp\b|\btan\b|verification code|security code|einmal", re.I),
     "ONE_TIME_CODE"),
    (re.compile(r"\b(cvc|cvv|csc)\b", re.I), "CARD_CODE"),
    (re.compile(r"card number|kartennummer", re.I), "CARD_NUMBER"),
    (re.compile(r"\bpin\b", re.I), "PIN"),
)  # fmt: skip
OWN_TOKENS = {
    "email": "email", "given-name": "first-name", "family-name": "last-name", "name": "name",
    "tel": "phone", "street-address": "street", "address-line1": "street",
    "postal-code": "postcode", "address-level2": "city", "organization": "company",
    "bday": "birthday", "username": "user",
}  # fmt: skip
OWN_WORDS = (
    (re.compile(r"e-?mail", re.I), "email"),
    (re.compile(r"first name|given name|vorname|prénom", re.I), "first-name"),
    (re.compile(r"last name|family name|surname|nachname", re.I), "last-name"),
    (re.compile(r"phone|mobile|telefon|téléphone", re.I), "phone"),
    (re.compile(r"street|address line|straße|strasse|adresse", re.I), "street"),
    (re.compile(r"post ?code|zip|\bplz\b|postleitzahl|code postal", re.I), "postcode"),
    (re.compile(r"\b(city|town|stadt|ville)\b|wohnort", re.I), "city"),
    (re.compile(r"^(your |full )?name$", re.I), "name"),
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(slots=True)
class Private:
    """What was told so far: secrets by name, the shopper's data by name."""

    notes: Sequence[FieldNote]
    secrets: dict[str, str] = field(default_factory=dict)  # name: value; never written
    shopper: dict[str, str] = field(default_factory=dict)

    def written(self, text: str, label: str) -> str:
        """Give typed text as a walk writes it."""
        notes = [note for note in self.notes if note.value == text] if text else []
        secret = next(filter(None, map(_secret, notes)), None) or _secret_by(label)
        if secret:
            return f"${_named(self.secrets, secret, text, join='_')}"
        own = next(filter(None, map(_own, notes)), None) or _by(OWN_WORDS, label)
        own = own or ("email" if EMAIL.fullmatch(text) else None)
        if own and text:
            return f"${{shopper.{_named(self.shopper, own, text, join='-')}}}"
        return text.replace("$", "$$")


def note_for(notes: Sequence[FieldNote], value: str) -> FieldNote | None:
    """Give the last note of a field in which a value stood."""
    return next((note for note in reversed(notes) if note.value == value), None)


def _secret(note: FieldNote) -> str | None:
    by_token = next((SECRET_TOKENS[t] for t in _tokens(note) if t in SECRET_TOKENS), None)
    if note.type == "password":
        return by_token or _secret_by(note.label) or "PASSWORD"
    return by_token


def _secret_by(label: str) -> str | None:
    return _by(SECRET_WORDS, label)


def _own(note: FieldNote) -> str | None:
    by_token = next((OWN_TOKENS[t] for t in _tokens(note) if t in OWN_TOKENS), None)
    by_type = {"email": "email", "tel": "phone"}.get(note.type)
    return by_token or by_type


def _tokens(note: FieldNote) -> list[str]:
    return note.autocomplete.casefold().split()


def _by(words: Sequence[tuple[re.Pattern[str], str]], label: str) -> str | None:
    return next((name for pattern, name in words if pattern.search(label)), None)


def _named(known: dict[str, str], name: str, value: str, *, join: str) -> str:
    """Give the name under which a value is known; another value gets a number behind it."""
    for number in range(1, 100):
        numbered = name if number == 1 else f"{name}{join}{number}"
        if known.setdefault(numbered, value) == value:
            return numbered
    return name
