"""What is no gap but must be said: not looked at, not reached, not on the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desireline.probes.seen import WalkSeen, machine_was_busy
from desireline.scenarios.journey import Journey, names_of, owner_of
from desireline.scenarios.walk import Stop

from .record import Note
from .views_facts import FactView, shown
from .views_promises import Judged
from .views_visits import Visit
from .words import clean, duration, listed, plural

BLIND = "could not look"
GIVEN_UP = "given up on before it was late"
DOUBTFUL = "its load times are doubtful"


def notes_of(
    journey: Journey,
    walks: Sequence[WalkSeen],
    visits: Sequence[Visit],
    facts: Sequence[FactView],
    judged: Sequence[Judged],
) -> list[Note]:
    """Give all notes: what the walks could not see first, then the map's own blanks."""
    notes = [
        *_walk_notes(journey, walks),
        *_visit_notes(visits),
        *_mail_notes(journey, judged),
        *_fact_notes(facts),
        *_noticed_notes(walks, visits),
        *_unasked_notes(journey, visits),
        *_map_notes(journey),
    ]
    return list(dict.fromkeys(notes))


def unseen(walks: Sequence[WalkSeen], judged: Sequence[Judged]) -> bool:
    """Tell whether something could not be looked at, so that silence proves nothing.

    True for a walk or touchpoint that could not look, for a message that was not waited
    for long enough, for promised links that could not be asked for, and when no walk was made.
    """
    verdicts = {walk.verdict for walk in walks} | {
        seen.verdict for walk in walks for seen in walk.touchpoints
    }
    looked = verdicts & {"ok", "degraded", "failed", "flaky"}
    in_part = any(_too_short(one) or _links_unseen(one) for one in judged)
    return not looked or BLIND in verdicts or in_part


def _walk_notes(journey: Journey, walks: Sequence[WalkSeen]) -> Iterator[Note]:
    if not journey.walks:
        yield Note("", "no walk is written: nothing was looked at")
    for walk in walks:
        if not walk.touchpoints:
            yield Note("", f"walk {walk.walk} {BLIND}: {_because(walk.message)}")
        yield from _ends_early(walk)
        yield from _left_behind(walk)
        yield from _doubtful_times(walk)
        yield from (Note("", f"walk {walk.walk}: {clean(one)}") for one in walk.unkept)
    left_out = sorted(set(journey.walks) - {walk.walk for walk in walks})
    if left_out and walks:
        yield Note("", f"not walked this time: {listed(left_out)}")


def _doubtful_times(walk: WalkSeen) -> Iterator[Note]:
    if walk.beside_others:
        yield Note("", f"walk {walk.walk} was walked beside others: none of its times is judged")
    elif machine_was_busy(walk):
        yield Note("", f"walk {walk.walk}: this machine was busy, so that {DOUBTFUL}")


def _ends_early(walk: WalkSeen) -> Iterator[Note]:
    """Say where a walk ended, and what it therefore did not reach."""
    missed = [seen.touchpoint for seen in walk.touchpoints if seen.verdict == "not run"]
    met = [seen for seen in walk.touchpoints if seen.verdict != "not run"]
    if missed:
        last = met[-1] if met else None
        why = _because(last.message if last else walk.message)
        says = f"walk {walk.walk} ended here ({why}) and did not reach {listed(missed)}"
        yield Note(last.touchpoint if last else "", says)


def _left_behind(walk: WalkSeen) -> Iterator[Note]:
    """Say what a walk could not tidy up after itself."""
    for step in walk.after:
        if step.verdict not in ("ok", "not run"):
            says = f"walk {walk.walk} left something behind: {clean(step.says)}"
            yield Note("", f"{says}: {_because(step.message)}")


def _visit_notes(visits: Sequence[Visit]) -> Iterator[Note]:
    for visit in visits:
        seen = visit.seen
        if seen.verdict == BLIND:
            yield Note(seen.touchpoint, f"walk {visit.walk} {BLIND}: {_because(seen.message)}")
        elif seen.verdict in ("ok", "degraded") and seen.message:
            yield Note(seen.touchpoint, clean(seen.message))
        yield from (Note(seen.touchpoint, clean(one)) for one in seen.unseen)


def _because(message: str) -> str:
    return clean(message) or "no reason was given"


def _too_short(judged: Judged) -> bool:
    """Tell whether a message was given up on before it was late."""
    here = judged.visit.seen.steps if judged.visit else ()
    given_up = any(step.verb == "inbox" and step.verdict == "failed" for step in here)
    return given_up and judged.promise.key == "arrives in" and judged.look.standing == "not checked"


def _links_unseen(judged: Judged) -> bool:
    """Tell whether a promise of links is open since they could not be looked at."""
    unseen = judged.visit.seen.unseen if judged.visit else ()
    one = judged.promise.key == "links work" and judged.look.standing == "not checked"
    return one and bool(unseen)


def _mail_notes(journey: Journey, judged: Sequence[Judged]) -> Iterator[Note]:
    for one in filter(_too_short, judged):
        promised = journey.touchpoint(one.promise.touchpoint).promises.arrives_in or 0.0
        advice = f"wait at least {duration(promised)} (inbox: within)"
        yield Note(one.promise.touchpoint, f"the message was {GIVEN_UP}; {advice}")


def _fact_notes(facts: Sequence[FactView]) -> Iterator[Note]:
    for view in facts:
        for told in view.told:
            if told.fact.shown and told.fact.normal is None:
                why = f" ({clean(told.fact.why)})" if told.fact.why else ""
                says = f"what it says of {view.fact} can't be compared: {shown(told)}{why}"
                yield Note(told.touchpoint, says)


def _noticed_notes(walks: Sequence[WalkSeen], visits: Sequence[Visit]) -> Iterator[Note]:
    """Give what shoppers noticed without being told to look, each once a touchpoint."""
    for visit in visits:
        for noticed in visit.seen.noticed or ():
            yield Note(visit.seen.touchpoint, f"noticed: {noticed.kind}: {clean(noticed.says)}")
    for walk in walks:
        for noticed in walk.noticed:
            yield Note("", f"noticed on walk {walk.walk}: {noticed.kind}: {clean(noticed.says)}")


def _unasked_notes(journey: Journey, visits: Sequence[Visit]) -> Iterator[Note]:
    for visit in visits:
        promises, seen = journey.touchpoint(visit.seen.touchpoint).promises, visit.seen
        if seen.dead_links and not promises.links_work:
            count = plural(len(seen.dead_links), "link leads", "links lead")
            yield Note(seen.touchpoint, f"{count} nowhere; nothing is promised about links here")
        if seen.barriers and not promises.accessible:
            count = plural(len(seen.barriers), "barrier")
            yield Note(seen.touchpoint, f"{count} to people with a disability; nothing is promised")


def _map_notes(journey: Journey) -> Iterator[Note]:
    for name in names_of(journey):
        blanks = [
            *([] if owner_of(journey, name) else ["nobody owns it"]),
            *([] if journey.touchpoint(name).promises.model_fields_set else ["promises nothing"]),
            *([] if _stops(journey, name) else ["nothing looks at it"]),
            *_unread(journey, name),
        ]
        if blanks:
            yield Note(name, listed(blanks))


def _unread(journey: Journey, name: str) -> list[str]:
    """Name the facts that a touchpoint is promised to state and that no walk reads there."""
    read = {
        fact
        for stop in _stops(journey, name)
        for step in stop.do
        for fact in (*(step.remember or ()), *(step.same or ()))
    }
    unread = [fact for fact in journey.touchpoint(name).promises.states if fact not in read]
    return [f"no walk reads {listed(unread)} here"] if unread and _stops(journey, name) else []


def _stops(journey: Journey, name: str) -> list[Stop]:
    return [stop for walk in journey.walks.values() for stop in walk.route if stop.at == name]
