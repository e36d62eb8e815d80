"""How hard a customer found it: effort points, and the scores that follow from them.

All figures here are modelled, none is measured: they put an order on what is known to
cost effort (waiting, failing, taking longer than usual, repeating oneself; Dixon, Freeman
and Toman, Stop Trying to Delight Your Customers, HBR 2010) and are alike in all worlds that
are compared. Points are on the scale of the customer effort score: one point is one grade
of it. They are kept in whole millionths, so that sums are exact.
"""

from __future__ import annotations

from .clock import TICKS_A_SECOND

POINT = 1_000_000  # millionths
POINTS_A_MINUTE_WAITED = 0.1  # modelled; over the promised answer time
POINTS_A_FAILURE = 0.5  # modelled; a try that failed, a queue that was given up
POINTS_A_REPETITION = 0.5  # modelled; something told before that is asked again
POINTS_AN_EXTRA_MEAN = 0.25  # modelled; a visit that takes twice its mean time
MOST_POINTS_A_WAIT = 2.0  # modelled; an hour more in a queue feels like the hour before
MOST_POINTS_A_DELAY = 1.0  # modelled; likewise of a visit
LEAST_USUAL_SECONDS = 30.0  # modelled; nobody times what takes less

EASIEST, HARDEST = 7 * POINT, 1 * POINT  # the customer effort score's ends
PROMOTER, DETRACTOR = 6_100_000, 4_900_000  # modelled: scores whose share of 10 is 8.5 and 6.5


def millionths(points: float) -> int:
    """Give points in whole millionths."""
    return int(points * POINT + 0.5)


def delay_rate(usual_seconds: float) -> float:
    """Give the effort of a tick of a visit, in points, where visits usually take so long."""
    return POINTS_AN_EXTRA_MEAN / (max(usual_seconds, LEAST_USUAL_SECONDS) * TICKS_A_SECOND)


def delay_effort(ticks: int, rate: float) -> int:
    """Give the effort of a visit that takes longer than usual, in millionths of a point."""
    points = min(MOST_POINTS_A_DELAY, max(0.0, ticks * rate - POINTS_AN_EXTRA_MEAN))
    return int(points * POINT + 0.5)


def wait_points(minutes_over: float) -> float:
    """Give the effort of waiting so many minutes longer than promised."""
    if minutes_over <= 0:
        return 0.0
    return min(MOST_POINTS_A_WAIT, POINTS_A_MINUTE_WAITED * minutes_over)


def effort_score(points: int) -> int:
    """Give the customer effort score, 1 to 7, that goes with all the effort; in millionths."""
    return min(EASIEST, max(HARDEST, EASIEST - points))


def recommends(score: int) -> int:
    """Tell who would recommend (1), who would warn (-1), and who neither (0).

    The effort score from 1 to 7 is laid over the 0 to 10 of the recommendation question;
    an answer that rounds to 9 or 10 promotes, one that rounds to 6 or less detracts.
    """
    return 1 if score >= PROMOTER else -1 if score < DETRACTOR else 0
