"""Teams: people or places that customers queue for.

SimPy's own Resource knows neither patience nor shifts nor lines that several teams serve;
this one does, and is quicker: a customer who asks is told once, when it is over. Served
first: the lower rank, then who came first. What happens at one instant happens in the
order of moment.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from enum import Enum, auto
from functools import partial
from heapq import nlargest
from typing import Any

from simpy import Environment, Event

from .customer import Customer, Service, serve
from .flow import TeamPlan
from .moment import Kind, Moment
from .record import What
from .spot import Spot
from .timeline import stretches

Note = Callable[[Customer, What, int, int], None]


class Over(Enum):
    """How it ended for a customer who asked."""

    SERVED = auto()
    GAVE_UP = auto()  # patience ran out
    TURNED_AWAY = auto()  # the line was full or closed


class Ticket:
    """A customer who asks teams for service: in line, being served, or interrupted."""

    __slots__ = (
        "asked_at",
        "lines",
        "over",
        "remaining",
        "service",
        "spot",
        "stamp",
        "started_at",
        "teams",
        "waiting",
        "who",
        "worked",
    )

    def __init__(
        self, who: Customer, spot: Spot, teams: tuple[Team, ...], begun: Service | None
    ) -> None:
        """Ask the spot's teams; `begun` is the service that was under way at time 0."""
        self.who, self.spot, self.teams = who, spot, teams
        self.service = begun
        self.remaining = who.clock + begun.ticks if begun else -1
        self.asked_at = max(0, who.clock)
        self.over = Event(teams[0].env)  # its value: how it ended
        self.lines: tuple[Team, ...] = ()  # where they stand
        self.waiting = False
        self.started_at = 0
        self.worked = 0  # ticks
        self.stamp = 0  # how often interrupted

    def rank_at(self, team: Team) -> int:
        """Give the rank that the customer has at a team."""
        return self.spot.ranks[self.spot.teams.index(team.number)]

    @property
    def was_served(self) -> bool:
        """Tell whether service has begun, be it interrupted now."""
        return self.remaining >= 0


class Team:
    """A number of places that follows the hours, and the lines before them."""

    def __init__(
        self, env: Environment, number: int, plan: TeamPlan, window: tuple[int, int], note: Note
    ) -> None:
        """Open with the people of time 0; `window` is the counted time."""
        self.env: Any = env  # whose time is a whole number, which SimPy's type does not say
        self.number, self.plan, self.window, self.note = number, plan, window, note
        ranks = 1 + max(map(max, plan.ranks))
        self.by_rank: list[deque[Ticket]] = [deque() for _ in range(ranks)]
        self.serving: dict[Ticket, None] = {}
        self.in_line = 0
        self.busy_ticks = 0
        self.set_people(plan.people.values[0])
        if len(plan.people.values) > 1:
            env.process(self._keep_hours())

    def set_people(self, people: float) -> None:
        """Have so many people."""
        self.people = round(people)
        self.places = self.people * self.plan.at_once

    @property
    def has_room(self) -> bool:
        """Tell whether somebody could be served at once."""
        return len(self.serving) < self.places

    @property
    def is_closed(self) -> bool:
        """Tell whether nobody may join the line since nobody is there."""
        return self.plan.closing == "send-away" and not self.places

    @property
    def admits(self) -> bool:
        """Tell whether one more may stand in line."""
        return not self.is_closed and (self.plan.line < 0 or self.in_line < self.plan.line)

    def start(self, ticket: Ticket) -> None:
        """Serve, or go on with who was interrupted."""
        now = self.env.now
        self.serving[ticket] = None
        ticket.started_at = now
        if not ticket.was_served:
            ticket.service = serve(ticket.who, ticket.spot, now, self._stretched())
            ticket.remaining = ticket.service.ticks
        self._count(now, now + ticket.remaining, 1)
        self.note(ticket.who, What.STARTS, ticket.spot.place, self.number)
        end = Moment(self.env, now + ticket.remaining, Kind.END, ticket.who.number)
        end.callbacks.append(partial(self._finish, ticket, ticket.stamp))

    def stand_in_line(self, ticket: Ticket) -> None:
        """Have somebody stand in line here too."""
        self.by_rank[ticket.rank_at(self)].append(ticket)
        self.in_line += 1

    def interrupt(self, ticket: Ticket) -> None:
        """Send who is being served back to the head of their line."""
        now = self.env.now
        ends = ticket.started_at + ticket.remaining
        self._count(now, ends, -1)
        del self.serving[ticket]
        ticket.worked += now - ticket.started_at
        ticket.remaining = ends - now
        ticket.stamp += 1
        ticket.lines, ticket.waiting = (self,), True
        self.by_rank[ticket.rank_at(self)].appendleft(ticket)
        self.in_line += 1
        self.note(ticket.who, What.INTERRUPTED, ticket.spot.place, self.number)

    def victim(self, rank: int) -> Ticket | None:
        """Give who is interrupted for a customer of this rank, if anybody is."""
        if not self.plan.preempts or not self.serving:
            return None
        found = max(self.serving, key=self._lateness)
        return found if found.rank_at(self) > rank else None

    def line(self) -> Iterator[Ticket]:
        """Go through who waits, in the order in which they are served."""
        for line in self.by_rank:
            yield from (ticket for ticket in line if ticket.waiting and self in ticket.lines)

    def _keep_hours(self) -> Generator[Event, object, None]:
        for start, _, people in stretches(self.plan.people):
            if start > self.env.now:
                yield Moment(self.env, start, Kind.HOURS, self.number)
                self._change_people(people)

    def _change_people(self, people: float) -> None:
        self.set_people(people)
        if self.plan.closing == "hold":
            for ticket in nlargest(len(self.serving) - self.places, self.serving, self._lateness):
                self.interrupt(ticket)
        self._call_next()
        if self.is_closed:
            self._send_away()

    def _finish(self, ticket: Ticket, stamp: int, _: Event) -> None:
        """End a service, unless it was interrupted; the next in line starts."""
        if stamp == ticket.stamp:
            del self.serving[ticket]
            ticket.worked += ticket.remaining
            self._call_next()
            ticket.over.succeed(Over.SERVED)

    def _call_next(self) -> None:
        while self.has_room and (ticket := self._first()) is not None:
            leave_lines(ticket)
            self.start(ticket)

    def _first(self) -> Ticket | None:
        for line in self.by_rank:
            while line:
                ticket = line.popleft()
                if ticket.waiting and self in ticket.lines:
                    return ticket
        return None

    def _lateness(self, ticket: Ticket) -> tuple[int, int, int]:
        """Order who is served by their right to it: by rank, then who started last."""
        return ticket.rank_at(self), ticket.started_at, ticket.who.number

    def _send_away(self) -> None:
        alone = [t for t in self.line() if all(team.is_closed for team in t.lines)]
        for ticket in alone:
            leave_lines(ticket)
        for ticket in alone:
            ticket.over.succeed(Over.TURNED_AWAY)

    def _stretched(self) -> float:
        """Give by how much a service takes longer that starts now: others are served too."""
        if not self.plan.slower or not self.people:
            return 1.0
        each = -(-len(self.serving) // self.people)
        return 1.0 + self.plan.slower * (each - 1)

    def _count(self, start: int, end: int, sign: int) -> None:
        opens, closes = self.window
        self.busy_ticks += sign * max(0, min(end, closes) - max(start, opens))


def ask(ticket: Ticket, balks: Callable[[int], bool]) -> None:
    """Be served by the first team that is free; else interrupt, stand in line, or turn away.

    `balks` tells, for so many in the first team's line, whether the customer turns away.
    """
    for team in ticket.teams:
        if team.has_room:
            return team.start(ticket)
    for team in ticket.teams:
        if (victim := team.victim(ticket.rank_at(team))) is not None:
            team.interrupt(victim)
            return team.start(ticket)
    lines = tuple(team for team in ticket.teams if team.admits)
    if not lines or balks(ticket.teams[0].in_line):
        ticket.over.succeed(Over.TURNED_AWAY)
        return None
    ticket.lines, ticket.waiting = lines, True
    for team in lines:
        team.stand_in_line(ticket)
    return None


def give_up(ticket: Ticket) -> None:
    """Lose patience, if still in line and not served before."""
    if ticket.waiting and not ticket.was_served:
        leave_lines(ticket)
        ticket.over.succeed(Over.GAVE_UP)


def leave_lines(ticket: Ticket) -> None:
    """Step out of every line."""
    ticket.waiting = False
    for team in ticket.lines:
        team.in_line -= 1
