"""Style sheets, scripts and pictures, read once and served from memory."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {"Cache-Control": "max-age=600"}


def _read() -> dict[str, Response]:
    folder = Path(__file__).with_name("static")
    files = sorted(file for file in folder.iterdir() if file.suffix in TYPES)

    return {file.name: _response(file) for file in files}


def _response(file: Path) -> Response:
    return Response(file.read_bytes(), media_type=TYPES[file.suffix], headers=HEADERS)


_ASSETS = _read()


async def asset(request: Request) -> Response:
    """Hand out one file."""
    found = _ASSETS.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)

    return found


async def favicon(request: Request) -> Response:
    """Hand out the little picture where browsers ask for it unbidden."""
    return _ASSETS["favicon.svg"]
