"""The hosts that the shopper may reach, and the browser's rule that holds it to them.

The rule maps every other name and address to "not found" inside the browser, so it costs
nothing and also stops 127.0.0.2, [::1] and other names of the same machine. A host that is
written with a port may be reached on that port only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desireline.scenarios.errors import DesirelineError

if TYPE_CHECKING:
    from desireline.scenarios.journey import Journey

HOST = re.compile(r"(\*\.)?[a-z0-9._-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?")
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Hosts:
    """Hosts as the browser spells them: `shop.example`, `*.shop.example`, `127.0.0.1:8765`."""

    names: tuple[str, ...]

    def allow(self, url: str) -> bool:
        """Say whether an address may be reached; what opens no connection always may."""
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS:
            return True
        host = _spelled(parts.hostname or "")
        try:
            port = parts.port or DEFAULT_PORTS[parts.scheme]
        except ValueError:
            return False
        return any(fnmatchcase(host, n) or fnmatchcase(f"{host}:{port}", n) for n in self._globs)

    @property
    def _globs(self) -> list[str]:
        return [name.replace("[", "[[]") for name in self.names]

    @property
    def rule(self) -> str:
        """The value of the browser's `--host-resolver-rules`."""
        ports = [f"MAP {name} {name}" for name in self.names if _port_of(name)]
        bare = [f"EXCLUDE {name}" for name in self.names if not _port_of(name)]
        return ", ".join([*ports, "MAP * ~NOTFOUND", *bare])


NOWHERE = Hosts(())


def hosts_of(journey: Journey) -> Hosts:
    """Give the hosts that a journey names: its site's, and those under `hosts`."""
    site = (_host_of_site(journey.site),) if journey.site else ()
    return Hosts(tuple(dict.fromkeys((*site, *(host(text) for text in journey.hosts)))))


def host(text: str) -> str:
    """Spell a host as the browser does; DL303 when it is not one."""
    try:
        name = text.strip().lower().encode("idna").decode() if not text.isascii() else text.lower()
    except UnicodeError:
        name = ""
    if not HOST.fullmatch(name):
        raise DesirelineError(
            "DL303", f"`{text}` is not a host", hint="write it like shop.example, or 127.0.0.1:8765"
        )
    return name


def _host_of_site(site: str) -> str:
    parts = urlsplit(site)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DesirelineError(
            "DL303",
            f"`{site}` is not the address of a site",
            hint="write it like https://shop.example",
        )
    name = host(_spelled(parts.hostname))
    return f"{name}:{port}" if port else name


def _spelled(hostname: str) -> str:
    return f"[{hostname}]" if ":" in hostname else hostname


def _port_of(name: str) -> bool:
    return bool(re.search(r":\d+$", name))


def absolute(site: str | None, address: str) -> str:
    """Give the whole address of a page; DL303 for a path when the journey has no site."""
    from urllib.parse import urljoin

    if site is None and not urlsplit(address).scheme:
        raise DesirelineError(
            "DL303",
            f"`open: {address}` needs a site, and the journey names none",
            hint="write `site: https://shop.example` at the top of the journey",
        )
    return urljoin((site or "").rstrip("/") + "/", address.lstrip("/") if site else address)
