"""Whether the walks can be walked: along the map, on named hosts, with what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from .finding import MAP, TOUCHPOINT, Finding, steps_at, written_steps
from .journey import Journey
from .tree import Path
from .units import nearest, shown
from .walk import Walk
from .walk_direct import Call
from .walk_groups import PARAMETER
from .walk_step import Step
from .walks_spelled import personas_of
from .ways import ways_of

LABEL = r"\w(?:[\w-]{0,61}\w)?"
HOST = re.compile(
    rf"(?:(?:\*\.{LABEL}\.)?{LABEL}(?:\.{LABEL}){{0,20}}|\[[0-9a-f:.]{{2,45}}\])(?::\d{{1,5}})?",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\$(?:\$|\{([^{}]*)\})")
STEPS = (("walks", "*", "route", "*", "do", "*"), ("groups", "*", "do", "*"))
VARIABLE = re.compile(r"[A-Za-z_]\w*(?::-.*)?", re.DOTALL)


def routes(journey: Journey) -> Iterator[Finding]:
    """Find jumps: stops that no way of the map leads to from the stop before."""
    ways = ways_of(journey)
    for walk, walked in journey.walks.items():
        for index in range(1, len(walked.route)):
            here, there = walked.route[index - 1].at, walked.route[index].at
            if here in ways and there in ways and there not in (here, *ways[here]):
                what = f"`{there}` does not follow `{here}` on the map"
                listed = ", ".join(f"`{name}`" for name in ways[here] if name in ways)
                hint = f"after `{here}` comes {listed}" if listed else f"`{here}` leads nowhere"
                hint += f"; or add `{there}` to its `next`"
                yield Finding(
                    ("walks", walk, "route", index, "at"), "DL153", what, hint,
                    rests_on=(*MAP, ("walks", walk, "route", "*"), (*TOUCHPOINT, here)),
                )  # fmt: skip


def site(journey: Journey) -> Iterator[Finding]:
    """Find a site that is no web address."""
    if journey.site is not None and not _web_address(journey.site):
        what = f"{shown(journey.site)} is not a site's address"
        hint = "write it like https://www.example.com, without a name, password, ? or #"
        yield Finding(("site",), "DL164", what, hint)


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return fine and "@" not in parts.netloc and not (parts.query or parts.fragment or " " in text)


def hosts(journey: Journey) -> Iterator[Finding]:
    """Find hosts that are addresses, or patterns wider than all names below a domain."""
    for index, host in enumerate(journey.hosts):
        if not HOST.fullmatch(host):
            what = f"{shown(host)} is not a host"
            hint = "write it like shop.example, *.shop.example or 127.0.0.1:8765"
            yield Finding(("hosts", index), "DL163", what, hint, _host_in(host))


def _host_in(text: str) -> str:
    """Give the host of an address, or nothing."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if HOST.fullmatch(host) else ""


def mailbox(journey: Journey) -> Iterator[Finding]:
    """Find a mailbox that is an address of no kind that can be looked into."""
    box = journey.mailbox
    if box is not None and not box.is_known:
        what = f"{shown(box.at)} is not a mailbox"
        hint = "name a folder of .eml files, smtp://127.0.0.1:PORT to listen on, imaps://HOST, or "
        hint += "mailpit+https://HOST"
        yield Finding(("mailbox",), "DL167", what, hint)


def places(journey: Journey) -> Iterator[Finding]:
    """Find steps that need a site or a mailbox where there is none, or an unnamed host."""
    for path, _, step in steps_at(journey):
        if step.inbox is not None and journey.mailbox is None:
            hint = "set `mailbox:` to a folder of .eml files, or smtp://127.0.0.1:PORT"
            what = "`inbox` waits for mail, and the journey has no `mailbox`"
            yield Finding((*path, "inbox"), "DL160", what, hint, "", True, (("mailbox",),))
        if step.sms is not None and journey.phone is None:
            hint = "set `phone: {webhook: 127.0.0.1:8026}`, or ask a provider's `messages`"
            what = "`sms` waits for a text message, and the journey has no `phone`"
            yield Finding((*path, "sms"), "DL383", what, hint, "", True, (("phone",),))
        if step.open is not None:
            yield from _opened(journey, (*path, "open"), step.open)
        if step.call is not None:
            yield from _opened(journey, (*path, "call", "menu"), step.call.menu)
        if step.api is not None:
            yield from _opened(journey, (*path, "api", step.api.method), step.api.address)


def _opened(journey: Journey, path: Path, address: str) -> Iterator[Finding]:
    rests = (("site",), ("hosts", "*"))
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", address):
        if journey.site is None:
            hint = "set `site:` at the top of the file, like site: https://www.example.com"
            what = f"{shown(address)} is an address of the site, and the journey has no `site`"
            yield Finding(path, "DL159", what, hint, rests_on=rests)
        return
    known = [_host_in(journey.site or ""), *map(_without_port, journey.hosts)]
    host = _host_in(address) if _web_address(re.split("[?#]", address)[0]) else ""
    if not host or not any(fnmatchcase(host, name) for name in known):
        what = f"{shown(address)} is outside the hosts that the shopper may reach"
        hint = f"add `hosts: [{host}]`" if host else "write an address like /ads/boots"
        yield Finding(path, "DL168", what, hint, rests_on=rests)


def _without_port(host: str) -> str:
    return re.sub(r":\d+$", "", host.lower()).replace("[", "[[]")


def references(journey: Journey) -> Iterator[Finding]:
    """Find references to data that the persona does not tell, or that was not read before."""
    for name, walk in journey.walks.items():
        read: dict[str, None] = {}  # facts, and what was taken as `taken.NAME`
        for path, step in written_steps(name, walk):
            yield from _referred(journey, walk, path, step, read)
            group = journey.groups.get(step.use.group) if step.use else None
            for index, inside in enumerate(group.do if group and step.use else ()):
                where = ("groups", step.use.group if step.use else "", "do", index)
                yield from _referred(journey, walk, where, inside, read)


def _referred(
    journey: Journey, walk: Walk, path: Path, step: Step, read: dict[str, None]
) -> Iterator[Finding]:
    """Check one step's references, and note the facts that it reads."""
    for key, text in _texts(step):
        for found in REFERENCE.finditer(text):
            if not (path[0] == "groups" and PARAMETER.fullmatch(found[0])):
                yield from _reference(journey, walk, (*path, *key), found, list(read))
    read |= dict.fromkeys([*(step.remember or {}), *(step.same or {})])
    read |= dict.fromkeys(f"taken.{name}" for name in step.take)


def _texts(step: Step) -> Iterator[tuple[Path, str]]:
    """Go through the texts of a step that are filled in while walking."""
    if step.open is not None:
        yield ("open",), step.open
    if step.fill is not None:
        yield ("fill", "with"), step.fill.put
    if step.choose is not None:
        yield ("choose", "with"), step.choose.put
    if step.chat is not None:
        yield ("chat", "say"), step.chat.say
    if step.call is not None:
        yield from ((("call", "choose", i), one) for i, one in enumerate(step.call.choose))
        yield from ((("call", key), text) for key, text in _numbers(step.call))
    if step.api is not None:
        yield ("api", step.api.method), step.api.address
        yield from ((("api", "json", *key), text) for key, text in _texts_in(step.api.body))
        yield from ((("api", "headers", key), text) for key, text in step.api.headers.items())
    if step.dialog is not None and step.dialog.put is not None:
        yield ("dialog", "with"), step.dialog.put
    if step.use is not None:
        yield from ((("use", "with", key), text) for key, text in step.use.put.items())


def _numbers(call: Call) -> Iterator[tuple[str, str]]:
    told = {"menu": call.menu, "token": call.token, "from": call.caller, "to": call.called}
    return ((key, text) for key, text in told.items() if text is not None)


def _texts_in(body: Any) -> Iterator[tuple[Path, str]]:
    """Go through the texts of a JSON body."""
    if isinstance(body, str):
        yield (), body
    elif isinstance(body, dict | list):
        pairs = body.items() if isinstance(body, dict) else enumerate(body)
        yield from (((key, *at), text) for key, one in pairs for at, text in _texts_in(one))


def _reference(
    journey: Journey, walk: Walk, path: Path, found: re.Match[str], read: list[str]
) -> Iterator[Finding]:
    if found[1] is None or VARIABLE.fullmatch(found[1]):
        return
    group, _, name = found[1].partition(".")
    if group == "shopper" and name:
        yield from _untold(journey, walk, path, name)
    elif group == "remembered" and name:
        if name not in read:
            walk_name = next(key for key, one in journey.walks.items() if one is walk)
            what = f"{shown(name)} was not read before in walk `{walk_name}`"
            told = [fact for fact in read if not fact.startswith("taken.")]
            hint = f"read were {', '.join(told)}" if told else "`remember` it in a step before"
            rests = (("walks", walk_name, "route", "*", "do", "*"), ("groups", "*", "do", "*"))
            yield Finding(path, "DL147", what, hint, nearest(name, read), rests_on=rests)
    elif group == "taken" and name:
        if found[1] not in read:
            what = f"{shown(name)} was not taken before on this walk"
            hint = '`take: {code: "[0-9]{6}"}` in a step before that brings it'
            yield Finding(path, "DL384", what, hint, rests_on=STEPS)
    elif found[1] in ("run.id", "run.digits") or (group == "totp" and VARIABLE.fullmatch(name)):
        return
    else:
        what = f"{shown(found[0])} stands for nothing here"
        hint = (
            "write ${shopper.NAME}, ${remembered.FACT}, ${taken.NAME}, ${run.id}, ${totp.SECRET}, "
        )
        hint += "or $NAME for a secret"
        yield Finding(path, "DL165", what, hint)


def _untold(journey: Journey, walk: Walk, path: Path, name: str) -> Iterator[Finding]:
    """Find what one of the walk's personas does not tell."""
    walk_name = next(key for key, one in journey.walks.items() if one is walk)
    for called, persona in personas_of(journey, walk).items():
        known = list(persona.shopper)
        if name in known:
            continue
        place = ("personas", called) if called else ("walks", walk_name, "persona")
        who = f"persona `{called}`" if called else f"the persona of walk `{walk_name}`"
        hint = f"it tells {', '.join(known)}" if known else "give the persona a `shopper`"
        yield Finding(
            path, "DL147", f"{who} tells no {shown(name)}", hint, nearest(name, known),
            rests_on=((*place, "shopper", "*"),),
        )  # fmt: skip
