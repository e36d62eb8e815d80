"""Draws and quantiles, bit by bit those of randomness.py and samplers.py."""

from __future__ import annotations

from math import erfc, log, sqrt
from typing import Any

import numpy as np

from .. import randomness, samplers
from ..customer import MOST_SHARE
from ..pieces import BELOW_HALF, LEAST_SHARE, PIECES, SIDE
from ..randomness import Purpose
from . import layout as M
from .bits import bits_of, float_of
from .cache import inlined

GOLDEN = np.uint64(randomness.GOLDEN)
MIX_1 = np.uint64(randomness.MIX_1)
MIX_2 = np.uint64(randomness.MIX_2)
NEXT_VISIT = np.uint64(randomness.NEXT_VISIT)
ALMOST_ONE = 1.0 - randomness.STEP / 2
S30, S27, S31, S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
AN_ATTEMPT = np.uint64(randomness.PURPOSES * randomness.GOLDEN & randomness.MASK)

VISIT_BITS = np.uint64((randomness.PURPOSES * randomness.ATTEMPTS).bit_length() - 1)
VISITS = np.uint64((1 << (64 - int(VISIT_BITS))) - 1)
VISITS_BACK = np.uint64(pow(randomness.GOLDEN, -1, 1 << 64))  # undoes a step
SMOOTH, TRIANGULAR, EMPIRICAL = range(3)
PIECE_BITS = np.uint64(PIECES.bit_length() - 1)
MANTISSA, FINE = np.uint64(52), np.uint64(52 - int(PIECE_BITS))
FRACTION, FINEST = np.uint64((1 << 52) - 1), np.uint64(PIECES - 1)
ONE = np.uint64(0x3FF << 52)  # the bits of 1.0
FIRST_OCTAVE = np.uint64(0x3FF - 2)  # the exponent of 1/4
PIECES_U, SIDE_U, NUMBERS, ZERO = (np.uint64(n) for n in (PIECES, SIDE, 4, 0))
WORD_1, WORD_2, WORD_3 = np.uint64(1), np.uint64(2), np.uint64(3)

triangular = inlined(samplers.triangular)
between = inlined(samplers.between)


def offset(purpose: Purpose, attempt: int = 0) -> Any:
    """Give where a draw for a purpose lies, as a whole number of 64 bits."""
    return np.uint64(randomness.offset(purpose, attempt))


@inlined
def mix(number: Any) -> Any:
    """Scatter a 64-bit number over all 64-bit numbers, one to one."""
    number = (number ^ (number >> S30)) * MIX_1
    number = (number ^ (number >> S27)) * MIX_2
    return number ^ (number >> S31)


@inlined
def customer_key(replication: Any, customer: int) -> Any:
    """Give the key of one customer, from the key of the replication."""
    return mix(replication + np.uint64(customer + 1) * GOLDEN)


@inlined
def uniform(key: Any, offset: Any) -> float:
    """Draw from (0, 1), ends excluded."""
    return float_of((mix(key + offset) >> S12) | ONE) - ALMOST_ONE  # exactly as randomness.py


@inlined
def normal_quantile(p: float) -> float:
    """Give the standard normal quantile (Wichura's AS241), as Python's statistics does."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return _central(q, 0.180625 - q * q)
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    x = _tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -x if q < 0.0 else x


@inlined
def _central(q: float, r: float) -> float:
    num = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
    num = num * r + 6.7265770927008700853e4
    num = num * r + 4.5921953931549871457e4
    num = num * r + 1.3731693765509461125e4
    num = num * r + 1.9715909503065514427e3
    num = num * r + 1.3314166789178437745e2
    num = (num * r + 3.3871328727963666080e0) * q
    den = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
    den = den * r + 3.9307895800092710610e4
    den = den * r + 2.1213794301586595867e4
    den = den * r + 5.3941960214247511077e3
    den = den * r + 6.8718700749205790830e2
    den = den * r + 4.2313330701600911252e1
    return num / (den * r + 1.0)


@inlined
def _tail(r: float) -> float:
    num = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    num = num * r + 2.41780725177450611770e-1
    num = num * r + 1.27045825245236838258e0
    num = num * r + 3.64784832476320460504e0
    num = num * r + 5.76949722146069140550e0
    num = num * r + 4.63033784615654529590e0
    num = num * r + 1.42343711074968357734e0
    den = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    den = den * r + 1.51986665636164571966e-2
    den = den * r + 1.48103976427480074590e-1
    den = den * r + 6.89767334985100004550e-1
    den = den * r + 1.67638483018380384940e0
    den = den * r + 2.05319162663775882187e0
    return num / (den * r + 1.0)


@inlined
def _far_tail(r: float) -> float:
    num = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    num = num * r + 1.24266094738807843860e-3
    num = num * r + 2.65321895265761230930e-2
    num = num * r + 2.96560571828504891230e-1
    num = num * r + 1.78482653991729133580e0
    num = num * r + 5.46378491116411436990e0
    num = num * r + 6.65790464350110377720e0
    den = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    den = den * r + 1.84631831751005468180e-5
    den = den * r + 7.86869131145613259100e-4
    den = den * r + 1.48753612908506148525e-2
    den = den * r + 1.36929880922735805310e-1
    den = den * r + 5.99832206555887937690e-1
    return num / (den * r + 1.0)


@inlined
def quantile(model: Any, number: int, u: float) -> float:
    """Give the time in seconds, truncated and moved as the planner said (samplers.py)."""
    one = M.times(model)[number]
    u = one.low + u * one.width
    if one.kind == SMOOTH:
        return in_pieces(M.pieces(model), one.first, u) * one.scale + one.start
    if one.kind == TRIANGULAR:
        return triangular(one.a, one.b, one.c, u) + one.start
    last = one.count - 1
    place = u * last
    index = int(place)
    low, high = (
        M.tables(model)[one.first + index],
        M.tables(model)[one.first + min(index + 1, last)],
    )
    return between(low, high, place - index) + one.start


@inlined
def visits_until(key: Any, luck: Any) -> int:
    """Count the visits from a customer's key to the key of a visit."""
    return int(((luck - key) >> VISIT_BITS) * VISITS_BACK & VISITS)


@inlined
def in_pieces(pieces: Any, first: Any, u: float) -> float:
    """Give the quantile of a shape whose pieces begin at `first` (pieces.py)."""
    piece, inside = piece_at(u)
    return in_piece(pieces, first + piece, inside)


@inlined
def in_piece(pieces: Any, at: Any, t: float) -> float:
    """Give the value of one piece, whose numbers stand at `at`."""
    return pieces[at] + t * (
        pieces[at + WORD_1] + t * (pieces[at + WORD_2] + t * pieces[at + WORD_3])
    )


@inlined
def piece_at(u: float) -> Any:
    """Give where the numbers of the piece stand that holds u, and where u lies inside it.

    Octave, piece and place are read off the float's own bits: they are its exponent, the
    first bits of its mantissa, and the rest.
    """
    above = u > 0.5
    share = min(BELOW_HALF, max(LEAST_SHARE, 1 - u if above else u))
    bits = bits_of(share)
    place = (bits >> FINE) & FINEST
    index = (FIRST_OCTAVE - (bits >> MANTISSA)) * PIECES_U + place
    inside = float_of((bits << PIECE_BITS & FRACTION) | ONE) - 1.0
    return (index + (SIDE_U if above else ZERO)) * NUMBERS, inside


@inlined
def in_character(own: float, u: float, correlated: float) -> float:
    """Mix a uniform with the customer's own, by a Gaussian copula."""
    score = sqrt(correlated) * normal_quantile(own) + sqrt(1 - correlated) * normal_quantile(u)
    return min(MOST_SHARE, max(LEAST_SHARE, erfc(-score / sqrt(2)) / 2))
