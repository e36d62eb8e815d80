"""Facts: two spellings of one fact have one normal form, and two facts have two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.scenarios.fact import FactKind, find, normal

MONEY = [
    ("€ 45,00", "45.00 EUR"), ("EUR 45.00", "45.00 EUR"), ("45 €", "45.00 EUR"),
    ("45,00\u00a0€", "45.00 EUR"), ("EUR45", "45.00 EUR"), ("€45.5", "45.50 EUR"),
    ("45,-€", "45.00 EUR"), ("129,- €", "129.00 EUR"), ("129,– €", "129.00 EUR"),
    ("45 Euro", "45.00 EUR"), ("45 euros", "45.00 EUR"), ("€45.00 EUR", "45.00 EUR"),
    ("1.299,00 €", "1299.00 EUR"), ("€1,299.00", "1299.00 EUR"), ("$1,299.00", "1299.00 USD"),
    ("1 299,00 €", "1299.00 EUR"), ("1\u202f299,00 €", "1299.00 EUR"),
    ("1'299.00 CHF", "1299.00 CHF"), ("CHF 1’299.–", "1299.00 CHF"), ("Fr. 20.-", "20.00 CHF"),
    ("12,345,678 €", "12345678.00 EUR"), ("€1.299", "1299.00 EUR"), ("0.5 €", "0.50 EUR"),
    ("£9.99", "9.99 GBP"), ("US$ 20", "20.00 USD"), ("C$20", "20.00 CAD"), ("20 zł", "20.00 PLN"),
    ("-5 €", "-5.00 EUR"), ("−€5", "-5.00 EUR"), ("€-5", "-5.00 EUR"),
    ("Price: 129.00 EUR incl. VAT", "129.00 EUR"), ("Only €45, now!", "45.00 EUR"),
    ("It costs 45€.", "45.00 EUR"), ("Boots - 20 €", "20.00 EUR"),
    ("Size 42 €129.00", "129.00 EUR"), ("Size 42 129,00 €", "129.00 EUR"),
    ("Art.4711 129,00 €", "129.00 EUR"), ("45.00 EUR (45,00 €)", "45.00 EUR"),
    ("from €45", "from 45.00 EUR"), ("ab 45 €", "from 45.00 EUR"),
    ("up to 45 €", "up to 45.00 EUR"), ("€9 per month", "9.00 EUR per month"),
    ("9 €/Monat", "9.00 EUR per month"), ("9.99€/mo", "9.99 EUR per month"),
    ("€120 a year", "120.00 EUR per year"),
    ("2 for $20", None), ("from 20 to 30 €", "20.00-30.00 EUR"), ("€20-€30", "20.00-30.00 EUR"),
    ("20–30 €", "20.00-30.00 EUR"),
    ("20 € or 30 €", None), ("€149.00 €129.00", None), ("12 € 45 €", None), ("kr 200", None),
    ("45", None), ("20 %", None), ("AGE 45", None), ("try 5 times", None), ("", None),
    ("A4 €", None), ("call 030 23125 142", None), ("free", None),
]  # fmt: skip
DURATION = [
    ("3 days", "3 days"), ("72 hours", "3 days"), ("72h", "3 days"), ("3-day", "3 days"),
    ("three days", "3 days"), ("within 3 days", "3 days"), ("in 3 days", "3 days"),
    ("up to 3 days", "3 days"), ("3 Tage", "3 days"), ("innerhalb von 3 Tagen", "3 days"),
    ("Delivered to you within 3 days, free", "3 days"), ("3 days (72 hours)", "3 days"),
    ("a week", "7 days"), ("one week", "7 days"), ("7 days", "7 days"), ("two weeks", "14 days"),
    ("delivered in a week", "7 days"), ("14-Tage-Rückgabe", "14 days"), ("24h", "1 day"),
    ("24 hours", "1 day"), ("next day delivery", "1 day"), ("same-day", "same day"),
    ("30-day returns", "30 days"), ("1.5 hours", "90 minutes"), ("1,5 Stunden", "90 minutes"),
    ("1h 30min", "90 minutes"), ("1 hour and 30 minutes", "90 minutes"),
    ("half an hour", "30 minutes"), ("5 min.", "5 minutes"), ("60s", "1 minute"),
    ("95 s", "95 seconds"), ("120 seconds", "2 minutes"), ("12 months", "12 months"),
    ("1 year", "12 months"), ("2-year warranty", "24 months"), ("1 year 6 months", "18 months"),
    ("3 working days", "3 working days"), ("within 3 business days", "3 working days"),
    ("3 Werktage", "3 working days"), ("next working day", "1 working day"),
    ("3-5 days", "3-5 days"), ("3 to 5 days", "3-5 days"), ("between 3 and 5 days", "3-5 days"),
    ("48–72 hours", "2-3 days"), ("3 bis 5 Werktage", "3-5 working days"),
    ("at least 3 days", "at least 3 days"), ("more than a week", "at least 7 days"),
    ("30 days returns, delivery 3 days", None), ("24 hours, 7 days a week", None),
    ("Open 24/7", None), ("twice a week", None), ("5 m", None), ("3D", None), ("size 5 S", None),
    ("5-3 days", None), ("soon", None), ("€3 days", None), ("", None),
]  # fmt: skip
PHONE = [
    ("+49 30 23125 142", "+493023125142"), ("030 23125 142", "+493023125142"),
    ("030/23125142", "+493023125142"), ("0049 30 23125142", "+493023125142"),
    ("tel:+493023125142", "+493023125142"), ("tel:+49-30-23125-142;ext=5", "+493023125142"),
    ("tel:+49%2030%2023125%20142", "+493023125142"), ("+49 (0)30 23125-142", "+493023125142"),
    ("Call us: +49 30 23125 142", "+493023125142"), ("or +49-30-23125-142", "+493023125142"),
    ("☎ 030 23125142", "+493023125142"),
    ("+49 30 23125 142 ext. 5", "+493023125142"), ("+44 20 7946 0958", "+442079460958"),
    ("+49 30 23125 142, Mon to Fri 9-18", "+493023125142"), ("0800 123 4567", "+498001234567"),
    ("+1 555 010 0199", "+15550100199"), ("030 23125 142 or +49 30 23125142", "+493023125142"),
    ("Call 030 23125 100 or 030 23125 142", None), ("Order 10023412", None),
    ("SO-4711-0815", None), ("12.03.2026 10:30", None), ("2026-03-04", None), ("€ 129,00", None),
    ("tel:", None), ("no number", None), ("", None), ("12", None),
]  # fmt: skip
EMAIL = [
    ("help@example.com", "help@example.com"), ("Mail Help@Example.com!", "help@example.com"),
    ("mailto:help@example.com?subject=Hi%20there", "help@example.com"),
    ("<a.b+c@d-e.co.uk>", "a.b+c@d-e.co.uk"), ("x@münchen.de", "x@münchen.de"),
    ("help@example.com or Help@example.com", "help@example.com"),
    ("a@b.example, c@d.example", None), ("a@b", None), ("foo@@bar.com", None), ("", None),
]  # fmt: skip
DATE = [
    ("2026-03-04", "2026-03-04"), ("2026-03-04T19:30:00Z", "2026-03-04"),
    ("2026-03-04T19:30+01:00", "2026-03-04"), ("4 March 2026", "2026-03-04"),
    ("March 4, 2026", "2026-03-04"), ("Mar 4th 2026", "2026-03-04"),
    ("4th of March 2026", "2026-03-04"), ("Wed, 4 Mar 2026", "2026-03-04"),
    ("4. März 2026", "2026-03-04"), ("04.03.2026", "2026-03-04"), ("4.3.26", "2026-03-04"),
    ("Delivered on 04.03.2026.", "2026-03-04"), ("2026/03/04", "2026-03-04"),
    ("13/03/2026", "2026-03-13"), ("03/13/2026", "2026-03-13"), ("03/03/2026", "2026-03-03"),
    ("4 March 2026 (2026-03-04)", "2026-03-04"),
    ("03/04/2026", None), ("4 March", None), ("31.02.2026", None), ("Version 1.2.2026.4", None),
    ("4 March 2026 to 5 March 2026", None), ("tomorrow", None), ("", None),
]  # fmt: skip
CASES = [
    *(("money", *case) for case in MONEY),
    *(("duration", *case) for case in DURATION),
    *(("phone", *case) for case in PHONE),
    *(("email", *case) for case in EMAIL),
    *(("date", *case) for case in DATE),
]
KINDS: tuple[FactKind, ...] = ("money", "duration", "phone", "email", "date", "text")


@pytest.mark.parametrize(("kind", "text", "form"), CASES)
def test_normal_form(kind: FactKind, text: str, form: str | None) -> None:
    """None is: no such fact, several that differ, or two ways to read it."""
    assert normal(kind, text) == form


def test_there_are_enough_cases() -> None:
    """Spellings are what real shops have many of."""
    assert len(CASES) >= 100


@pytest.mark.parametrize(
    ("text", "currency", "form"),
    [
        ("129,00", "EUR", "129.00 EUR"),
        ("129.00", "GBP", "129.00 GBP"),
        ("$20", "CAD", "20.00 CAD"),
        ("$20", "EUR", "20.00 USD"),
        ("200 kr", "SEK", "200.00 SEK"),
        ("200 kr", "EUR", None),
        ("free", "EUR", "0.00 EUR"),
        ("Kostenlos", "EUR", "0.00 EUR"),
        ("£20", "EUR", "20.00 GBP"),
    ],
)
def test_the_currency_that_is_meant(text: str, currency: str, form: str | None) -> None:
    """It completes an amount, and never overrules a sign."""
    assert normal("money", text, currency=currency) == form


@pytest.mark.parametrize(
    ("region", "form"), [("DE", "+493023125142"), ("GB", None), (None, "+493023125142")]
)
def test_the_region_completes_a_phone_number(region: str | None, form: str | None) -> None:
    """The same digits are another number elsewhere."""
    found = normal("phone", "030 23125142", region=region)

    assert found == form if form else found != "+493023125142"


def test_text_has_its_white_space_folded() -> None:
    """And its invisible letters dropped."""
    assert normal("text", "  Summit\u00a0\n Trek\u200b ") == "Summit Trek"
    assert normal("text", " \u200b ") is None


@pytest.mark.parametrize(
    ("kind", "text", "pieces"),
    [
        ("duration", "Delivered to you within 3 days, free", ["3 days"]),
        ("duration", "In 3-5 working days; 30-day returns.", ["3-5 working days", "30-day"]),
        ("duration", "and returns: as soon as we can, within a week", ["a week"]),
        ("money", "Was €149.00, now €129.00 a pair", ["€149.00", "€129.00"]),
        ("money", "Total 1.299,00 € incl. VAT", ["1.299,00 €"]),
        ("money", "In stock: 12 pairs", []),
        ("phone", "Order 10023412? Call +49 30 23125 142.", ["+49 30 23125 142"]),
        ("phone", "IBAN: DE02 1203 0000 0000 2020 51, call 040 428133", ["040 428133"]),
        ("email", "Write to a@b.example or c@d.example", ["a@b.example", "c@d.example"]),
        ("date", "From 4 March 2026 until 05.03.2026.", ["4 March 2026", "05.03.2026"]),
        ("text", "  Summit  Trek ", ["Summit Trek"]),
    ],
)
def test_find_gives_the_pieces(kind: FactKind, text: str, pieces: list[str]) -> None:
    """In the order of the text, without what stands around them."""
    assert find(kind, text) == pieces


SNIPPETS = st.sampled_from(
    ["€", "$", "EUR", "kr", "Fr.", "129", "1.299,00", "45,-", " ", "-", "–", " to ", "from ",
     " per month", "3", "three", "a", " days", "h", "working ", "week", "+49", "030", "23125",
     "(", ")", "/", ".", ",", "@", "a@b.de", "2026", "March", "04.03.", "T10:00", "tel:", "ext. 5",
     "½", "٣", "\u00a0", "\n", "’", "−"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(SNIPPETS, max_size=14).map("".join))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(KINDS), TEXTS, st.sampled_from([None, "EUR", "SEK", "?"]))
def test_no_text_is_an_error(kind: FactKind, text: str, currency: str | None) -> None:
    """Whatever a site writes, reading it never raises."""
    form = normal(kind, text, currency=currency, region="??")

    assert form is None or form.strip()
    for piece in find(kind, text):
        assert piece
        normal(kind, piece, currency=currency)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([case for case in CASES if case[2]]))
def test_a_normal_form_is_its_own(case: tuple[FactKind, str, str]) -> None:
    """So that a promise may be written in it."""
    kind, _, form = case
    assert normal(kind, form) == form
