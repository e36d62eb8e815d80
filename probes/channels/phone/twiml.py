"""TwiML, the language of Twilio's phone menus (and of those who copied it).

https://www.twilio.com/docs/voice/twiml lists the verbs. Read with entities forbidden: an XML
bomb is the menu's fault, and told as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .menu import (
    LONGEST_SAID,
    MOST_ACTS,
    RECORDING_SECONDS,
    Act,
    BadMenu,
    End,
    Go,
    Listen,
    Say,
    Sound,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PEOPLE = ("Dial", "Enqueue")
SILENT = ("Sms", "Message", "Start", "Stop", "Prompt", "Siprec", "Parameter", "Leave")


def read_twiml(content: bytes) -> tuple[Act, ...]:
    """Give what a document does; BadMenu when Twilio would call it an application error."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as trouble:
        raise BadMenu("its XML defines entities, which no provider reads") from trouble
    except (ParseError, ValueError, LookupError) as trouble:
        raise BadMenu(f"what it answers is not XML ({trouble})") from trouble
    if root.tag != "Response":
        raise BadMenu(f"its XML begins with <{root.tag[:40]}>, not with <Response>")
    elements = list(root)
    if len(elements) > MOST_ACTS:
        raise BadMenu(f"it does {len(elements)} things at once")
    return tuple(_acts(elements))


def _acts(elements: list[Element]) -> Iterator[Act]:
    for element in elements:
        if element.tag in ("Say", "Play", "Pause"):
            yield _sounded(element)
        elif element.tag == "Gather":
            yield _gather(element)
        elif element.tag == "Redirect":
            yield Go(_words(element), _method(element))
        elif element.tag in PEOPLE:
            yield End("person", _words(element))
        elif element.tag == "Record":
            yield End("message")
        elif element.tag in ("Hangup", "Reject"):
            yield End("hang up", element.get("reason", ""))
        elif element.tag not in SILENT:
            yield End("machine", f"<{element.tag[:40]}>")


def _sounded(element: Element) -> Say | Sound:
    times = int(_number(element, "loop", 1, most=1000))
    if element.tag == "Say":
        return Say(_words(element)[:LONGEST_SAID], times or 1000)
    if element.tag == "Pause":
        return Sound(_number(element, "length", 1, most=3600))
    name = _words(element)
    return Sound(RECORDING_SECONDS * max(1, times), name[-80:] or "keys", endless=times == 0)


def _gather(element: Element) -> Listen:
    inputs = element.get("input", "dtmf").split()
    digits = int(_number(element, "numDigits", 0, most=100))
    return Listen(
        address=element.get("action", ""),
        prompt=tuple(_sounded(e) for e in element if e.tag in ("Say", "Play", "Pause")),
        keys="dtmf" in inputs,
        speech="speech" in inputs,
        digits=digits or None,
        finish=element.get("finishOnKey", "#"),
        seconds=_number(element, "timeout", 5, most=600),
        method=_method(element),
        empty_too=element.get("actionOnEmptyResult", "").lower() == "true",
    )


def _method(element: Element) -> str:
    return "GET" if element.get("method", "POST").upper() == "GET" else "POST"


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _number(element: Element, name: str, otherwise: float, *, most: float) -> float:
    try:
        number = float(element.get(name, otherwise))
    except ValueError:
        return otherwise
    return min(max(number, 0.0), most) if number == number else otherwise  # not NaN
