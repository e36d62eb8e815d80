"""The phone: a provider's posts really posted, a messages API really asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from message_servers import PASSWORD, Kept, free_port, stand_in

from desireline.probes.channels.phone.phone import open_phone
from desireline.probes.channels.phone.webhook import sign
from desireline.probes.safety.hosts import Hosts
from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.inboxes import Phone
from desireline.scenarios.walk_channels import Sms

NUMBER = "+44 7700 900123"
ANYWHERE = Hosts(("127.0.0.1",))
SOON = Sms.model_validate({"from": "Summit", "says": "your code", "within": "5s"})
NOT_LONG = Sms.model_validate({"says": "your code", "within": "200 ms"})
TOKEN = "12345"  # as in the provider's own example


def post(where: str, body: str, *, token: str | None = None, to: str = "+447700900123") -> int:
    """Post a message as the provider does; gives the status."""
    form = {"From": "Summit", "To": to, "Body": body, "MessageSid": f"SM{time.time_ns()}"}
    request = Request(where, urlencode(form).encode(), method="POST")  # noqa: S310 (our own phone)
    if token is not None:
        request.add_header("X-Twilio-Signature", sign(where, form, token))
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310
            status: int = answer.status
            return status
    except HTTPError as refused:
        refused.close()
        return refused.code


def test_the_signature_is_the_providers() -> None:
    """The example of its documentation, which others' libraries are tested with too."""
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert sign(address, form, TOKEN) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_message_is_posted() -> None:
    """While we wait; the number may be written in any way."""
    with open_phone(Phone(webhook="127.0.0.1:0"), ANYWHERE) as phone:
        began = time.time()
        timer = threading.Timer(0.2, post, [f"{phone.where}/sms", "Hello, your  CODE is 123456"])
        timer.start()
        message = phone.wait(SOON, to=NUMBER, since=began)
        timer.join()

    assert message is not None
    assert message.body == "Hello, your  CODE is 123456"
    assert began < message.arrived_at < time.time()


@pytest.mark.parametrize(
    ("body", "to"), [("Good morning", "+447700900123"), ("your code: 1234", "+447700900999")]
)
def test_another_message_is_not_meant(body: str, to: str) -> None:
    """Other words, or another number."""
    with open_phone(Phone(webhook="127.0.0.1:0"), ANYWHERE) as phone:
        assert post(phone.where, body, to=to) == 200
        assert phone.wait(NOT_LONG, to=NUMBER, since=0) is None


def test_a_signed_message_is_taken_and_a_forged_one_is_not() -> None:
    """A wrong signature is ours to mend: nobody then says that the shop sent nothing."""
    with open_phone(Phone(webhook="127.0.0.1:0", token=TOKEN), ANYWHERE) as phone:
        assert post(phone.where, "your code: 1234", token="another") == 403
        assert post(phone.where, "your code: 1234") == 403
        with pytest.raises(CouldNotLook, match="DL336"):
            phone.wait(NOT_LONG, to=NUMBER, since=0)
        assert post(f"{phone.where}/in?x=1", "your code: 1234", token=TOKEN) == 200
        assert phone.wait(SOON, to=NUMBER, since=0)


def test_behind_a_tunnel_the_public_address_is_signed() -> None:
    """The provider does not know our own address."""
    public = "https://tunnel.example/sms"
    place = Phone(webhook="127.0.0.1:0", token=TOKEN, public=public)
    form = {"From": "Summit", "To": "+447700900123", "Body": "your code", "MessageSid": "SM1"}
    with open_phone(place, ANYWHERE) as phone:
        request = Request(f"{phone.where}/x", urlencode(form).encode())  # noqa: S310
        request.add_header("X-Twilio-Signature", sign(public, form, TOKEN))
        urlopen(request, timeout=5).close()  # noqa: S310
        assert phone.wait(SOON, to=NUMBER, since=0)


def test_a_port_that_is_taken() -> None:
    """Ours to mend."""
    with open_phone(Phone(webhook="127.0.0.1:0"), ANYWHERE) as phone:
        place = Phone(webhook=phone.where.removeprefix("http://"))
        with pytest.raises(CouldNotLook, match="DL335"):
            open_phone(place, ANYWHERE).__enter__()


@pytest.fixture
def kept() -> Iterator[Kept]:
    """A server that speaks the provider's documented API."""
    with stand_in() as server:
        yield server


def asked(kept: Kept, token: str = PASSWORD) -> Phone:
    """Give the account there."""
    return Phone(messages=kept.url, account="ada", token=token)


def test_messages_are_asked_for(kept: Kept) -> None:
    """Old ones do not count; stamps are in whole seconds."""
    before = datetime.now(UTC) - timedelta(minutes=1)
    kept.text("Summit", "+447700900123", "your code: 1", at=before)
    with open_phone(asked(kept), ANYWHERE) as phone:
        began = time.time()
        assert phone.wait(NOT_LONG, to=NUMBER, since=began) is None
        kept.text("Summit", "+447700900123", "your code: 2")
        kept.text("Summit", "+447700900999", "your code: 3")
        message = phone.wait(SOON, to=NUMBER, since=began)

    assert message is not None
    assert message.body == "your code: 2"
    assert began <= message.arrived_at <= time.time()


def test_a_provider_refuses(kept: Kept) -> None:
    """A wrong token, which is not told again."""
    with (
        open_phone(asked(kept, "wrong-token"), ANYWHERE) as phone,
        pytest.raises(CouldNotLook, match="DL332") as told,
    ):
        phone.wait(SOON, to=NUMBER, since=0)

    assert "wrong-token" not in str(told.value)


def test_a_provider_is_gone() -> None:
    """It could not be looked."""
    place = Phone(messages=f"http://127.0.0.1:{free_port()}", account="ada", token=PASSWORD)
    with (
        open_phone(place, ANYWHERE) as phone,
        pytest.raises(CouldNotLook, match="DL333"),
    ):
        phone.wait(SOON, to=NUMBER, since=0)


def test_a_provider_that_the_journey_does_not_name() -> None:
    """Is not asked."""
    place = Phone(messages="https://api.twilio.com", account="ada", token=PASSWORD)
    with pytest.raises(CouldNotLook, match="DL330"):
        open_phone(place, Hosts(("shop.example",))).__enter__()
