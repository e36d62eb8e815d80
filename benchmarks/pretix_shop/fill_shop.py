"""Fill an empty pretix with an organiser and one concert, as an organiser would.

Runs in pretix's own environment, through pretix's own models; knows nothing of
desireline. Everything a customer reads beside pretix's own words stands here.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import django  # type: ignore[import-not-found]

django.setup()

from django_scopes import scopes_disabled  # type: ignore[import-not-found]  # noqa: E402
from i18nfield.strings import LazyI18nString  # type: ignore[import-not-found]  # noqa: E402
from pretix.base.models import Event, Item, Organizer, Question  # type: ignore[import-not-found]  # noqa: E402

PAYMENT = "pretix.plugins.banktransfer"
BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2031, 6, 14, 19, 30, tzinfo=BERLIN)
ENDS = datetime(2031, 6, 14, 22, 30, tzinfo=BERLIN)
TEXT = """An evening of sea songs with four choirs from the coast.

Doors open at 18:30. We answer questions by phone at +49 40 42813 3100
and by mail at tickets@harbour-hall.example."""
BANK = {
    "_enabled": True,
    "ack": True,
    "bank_details_type": "sepa",
    "bank_details_sepa_name": "Harbour Hall",
    "bank_details_sepa_iban": "DE02120300000000202051",
    "bank_details_sepa_bic": "BYLADEM1001",
    "bank_details_sepa_bank": "DKB",
    "bank_details": LazyI18nString({"en": ""}),  # as pretix's own form stores an empty field
}


def concert() -> Event:
    """Make the organiser and the concert, on sale from now on."""
    organiser = Organizer.objects.create(name="Harbour Hall", slug="harbour-hall")
    organiser.set_active_plugins([PAYMENT])
    organiser.save()
    event = Event.objects.create(
        organizer=organiser,
        name="Songs of the Sea",
        slug="sea",
        currency="EUR",
        date_from=BEGINS,
        date_to=ENDS,
        location="Harbour Hall, Am Sandtorkai 30, 20457 Hamburg",
        is_public=True,
        live=True,
    )
    event.set_defaults()
    event.set_active_plugins([PAYMENT, "pretix.plugins.ticketoutputpdf"])
    event.save()
    return event


def describe(event: Event) -> None:
    """Say what an organiser says in the settings."""
    event.settings.timezone = "Europe/Berlin"
    event.settings.locale = "en"
    event.settings.locales = ["en", "de-informal"]
    event.settings.region = "DE"
    event.settings.frontpage_text = TEXT
    event.settings.contact_mail = "tickets@harbour-hall.example"
    event.settings.mail_from_name = "Harbour Hall"
    event.settings.order_phone_asked = True
    event.settings.ticket_download = True
    for key, value in BANK.items():
        event.settings.set(f"payment_banktransfer_{key}", value)


def price(event: Event) -> None:
    """Put two kinds of tickets on sale, taxes included, and ask one question."""
    tax = event.tax_rules.create(name="VAT", rate=Decimal("7.00"), default=True)
    event.categories.create(name="Tickets")
    tickets = [
        ("Seat in the stalls", "Rows 1 to 20, free choice of seat.", "45.00", 1),
        ("Standing in the gallery", "With a view over the whole hall.", "24.50", 2),
    ]
    made = [_ticket(event, tax, *ticket) for ticket in tickets]
    quota = event.quotas.create(name="Hall", size=800)
    quota.items.add(*made)
    question = event.questions.create(
        question="Do you come with a wheelchair?", type=Question.TYPE_BOOLEAN, required=False
    )
    question.items.add(*made)


def _ticket(event: Event, tax: object, name: str, says: str, cost: str, place: int) -> Item:
    return event.items.create(
        name=name,
        description=says,
        default_price=Decimal(cost),
        category=event.categories.get(),
        tax_rule=tax,
        admission=True,
        personalized=True,
        position=place,
        active=True,
    )


if __name__ == "__main__":
    with scopes_disabled():
        made = concert()
        describe(made)
        price(made)
