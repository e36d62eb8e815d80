"""The crowd: one process per customer, five steps at each touchpoint.

Queue, be served, feel it, decide, move on. Only queues tie customers together: between
two queues a customer walks alone, and their own clock runs ahead of the crowd's. So only
who comes to a queue becomes a process, and SimPy's clock is asked only there.

Counted is who arrives after the warm-up and before the end. Each of them is followed to
their own end, however late: nobody is cut off. While any of them may still queue,
uncounted customers keep arriving behind them (for as long again at most), so that the
last ones don't find the lines emptier than the first.

This is the specification: every other engine gives the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from simpy import Environment, Event

from .arrival import Arrival, arrivals
from .customer import (
    WAITED_TOO_LONG,
    Customer,
    Service,
    balks,
    call_back_after,
    come_to,
    complete,
    decide,
    feel,
    leave,
    move,
    out,
    patience_of,
    serve,
    wait_in_vain,
    way_on,
)
from .flow import DONE, FAILURE, OWN_CAUSES, Choice, Flow
from .moment import Kind, Moment
from .presence import present
from .randomness import replication_key, spread_uniform
from .record import Record, What
from .span import Span
from .spot import Spot, spots
from .tally import Tally, empty_tally
from .team import Over, Team, Ticket, ask, give_up

Steps = Generator[Event, Any, None]
Behaviour = Callable[[Environment, Customer], Generator[Event, Any, "bool | None"]]


def walk_crowd(
    flow: Flow,
    *,
    seed: int,
    replication: int,
    span: Span,
    trace: list[Record] | None = None,
    behaviours: Mapping[str, Behaviour] | None = None,
) -> Tally:
    """Simulate one replication, and count; with a trace, keep what happened to the counted.

    A behaviour takes the place of queue and service at the touchpoint of its name: a
    generator that is given the SimPy environment, whose clock counts ticks, and the
    customer. It returns False when the customer's visit failed.

    Raises EndlessWalk when a customer came to MOST_VISITS touchpoints, or is under way for ever.
    """
    own = {flow.touchpoints.index(name): steps for name, steps in (behaviours or {}).items()}
    return Crowd(flow, seed, replication, span, trace, own).walk()


class Crowd:
    """One replication, under way."""

    def __init__(
        self,
        flow: Flow,
        seed: int,
        replication: int,
        span: Span,
        trace: list[Record] | None,
        behaviours: Mapping[int, Behaviour],
    ) -> None:
        """Make everything ready at time 0."""
        self.flow, self.span, self.trace, self.behaviours = flow, span, trace, behaviours
        self.key = replication_key(seed, replication)
        self.env: Any = Environment(initial_time=0)  # in whole numbers, which its type does not say
        window = span.opens, span.closes
        self.teams = [
            Team(self.env, number, plan, window, self.note)
            for number, plan in enumerate(flow.teams)
        ]
        self.spots = spots(flow, partial(spread_uniform, seed, replication))
        self.tally, self.uncounted = empty_tally(flow), empty_tally(flow)
        self.inside = 1  # counted customers who are not out yet, and the door itself
        self.all_out = Event(self.env)

    def walk(self) -> Tally:
        """Let everybody arrive and walk, until all who are counted are out."""
        self.at(self.span.closes, Kind.DOOR, 0).callbacks.append(lambda _: self.one_out())
        self.env.process(self.let_in())
        self.env.run(until=self.all_out)
        self.tally.busy_ticks = [team.busy_ticks for team in self.teams]
        self.tally.events = sum(
            sum(tally.visits) + sum(tally.arrived) for tally in (self.tally, self.uncounted)
        )
        return self.tally

    def let_in(self) -> Steps:
        """Let customers in, as long as anybody counted may meet them."""
        opens, closes = self.span.opens, self.span.closes
        last = 2 * closes if self.teams or self.behaviours else closes
        for arrival in self.arrivals():
            if arrival.at >= last:
                return
            counted = opens <= arrival.at < closes
            who = self.newcomer(arrival, self.tally if counted else self.uncounted)
            steps = self.life(who)
            first = next(steps, None)
            if first is not None:
                self.inside += counted
                yield self.at(max(0, arrival.at), Kind.ARRIVAL, 0)
                self.env.process(self.rest_of(steps, first, who))

    def arrivals(self) -> Iterator[Arrival]:
        """Give who arrives: first who is there already, if a snapshot says so."""
        since = 0 if self.flow.present else self.span.since
        there = present(self.flow, self.spots, self.key) if self.flow.present else []
        return chain(there, arrivals(self.flow, self.key, since))

    def newcomer(self, arrival: Arrival, tally: Tally) -> Customer:
        """Give a customer who arrives."""
        number, key, at, segment, place = arrival
        tally.arrived[segment] += 1
        who = Customer(number, key, segment, place, at, tally)
        self.note(who, What.ARRIVES, place, segment)
        return who

    def rest_of(self, life: Steps, first: Event, who: Customer) -> Steps:
        """Go on with a life that has come to the first line."""
        yield first
        yield from life
        if who.tally is self.tally:
            self.one_out()

    def life(self, who: Customer) -> Steps:
        """Walk through the journey, from the first touchpoint to the end."""
        while who.place >= 0:
            spot = self.spots[who.place][who.segment]
            come_to(who, spot)
            self.note(who, What.COMES, spot.place, who.came[spot.place])
            service: Service | None
            if spot.place in self.behaviours:
                service = yield from self.behave(who, self.behaviours[spot.place])
            elif (service := self.served_alone(who, spot)) is None:
                service = yield from self.queue(who, spot)
            if service is None or not self.stays(who, spot, service):
                continue
            if spot.looks_at_lines:
                yield self.at(max(0, who.clock), Kind.LOOK, who.number)
            self.go_on(who, spot)
        out(who)

    def served_alone(self, who: Customer, spot: Spot) -> Service | None:
        """Be served where nobody is in the way; None where there is a line.

        Before time 0 there is none, but for who is being served at time 0.
        """
        if spot.teams and who.clock >= 0:
            return None
        service = serve(who, spot, who.clock)
        if spot.teams and who.clock + service.ticks > 0:
            return None
        who.clock += service.ticks
        return service

    def behave(self, who: Customer, behaviour: Behaviour) -> Generator[Event, Any, Service]:
        """Do as the user's own code says."""
        yield self.at(max(0, who.clock), Kind.LOOK, who.number)
        came = self.env.now
        went_well = yield from behaviour(self.env, who)
        who.clock = self.env.now
        failed = went_well is False
        return Service(who.clock - came, int(failed), OWN_CAUSES.index(FAILURE) if failed else None)

    def queue(self, who: Customer, spot: Spot) -> Generator[Event, Any, Service | None]:
        """Wait in line while there is patience, and be served; None for who gives up."""
        begun = serve(who, spot, who.clock) if who.clock < 0 else None
        ticket = yield from self.stand_in_line(who, spot, patience_of(who, spot), begun)
        who.waited = total = self.waited(ticket)
        if ticket.over.value is Over.GAVE_UP and (after := call_back_after(who, spot)) is not None:
            who.tally.called_back[spot.teams[0]] += 1
            self.note(who, What.CALLED_BACK, spot.place, after)
            who.clock += after
            ticket = yield from self.stand_in_line(who, spot, None, None)
            total += self.waited(ticket)
        self.count_wait(who, spot, total)
        if ticket.over.value is Over.SERVED:
            return ticket.service
        self.give_up(who, spot, ticket.over.value or Over.GAVE_UP)
        return None

    def stand_in_line(
        self, who: Customer, spot: Spot, patience: int | None, begun: Service | None
    ) -> Generator[Event, Any, Ticket]:
        """Ask the teams, and go on when it is over."""
        ticket = Ticket(who, spot, tuple(self.teams[team] for team in spot.teams), begun)
        yield self.at(ticket.asked_at, Kind.ASK, who.number)
        who.clock = self.env.now
        ask(ticket, partial(balks, who, spot))
        if ticket.waiting:
            self.note(who, What.WAITS, spot.place)
            if patience is not None and begun is None:
                end = self.at(self.env.now + patience, Kind.PATIENCE, who.number)
                end.callbacks.append(lambda _: give_up(ticket))
        yield ticket.over
        who.clock = self.env.now
        return ticket

    def waited(self, ticket: Ticket) -> int:
        """Give how long a ticket's customer was not served, though they had asked."""
        return int(self.env.now) - ticket.asked_at - ticket.worked

    def count_wait(self, who: Customer, spot: Spot, total: int) -> None:
        """Count a wait that is over, however it ended."""
        tally, team = who.tally, spot.teams[0]
        tally.wait_ticks[spot.place] += total
        tally.segment_wait_ticks[who.segment] += total
        tally.asked[team] += 1
        tally.asked_ticks[team] += total
        tally.waits[team].add(total)

    def give_up(self, who: Customer, spot: Spot, how: Over) -> None:
        """Leave the line: on to somewhere else, or out of the journey because of the wait."""
        gave_up = how is Over.GAVE_UP
        counts = who.tally.gave_up if gave_up else who.tally.turned_away
        counts[spot.teams[0]] += 1
        self.note(who, What.GIVES_UP if gave_up else What.TURNED_AWAY, spot.place)
        wait_in_vain(who, spot)
        self.move_on(who, spot, spot.on_abandon, WAITED_TOO_LONG)

    def stays(self, who: Customer, spot: Spot, service: Service) -> bool:
        """Feel the visit, and decide whether to stay; who does not is gone then."""
        feel(who, spot, service)
        cause = service.failed_for
        if cause is not None:
            self.note(who, What.FAILS, spot.place, service.failed)
        else:
            self.note(who, What.ENDS, spot.place, service.ticks)
            if complete(who, spot):
                self.note(who, What.COMPLETES, spot.place)
            cause = decide(who, spot)
        if cause is not None:
            self.move_on(who, spot, (), cause)
        return cause is None

    def go_on(self, who: Customer, spot: Spot) -> None:
        """Move on by the choice that holds now."""
        lines = [team.in_line for team in self.teams] if spot.looks_at_lines else []
        self.move_on(who, spot, way_on(who, spot, lines), WAITED_TOO_LONG)

    def move_on(self, who: Customer, spot: Spot, choice: Choice, cause: int) -> None:
        """Go where the choice leads; who is left over leaves, because of the cause."""
        at = who.clock
        if move(who, choice):
            if who.place == DONE:
                self.note(who, What.DONE, spot.place)
            return
        away = leave(who, spot, cause)
        if away is None:
            self.note(who, What.LEAVES, spot.place, cause, at)
        else:
            self.note(who, What.RETURNS, spot.place, away, at)

    def one_out(self) -> None:
        """Note that a counted customer is out, or that the door is closed."""
        self.inside -= 1
        if not self.inside:
            self.all_out.succeed()

    def at(self, time: int, kind: Kind, number: int) -> Moment:
        """Give the moment at which something happens to somebody."""
        return Moment(self.env, time, kind, number)

    def note(
        self, who: Customer, what: What, place: int, value: int = 0, at: int | None = None
    ) -> None:
        """Keep a record of a counted customer, if a trace is wanted; now, or at their own time."""
        if self.trace is not None and who.tally is self.tally:
            when = max(who.clock, self.env.now) if at is None else at
            self.trace.append(Record(when, who.number, what, place, value))
