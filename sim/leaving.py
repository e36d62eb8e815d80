"""Who leaves, and because of what.

Causes are stacked in a fixed order: the touchpoint's own share, then wait, then effort,
then the gaps by name. `logit p_k = logit p_0 + the first k pulls`; one uniform u decides,
and the cause is the first whose stacked probability lies above u. Who would have left
anyway therefore keeps their cause in every world.
"""

from __future__ import annotations

from math import exp, log

from desireline.scenarios.response import Effect

from .samplers import normal_quantile

# Where next to nobody leaves, log-odds are minus infinity and no gap could ever cost
# anything: pulls then work as if this share left. Modelled.
FLOOR = 0.005
SCORE_OF_95_PERCENT = 1.959963984540054

Ladder = tuple[tuple[float, int], ...]  # (stacked probability, index of the cause)


def drawn_log_odds(effect: Effect, u: float) -> float:
    """Draw an effect from its range: median, and a normal half on each side of it.

    The range is where 95% of the draws lie. A range that does not cross zero says that
    the direction is known, so its draws don't cross it either.
    """
    score = normal_quantile(u)
    reach = effect.high - effect.log_odds if score > 0 else effect.log_odds - effect.low
    drawn = effect.log_odds + score / SCORE_OF_95_PERCENT * reach
    if effect.low >= 0:
        return max(0.0, drawn)
    return min(0.0, drawn) if effect.high <= 0 else drawn


def pulled(own_share: float, log_odds: float) -> float:
    """Give the chance to leave when the log-odds are pulled by so much.

    Below FLOOR, what is added is what the pull adds to FLOOR.
    """
    if own_share >= 1 or log_odds == 0:
        return own_share
    base = max(own_share, FLOOR)
    logit = log(base / (1 - base)) + log_odds
    new = 1 / (1 + exp(-logit)) if logit > -700 else 0.0
    return min(1.0, max(0.0, own_share + new - base))


def ladder(own_share: float, pulls: list[tuple[int, float]]) -> Ladder:
    """Stack the causes (index, log-odds) on a touchpoint's own share (cause 0)."""
    steps = [(own_share, 0)]
    total = 0.0
    for cause, log_odds in pulls:
        total += log_odds
        steps.append((pulled(own_share, total), cause))
    return tuple(steps)


def cause_of(steps: Ladder, u: float) -> int | None:
    """Give the cause that a customer leaves for, or None for one who stays."""
    if u >= steps[-1][0]:
        return None
    return next(cause for share, cause in steps if u < share)
