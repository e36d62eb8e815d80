"""The verbs: what a shopper can do at a touchpoint, each as a person would.

Counted as a person counts: a field filled is one field and its letters are keys, a choice
is one field and two clicks, a tick is one click. What came filled in already costs nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk import FactPlace, Filling, Step, Target

from .arrive import arrive, leave_if_frozen, open_page, steadily
from .chat import talk
from .facts import read_fact, read_mail_fact
from .locate import NotThere, find, find_field, is_seen, near_misses
from .page_text import missing_words
from .seen import FactSeen
from .trip import Done, Trip
from .words import quoted, target_in_words

if TYPE_CHECKING:
    from playwright.sync_api import Locator

GLANCE_SECONDS = 1.0  # for what may be there or not
FACT_SECONDS = 2.0  # for a fact that a script may still be writing
LEAST_SECONDS = 0.5  # for a thing that is there to become usable
DATUM = re.compile(r"\$\{shopper\.([^{}]+)\}")
SWITCHES = ("checkbox", "radio", "switch")


def perform(trip: Trip, step: Step) -> Done:
    """Do a step.

    Raises NotThere or SiteFailed when the site does not let a customer do it, CouldNotLook
    when we could not.
    """
    if step.if_seen and not _is_there(trip, step):
        return Done("not there, passed over", skipped=True)
    return _VERBS[step.verb](trip, step)


def _is_there(trip: Trip, step: Step) -> bool:
    seconds = step.within if "within" in step.model_fields_set else GLANCE_SECONDS
    filling = step.fill or step.choose
    target = step.click or step.check or step.expect
    if filling:
        target = Target(how="label", name=filling.label, inside=filling.inside)
    return target is None or is_seen(trip.front, target, seconds=seconds)


def _open(trip: Trip, step: Step) -> Done:
    assert step.open is not None  # noqa: S101 (the verb was chosen by it)
    patience = step.within if "within" in step.model_fields_set else trip.limits.load_seconds
    return Done(open_page(trip, trip.resolve(step.open), patience))


def _click(trip: Trip, step: Step) -> Done:
    assert step.click is not None  # noqa: S101
    thing = find(trip.front, step.click, seconds=step.within)
    _act(trip, lambda **how: thing.locator.click(no_wait_after=True, **how), step)
    note = arrive(trip)
    return Done(" ".join(filter(None, [thing.note, note])), clicks=1)


def _press(trip: Trip, step: Step) -> Done:
    from playwright.sync_api import Error

    assert step.press is not None  # noqa: S101
    try:
        trip.page.keyboard.press(step.press)
    except Error as trouble:
        if "Unknown key" not in str(trouble):
            raise
        raise CouldNotLook(
            "DL308", f"`press: {step.press}` is no key", hint="write Enter, Escape, Tab, a, …"
        ) from trouble
    return Done(arrive(trip), keys=1)


def _fill(trip: Trip, step: Step) -> Done:
    assert step.fill is not None  # noqa: S101
    text = trip.resolve(step.fill.put)
    field = find_field(trip.front, step.fill, seconds=step.within).locator
    if _kind(field) == "select":
        raise NotThere(f"{quoted(step.fill.label)} is a list to choose from: write `choose`")
    if text and _value(field) == text:
        _tell(trip, step.fill)
        return Done("was filled in already")
    _act(trip, lambda **how: field.fill(text, **how), step)
    if trip.secrets.scrub(text) != text:
        trip.secret_fields.append(field.element_handle(timeout=1000))
    return Done(fields=1, keys=len(text), told_again=_tell(trip, step.fill))


def _choose(trip: Trip, step: Step) -> Done:
    assert step.choose is not None  # noqa: S101
    wanted = trip.resolve(step.choose.put)
    group = _radio(trip, step.choose, wanted)
    if group is not None:
        if group.is_checked(timeout=1000):
            return Done("was chosen already")
        _act(trip, group.check, step)
        return Done(fields=1, clicks=1, told_again=_tell(trip, step.choose))
    field = find_field(trip.front, step.choose, seconds=step.within).locator
    if _kind(field) != "select":
        return _choose_from_list(trip, step, field, wanted)
    index = _option(field, step.choose.label, wanted)
    if field.evaluate("(e) => e.selectedIndex", timeout=1000) == index:
        _tell(trip, step.choose)
        return Done("was chosen already")
    _act(trip, lambda **how: field.select_option(index=index, **how), step)
    return Done(arrive(trip), fields=1, clicks=2, told_again=_tell(trip, step.choose))


def _option(field: Locator, label: str, wanted: str) -> int:
    """Give the place of an option by its words; NotThere lists what is offered."""
    offered = [" ".join(words.split()) for words in field.locator("option").all_inner_texts()]
    same = [o for o in offered if o == wanted] or [
        o for o in offered if o.casefold() == wanted.casefold()
    ]
    if not same:
        listed = ", ".join(quoted(words) for words in offered[:8])
        raise NotThere(f"{quoted(label)} does not offer {quoted(wanted)}: {listed}")
    return offered.index(same[0])


def _radio(trip: Trip, choice: Filling, wanted: str) -> Locator | None:
    page = trip.page
    groups = page.get_by_role("radiogroup", name=choice.label)
    groups = groups.or_(page.get_by_role("group", name=choice.label))
    radio = groups.get_by_role("radio", name=wanted)
    return radio if radio.count() == 1 else None


def _choose_from_list(trip: Trip, step: Step, field: Locator, wanted: str) -> Done:
    """Choose from a list that the page made itself: open it, then click the option."""
    assert step.choose is not None  # noqa: S101
    _act(trip, field.click, step)
    option = find(trip.front, Target(how="option", name=wanted), seconds=step.within)
    _act(trip, option.locator.click, step)
    return Done(arrive(trip), fields=1, clicks=2, told_again=_tell(trip, step.choose))


def _check(trip: Trip, step: Step) -> Done:
    assert step.check is not None  # noqa: S101
    target = step.check
    if target.how == "any":
        target = target.model_copy(update={"how": "label"})
    thing = find(trip.front, target, seconds=step.within)
    if thing.locator.is_checked(timeout=1000):
        return Done("was ticked already")
    _act(trip, thing.locator.check, step)
    return Done(" ".join(filter(None, [thing.note, arrive(trip)])), clicks=1)


def _expect(trip: Trip, step: Step) -> Done:
    assert step.expect is not None  # noqa: S101
    target = step.expect
    if trip.letter is not None and target.how in ("text", "any"):
        said = f"{trip.letter.subject}\n{trip.letter.text}\n{trip.letter.html}"
        if missing_words(said, [target.name]):
            raise NotThere(f"the mail does not say {quoted(target.name)}")
        return Done()
    if not is_seen(trip.front, target, seconds=step.within):
        raise NotThere(
            f"no {target_in_words(target)} within {step.within:g} s. "
            f"{near_misses(trip.page, target)}"
        )
    return Done()


def _remember(trip: Trip, step: Step) -> Done:
    facts = _read(trip, step, step.remember or {})
    for fact in facts:
        if fact.shown:
            trip.remembered[fact.fact] = fact.shown
            trip.normals[fact.fact] = fact.normal
    return Done(_unstated(facts), facts=facts)


def _same(trip: Trip, step: Step) -> Done:
    facts = _read(trip, step, step.same or {})
    differing = [
        f"{fact.fact}: here {quoted(fact.shown)}, before {quoted(trip.remembered[fact.fact])}"
        for fact in facts
        if fact.shown and fact.normal and trip.normals.get(fact.fact) not in (None, fact.normal)
    ]
    return Done("; ".join(filter(None, [_unstated(facts), *differing])), facts=facts)


def _unstated(facts: tuple[FactSeen, ...]) -> str:
    missing = [fact.fact for fact in facts if not fact.shown]
    return f"not stated here: {', '.join(missing)}" if missing else ""


def _read(trip: Trip, step: Step, places: dict[str, FactPlace]) -> tuple[FactSeen, ...]:
    seconds = step.within if "within" in step.model_fields_set else FACT_SECONDS
    until = time.monotonic() + seconds
    seen: list[FactSeen] = []
    for name, place in places.items():
        seen += _read_one(trip, name, place, until)
    return tuple(seen)


def _read_one(trip: Trip, name: str, place: FactPlace, until: float) -> tuple[FactSeen, ...]:
    kind = trip.journey.facts[name].kind
    currency = trip.journey.currency
    if trip.letter is not None:
        return read_mail_fact(trip.letter, name, kind, place, currency=currency)
    while True:
        seen = steadily(trip, lambda: read_fact(trip.page, name, kind, place, currency=currency))
        if seen.shown or time.monotonic() >= until:
            return (seen,)
        trip.page.wait_for_timeout(100)


def _inbox(trip: Trip, step: Step) -> Done:
    assert step.inbox is not None  # noqa: S101
    assert trip.mailbox is not None  # noqa: S101 (checked before the walk)
    letter = trip.mailbox.wait(step.inbox, since=trip.started)
    if letter is None:
        raise NotThere(f"no mail {quoted(step.inbox.subject)} within {step.inbox.within:g} s")
    trip.letter = letter
    caused = trip.clock.acted / 1000 or trip.started
    return Done(arrives_seconds=round(max(0.0, letter.arrived_at - caused), 3))


def _chat(trip: Trip, step: Step) -> Done:
    assert step.chat is not None  # noqa: S101
    chat = step.chat.model_copy(update={"say": trip.resolve(step.chat.say)})
    seen = talk(trip.page, chat, within=max(step.within, 6.0))
    if seen.trouble:
        raise NotThere(seen.trouble)
    return Done(
        clicks=seen.turns,
        keys=len(chat.say) * seen.turns,
        told_again=_tell_text(trip, step.chat.say),
        answers_seconds=seen.answers_seconds,
        human_came=seen.human_came,
        turns_to_human=seen.turns if seen.human_came else None,
        transcript=seen.transcript,
    )


def _act(trip: Trip, do: Callable[..., object], step: Step) -> None:
    """Do something to a thing that is there; NotThere says why it can't be done."""
    from playwright.sync_api import TimeoutError as NotInTime

    try:
        do(timeout=max(step.within, LEAST_SECONDS) * 1000)
    except NotInTime as trouble:
        why = why_not(str(trouble))
        if not why:
            leave_if_frozen(trip)
        raise NotThere(why or "it could not be used in time") from trouble


def why_not(log: str) -> str:
    """Say why a thing that is there could not be used; empty when the log does not tell."""
    covered = re.search(r"- (<.+?>).* intercepts pointer events", log)
    if covered:
        return f"it can't be reached: {covered[1][:120]} lies over it"
    for sign, words in REASONS.items():
        if sign in log:
            return words
    return ""


REASONS = {
    "element is not enabled": "it is disabled",
    "element is not editable": "it can't be written in",
    "element is not stable": "it never stops moving",
    "element is outside of the viewport": "it lies outside what can be scrolled to",
    "did not change its state": "clicking it does not change it",
    "element is not visible": "it is hidden",
}


def _tell(trip: Trip, filling: Filling) -> tuple[str, ...]:
    return _tell_text(trip, filling.put)


def _tell_text(trip: Trip, text: str) -> tuple[str, ...]:
    """Remember which of the shopper's data is told here; give what was told at another stop."""
    names = [name.strip() for name in DATUM.findall(text)]
    again = tuple(name for name in names if trip.told.get(name, trip.stop) < trip.stop)
    for name in names:
        trip.told.setdefault(name, trip.stop)
    return again


def _kind(field: Locator) -> str:
    return str(field.evaluate("(e) => e.localName", timeout=1000))


def _value(field: Locator) -> str | None:
    from playwright.sync_api import Error

    try:
        return field.input_value(timeout=1000)
    except Error:  # editable text that is no form field
        return None


_VERBS: dict[str, Callable[[Trip, Step], Done]] = {
    "open": _open, "click": _click, "fill": _fill, "choose": _choose, "check": _check,
    "press": _press, "expect": _expect, "remember": _remember, "same": _same,
    "inbox": _inbox, "chat": _chat,
}  # fmt: skip
