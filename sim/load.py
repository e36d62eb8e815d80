"""How much work comes to the teams, as a share of what they have time for.

An expectation from the chain: nobody waits, gives up or turns away. Teams that may stand in
for each other share their work: a set of teams gets the work of all touchpoints that need
nobody outside of it. Above 1 a line grows for as long as is simulated, unless those who
wait give up; that all such sets stay below 1 is needed, but no proof that waits are short.
"""

from __future__ import annotations

from collections.abc import Iterator

from .chain import Matrix, is_shut, tries_a_visit, visits_by_segment
from .flow import Flow, TeamPlan
from .moments import mean_seconds
from .timeline import integral, mean_value

FULL = 1.0
MOST_SETS = 64  # of teams; what many touchpoints need in turn makes more, which are not judged


def overloads(flow: Flow, customers_an_hour: float, ticks: int) -> Iterator[str]:
    """Say which lines only grow; people are counted from 0 to so many ticks."""
    visits = visits_by_segment(flow)
    if visits is None:
        return
    said: list[frozenset[int]] = []
    for teams in sets_of_teams(flow):
        load = load_of(flow, teams, visits, customers_an_hour, ticks)
        if load >= FULL and not any(smaller <= teams for smaller in said):
            said.append(teams)
            yield _told(flow, teams, load)


def _told(flow: Flow, teams: frozenset[int], load: float) -> str:
    names = " and ".join(f"`{flow.resources[team]}`" for team in sorted(teams))
    one = len(teams) == 1
    gets = f"{names} gets" if one else f"{names}, who stand in for each other, get"
    has, grows = (
        ("it has", "its line only grows") if one else ("they have", "their lines only grow")
    )
    return (
        f"{gets} {load:.0%} of the work {has} time for, from customers who don't give up: "
        f"{grows}, so waits never settle and depend on how long is simulated"
    )


def sets_of_teams(flow: Flow) -> list[frozenset[int]]:
    """Give the sets of teams that some touchpoints need together, the smallest first."""
    needs = {frozenset(place.needs) for place in flow.places if place.needs}
    found = set(needs)
    ahead = list(needs)
    while ahead and len(found) < MOST_SETS:
        one = ahead.pop()
        joined = {one | other for other in needs if one & other} - found
        found |= joined
        ahead += joined
    return sorted(found, key=lambda teams: (len(teams), sorted(teams)))


def load_of(
    flow: Flow, teams: frozenset[int], visits: Matrix, customers_an_hour: float, ticks: int
) -> float:
    """Give the work of those who don't give up, as a share of what a set has time for."""
    offered = (
        customers_an_hour
        / 3600
        * sum(
            visits[place, segment] * insistent_share(flow, place, segment) * seconds
            for place, segment, seconds in _work(flow, teams)
        )
    )
    staffed = sum(_places(flow.teams[team], ticks) for team in teams)
    return offered / staffed if staffed else 0.0


def _work(flow: Flow, teams: frozenset[int]) -> Iterator[tuple[int, int, float]]:
    """Give the seconds that a visit takes, wherever it can be served by nobody else."""
    for place, plan in enumerate(flow.places):
        if plan.needs and teams.issuperset(plan.needs) and not is_shut(flow, place):
            for segment in range(len(flow.segments)):
                yield place, segment, seconds_a_visit(flow, place, segment)


def seconds_a_visit(flow: Flow, place: int, segment: int) -> float:
    """Give the mean time of a visit, with all its tries; a pace by hour is taken as its mean."""
    plan = flow.places[place]
    pace = mean_value(plan.pace) if plan.pace else 1.0
    each = mean_seconds(flow.manners[place][segment].takes) * pace
    each += sum(flaw.seconds for flaw in plan.flaws)
    return tries_a_visit(flow, place, segment) * each


def insistent_share(flow: Flow, place: int, segment: int) -> float:
    """Give how many stay until they are served, however long the line."""
    plan = flow.places[place]
    if all(_is_bounded(flow.teams[team]) for team in plan.needs):
        return 0.0
    stays = 1.0 if plan.balk is None else 1 - plan.balk.share
    if flow.manners[place][segment].patience is None:
        return stays
    return stays * (plan.call_back.share if plan.call_back else 0.0)


def _is_bounded(team: TeamPlan) -> bool:
    """Tell whether a line can't grow for ever."""
    closes = any(round(people) == 0 for people in team.people.values)
    return team.line >= 0 or (team.closing == "send-away" and closes)


def _places(team: TeamPlan, ticks: int) -> float:
    """Give for how many customers at once there is time, on average."""
    people = team.people._replace(values=tuple(float(round(v)) for v in team.people.values))
    stretched = 1 + team.slower * (team.at_once - 1)
    return integral(people, 0, ticks) / ticks * team.at_once / stretched
