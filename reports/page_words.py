"""The page's own sentences, computed from the record. The gaps' and the headline are in it.

Every function gives plain text; nothing here knows of HTML. Words to lead with the
answer, then the number, then its range.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from desireline.sim.experiments.outcome import Estimate

from .page_numbers import (
    count,
    lasting,
    listed,
    moment,
    money,
    number_word,
    percent,
    plural,
    sentence,
    short_money,
    short_money_span,
    span,
    with_span,
)
from .page_routes import Routes
from .page_status import Place
from .page_text import clip
from .record import Gap, Record
from .words import between, days


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three answers on top: the question, the answer, more of it, and a command."""

    question: str
    big: str
    range: str
    more: str
    command: str = ""


def verdict_line(record: Record) -> str:
    """Say the conclusion and how many promises are kept."""
    checks = record.checks
    looked = [check for check in checks if check.standing != "not checked"]
    kept = sum(check.standing == "matches" for check in looked)
    if not checks:
        return f"{record.conclusion} · the plan makes no promise"
    if not looked:
        return f"{record.conclusion} · none of {len(checks)} promises could be looked at"
    unseen = len(checks) - len(looked)
    return (
        f"{record.conclusion} · {kept} of {len(looked)} promises kept"
        f" ({percent(kept / len(looked))})" + (f" · {unseen} not looked at" if unseen else "")
    )


def context_lines(record: Record) -> list[str]:
    """Say who walked, when, where, and what was simulated."""
    return [_walked(record), _simulated(record)]


def _walked(record: Record) -> str:
    if not record.walks:
        return f"Nobody walked; reported on {moment(record.made_at)}."
    first = record.walks[0]
    who = "; ".join(dict.fromkeys(walk.persona or walk.walk for walk in record.walks))
    met = {seen.touchpoint for walk in record.walks for seen in walk.touchpoints}
    where = f" at {record.site}" if record.site else ""
    times = "" if len(record.walks) == 1 else f", in {plural(len(record.walks), 'walk')}"
    spent = lasting(sum(walk.seconds for walk in record.walks))
    return (
        f"Walked as {who}{times}, on {moment(first.started_at)}{where}: "
        f"{plural(len(met), 'touchpoint')} in {spent}."
    )


def _simulated(record: Record) -> str:
    plan = record.as_seen.plan
    return (
        f"Simulated {plan.replications} times {days(plan.days)} with seed {plan.seed}, as "
        "promised and as seen, for the same customers with the same luck. Ranges are 95% intervals."
    )


def answers(record: Record, places: tuple[Place, ...]) -> list[Answer]:
    """Answer what it costs, what to fix first, and what cannot be told."""
    return [cost_answer(record), fix_answer(record, places), blind_answer(record, places)]


def cost_answer(record: Record) -> Answer:
    """Say what all gaps together cost a month."""
    question = "What does it cost us?"
    if not record.gaps:
        nothing = "Nothing that can be seen" if _looked(record) else "Cannot tell"
        return Answer(question, nothing, "", _no_gap(record))
    together = (
        "this gap" if len(record.gaps) == 1 else f"these {number_word(len(record.gaps))} gaps"
    )
    amount = f"{short_money(record.money.mean, record.currency)} a month"
    more = f"{with_span(record.lost)} journeys a month are not completed because of {together}."
    if record.lost.could_be_chance:
        more += " It could be chance: the range holds zero."
    return Answer(question, amount, short_money_span(record.money, record.currency), sentence(more))


def _looked(record: Record) -> bool:
    return any(check.standing != "not checked" for check in record.checks)


def _no_gap(record: Record) -> str:
    if not _looked(record):
        return "Nothing could be looked at, so no gap could be found or ruled out."
    return "Every promise that was looked at is kept."


FIXES = {
    "works": "Mend {place}",
    "loads in": "Make {place} load in {promised}",
    "answers in": "Answer at {place} within {promised}",
    "arrives in": "Deliver {place} within {promised}",
    "fields": "Ask for {promised} fields at {place}",
    "clicks": "Need {promised} clicks at {place}",
    "human within": "Bring a person within {promised} at {place}",
    "says": "Say {promised} at {place}",
    "remembers": "Stop asking again for {promised} at {place}",
    "accessible": "Remove the barriers at {place}",
    "links work": "Mend the dead links at {place}",
    # By kind, for all others.
    "promise broken": "Keep the promise at {place}: {what} {promised}",
    "fact contradicted": "Say the same {what} everywhere, at {place} first",
    "told twice": "Stop asking again at {place}",
    "dead end": "Mend the dead end at {place}",
    "no way to a human": "Open a way to a person at {place}",
    "wrong message": "Say at {place} what led there",
    "too much effort": "Ask for less at {place}: {what} {promised}",
    "too slow": "Make {place} faster: {what} {promised}",
    "not accessible": "Open {place} to everyone",
    "assumption off": "Correct the plan’s number for {place}",
    "not on the map": "Put {place} on the map",
}


def fix_words(gap: Gap, places: tuple[Place, ...]) -> str:
    """Say what closing a gap means, as a request."""
    form = FIXES.get(gap.what) or FIXES[gap.kind]
    if gap.what.startswith("states "):
        form = "State the {what} at {place}"
    elif gap.kind == "fact contradicted" and gap.promised:
        form = "Say {promised} at {place}"
    what = gap.what.removeprefix("states ")
    return form.format(
        place=clip(title_of(gap.touchpoint, places), 60),
        what=clip(what, 60),
        promised=clip(gap.promised, 60),
    ).strip()


def fix_answer(record: Record, places: tuple[Place, ...]) -> Answer:
    """Say which gap to close first, what that brings back, and whose it is."""
    question = "What should we fix first?"
    if not record.gaps:
        if not _looked(record):
            return Answer(question, "Look first", "", "What was not looked at cannot be fixed.")
        return Answer(question, "Nothing to fix", "", "No gap was found, so none needs closing.")
    gap = record.gaps[0]
    back = (
        f"Brings back {with_span(gap.lost)} completed journeys a month, worth "
        f"{money(gap.money.mean, record.currency)}."
    )
    if gap.lost.could_be_chance:
        back = f"May bring back {with_span(gap.lost)} journeys a month; that could be chance."
    return Answer(question, fix_words(gap, places), "", f"{back} {owned_by(gap)}")


def blind_answer(record: Record, places: tuple[Place, ...]) -> Answer:
    """Say what was not looked at, and give the command that walks one touchpoint again."""
    question = "What can’t we tell?"
    unseen = [check for check in record.checks if check.standing == "not checked"]
    known = {check.touchpoint for check in unseen}
    where = [place.name for place in places if place.name in known]
    more = _blind_words(record, [title_of(name, places) for name in where])
    command = again_command(record, where if _looked(record) else [])
    if not unseen:
        big = "Every promise was looked at" if record.checks else "The plan makes no promise"
        return Answer(question, big, "", more, command)
    big = f"{len(unseen)} of {len(record.checks)} promises not looked at"
    return Answer(question, big, "", more, command)


def _blind_words(record: Record, unseen: list[str]) -> str:
    failed = [walk for walk in record.walks if walk.verdict == "could not look"]
    said = f"Not looked at: {listed(unseen)}." if unseen else ""
    if failed and failed[0].message:
        said = f"Could not look: {failed[0].message}."
    chance = sum(gap.lost.could_be_chance for gap in record.gaps)
    if chance:
        one = "The price of one gap" if chance == 1 else f"The prices of {number_word(chance)} gaps"
        said += f" {one} could be chance."
    return said.strip() or "No price of a gap could be chance."


def owned_by(gap: Gap) -> str:
    """Say who answers for a gap."""
    owners = [owner for owner in gap.owners if owner]
    return f"Owned by {listed(owners)}." if owners else "Nobody owns it."


def again_command(record: Record, unseen: list[str]) -> str:
    """Give the command that walks one touchpoint again: the first unseen, or the dearest."""
    name = next(iter(unseen), record.gaps[0].touchpoint if record.gaps else "")
    only = f" --only {shlex.quote(name)}" if name else ""
    return f"desireline probe {shlex.quote(record.journey_file)}{only}"


def title_of(name: str, places: tuple[Place, ...]) -> str:
    """Give what people call a touchpoint; its name when the map does not have it."""
    return next((place.title for place in places if place.name == name), name)


def gaps_say(record: Record) -> str:
    """Say how the loss is spread over the gaps."""
    gaps = record.gaps
    if not gaps:
        return _no_gap(record)
    chance = sum(gap.lost.could_be_chance for gap in gaps)
    parts = [_spread(gaps)] if sum(gap.lost.mean for gap in gaps) > 0 else []
    if chance == len(gaps):
        parts = ["The price of each could be chance: its range holds zero."]
    elif chance:
        parts.append(f"{sentence(number_word(chance))} of them could be chance.")
    return " ".join(parts)


def _spread(gaps: tuple[Gap, ...]) -> str:
    total = sum(max(0.0, gap.lost.mean) for gap in gaps)
    if len(gaps) < 3:
        return f"{sentence(plural(len(gaps), 'gap'))} between promise and practice."
    first = sum(max(0.0, gap.lost.mean) for gap in gaps[:2]) / total
    many = sentence(number_word(len(gaps)))
    return f"{many} gaps; the first two carry {percent(first)} of the loss."


def map_says(record: Record, places: tuple[Place, ...]) -> str:
    """Say how many touchpoints break a promise, and in which stage most of them stand."""
    broken = [place for place in places if place.standing in ("differs", "missing")]
    unseen = sum(place.standing == "not checked" for place in places)
    tail = f" {sentence(number_word(unseen))} not fully looked at." if unseen else ""
    if not broken:
        return f"None of the {plural(len(places), 'touchpoint')} is seen to break a promise.{tail}"
    by_stage = {p.stage: sum(b.stage == p.stage for b in broken) for p in broken}
    at = max(by_stage, key=lambda stage: (by_stage[stage], -stage))
    verb = "shows" if len(broken) == 1 else "show"
    said = (
        f"{sentence(number_word(len(broken)))} of {plural(len(places), 'touchpoint')} {verb} a gap"
    )
    many = 1 < by_stage[at] < len(broken)
    where = f", {number_word(by_stage[at])} of them in {record.stages[at].name}" if many else ""
    return f"{said}{where}.{tail}"


def facts_say(record: Record) -> str:
    """Say which facts read the same everywhere."""
    if not record.facts:
        return "The plan names no fact that must read the same everywhere."
    bad = ("differs", "missing")
    broken = [row.title for row in record.facts if any(c.standing in bad for c in row.cells)]
    lead = "Read across: one fact at every place that states it."
    if not any(
        c.standing not in ("not checked", "not stated") for r in record.facts for c in r.cells
    ):
        return f"{lead} None could be looked at."
    if not broken:
        return f"{lead} No place contradicts another."
    reads = "does" if len(broken) == 1 else "do"
    return f"{lead} {sentence(listed(broken))} {reads} not read the same everywhere."


def flow_says(record: Record, routes: Routes) -> str:
    """Say how many arrive, complete, leave anyway, and leave because of a gap."""
    seen = record.as_seen
    said = (
        f"Of {count(seen.arrived.mean)} who arrive in a month, {count(seen.completed.mean)} "
        f"({percent(seen.completion.mean)}) complete the journey. {count(routes.anyway)} would "
        "have left anyway"
    )
    if not routes.because:
        return said + "."
    return f"{said}; {count(routes.because)} leave because of a gap."


def trust_says(record: Record) -> str:
    """Say how much of the result rests on guesses."""
    guesses = sum(one.source.strip().lower() == "guess" for one in record.inputs)
    if not record.inputs:
        return "The run names no input."
    if not guesses:
        return "Every input named here has a source."
    held = "is a guess" if guesses == 1 else "are guesses"
    return f"{sentence(number_word(guesses))} of {plural(len(record.inputs), 'input')} {held}."


INTERVALS = (
    "A range holds the true mean of the model in 95 of 100 such simulations. It covers the "
    "luck of the simulation and, for a gap's price, the range of the effect; it does not "
    "cover a wrong map. Where it holds zero, the page says that it could be chance."
)


def simulated_scores(record: Record) -> list[tuple[str, str, str]]:
    """Compare effort and recommendation as promised and as seen; all simulated, none asked."""

    def row(name: str, one: Estimate, two: Estimate, form: str) -> tuple[str, str, str]:
        return name, _decimal(one, form), _decimal(two, form)

    was, now = record.as_promised, record.as_seen
    return [
        ("Completed journeys a month", with_span(was.completed), with_span(now.completed)),
        row("Share that completes", _scaled(was.completion), _scaled(now.completion), "{:.1f}%"),
        ("From arrival to the end", _lasting(was.minutes), _lasting(now.minutes)),
        row("CES, simulated (1 to 7, 7 is very easy)", was.ces, now.ces, "{:.1f}"),
        row("NPS, simulated (−100 to 100)", was.nps, now.nps, "{:.0f}"),
    ]


def _lasting(minutes: Estimate) -> str:
    mean, low, high = (lasting(60 * v) for v in (minutes.mean, minutes.low, minutes.high))
    return f"{mean} ({low} to {high})"


def _scaled(share: Estimate) -> Estimate:
    return Estimate(share.mean * 100, share.low * 100, share.high * 100)


def _decimal(one: Estimate, form: str) -> str:
    mean, low, high = (form.format(v).replace("-", "−") for v in (one.mean, one.low, one.high))
    return f"{mean} ({between(low, high)})"


def loss_label(gap: Gap) -> str:
    """Say a gap's loss in full, for who cannot see the bar."""
    chance = "; could be chance" if gap.lost.could_be_chance else ""
    return f"{count(gap.lost.mean)} a month, 95% interval {span(gap.lost)}{chance}"


def source_words(gap: Gap) -> str:
    """Say where the size of a gap's effect comes from; a guess is called one."""
    if gap.source_kind == "guess":
        return "a guess" if gap.source in ("", "guess") else f"a guess ({gap.source})"
    return f"{gap.source_kind}, {gap.source}"


def place_says(place: Place) -> str:
    """Say how many of a touchpoint's promises are kept, and whose it is."""
    owner = place.owner or "nobody owns it"
    if not place.made:
        return f"{owner} · no promise"
    unseen = place.made - place.looked
    tail = f", {unseen} not looked at" if unseen else ""
    return f"{owner} · {place.kept} of {place.made} promises kept{tail}"


def hardest_says(points: float) -> str:
    """Name the place where most effort is added."""
    return f"hardest here: adds {points:.1f} points"
