"""Help, call-back and the small print."""

from starlette.requests import Request
from starlette.responses import Response

from . import forms
from .rendering import page
from .till import go


async def show_help(request: Request) -> Response:
    """Show answers, the phone number and the call-back form."""
    return _help(request, forms.blank(forms.CALL_BACK))


async def ask_call_back(request: Request) -> Response:
    """Take a wish to be called back."""
    filled = forms.read(await request.form(), forms.CALL_BACK)
    return _help(request, filled) if filled.mistakes else go("/help/call-back")


async def call_back(request: Request) -> Response:
    """Confirm the call-back."""
    return page(request, "call-back.html")


async def size_guide(request: Request) -> Response:
    """Show how to find a size."""
    return page(request, "size-guide.html")


async def terms(request: Request) -> Response:
    """Show the terms."""
    return page(request, "terms.html")


async def imprint(request: Request) -> Response:
    """Show who runs the shop."""
    return page(request, "imprint.html")


def _help(request: Request, filled: forms.Filled) -> Response:
    status = 422 if filled.mistakes else 200
    return page(request, "help.html", status=status, form=filled, topics=forms.TOPICS)
