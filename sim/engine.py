"""Which engine walks the crowd: SimPy, or its compiled twin. Their tallies are identical.

The twin is some hundred times as fast, but has to be loaded, and once compiled: small
work belongs to SimPy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desireline.scenarios.errors import DesirelineError

from .checks import visits_expected
from .clock import days
from .crowd import walk_crowd
from .flow import Flow
from .plan import Plan
from .tally import Tally

SIMPY, COMPILED = "simpy", "compiled"
SECONDS_A_VISIT = 8e-6  # SimPy's, on one core
WORTH_LOADING = 2.0  # seconds of SimPy's work: about what loading compiled code takes
WORTH_COMPILING = 30.0  # likewise, when it has to be compiled first


@dataclass(frozen=True, slots=True)
class Engine:
    """Who walks the crowd."""

    name: str
    walk: Callable[..., Tally]  # as `crowd.walk_crowd`


def engine_for(flow: Flow, plan: Plan, *, others: Sequence[Flow] = (), since: int = 0) -> Engine:
    """Give the engine that a plan asks for, or the one that is sooner ready.

    `others` are walked by the same engine, on the same plan; `since` is when the first
    customers come who fill the journey.

    Raises DesirelineError DL241 when the compiled engine is asked for and can't walk.
    """
    flows = (flow, *others)
    return chosen(flows, plan.engine, sum(work_of(one, plan, since) for one in flows))


def chosen(flows: Sequence[Flow], wish: str, visits: float) -> Engine:
    """Give the engine wished for, or with `auto` the one that is sooner ready.

    Raises DesirelineError DL241 when the compiled engine is asked for and can't walk.
    """
    if wish == COMPILED:
        if why_not := _why_not(flows):
            hint = "take the engine simpy, or auto: they give the same figures"
            raise DesirelineError("DL241", why_not, hint=hint)
        return engine_named(COMPILED)
    pays = wish != SIMPY and _pays(SECONDS_A_VISIT * visits, flows)
    return engine_named(COMPILED if pays else SIMPY)


def engine_named(name: str) -> Engine:
    """Give an engine by its name; the compiled one is loaded only here."""
    if name == SIMPY:
        return Engine(SIMPY, walk_crowd)
    from .compiled.engine import walk_crowd as walk_compiled

    return Engine(COMPILED, walk_compiled)


def has_to_compile(engine: Engine) -> bool:
    """Tell whether an engine's first replication takes half a minute longer."""
    if engine.name != COMPILED:
        return False
    from .compiled.cache import is_compiled

    return not is_compiled()


def work_of(flow: Flow, plan: Plan, since: int = 0) -> float:
    """Give how many visits all replications of a flow take, roughly."""
    simulated = days(plan.days_before + plan.days)
    return plan.replications * visits_expected(flow, plan) * (1 - since / simulated)


def _pays(seconds: float, flows: Sequence[Flow]) -> bool:
    """Tell whether the compiled engine is sooner ready than SimPy is after so many seconds."""
    if seconds < WORTH_LOADING or _why_not(flows):
        return False
    from .compiled.cache import is_compiled

    return seconds >= WORTH_COMPILING or is_compiled()


def _why_not(flows: Sequence[Flow]) -> str | None:
    """Tell why the compiled engine can't walk these crowds, or None when it can."""
    try:
        from .compiled.engine import only_simpy
    except ImportError as missing:  # or numba is too old for numpy, which it says itself
        return f"the compiled engine can't be loaded: {missing}"
    return next((reason for flow in flows if (reason := only_simpy(flow))), None)
