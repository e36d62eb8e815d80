"""The chat's page and its stream: replies travel word by word, one JSON object a line.

{"speaker": "Summit bot"}    a reply begins
{"word": "Hello! "}          and goes on
"""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .chat import Reply, answer
from .rendering import page
from .shop import shop_of
from .till import go
from .visitors import visitor_of

WORD_SECONDS = 0.03
LONGEST = 500


async def show_chat(request: Request) -> Response:
    """Show the conversation so far."""
    return page(request, "chat.html", said=visitor_of(request).talk.said, longest=LONGEST)


async def say_without_script(request: Request) -> Response:
    """Take a message from a plain form, and show the whole conversation again."""
    _hear(request, (await request.form()).get("message"))
    return go("/help/chat")


async def say(request: Request) -> Response:
    """Take a message and stream what is said to it."""
    try:
        sent = await request.json()
    except ValueError:
        raise HTTPException(400) from None
    replies = _hear(request, sent.get("message") if isinstance(sent, dict) else None)

    return StreamingResponse(_words(replies), media_type="application/x-ndjson")


def _hear(request: Request, message: object) -> tuple[Reply, ...]:
    text = message.strip()[:LONGEST] if isinstance(message, str) else ""
    if not text:
        return ()
    visitor = visitor_of(request)

    return answer(text, visitor.talk, shop_of(request).says, order=visitor.last_order)


async def _words(replies: tuple[Reply, ...]) -> AsyncIterator[str]:
    for reply in replies:
        await asyncio.sleep(reply.wait_seconds)
        yield _line(speaker=reply.speaker)
        for word in reply.text.split():
            yield _line(word=f"{word} ")
            await asyncio.sleep(WORD_SECONDS)


def _line(**names: str) -> str:
    return json.dumps(names) + "\n"
