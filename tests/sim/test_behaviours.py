"""A user's own code at a touchpoint, in place of queue and service."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from desireline.scenarios.reading import journey_of
from desireline.sim.clock import TICKS_A_DAY, TICKS_A_MINUTE
from desireline.sim.crowd import Behaviour, walk_crowd
from desireline.sim.customer import Customer
from desireline.sim.flatten import compile_flow
from desireline.sim.flow import FAILURE, OWN_CAUSES
from desireline.sim.span import Span
from desireline.sim.tally import Tally

JOURNEY = """
journey: j
arrivals: 30/h
resources: {agents: {hours: 1}}
stages:
- stage: s
  touchpoints:
    door: {takes: {exponential: 1 min}, leaves: 10%}
    chat: {needs: agents, takes: 3 min, leaves: 20%, patience: 0s}
    end-page: {takes: {exponential: 1 min}}
"""
PAGE = Path(__file__).parents[2] / "docs" / "background" / "engines.md"


def walked(chat: Behaviour | None, text: str = JOURNEY) -> Tally:
    """Walk a day of the journey, with a behaviour at the chat."""
    flow = compile_flow(journey_of(text))
    own = {"chat": chat} if chat else None
    return walk_crowd(flow, seed=3, replication=0, span=Span(0, TICKS_A_DAY), behaviours=own)


def three_minutes(env: Any, who: Customer) -> Generator[Any, Any, bool]:
    """Be served for three minutes, in two pieces."""
    yield env.timeout(TICKS_A_MINUTE)
    yield env.timeout(2 * TICKS_A_MINUTE)
    return True


def test_a_behaviour_takes_the_place_of_queue_and_service() -> None:
    """As a chat without a line that takes three minutes; the same luck in all that follows."""
    alone = walked(None, JOURNEY.replace("needs: agents, ", "").replace(", patience: 0s", ""))
    own = walked(three_minutes)

    assert own.asked == [0]
    assert own.served == alone.served
    assert own.left == alone.left
    assert own.service_ticks == alone.service_ticks
    assert own.completed == alone.completed


def test_a_behaviour_that_fails_loses_the_customer_to_failure() -> None:
    def fails(env: Any, who: Customer) -> Generator[Any, Any, bool]:
        yield env.timeout(TICKS_A_MINUTE)
        return who.number % 2 == 0

    found = walked(fails)

    failed = found.left[1][OWN_CAUSES.index(FAILURE)]
    assert 0.3 < failed / found.served[1] < 0.7
    assert found.failed[1] == failed


def test_customers_may_wait_for_what_is_shared_by_simpys_own_means() -> None:
    """One desk for all, as SimPy's users write it: three minutes each, one after the other."""
    simpy = pytest.importorskip("simpy")
    desks: list[Any] = []

    def queue(env: Any, who: Customer) -> Generator[Any, Any, None]:
        desks[:] = desks or [simpy.Resource(env)]
        with desks[0].request() as mine:
            yield mine
            yield env.timeout(3 * TICKS_A_MINUTE)

    found, alone = walked(queue), walked(three_minutes)

    assert found.served == alone.served
    assert found.service_ticks[1] > 2 * alone.service_ticks[1]  # with the time in line


def test_the_example_of_the_manual_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journey.yaml").write_text(JOURNEY, "utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    exec(compile(example, str(PAGE), "exec"), {"__name__": "example"})  # noqa: S102 - our own

    assert re.fullmatch(r"\d{3} of 7\d\d completed\n", capsys.readouterr().out)
