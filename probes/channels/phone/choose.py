"""Make a choice in a phone menu as a caller does: by what an option is for, a key, or silence."""

from __future__ import annotations

import re

from .call import Call
from .figures import in_figures
from .options import Option, named

KEYS = re.compile(r"[\d*#]{1,40}")
SILENCE = "nothing"  # press nothing, and hear what becomes of it


def choose(call: Call, wanted: str) -> str:
    """Make a choice; gives why it can't be made, or nothing."""
    if call.listening is None:
        return f"the call is over before “{wanted}” can be chosen{ended(call)}"
    if wanted.casefold() == SILENCE:
        call.wait()
        return ""
    option = option_meant(call, wanted)
    if KEYS.fullmatch(wanted) or option is not None:
        keys = wanted if option is None else option.key
        if not call.listening.keys:
            return f"the menu listens for words, not for the key {keys}"
        call.press(keys)
        return ""
    digits = re.sub(r"\D", "", wanted)
    if call.listening.keys and not call.options and KEYS.fullmatch(digits):
        call.press(digits)  # of a number that is asked for: who was told SO-1001 presses 1001
        return ""
    if call.listening.speech:
        call.speak(wanted)
        return ""
    offered = ", ".join(f"“{one.words}” ({one.key})" for one in call.options)
    said = f"only: {in_figures(call.said)[-200:]}"
    return f"no option is for “{wanted}”; there is {offered or said}"


def option_meant(call: Call, wanted: str) -> Option | None:
    """Give the option that a key or some words stand for, where one was read out."""
    by_key = next((one for one in call.options if one.key == wanted), None)
    return by_key or (None if KEYS.fullmatch(wanted) else named(call.options, wanted))


def ended(call: Call) -> str:
    """Say how a call ended, to be put behind a sentence."""
    end = call.ended
    if end is None:
        return ""
    ways = {
        "person": "it rings for a person",
        "message": "a message is recorded",
        "machine": "it is handed to a machine",
        "for ever": "the same is played for ever",
    }
    said = ways.get(end.how, "it hangs up")
    where = f" ({end.where})" if end.where else ""
    return f": {said}{where}"
