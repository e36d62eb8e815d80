"""One customer's journey told in sentences: what happened to them, as they would tell it.

Knows records and names, nothing of the model: what it does not find in them, it does not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ..clock import TICKS_A_DAY, TICKS_A_MINUTE, TICKS_A_SECOND, TICKS_A_WEEK, TICKS_AN_HOUR
from ..effort import POINT, effort_score
from ..flow import OWN_CAUSES
from ..record import Record, What
from .heading import moment_of
from .story_effort import Visit, visits
from .walk import Trace

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UNITS = (
    (TICKS_A_DAY, "days"),
    (TICKS_AN_HOUR, "h"),
    (TICKS_A_MINUTE, "min"),
    (TICKS_A_SECOND, "s"),
)
BECAUSE = dict(
    zip(
        OWN_CAUSES,
        (
            "leaves, for reasons of their own",
            "leaves because of the wait",
            "leaves because of all the effort so far",
            "leaves because they had to come here again",
            "leaves because they had to say things again",
            "leaves because it did not work",
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and when."""

    at: int  # ticks
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A customer's journey, and what it all took."""

    customer: int
    sentences: tuple[Sentence, ...]
    took: int  # ticks, from arrival to the end
    waited: int  # ticks of these, in lines
    effort: int  # millionths of a point
    completed: bool

    @property
    def score(self) -> float:
        """Give the simulated effort score, from 1 to 7: 7 is very easy."""
        return effort_score(self.effort) / POINT

    @property
    def end(self) -> str:
        """Say what it took, and how hard it was."""
        took = f"It took {duration(self.took)}" if self.took else "It took no time"
        waited = f", {duration(self.waited)} of it in line" if self.waited else ""
        return (
            f"{took}{waited}. Effort felt: {self.effort / POINT:.2f} points, a simulated "
            f"effort score of {self.score:.2f} (7 is very easy, 1 very hard)."
        )


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is needed to tell a record."""

    trace: Trace
    record: Record
    before: Record
    following: Record
    visit: Visit | None  # that it belongs to
    again: bool  # whether the customer comes to this touchpoint more than once
    completed: bool

    @property
    def title(self) -> str:
        """What people call the touchpoint."""
        return self.trace.titles[self.record.place]

    @property
    def until_then(self) -> str:
        """How long it is until the next record."""
        return duration(self.following.at - self.record.at)

    @property
    def team(self) -> str:
        """The team that the record names."""
        return self.trace.flow.resources[self.record.value]

    @property
    def teams(self) -> str:
        """Who could serve here."""
        needs = self.trace.flow.places[self.record.place].needs
        return " or ".join(self.trace.flow.resources[team] for team in needs)


def story_of(
    trace: Trace, records: Sequence[Record], *, again: Collection[int] = frozenset()
) -> Story:
    """Tell one customer's records; `again` holds more places of which the visits are numbered."""
    felt = visits(trace, records)
    numbered = comes_again(records).union(again)
    told = (
        Sentence(scene.record.at, TELLING[What(scene.record.what)](scene))
        for scene in _scenes(trace, records, felt, numbered)
    )
    return Story(
        customer=records[0].customer,
        sentences=tuple(sentence for sentence in told if sentence.text),
        took=records[-1].at - records[0].at,
        waited=sum(visit.waited for visit in felt),
        effort=felt[-1].effort,
        completed=_completes(records),
    )


def comes_again(records: Sequence[Record]) -> set[int]:
    """Give the places that a customer comes to more than once."""
    came = Counter(record.place for record in records if record.what == What.COMES)
    return {place for place, times in came.items() if times > 1}


def duration(ticks: int) -> str:
    """Say how long something lasts, in two units at most."""
    if ticks < TICKS_A_SECOND // 2:
        return "less than a second" if ticks else "no time"
    finest = next(
        (less for (size, _), (less, _) in pairwise(UNITS) if ticks >= size), TICKS_A_SECOND
    )
    rounded = (ticks + finest // 2) // finest * finest
    for (size, unit), (less, finer) in pairwise(UNITS):
        whole, rest = divmod(rounded, size)
        if whole:
            name = "day" if (unit, whole) == ("days", 1) else unit
            return f"{whole} {name} {rest // less} {finer}" if rest else f"{whole} {name}"
    return f"{rounded // TICKS_A_SECOND} s"


def clock(starts: datetime, ticks: int, *, dated: bool, long: bool) -> str:
    """Say when something was: by its date, or else by the day of the week.

    Where there are no dates, what lasts `long` counts the days.
    """
    then = moment_of(starts, ticks)
    day = DAYS[then.weekday()]
    if dated:
        day = f"{day} {then.day:2} {MONTHS[then.month - 1]} {then.year}"
    elif long:
        day = f"day {(then - starts).days + 1:3} {day}"
    return f"{day} {then:%H:%M}"


def is_long(sentences: Sequence[Sentence]) -> bool:
    """Tell whether days of the week don't say any more when it was."""
    return any(sentence.at >= TICKS_A_WEEK for sentence in sentences)


def clocks(trace: Trace, sentences: Sequence[Sentence], *, dated: bool, long: bool) -> list[str]:
    """Say when each sentence was; see `clock`."""
    return [clock(trace.starts, sentence.at, dated=dated, long=long) for sentence in sentences]


def _completes(records: Sequence[Record]) -> bool:
    return any(record.what == What.COMPLETES for record in records)


def _scenes(
    trace: Trace, records: Sequence[Record], felt: Sequence[Visit], numbered: Collection[int]
) -> Iterator[_Scene]:
    visit_of = {id(record): visit for visit in felt for record in visit.records}
    completed = _completes(records)
    three = zip((records[0], *records), records, (*records[1:], records[-1]), strict=False)
    for before, record, following in three:
        again = record.place in numbered
        visit = visit_of.get(id(record))
        yield _Scene(trace, record, before, following, visit, again, completed)


def _arrives(scene: _Scene) -> str:
    segments = scene.trace.flow.segments
    name = segments[scene.record.value]
    article = "an" if name[:1].lower() in tuple("aeiou") else "a"
    return f"arrives as {article} {name}" if len(segments) > 1 else "arrives"


def _comes(scene: _Scene) -> str:
    time = "first" if scene.record.value == 1 else ordinal(scene.record.value)
    came = f"comes to {scene.title}" + (f" for the {time} time" if scene.again else "")
    if scene.following.what != What.ENDS:
        return came
    return f"{came}, and is through {_after(scene.following, scene.visit)}"


def _waits(scene: _Scene) -> str:
    if scene.before.what == What.CALLED_BACK:
        return f"is due to be called back, and waits {scene.until_then} for {scene.teams}"
    return f"waits {scene.until_then} for {scene.teams}"


def _starts(scene: _Scene) -> str:
    if scene.before.what == What.CALLED_BACK:
        return f"is called back by {scene.team}"
    if scene.before.what == What.INTERRUPTED:
        return f"is served by {scene.team} again"
    at_once = " at once" if scene.before.what == What.COMES else ""
    return f"is served by {scene.team}{at_once}"


def _ends(scene: _Scene) -> str:
    """Say that a visit is over, unless it was said when they came."""
    if scene.before.what == What.COMES:
        return ""
    return f"is through with {scene.title} {_after(scene.record, scene.visit)}"


def _after(ends: Record, visit: Visit | None) -> str:
    took = f"after {duration(ends.value)}" if ends.value else "at once"
    tries = f", at the {ordinal(visit.failed + 1)} try" if visit and visit.failed else ""
    told = ""
    if visit and visit.repeated:
        things = "1 thing" if visit.repeated == 1 else f"{visit.repeated} things"
        told = f", having had to say {things} again"
    return took + tries + told


def _fails(scene: _Scene) -> str:
    tries = scene.record.value
    return f"{scene.title} does not work" + (f", at any of {tries} tries" if tries > 1 else "")


def _turned_away(scene: _Scene) -> str:
    if scene.before.what == What.COMES:
        return f"turns away: the line for {scene.teams} is too long, full or closed"
    return f"is sent away: {scene.teams} closed"


def _leaves(scene: _Scene) -> str:
    cause = scene.trace.flow.causes[scene.record.value]
    return BECAUSE.get(cause, f"leaves because of {cause}")


def _done(scene: _Scene) -> str:
    without = "" if scene.completed else ", without having completed the journey"
    return f"is done, and content{without}"


TELLING: dict[What, Callable[[_Scene], str]] = {
    What.ARRIVES: _arrives,
    What.COMES: _comes,
    What.WAITS: _waits,
    What.STARTS: _starts,
    What.INTERRUPTED: lambda scene: f"is interrupted for {scene.until_then}",
    What.ENDS: _ends,
    What.FAILS: _fails,
    What.GIVES_UP: lambda scene: "gives up",
    What.TURNED_AWAY: _turned_away,
    What.CALLED_BACK: lambda scene: (
        f"gives up, to be called back in {duration(scene.record.value)}"
    ),
    What.COMPLETES: lambda scene: "completes the journey",
    What.LEAVES: _leaves,
    What.RETURNS: lambda scene: f"leaves, to return in {duration(scene.record.value)}",
    What.DONE: _done,
}


def ordinal(number: int) -> str:
    """Write a number as a place in a row: 1st, 2nd, 3rd, 4th, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
