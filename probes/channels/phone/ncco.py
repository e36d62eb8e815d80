"""NCCO, the JSON of Vonage's phone menus, read into the same shape as TwiML.

https://developer.vonage.com/en/voice/voice-api/ncco-reference lists the actions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .menu import (
    LONGEST_SAID,
    MOST_ACTS,
    RECORDING_SECONDS,
    Act,
    BadMenu,
    End,
    Listen,
    Say,
    Sound,
)


def read_ncco(content: bytes) -> tuple[Act, ...]:
    """Give what a list of actions does; BadMenu when Vonage could not play it."""
    try:
        actions = json.loads(content)
    except (ValueError, RecursionError) as trouble:
        raise BadMenu("what it answers is not JSON") from trouble
    if not isinstance(actions, list) or not all(isinstance(one, dict) for one in actions):
        raise BadMenu("its JSON is not a list of actions")
    if len(actions) > MOST_ACTS:
        raise BadMenu(f"it does {len(actions)} things at once")
    try:
        return tuple(_acts(actions))
    except (TypeError, ValueError, AttributeError) as trouble:
        raise BadMenu(f"an action of its JSON is not as Vonage wants it ({trouble})") from trouble


def _acts(actions: list[dict[str, Any]]) -> Iterator[Act]:
    for action in actions:
        match action.get("action"):
            case "talk":
                words = " ".join(str(action.get("text", "")).split())
                yield Say(words[:LONGEST_SAID], int(action.get("loop", 1)) or 1000)
            case "stream":
                times = int(action.get("loop", 1))
                name = _first(action.get("streamUrl"))[-80:]
                yield Sound(RECORDING_SECONDS * max(1, times), name, endless=times == 0)
            case "input":
                yield _input(action)
            case "connect":
                endpoint = (action.get("endpoint") or [{}])[0]
                if endpoint.get("type") == "websocket":
                    yield End("machine", "a websocket")
                else:
                    yield End("person", str(endpoint.get("number") or endpoint.get("uri") or ""))
            case "conversation":
                yield End("person", str(action.get("name", "")))
            case "record":
                yield End("message")
            case "wait":
                yield Sound(min(max(float(action.get("timeout", 10)), 0.0), 7200.0))


def _input(action: dict[str, Any]) -> Listen:
    kinds = action.get("type") or ["dtmf"]
    keys, speech = action.get("dtmf") or {}, action.get("speech") or {}
    wait = speech.get("startTimeout", 10) if "dtmf" not in kinds else keys.get("timeOut", 3)
    return Listen(
        address=_first(action.get("eventUrl")),
        keys="dtmf" in kinds,
        speech="speech" in kinds,
        digits=int(keys.get("maxDigits", 4)),
        finish="#" if keys.get("submitOnHash") else "",
        seconds=min(max(float(wait), 0.0), 600.0),
        method="GET" if str(action.get("eventMethod", "POST")).upper() == "GET" else "POST",
        empty_too=True,
    )


def _first(addresses: object) -> str:
    listed = addresses if isinstance(addresses, list) else [addresses]
    return str(listed[0]) if listed and listed[0] is not None else ""
