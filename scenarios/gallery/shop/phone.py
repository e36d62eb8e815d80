"""The shop's phone menu: what its provider (Twilio, or who speaks TwiML) is told to say.

Each page answers a provider's request; `Digits` says which key the caller pressed. Nothing
here places or changes an order.
"""

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from .conduct import Conduct
from .shop import shop_of

PEOPLE = "+49 30 23125 150"  # the desk, from the same range for fiction
KEYS = {"1": "/phone/order", "2": "/phone/delivery", "3": "/phone/hours", "0": "/phone/person"}


async def start(request: Request) -> Response:
    """Pick up, and read out what can be chosen."""
    person = " To speak to a person, press 0." if _has_people(request) else ""
    menu = (
        "Welcome to Summit Outfitters. For the status of an order, press 1. For delivery and "
        f"returns, press 2. For our opening hours, press 3.{person}"
    )
    again = "We did not hear a choice. Please call again. Goodbye."
    return _twiml(_ask("/phone/choice", menu, digits=1) + _say(again) + "<Hangup/>")


async def choice(request: Request) -> Response:
    """Send the caller where the key leads."""
    pressed = str((await request.form()).get("Digits", ""))
    if pressed not in KEYS:
        return _twiml(_say("That is not a choice.") + _go("/phone/start"))
    return _twiml(_go(KEYS[pressed]))


async def ask_order(request: Request) -> Response:
    """Ask for an order's number."""
    return _twiml(_ask("/phone/order/status", "Enter the digits of your order number, then hash."))


async def order_status(request: Request) -> Response:
    """Tell where an order is."""
    number = str((await request.form()).get("Digits", ""))
    order = shop_of(request).orders.find(f"SO-{number}")
    if order is None:
        return _twiml(_say("We find no order of that number.") + _go("/phone/start"))
    spelled = " ".join(number)
    status = f"Order S O {spelled} is being packed. It reaches you {order.delivery} of your order."
    return _twiml(_say(f"{status} Goodbye.") + "<Hangup/>")


async def delivery(request: Request) -> Response:
    """Tell what is promised of delivery and returns."""
    says = shop_of(request).says
    return _twiml(
        _say(f"Delivery is free of charge, {says.delivery}.")
        + _say(f"You can send anything back {says.returns}. Goodbye.")
        + "<Hangup/>"
    )


async def hours(request: Request) -> Response:
    """Tell when somebody is there."""
    return _twiml(_say(f"We are here {shop_of(request).says.phone_hours}. Goodbye.") + "<Hangup/>")


async def person(request: Request) -> Response:
    """Ring the desk."""
    if not _has_people(request):
        return _twiml(_say("That is not a choice.") + _go("/phone/start"))
    ring = f"<Dial><Number>{escape(PEOPLE)}</Number></Dial>"
    return _twiml(_say("Please hold, we connect you.") + ring)


def _has_people(request: Request) -> bool:
    says: Conduct = shop_of(request).says
    return says.phone_has_people


def _ask(address: str, words: str, *, digits: int | None = None) -> str:
    number = f' numDigits="{digits}"' if digits else ""
    return f'<Gather action="{address}"{number} timeout="5">{_say(words)}</Gather>'


def _say(words: str) -> str:
    return f'<Say language="en-GB">{escape(words)}</Say>'


def _go(address: str) -> str:
    return f"<Redirect>{address}</Redirect>"


def _twiml(inside: str) -> Response:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return Response(f"{head}<Response>{inside}</Response>", media_type="text/xml")
