"""Chats: answers that stream in, bots that go round in circles, queues, chats without scripts."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from desireline.probes.channels.chat import Talk, talk
from desireline.scenarios.walk_channels import Chat

if TYPE_CHECKING:
    from playwright.sync_api import Page

Said = list[tuple[float, str]]  # seconds to wait, then a word of the answer; "\n" begins another
PERSON = Chat.model_validate({"say": "A person, please", "until": "joined the chat", "turns": 4})

# The log, the field and the button; sends a message and adds what streams in, word by word.
WIDGET = """<div role=log aria-live=polite><p>Bot: Hi, how can I help?</p></div>
<form><label>Message <input></label><button>Send</button></form>"""
SCRIPT = """const log = root.querySelector('[role=log]'), input = root.querySelector('input');
function add(text) { const p = document.createElement('p'); p.innerHTML = text; log.append(p);
  return p; }
root.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = input.value; input.value = '';
  add('<b>You</b><div>' + text + '</div><small>10:32</small>');
  await new Promise((soon) => setTimeout(soon, 50));
  const typing = add('The helpful bot of the shop is typing…');
  const answer = await fetch('/say', {method: 'POST', body: text});
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let p = null;;) {
    const {value, done} = await reader.read();
    if (done) return typing.remove();
    for (const word of value.split('|').slice(0, -1)) {
      typing.remove();
      if (word === '\\n' || !p) p = add('<b>Bot</b> <span></span>').lastChild;
      if (word !== '\\n') p.append(word + ' ');
    }
  }
});"""
PLAIN = f"<title>Chat</title><main>{WIDGET}</main><script>const root = document;{SCRIPT}</script>"
SHADOW = f"""<main><div id=host></div></main><script>
const root = host.attachShadow({{mode: 'open'}}); root.innerHTML = {json.dumps(WIDGET)};
{SCRIPT}</script>"""


@pytest.fixture
def chat_with(site: Any, page: Page) -> Callable[..., Talk]:
    """Talk to a bot that has one answer for each turn (the last one for all others)."""

    def talk_to(
        *answers: Said,
        chat: Chat = PERSON,
        html: str = PLAIN,
        within: float = 2.0,
        quiet: float = 0.4,
    ) -> Talk:
        turns = iter(answers)
        last = answers[-1] if answers else []

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain; charset=utf-8")
            handler.end_headers()
            for wait, word in next(turns, last):
                threading.Event().wait(wait)
                handler.wfile.write(f"{word}|".encode())
                handler.wfile.flush()

        site.pages |= {"/chat": html, "/say": answer}
        page.goto(f"{site.url}/chat")
        return talk(page, chat, within=within, quiet=quiet)

    return talk_to


def said(text: str, wait: float = 0.3) -> Said:
    """Give an answer that comes word by word."""
    first, *rest = text.split()
    return [(wait, first), *((0.02, word) for word in rest)]


JOINED = said("Mira from the shop joined the chat.")


def test_a_person_who_comes_at_once(chat_with: Callable[..., Talk]) -> None:
    seen = chat_with(JOINED)

    assert (seen.turns, seen.human_came, seen.trouble) == (1, True, "")
    assert "> A person, please\n" in seen.transcript
    assert seen.transcript.endswith("Mira from the shop joined the chat.")


def test_the_first_word_is_timed_not_the_last(chat_with: Callable[..., Talk]) -> None:
    """Neither our own bubble nor “is typing” is a word of the answer."""
    slow = [(0.5, "Mira"), (0.8, "joined the chat.")]

    seen = chat_with(slow)

    assert seen.answers_seconds is not None
    assert 0.5 <= seen.answers_seconds < 1.2


def test_a_bot_that_gives_in_to_the_third_request(chat_with: Callable[..., Talk]) -> None:
    dodge = said("Is it about delivery or returns?")

    seen = chat_with(dodge, dodge, JOINED)

    assert (seen.turns, seen.human_came) == (3, True)
    assert seen.transcript.count("> A person, please") == 3


def test_a_bot_that_never_gives_in(chat_with: Callable[..., Talk]) -> None:
    twice = PERSON.model_copy(update={"turns": 2})

    seen = chat_with(said("Is it about delivery or returns?"), chat=twice)

    assert (seen.turns, seen.human_came) == (2, False)
    assert seen.answers_seconds is not None


def test_our_own_words_are_no_answer(chat_with: Callable[..., Talk]) -> None:
    """We ask for a person; that the word stands in the log is our own doing."""
    asks = Chat(say="Has a person joined the chat?", until="joined the chat", turns=1)

    assert not chat_with(said("No."), chat=asks).human_came
    assert chat_with(said("A person joined the chat?"), chat=asks).human_came


def test_a_second_message_after_a_second_is_heard(chat_with: Callable[..., Talk]) -> None:
    seen = chat_with([*said("Let me see."), (1.0, "\n"), *JOINED], quiet=1.5)

    assert (seen.turns, seen.human_came) == (1, True)


def test_a_queue_is_given_time(chat_with: Callable[..., Talk]) -> None:
    """Asking again while in the queue would be counted against the shop."""
    seen = chat_with([*said("You are in the queue, place 1."), (1.2, "\n"), *JOINED])

    assert (seen.turns, seen.human_came) == (1, True)


def test_a_queue_that_leads_nowhere(chat_with: Callable[..., Talk]) -> None:
    once = PERSON.model_copy(update={"turns": 1})

    assert not chat_with(said("You are in the queue."), chat=once, within=1.0).human_came


def test_silence_is_asked_into_twice(chat_with: Callable[..., Talk]) -> None:
    seen = chat_with([], within=0.5)

    assert (seen.turns, seen.human_came, seen.answers_seconds) == (2, False, None)


def test_an_open_shadow_root_and_a_frame_can_be_talked_to(
    chat_with: Callable[..., Talk], site: Any
) -> None:
    assert chat_with(JOINED, html=SHADOW).human_came

    site.pages["/widget"] = PLAIN

    assert chat_with(JOINED, html="<iframe src=/widget title=Chat></iframe>").human_came


def test_a_chat_that_is_drawn_anew(chat_with: Callable[..., Talk]) -> None:
    """Some frameworks replace the whole log for each message."""
    anew = PLAIN.replace("const log =", "let log =").replace(
        "p.append(word + ' ');",
        "{p.append(word + ' '); const copy = log.cloneNode(true); log.replaceWith(copy);"
        "log = copy; p = log.lastChild.lastChild;}",
    )

    seen = chat_with(JOINED, html=anew)

    assert (seen.turns, seen.human_came) == (1, True)
    assert seen.answers_seconds is not None


def test_a_chat_without_scripts(chat_with: Callable[..., Talk], site: Any) -> None:
    """Sending loads the page anew, with all that was said."""
    bubbles: list[str] = []

    def show(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "POST":
            text = parse_qs(site.bodies[-1])["m"][0]
            answer = "Mira joined the chat." if len(bubbles) > 1 else "Delivery or returns?"
            bubbles.extend([f"You: {text}", answer])
        log = "".join(f"<p>{bubble}</p>" for bubble in bubbles)
        field = "<label>Message <input name=m></label><button>Send</button>"
        body = f"<main role=log>{log}</main><form method=post action=/html>{field}</form>".encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/html"] = show
    start = "<meta http-equiv=refresh content='0;url=/html'>"

    seen = chat_with(html=start)

    assert (seen.turns, seen.human_came) == (2, True)
    assert seen.answers_seconds is not None


def test_a_chat_without_a_button_sends_by_enter(chat_with: Callable[..., Talk]) -> None:
    assert chat_with(JOINED, html=PLAIN.replace("<button>Send</button>", "")).human_came


def test_a_missing_field_is_told_not_raised(chat_with: Callable[..., Talk]) -> None:
    seen = chat_with(html="<main>Closed</main>", within=0.3)

    assert (seen.turns, seen.human_came, seen.answers_seconds) == (0, False, None)
    assert "“Message”" in seen.trouble


def test_a_dead_button_is_told_not_raised(chat_with: Callable[..., Talk]) -> None:
    html = PLAIN.replace("<button>", "<button disabled>")

    seen = chat_with(html=html, within=0.5)

    assert seen.turns == 0
    assert seen.trouble.startswith("could not send")


def test_hostile_answers_are_bounded(chat_with: Callable[..., Talk]) -> None:
    evil = [(0.1, "x" * 300_000), *said("\x1b[31m joined the chat.")]

    seen = chat_with(evil)

    assert seen.human_came
    assert len(seen.transcript) <= 20_000
    assert "\x1b" not in seen.transcript
