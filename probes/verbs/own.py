"""Verbs of the user's own: a Python function beside the journey, where no verb will do.

The function gets Playwright's page and what may be known of the walk; what it returns is
noted. It raises `desireline.probes.NotThere` when a customer could not go on; any other
error is its own fault, not the site's. Where its step has no `danger`, nothing that changes
anything leaves the browser meanwhile: it only looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_step import Step

from ..page.locate import NotThere
from ..safety.fence import put_up_fence
from ..safety.trouble import SiteFailed
from ..trip.arrive import arrive
from ..trip.trip import Done, Trip
from .verb import Verb

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class WalkSoFar:
    """What a function of the user's own may know of the walk."""

    site: str | None
    shopper: Mapping[str, str]  # what the persona tells the site
    remembered: Mapping[str, str]  # facts, as they were shown
    within: float  # seconds that the step may take


def run(trip: Trip, step: Step, written: str) -> Done:
    """Call the function; CouldNotLook DL317 when it stumbles, DL370 when it acts unasked."""
    if step.danger is not None:  # the walk came here, so it has consent
        return _call(trip, step, written)
    fence = put_up_fence(trip.page)
    try:
        done = _call(trip, step, written)
    except Exception as trouble:
        if fence.held:
            raise _acts(written, fence.held) from trouble
        raise
    finally:
        if trip.session.alive:
            fence.take_down()
    if fence.pages:
        raise _acts(written, fence.pages)
    return done.noting(f"held back: {', '.join(fence.held)}" if fence.held else "")


def _acts(written: str, held: list[str]) -> CouldNotLook:
    return CouldNotLook(
        "DL370",
        f"{_called(written)} would change something ({held[0]}), and was held back",
        hint="write `danger:` at its step, and give consent; a function without only looks",
    )


def _called(written: str) -> str:
    file, _, name = written.rpartition(":")
    return f"{Path(file).name}:{name}"


def _call(trip: Trip, step: Step, written: str) -> Done:
    from playwright.sync_api import Error

    file, _, name = written.rpartition(":")
    so_far = WalkSoFar(trip.journey.site, dict(trip.shopper), dict(trip.remembered), step.within)
    called = _called(written)
    try:
        said = _function(Path(file), name)(trip.page, so_far)
    except (NotThere, SiteFailed, CouldNotLook):
        raise
    except Exception as trouble:
        if isinstance(trouble, Error) and not trip.session.alive:
            raise
        first = (trip.secrets.scrub(str(trouble)).strip().splitlines() or [""])[0][:LONGEST_NOTE]
        raise CouldNotLook(
            "DL317",
            f"{called} stumbled: {type(trouble).__name__}: {first}",
            hint="raise desireline.probes.NotThere when a customer could not go on",
        ) from trouble
    note = "" if said is None else trip.secrets.scrub(" ".join(str(said).split()))[:LONGEST_NOTE]
    return Done(arrive(trip)).noting(note)


def _function(file: Path, name: str) -> Callable[[Page, WalkSoFar], Any]:
    module = _module(file)
    function: Callable[[Page, WalkSoFar], Any] = getattr(module, name)
    return function


def _module(file: Path) -> ModuleType:
    spec = spec_from_file_location(f"desireline_run_{file.stem}", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise FileNotFoundError(file.name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERBS: dict[str, Verb] = {"run": run}
