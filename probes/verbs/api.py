"""Verbs of APIs: ask one as the visitor that the site knows, and read its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from desireline.scenarios.walk_direct import Api
from desireline.scenarios.walk_step import Step

from ..channels.api import Answer, Request, ask
from ..channels.document import Document
from ..channels.openapi import Spec, departures, read_spec, unreadable
from ..page.text import fold_lines
from ..safety.hosts import absolute
from ..safety.pace import BUSY, TOO_MANY
from ..safety.trouble import SiteFailed, too_many
from ..seen import Noticed
from ..trip.trip import Done, Trip
from .verb import Verb, within

LONGEST = 400_000  # characters of an answer
MOST_SPEC_BYTES = 10_000_000


def api(trip: Trip, step: Step, wanted: Api) -> Done:
    """Ask; the answer is what the next steps read.

    SiteFailed for a status that is not expected. Where the answer departs from the API's
    description is noticed, and no failure: customers may not mind.
    """
    url = absolute(trip.journey.site, trip.resolve(wanted.address))
    headers = {name: trip.resolve(text) for name, text in wanted.headers.items()}
    request = Request(wanted.method, url, headers, _resolved(trip, wanted.body))
    answer = ask(trip.page.context.request, request, trip.hosts, _seconds(trip, step))
    if answer.status in BUSY:
        trip.watch.rest_asked = (url, answer.rest)
    if answer.status == TOO_MANY and wanted.expects.status is None:
        raise too_many(url)
    name = urlsplit(url).path or "/"
    text = answer.text[:LONGEST]
    trip.document = Document(name, "API", fold_lines(text), data=text)
    if wanted.expects.status not in (None, answer.status):
        raise SiteFailed(f"{name} answers {answer.status}, not {wanted.expects.status}")
    if wanted.expects.status is None and answer.status >= 400:
        raise SiteFailed(f"{name} answers {answer.status}")
    found = _held_against_spec(trip, step, wanted, url, answer)
    return Done(
        f"{answer.status} in {answer.seconds * 1000:.0f} ms",
        answers_seconds=answer.seconds,
        noticed=tuple(Noticed("not as specified", f"{name}: {one}") for one in found),
    ).noting(*(f"not as specified: {one}" for one in found))


def _held_against_spec(
    trip: Trip, step: Step, wanted: Api, url: str, answer: Answer
) -> tuple[str, ...]:
    spec = wanted.spec or trip.journey.openapi
    if spec is None:
        return ()
    return departures(_spec(trip, step, spec), wanted.method, url, answer)


def _spec(trip: Trip, step: Step, place: str) -> Spec:
    """Read a description, from a file or from the site; CouldNotLook DL341 when it can't be."""
    if place.startswith("file:"):
        file = Path(url2pathname(urlsplit(place).path))
        if not file.is_file() or file.stat().st_size > MOST_SPEC_BYTES:
            raise unreadable(file.name, "there is no such file, or it is larger than 10 MB")
        return read_spec(file.name, file.read_text("utf-8", "replace"))
    url = absolute(trip.journey.site, place)
    request = Request("get", url, {"Accept": "application/json, application/yaml, */*"})
    answer = ask(trip.page.context.request, request, trip.hosts, _seconds(trip, step))
    if answer.status >= 400:
        raise unreadable(urlsplit(url).path, f"the site answers {answer.status}")
    return read_spec(urlsplit(url).path, answer.text)


def _seconds(trip: Trip, step: Step) -> float:
    return within(step, trip.limits.load_seconds)


def _resolved(trip: Trip, body: Any) -> Any:
    if isinstance(body, str):
        return trip.resolve(body)
    if isinstance(body, list | tuple):
        return [_resolved(trip, one) for one in body]
    if isinstance(body, dict):
        return {key: _resolved(trip, one) for key, one in body.items()}
    return body


VERBS: dict[str, Verb] = {"api": api}
