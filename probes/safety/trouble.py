"""Whose fault: the site's, or ours?

The site's, and so *failed*: it refuses the connection, closes it, hangs after it was made,
answers 500, sends a broken certificate, redirects for ever, sends more than a page may
weigh, or its own script freezes the page. Ours, and so *could not look*: no browser, a
browser or driver that died, a page that ran out of memory, a name that does not resolve, a
host that the journey does not name, a proxy that refuses, no network, no connection at all
within the time. When in doubt it is ours: a false alarm costs more trust than a missed one.
"""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit

from desireline.scenarios.errors import CouldNotLook

from .hosts import DEFAULT_PORTS, Hosts

OURS = (
    "ERR_NAME_NOT_RESOLVED", "ERR_NAME_RESOLUTION_FAILED", "ERR_DNS", "ERR_INTERNET_DISCONNECTED",
    "ERR_NETWORK_CHANGED", "ERR_NETWORK_IO_SUSPENDED", "ERR_PROXY", "ERR_TUNNEL",
    "ERR_NO_SUPPORTED_PROXIES", "ERR_MANDATORY_PROXY", "ERR_ADDRESS_UNREACHABLE",
    "ERR_NETWORK_ACCESS_DENIED", "ERR_INSUFFICIENT_RESOURCES", "ERR_OUT_OF_MEMORY",
    "ERR_CONNECTION_TIMED_OUT", "ERR_UNSAFE_PORT", "ERR_BLOCKED_BY_CLIENT",
    "ERR_BLOCKED_BY_ADMINISTRATOR",
)  # fmt: skip
CODE = re.compile(r"net::(ERR_[A-Z0-9_]+)")
IN_WORDS = {
    "ERR_CONNECTION_REFUSED": "refuses the connection",
    "ERR_CONNECTION_RESET": "breaks off the connection",
    "ERR_CONNECTION_CLOSED": "closes the connection without an answer",
    "ERR_EMPTY_RESPONSE": "closes the connection without an answer",
    "ERR_TOO_MANY_REDIRECTS": "redirects for ever",
    "ERR_INVALID_RESPONSE": "answers with something that is not HTTP",
    "ERR_INVALID_HTTP_RESPONSE": "answers with something that is not HTTP",
    "ERR_SSL_PROTOCOL_ERROR": "does not speak TLS here",
    "ERR_INCOMPLETE_CHUNKED_ENCODING": "breaks off in the middle of the page",
    "ERR_CONTENT_LENGTH_MISMATCH": "breaks off in the middle of the page",
    "ERR_CONNECTION_TIMED_OUT": "no connection could be made in time",
    "ERR_INTERNET_DISCONNECTED": "this machine has no network",
    "ERR_PROXY_CONNECTION_FAILED": "the proxy can't be reached",
    "ERR_TUNNEL_CONNECTION_FAILED": "the proxy refuses",
    "ERR_ADDRESS_UNREACHABLE": "there is no way to it from this machine",
}


class SiteFailed(Exception):
    """The site's own failure, in a sentence."""


def net_code(text: str) -> str:
    """Give the browser's code for a network failure; empty when there is none."""
    found = CODE.search(text)
    return found[1] if found else ""


def failure_to_reach(url: str, code: str, hosts: Hosts) -> Exception:
    """Give what to raise when a page could not be loaded, from the browser's code."""
    place = urlsplit(url).netloc or url
    if not hosts.allow(url):
        return outside(url)
    if code == "ERR_NAME_NOT_RESOLVED":
        return CouldNotLook(
            "DL305",
            f"the name {place} does not resolve from this machine",
            hint="check the site's name, and this machine's DNS",
        )
    said = IN_WORDS.get(code, code)
    if code.startswith(OURS):
        return CouldNotLook("DL306", f"{place}: {said}", hint="check this machine's network")
    if code.startswith("ERR_CERT"):
        return SiteFailed(f"{place} shows a certificate that browsers refuse ({code})")
    return SiteFailed(f"{place} {said}")


def outside(url: str) -> CouldNotLook:
    """Say that an address lies outside the allow-list."""
    place = urlsplit(url).netloc or url
    return CouldNotLook(
        "DL304",
        f"{place} is not among the hosts that this journey names",
        hint=f"if customers go there, write `hosts: [{place}]` in the journey",
    )


def too_many(url: str) -> CouldNotLook:
    """Say that a site takes no more requests from here: its customers may be served well."""
    place = urlsplit(url).netloc or url
    return CouldNotLook(
        "DL371",
        f"{place} answers 429: it takes no more requests from here for now",
        hint="walk less often, or ask the site's makers to let the shopper in by its cookie",
    )


def unheld_tab(why: str) -> CouldNotLook:
    """Say that a new tab was closed, since nothing would have held it."""
    return CouldNotLook(
        "DL396",
        f"a new tab could not be held to its limits, and was closed: {why}",
        hint="walk again; if it stays so, another browser may help (DESIRELINE_BROWSER)",
    )


def no_answer(url: str, seconds: float) -> Exception:
    """Give what to raise when no answer came: did the site take the connection, or none?"""
    place = urlsplit(url).netloc or url
    if takes_connections(url):
        return SiteFailed(f"{place} takes the connection and does not answer within {seconds:g} s")
    return CouldNotLook(
        "DL306",
        f"no connection to {place} could be made within {seconds:g} s",
        hint="nothing of the site was reached: check this machine's network and firewall",
    )


def takes_connections(url: str, *, seconds: float = 5.0) -> bool:
    """Try a connection of our own to an address."""
    parts = urlsplit(url)
    try:
        port = parts.port or DEFAULT_PORTS.get(parts.scheme, 443)
        with socket.create_connection((parts.hostname or "", port), timeout=seconds):
            return True
    except ConnectionRefusedError:
        return True  # somebody is there, and says no
    except OSError:
        return False
