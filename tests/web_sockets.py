"""A real server of web sockets on loopback (RFC 6455): who came, and what was said."""

from __future__ import annotations

import base64
import hashlib
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 1, 8


@dataclass
class Sockets:
    """What a page of the small site hears when it is asked for as a web socket."""

    opened: list[str] = field(default_factory=list)  # paths
    said: list[str] = field(default_factory=list)  # by clients
    hello: str = ""  # what is told to each client first

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        """Shake hands, and listen until the other side goes."""
        key = handler.headers["Sec-WebSocket-Key"]
        told = base64.b64encode(hashlib.sha1((key + MAGIC).encode()).digest()).decode()  # noqa: S324
        handler.wfile.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + told.encode() + b"\r\n\r\n"
        )
        self.opened.append(handler.path)
        if self.hello:
            content = self.hello.encode()
            handler.wfile.write(bytes([0x80 | TEXT, len(content)]) + content)
        handler.close_connection = True
        with suppress(OSError, EOFError):
            while (frame := _frame(handler.rfile))[0] != CLOSE:
                self.said.append(frame[1].decode("utf-8", "replace"))

    def wait_for(self, count: int, seconds: float = 5.0) -> bool:
        """Wait until so many clients came."""
        until = time.monotonic() + seconds
        while len(self.opened) < count and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.opened) >= count


def _frame(file: BufferedIOBase) -> tuple[int, bytes]:
    """Read a frame of a client: its kind, and its words unmasked."""
    first, second = _whole(file, 2)
    length = second & 0x7F
    if length > 125:
        size = 2 if length == 126 else 8
        (length,) = struct.unpack(">H" if size == 2 else ">Q", _whole(file, size))
    mask = _whole(file, 4)
    content = bytes(byte ^ mask[at % 4] for at, byte in enumerate(_whole(file, length)))
    return first & 0x0F, content


def _whole(file: BufferedIOBase, count: int) -> bytes:
    content = file.read(count)
    if len(content) < count:
        raise EOFError
    return content
