"""What the bot answers, and when it lets a person in.

Pure: a message and the talk so far give replies and their waits. How they travel
to the browser is written in `chat_pages`.
"""

import re
from dataclasses import dataclass, field

from .conduct import Conduct

BOT = "Summit bot"
SHOP = "Summit Outfitters"
PERSON = "Mira"
THINKING_SECONDS = 0.4
QUEUE_SECONDS = 1.5

GREETING = "Hello! Ask me about delivery, returns or your order."
QUEUED = "You are in the queue for a person, place 1."
JOINED = "Mira from Summit Outfitters has joined the chat."
DODGES = (
    "I'm sure I can help! Is it about delivery, returns or an order?",
    "I'm sure I can help! Please describe your question in a few words.",
)

PERSON_WORDS = re.compile(r"\b(humans?|persons?|people|agents?|someone|somebody)\b", re.I)
PHONE_WORDS = re.compile(r"\b(phone|call|telephone|number)\b", re.I)
RETURN_WORDS = re.compile(r"\b(returns?|returning|send .*back|refunds?|exchange)\b", re.I)
ORDER_WORDS = re.compile(r"\b(orders?|ordered|parcel|package|track(ing)?|arrived?)\b", re.I)
DELIVERY_WORDS = re.compile(r"\b(deliver(y|ed)?|shipping|ship|arrives?|how long)\b", re.I)


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said, after a wait."""

    speaker: str
    text: str
    wait_seconds: float = THINKING_SECONDS


@dataclass(slots=True)
class Talk:
    """One visitor's conversation."""

    said: list[tuple[str, str]] = field(default_factory=lambda: [(BOT, GREETING)])
    asks_for_person: int = 0
    with_person: bool = False


def answer(message: str, talk: Talk, says: Conduct, *, order: str | None) -> tuple[Reply, ...]:
    """Hear a message, keep it in the talk, and return what is said to it."""
    replies = _replies(message, talk, says, order)
    talk.said.append(("You", message))
    talk.said.extend((reply.speaker, reply.text) for reply in replies)

    return replies


def _replies(message: str, talk: Talk, says: Conduct, order: str | None) -> tuple[Reply, ...]:
    if talk.with_person:
        return (Reply(PERSON, "Thank you, I am looking into it for you.", wait_seconds=1.0),)
    if PERSON_WORDS.search(message):
        return _ask_for_person(talk, says)

    return (Reply(BOT, _fact(message, says, order)),)


def _ask_for_person(talk: Talk, says: Conduct) -> tuple[Reply, ...]:
    talk.asks_for_person += 1
    if talk.asks_for_person < says.asks_before_person:
        return (Reply(BOT, DODGES[(talk.asks_for_person - 1) % len(DODGES)]),)
    talk.with_person = True

    return (Reply(BOT, QUEUED), Reply(SHOP, JOINED, wait_seconds=QUEUE_SECONDS))


def _fact(message: str, says: Conduct, order: str | None) -> str:
    if RETURN_WORDS.search(message):
        return f"You can send anything back {says.returns}, free of charge."
    if ORDER_WORDS.search(message):
        return _where_is(order, says)
    if DELIVERY_WORDS.search(message):
        return f"We deliver {says.delivery}, free of charge."
    if PHONE_WORDS.search(message):
        return f"You reach our support at {says.phone}."

    return "I can tell you about delivery, returns and your order. Which one is it?"


def _where_is(order: str | None, says: Conduct) -> str:
    if order is None:
        return f"I see no order from you yet. Once you order, we deliver {says.delivery}."

    return f"Order {order} is being packed. It reaches you {says.delivery} of your order."
