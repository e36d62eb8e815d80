"""Fill templates. Everything is escaped; a name that nobody gave is an error."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from .basket import pieces
from .conduct import OPENING_HOURS
from .money import amount, euros, plain
from .shop import shop_of
from .visitors import visitor_of


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(("html", "svg")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"amount": amount, "euros": euros, "plain": plain}
    environment.globals |= {"opening_hours": OPENING_HOURS}

    return environment


_TEMPLATES = _environment()


def fill(template: str, **names: object) -> str:
    """Return a template's text with the names filled in."""
    return _TEMPLATES.get_template(template).render(names)


def page(request: Request, template: str, *, status: int = 200, **names: object) -> HTMLResponse:
    """Answer with a page of the shop, with its header, its footer and the cart's count."""
    shop = shop_of(request)
    lines = visitor_of(request).basket.lines
    text = fill(
        template,
        says=shop.says,
        sends_mail=shop.postman is not None,
        in_cart=pieces(lines),
        **names,
    )

    return HTMLResponse(text, status_code=status)
