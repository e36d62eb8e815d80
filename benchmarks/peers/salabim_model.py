"""The journey in salabim: a component for each customer, `request` with a `fail_delay`.

Generators (`yield`), the quicker of its two forms; its monitors stay on, as users have them:
without them it saves a twentieth.
"""

from __future__ import annotations

from collections.abc import Generator
from importlib import import_module
from time import process_time
from typing import Any

from count import Count, Tally
from journey import AGENTS, DONE, GAVE_UP, LEFT, SUPPORT
from luck import Luck, luck_of

salabim: Any = import_module("salabim")


class Customer(salabim.Component):  # type: ignore[misc]  # salabim has no types
    """Walks from stage to stage until it leaves or is done."""

    def setup(self, agents: Any, luck: Luck, tally: Tally) -> None:
        """Take what the walk needs."""
        self._agents = agents
        self._luck = luck
        self._tally = tally

    def process(self) -> Generator[Any, Any, None]:
        """Walk."""
        luck, tally = self._luck, self._tally
        segment = luck.segment()
        stage = 0
        while stage < LEFT:
            row = stage
            if stage == SUPPORT:
                tally.asked += 1
                came = self.env.now()
                yield self.request(self._agents, fail_delay=luck.patience())
                tally.waited_hours += self.env.now() - came
                if self.failed():
                    row = GAVE_UP
                    tally.abandoned += 1
                else:
                    yield self.hold(luck.takes[segment][SUPPORT]())
                    self.release()
            else:
                yield self.hold(luck.takes[segment][stage]())
            tally.events += 1
            stage = luck.onwards(segment, row)
        tally.completed += stage == DONE


class Arrivals(salabim.Component):  # type: ignore[misc]  # likewise
    """Sends the customers in, one after the other."""

    def setup(self, customers: int, agents: Any, luck: Luck, tally: Tally) -> None:
        """Take what the customers need."""
        self._customers = customers
        self._given = {"agents": agents, "luck": luck, "tally": tally}

    def process(self) -> Generator[Any, Any, None]:
        """Wait, and send one."""
        for _ in range(self._customers):
            yield self.hold(self._given["luck"].gap())
            self._given["tally"].events += 1
            Customer(**self._given)


def run(customers: int, seed: int) -> Count:
    """Walk this many customers to the end of their journeys."""
    began = process_time()
    tally = Tally()
    env = salabim.Environment(trace=False, yieldless=False, time_unit="hours")
    agents = salabim.Resource("agents", capacity=AGENTS, env=env)
    Arrivals(customers=customers, agents=agents, luck=luck_of(seed), tally=tally, env=env)
    env.run()
    return tally.count(customers, process_time() - began)
