"""Verbs of the telephone: call a menu, choose there, and then walk the whole of it."""

from __future__ import annotations

from dataclasses import replace

from desireline.scenarios import walk_direct as language
from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_step import Step

from ..channels.document import Document
from ..channels.phone.call import Call
from ..channels.phone.choose import choose, ended, option_meant
from ..channels.phone.explore import Tree, explore
from ..channels.phone.figures import in_figures
from ..channels.phone.findings import ToPerson, findings, summary, way_to_person
from ..channels.phone.line import NOBODY, Line
from ..channels.phone.menu import BadMenu
from ..page.text import missing_words
from ..safety.hosts import absolute
from ..safety.trouble import SiteFailed
from ..trip.trip import Done, Trip
from ..words import quoted
from .forms import tell
from .verb import Verb, within

ANSWER_SECONDS = 15.0  # what Twilio waits for a menu's answer
LONGEST_TRANSCRIPT = 20_000


def call(trip: Trip, step: Step, wanted: language.Call) -> Done:
    """Call and choose as the walk says, then try each way through the menu.

    What was heard is what the next steps read. SiteFailed when the menu breaks, or does not
    say what it should.
    """
    address = absolute(trip.journey.site, trip.resolve(wanted.menu))
    own = Call(_line(trip, step, wanted))
    chosen = [trip.resolve(one) for one in wanted.choose]
    try:
        own.dial(address)
        for one in chosen:
            _choose(step, own, one)
    except BadMenu as trouble:
        raise SiteFailed(f"the menu breaks off after {own.clock:.0f} s: {trouble}") from trouble
    trip.document = Document("the call", "phone", own.text())
    again = tuple(name for one in wanted.choose for name in tell(trip, one))
    answered = _answered(own, wanted.until)
    if not wanted.explore:
        return replace(_done(own, answered, Tree(whole=False), len(chosen)), told_again=again)
    tree = explore(
        address,
        lambda: _line(trip, step, wanted),
        avoid=wanted.avoid,
        goes_on=lambda: not trip.session.interrupted,
    )
    done = replace(_done(own, answered, tree, len(chosen)), told_again=again)
    return done.noting(summary(tree))


def _line(trip: Trip, step: Step, wanted: language.Call) -> Line:
    return Line(
        hosts=trip.hosts,
        provider=wanted.provider,
        caller=trip.resolve(wanted.caller or NOBODY),
        called=trip.resolve(wanted.called or ""),
        token=trip.resolve(wanted.token or ""),
        within=within(step, ANSWER_SECONDS),
    )


def _choose(step: Step, own: Call, wanted: str) -> None:
    """Choose; CouldNotLook DL340 for what acts when the step does not say so."""
    option = option_meant(own, wanted) if own.listening else None
    if option is not None and option.for_real and not step.danger:
        what = f"the option {quoted(option.words)} sounds as if it did something for real"
        hint = "say at the step what it does: `danger: places an order`"
        raise CouldNotLook("DL340", what, hint=hint)
    why_not = choose(own, wanted)
    if why_not:
        raise SiteFailed(why_not)


def _answered(own: Call, until: str | None) -> float | None:
    """Give the seconds until the answer: the words waited for, else what comes of the choices."""
    heard = [one for one in own.heard if not one.mine]
    if until is None:
        after = [one.seconds for one in own.heard[own.since :] if not one.mine]
        return after[0] if after else own.clock if own.ended and own.ended.how == "person" else None
    for one in heard:
        if not missing_words(f"{one.words}\n{in_figures(one.words)}", [until]):
            return round(one.ends, 1)
    raise SiteFailed(f"{quoted(until)} was not heard in {own.clock:.0f} s{ended(own)}")


def _done(own: Call, answered: float | None, tree: Tree, choices: int) -> Done:
    reached = own.ended is not None and own.ended.how == "person"
    person = way_to_person(tree)
    if reached and (person is None or not person.came or person.choices > choices):
        person = ToPerson(True, choices, own.clock)
    return Done(
        keys=own.keys,
        answers_seconds=answered,
        human_came=person.came if person else None,
        turns_to_human=person.choices if person and person.came else None,
        transcript=_told(tree),
        noticed=findings(tree),
    )


def _told(tree: Tree) -> str:
    """Give what each way through the menu came to."""
    lines = [
        f"{branch.name}, {branch.seconds:.0f} s: {branch.trouble or branch.said or branch.end}"
        for branch in tree.branches
    ]
    return "\n".join(lines)[:LONGEST_TRANSCRIPT]


VERBS: dict[str, Verb] = {"call": call}
