"""The bot answers with the shop's word, word by word, and lets a person in."""

import json
import time
from urllib.request import Request

import pytest

from desireline.scenarios.gallery.shop.chat import JOINED, PERSON, QUEUED, Talk, answer
from desireline.scenarios.gallery.shop.conduct import conduct
from desireline.scenarios.gallery.shop.flaws import NONE, Flaw

from .visitor import Visitor

PATH = "/help/chat/messages"


def _told(visitor: Visitor, message: str) -> list[str]:
    """Say something and return what each reply said."""
    heard = visitor.send_json(PATH, {"message": message}, method="POST").text.splitlines()
    words = "".join(json.loads(line).get("word", "\n") for line in heard)
    return [reply.strip() for reply in words.strip().split("\n")]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How long does delivery take?", "within 3 days"),
        ("Can I send them back?", "within 30 days"),
        ("Where is my order?", "within 3 days"),
        ("What is your phone number?", "+49 30 23125 142"),
    ],
)
def test_bot_tells_the_promised_facts(question: str, fact: str) -> None:
    (reply,) = answer(question, Talk(), conduct(NONE), order=None)

    assert fact in reply.text


@pytest.mark.parametrize("word", ["human", "a person", "an agent", "someone"])
def test_bot_hands_over_at_the_first_ask(word: str) -> None:
    replies = answer(f"Can I talk to {word}?", Talk(), conduct(NONE), order=None)

    assert [reply.text for reply in replies] == [QUEUED, JOINED]


def test_looping_bot_hands_over_at_the_third_ask() -> None:
    talk, says = Talk(), conduct({Flaw.BOT_LOOP})
    told = [answer("A human, please", talk, says, order=None)[0].text for _ in range(3)]

    assert told[0].startswith("I'm sure I can help!")
    assert told[1].startswith("I'm sure I can help!")
    assert told[2] == QUEUED


def test_person_stays_in_the_chat() -> None:
    talk = Talk()
    answer("A human, please", talk, conduct(NONE), order=None)
    (reply,) = answer("Hello?", talk, conduct(NONE), order=None)

    assert reply.speaker == PERSON


def test_flawed_shop_loops(cheated: Visitor) -> None:
    told = [_told(cheated, "I want a person") for _ in range(3)]

    assert told[0][0].startswith("I'm sure I can help!")
    assert told[1][0].startswith("I'm sure I can help!")
    assert told[2] == [QUEUED, JOINED]


def test_chat_knows_the_last_order(visitor: Visitor) -> None:
    number = visitor.order().path.removeprefix("/order/")

    assert f"Order {number} is being packed" in _told(visitor, "Where is my order?")[0]


def test_answer_streams_word_by_word(visitor: Visitor) -> None:
    body = json.dumps({"message": "returns?"}).encode()
    request = Request(visitor.url + PATH, body, method="POST")  # noqa: S310 (our own shop)
    start = time.perf_counter()
    with visitor.browser.open(request) as stream:
        first = json.loads(stream.readline())
        first_seconds = time.perf_counter() - start
        rest = stream.read().decode().splitlines()
    rest_seconds = time.perf_counter() - start - first_seconds

    assert first == {"speaker": "Summit bot"}
    assert first_seconds >= 0.35
    assert json.loads(rest[0]) == {"word": "You "}
    assert rest_seconds >= 0.2


def test_page_keeps_the_conversation(visitor: Visitor) -> None:
    _told(visitor, "How long does <b>delivery</b> take?")
    page = visitor.get("/help/chat").main

    assert 'role="log" aria-live="polite"' in page
    assert "We deliver within 3 days" in page
    assert "&lt;b&gt;delivery" in page


def test_chat_works_without_a_script(visitor: Visitor) -> None:
    page = visitor.post("/help/chat", {"message": "I need a human"})

    assert JOINED in page.main


def test_what_is_no_message_gets_no_answer(visitor: Visitor) -> None:
    assert visitor.send_json(PATH, {"message": " "}, method="POST").text == ""
    assert visitor.send_json(PATH, [1], method="POST").text == ""
