"""How fast the crowd walks, beside an idiomatic SimPy model of the same journey.

    python benchmarks/simulate.py [--quick]

Both run in this process, turn by turn, and CPU time is taken; an event is an arrival, the
end of a visit, or a queue given up. The idiomatic model draws from one `random.Random`,
asks a `simpy.Resource` with `request() | timeout()` for each chat, and counts reach, visits,
leavers, times and waits; it has no effort, causes, failures, hours or shared luck.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Generator
from statistics import median
from time import process_time
from typing import Any

import simpy

from desireline.scenarios.reading import journey_of
from desireline.sim.crowd import walk_crowd
from desireline.sim.flow import LEFT, Flow, compile_flow
from desireline.sim.samplers import mean_seconds

JOURNEY = """
journey: benchmark
arrivals: 47/h
completes: [order]
resources: {agents: {hours: 6}}
stages:
  - stage: look
    touchpoints:
      ad: {takes: {exponential: 8s}, leaves: 20%}
      landing: {takes: {exponential: 25s}, leaves: 30%}
      product: {takes: {exponential: 90s}, leaves: 15%, next: {cart: 60%, landing: 20%, chat: 20%}}
  - stage: buy
    touchpoints:
      cart: {takes: {exponential: 40s}, leaves: 20%, next: {checkout: 100%}}
      checkout: {takes: {exponential: 95s}, leaves: 15%, next: {order: 90%, chat: 10%}}
      order: {takes: {exponential: 30s}, next: {end: 100%}}
  - stage: help
    touchpoints:
      chat:
        needs: agents
        takes: {exponential: 20 min}
        patience: {exponential: 5 min}
        on-abandon: {cart: 40%}
        leaves: 5%
        next: {cart: 80%, product: 20%}
"""


def idiomatic(flow: Flow, seed: int, days: float) -> int:
    """Walk the journey as SimPy's own examples would; give the number of events."""
    luck = random.Random(seed)  # noqa: S311 - a simulation
    env = simpy.Environment()
    pools = [simpy.Resource(env, int(staffing.values[0])) for staffing in flow.staffing]
    means = [mean_seconds(timing) for timing in flow.takes]
    patience = [mean_seconds(timing) if timing else None for timing in flow.patience]
    counts = {"events": 0, "completed": 0}
    reached, visits = [0] * len(means), [0] * len(means)
    seconds, waited = [0.0] * len(means), [0.0] * len(means)
    left = [0] * len(means)

    def choose(choice: tuple[tuple[float, int], ...]) -> int:
        u = luck.random()
        return next((where for limit, where in choice if u < limit), LEFT)

    def customer() -> Generator[simpy.Event, Any, None]:
        place = choose(flow.starts)
        seen: set[int] = set()
        while place >= 0:
            visits[place] += 1
            if place not in seen:
                seen.add(place)
                reached[place] += 1
            need, waits = flow.needs[place], patience[place]
            takes = luck.expovariate(1 / means[place])
            if need is None:
                yield env.timeout(takes)
            else:
                with pools[need].request() as turn:
                    came = env.now
                    yield turn | env.timeout(luck.expovariate(1 / (waits or 1e12)))
                    waited[place] += env.now - came
                    if not turn.triggered:
                        counts["events"] += 1
                        place = choose(flow.on_abandon[place])
                        continue
                    yield env.timeout(takes)
            counts["events"] += 1
            seconds[place] += takes
            counts["completed"] += flow.completing[place]
            if luck.random() < flow.leave_share[place]:
                left[place] += 1
                return
            place = choose(flow.next[place])

    def arrivals() -> Generator[simpy.Event, Any, None]:
        while True:
            yield env.timeout(luck.expovariate(flow.arrivals.values[0] / 3600))
            if env.now > days * 86400:
                return
            counts["events"] += 1
            env.process(customer())

    env.process(arrivals())
    env.run()
    return counts["events"]


def ours(flow: Flow, seed: int, days: float) -> int:
    """Walk the journey with the crowd; give the number of counted events."""
    tally = walk_crowd(flow, seed=seed, replication=0, days=days)
    return sum(tally.arrived) + sum(tally.visits)


def nanoseconds_an_event(walk: Callable[[Flow, int, float], int], seed: int, days: float) -> float:
    """Walk once, and give the CPU time per event."""
    flow = compile_flow(journey_of(JOURNEY))
    start = process_time()
    events = walk(flow, seed, days)
    return (process_time() - start) / events * 1e9


def main() -> None:
    """Print both, and their ratio (the median of the rounds' own ratios)."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few seconds")
    rounds, days = (5, 7.0) if parser.parse_args().quick else (11, 28.0)
    pairs = [
        (nanoseconds_an_event(ours, seed, days), nanoseconds_an_event(idiomatic, seed, days))
        for seed in range(rounds)
    ]
    our_ns, their_ns = (median(pair[side] for pair in pairs) for side in (0, 1))
    print(f"the crowd        {1e9 / our_ns:>9,.0f} events/s  {our_ns / 1000:5.1f} µs an event")
    print(f"idiomatic SimPy  {1e9 / their_ns:>9,.0f} events/s  {their_ns / 1000:5.1f} µs an event")
    print(f"ratio            {median(theirs / own for own, theirs in pairs):.2f}")


if __name__ == "__main__":
    main()
