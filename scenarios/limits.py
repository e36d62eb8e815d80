"""How large the numbers of a journey may be: said here, and nowhere else.

What lies beyond is a slip of the pen, or more than can be reckoned with: the crowd counts
microseconds in 64 bits (sim/clock.py), dates end with the year 9999, and a distribution that
scatters too much has hardly a time that could be drawn. Knows nothing of how long is simulated,
nor how many customers that brings; sim/bounds.py does.
"""

from __future__ import annotations

from datetime import date

LONGEST_DAYS = 36_525  # a hundred years
LONGEST_SECONDS = LONGEST_DAYS * 86400.0
MOST_AN_HOUR = 1e9
LARGEST_FACTOR = 1000.0
LEAST_CV, LARGEST_CV = 0.001, 100.0
LEAST_SHAPE, LARGEST_SHAPE = 0.1, 1000.0
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)

TOO_LONG = "is too long; write at most 36525 days, which are 100 years"
TOO_OFTEN = "is too often; write at most 1000000000/h"
TOO_LARGE = "is too large; write at most x1000"
