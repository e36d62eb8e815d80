"""How a page speaks: told where it can be told, and left unsaid where not."""

from __future__ import annotations

import pytest

from desireline.probes.page.fields import asks_for, oddity
from desireline.probes.page.wording import (
    address_of,
    currency_of,
    date_spellings,
    language_of,
    money_spellings,
    offers,
)

PROSE = {
    "en": "We will send the boots to you within three days, and you can return them for a month "
    "if they do not fit, at no cost to you and with the label that is in the box.",
    "de": "Wir senden die Schuhe in drei Tagen zu Ihnen, und wenn sie nicht passen, nehmen wir sie "
    "auch nach einem Monat für Sie zurück, mit dem Aufkleber, der in dem Paket ist.",
    "fr": "Nous vous envoyons les chaussures en trois jours, et si la taille ne va pas, vous "
    "pouvez les renvoyer dans le mois avec une étiquette qui est dans la boîte.",
    "es": "Le enviamos las botas en tres días y si no le quedan bien se las cambiamos por otras de "
    "la talla que quiera, con la etiqueta que está en la caja, por un mes.",
    "nl": "Wij sturen de schoenen in drie dagen naar u op, en als ze niet passen dan kunt u ze in "
    "een maand weer terug sturen met het etiket dat in de doos zit van ons.",
}


@pytest.mark.parametrize(("language", "text"), PROSE.items())
def test_prose_has_a_language(language: str, text: str) -> None:
    assert language_of(text) == language


def test_menus_short_and_mixed_texts_have_none() -> None:
    menu = "Home Boots Socks Sale Basket Checkout Contact Jackets Poles Maps " * 5

    assert language_of(menu) is None
    assert language_of("Add to the basket") is None
    assert language_of(PROSE["en"] + PROSE["de"]) is None


@pytest.mark.parametrize(
    ("text", "language", "form"),
    [
        ("Wenn Sie fragen, helfen wir Ihnen.", "de", "formal"),
        ("Wenn du fragst, helfen wir dir.", "de", "informal"),
        ("Sie ist da. Sie kommt.", "de", None),
        ("Wenn Sie fragen, helfen wir dir und deinen Freunden, wenn Sie wollen.", "de", None),
        ("Vous avez votre billet.", "fr", "formal"),
        ("Tu as ton billet.", "fr", "informal"),
        ("You have your ticket.", "en", None),
    ],
)
def test_the_form_of_address(text: str, language: str, form: str | None) -> None:
    assert address_of(text, language) == form


def test_money_and_dates_of_one_page() -> None:
    assert money_spellings("€45.00, €9 and €129.00; 20 USD") == ()
    assert money_spellings("129.00 EUR, EUR 9.00") == ("129.00 EUR", "EUR 9.00")
    assert currency_of("20 € and 30 € or $40") == "EUR"
    assert currency_of("20 € or $40") is None
    assert date_spellings("4 March 2026, 5 May 2027") == ()
    assert date_spellings("04.03.2026 (2026-03-04)") == ("04.03.2026", "2026-03-04")


def test_an_offer_is_its_amounts_and_percentages() -> None:
    """`from` in one place and not in the other is still the offer."""
    assert offers("from €129, 20 % off").keys() == offers("129.00 EUR and 20%").keys()


@pytest.mark.parametrize(
    ("label", "token", "what"),
    [
        ("E-mail", "", "email"), ("Ihre E-Mail-Adresse", "", "email"), 
        ("x", "billing email", "email"),
        ("first-name", "", "first-name"), ("Vorname *", "", "first-name"), ("Nom", "", "last-name"),
        ("Postleitzahl", "", "postcode"), ("Code postal", "", "postcode"), ("PLZ", "", "postcode"),
        ("Telefonnummer", "", "phone"), ("Straße", "", "street"), ("Ort", "", "city"),
        ("Sort by", "", None), ("Size", "", None), ("", "", None),
    ],
)  # fmt: skip
def test_what_a_field_asks_for(label: str, token: str, what: str | None) -> None:
    assert asks_for(label, token) == what


@pytest.mark.parametrize(
    ("label", "kind", "token"),
    [
        ("E-mail", "email", ""), ("E-mail", "text", "email"), ("Telefon", "tel", "off"),
        ("Size", "text", ""), ("Country", "select", ""), 
        ("City", "text", "shipping address-level2"),
        ("Search", "search", ""), ("Password", "password", ""),
    ],
)  # fmt: skip
def test_fields_that_are_as_they_should_be(label: str, kind: str, token: str) -> None:
    assert oddity(label, kind, token) == ""
