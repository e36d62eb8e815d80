"""What a form field asks for, by its autocomplete token or its label; and what does not fit.

English, German and French labels. A field that fits no rule asks for something unknown, and
nothing is said of it.
"""

from __future__ import annotations

import re

# What is asked for, the labels that ask for it, and the autocomplete tokens (first: the usual).
ASKED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("email", r"e-?mail|courriel|mail address|adresse électronique", ("email",)),
    ("phone", r"phone|telefon|mobile|mobil|handy|téléphone|\btel\b|portable", ("tel",)),
    ("password", r"password|passwor|mot de passe|kennwort", ("current-password", "new-password")),
    ("first-name", r"first name|given name|forename|vorname|prénom", ("given-name",)),
    ("last-name", r"last name|surname|family name|nachname|nom de famille|^nom$", ("family-name",)),
    ("postcode", r"post ?code|postal code|zip|\bplz\b|postleitzahl|code postal", ("postal-code",)),
    ("street", r"street|stra(?:ß|ss)e|address line|anschrift|\brue\b|^address$|^adresse$",
     ("street-address", "address-line1", "address-line2")),
    ("city", r"\bcity\b|\btown\b|\bstadt\b|\bort\b|wohnort|\bville\b", ("address-level2",)),
    ("country", r"country|\bland\b|\bpays\b", ("country", "country-name")),
    ("birthday", r"date of birth|birthday|geburtsdatum|date de naissance", ("bday",)),
    ("card", r"card number|kartennummer|numéro de carte", ("cc-number",)),
    ("name", r"^(?:full |your )?name$|^nom complet$|^ihr name$", ("name",)),
    ("order", r"order (?:number|no)|bestellnummer|auftragsnummer|numéro de commande", ()),
)  # fmt: skip
TYPED = {"email": "email", "phone": "tel", "password": "password"}
ONCE_MORE = re.compile(r"repeat|confirm|again|wiederhol|bestätig|confirme|retype", re.IGNORECASE)


def asks_for(label: str, token: str = "") -> str | None:
    """Say what a field (or a name of the shopper's data) asks for: `email`, `first-name`, …"""
    words = set(token.lower().split())
    for what, _, tokens in ASKED:
        if words & set(tokens):
            return what
    plain = label.replace("-", " ").replace("_", " ").strip(" *:")
    for what, pattern, _ in ASKED:
        if re.search(pattern, label, re.IGNORECASE) or re.search(pattern, plain, re.IGNORECASE):
            return what
    return None


def oddity(label: str, kind: str, token: str) -> str:
    """Say what makes a field harder to fill than it need be; empty when nothing does."""
    if not label:
        return "it has no label"
    what = asks_for(label)
    tokens = next((tokens for asked, _, tokens in ASKED if asked == what), ())
    if what == "password" and kind == "text":
        return "a password that everybody can read"
    if what is None or not tokens or kind not in ("text", "email", "tel", "number"):
        return ""
    known = token.lower() not in ("", "on", "off", "nope")
    if known and not set(token.lower().split()) & set(tokens) and what != "name":
        return f"its autocomplete is {token.lower()}, not {tokens[0]}"
    if known or kind == TYPED.get(what):
        return ""
    wish = f"type {TYPED[what]} or " if what in TYPED else ""
    return f"plain {kind}, without {wish}autocomplete {tokens[0]}"


def is_once_more(label: str) -> bool:
    """Tell whether a field asks to write the same a second time."""
    return ONCE_MORE.search(label) is not None
