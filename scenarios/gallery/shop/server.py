"""The listening process: one socket, one loop, a quiet end on Ctrl-C or SIGTERM."""

import signal
import socket
import types
from collections.abc import Callable, Set

import fpdf  # noqa: F401 (asked for at the start, lest the first invoice find it missing)
import python_multipart  # noqa: F401 (likewise, for the first form)
import uvicorn

from .app import build_app
from .flaws import Flaw

LAST_ANSWERS_SECONDS = 2


def run(
    *,
    host: str,
    port: int,
    flaws: Set[Flaw],
    smtp: tuple[str, int] | None,
    sms: str | None,
    tell: Callable[[str], None],
) -> None:
    """Serve until stopped; tell the address once the shop answers there."""
    with _door(host, port) as door:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{door.getsockname()[1]}"
        config = uvicorn.Config(
            build_app(flaws, smtp, sms),
            access_log=False,
            lifespan="off",
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
        )
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, _stay_calm)
        _Server(config, lambda: tell(url)).run(sockets=[door])


class _Server(uvicorn.Server):
    """Uvicorn's server that says when it listens."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self.opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.opened()


def _door(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError:
        door.close()
        raise

    return door


def _stay_calm(number: int, frame: types.FrameType | None) -> None:
    # Uvicorn raises the signal again once it has closed; it has then done its work.
    return None
