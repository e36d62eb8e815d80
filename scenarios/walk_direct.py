"""The verbs that need no page: a phone menu that is called, an API that is asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from .route import Names
from .shape import Shape
from .units import Unfit

METHODS = ("get", "head", "post", "put", "patch", "delete")
HARMLESS = ("get", "head")


def _choices(given: Any) -> Any:
    """Take one choice as a list of one, and a key that was written as a number."""
    listed = given if isinstance(given, list | tuple) else [given]
    return [
        str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in listed
    ]


ONE_CHOICE = {"type": ["string", "integer"]}
Choices = Annotated[
    tuple[str, ...],
    BeforeValidator(_choices),
    WithJsonSchema({"anyOf": [ONE_CHOICE, {"type": "array", "items": ONE_CHOICE}]}),
]


class Call(Shape):
    """A phone menu to call, and what to choose there; the shopper is the telephone company."""

    menu: str  # the address that the provider asks, from the journey's site
    choose: Choices = ()  # words of an option, keys, or `nothing`
    until: str | None = None  # words that must be heard
    explore: bool = True  # then walk the whole menu, each way in a call of its own
    avoid: Names = ()  # words of options that are never tried
    provider: Literal["twilio", "vonage"] = "twilio"
    token: str | None = None  # a secret that requests are signed with
    caller: str | None = Field(default=None, alias="from")
    called: str | None = Field(default=None, alias="to")


class Expected(Shape):
    """What an API's answer must be."""

    status: int | None = Field(default=None, ge=100, le=599)


class Api(Shape):
    """An API to ask: one method and its address."""

    get: str | None = None
    head: str | None = None
    post: str | None = None
    put: str | None = None
    patch: str | None = None
    delete: str | None = None
    body: Any = Field(default=None, alias="json")
    headers: dict[str, str] = {}
    expects: Expected = Expected()
    spec: str | None = None  # an OpenAPI file beside the journey, or an address
    safe: bool = False  # it changes nothing, whatever its method says

    @model_validator(mode="after")
    def _one_method(self) -> Api:
        written = [name for name in METHODS if getattr(self, name) is not None]
        if len(written) != 1:
            named = f"several: {', '.join(written)}" if written else "none"
            raise Unfit(
                "DL231", f"`api` has one method of {', '.join(METHODS)}, and here is {named}"
            )
        if self.body is not None and self.method in HARMLESS:
            raise Unfit(
                "DL232", f"`json` can't be sent with `{self.method}`; take `post`", at="json"
            )
        return self

    @property
    def method(self) -> str:
        """The method that was written."""
        return next(name for name in METHODS if getattr(self, name) is not None)

    @property
    def address(self) -> str:
        """Where it is asked."""
        return str(getattr(self, self.method))


def is_address(spec: str) -> bool:
    """Say whether a spec is an address (of the site, or whole), not a file beside the journey.

    A file whose whole path is known is one, too: file://…
    """
    return spec.startswith(("/", "http://", "https://", "file://"))


class DirectVerbs(Shape):
    """What can be done without a page; a step has one verb."""

    call: Call | None = None
    api: Api | None = None
