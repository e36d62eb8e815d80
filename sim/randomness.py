"""Luck with an address: each draw is a function of who draws it, when, and what for.

A stream of random numbers ties everybody's luck to the order of events. Here a draw is
keyed by (seed, replication, customer, visit, purpose) instead: a fix changes only what it
touches, and neither the order of execution nor the number of workers changes anything.

The hash is SplitMix64's finaliser (Steele, Lea, Flood 2014), taken twice per key and once
per draw. All steps are integer arithmetic modulo 2^64, so that a compiled twin can give
the same bits.
"""

from __future__ import annotations

from enum import IntEnum
from hashlib import blake2b

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: SplitMix64's step
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
STEP = 2.0**-52
SPREAD_DIGITS = 24
PURPOSES = 16
ATTEMPTS = 128  # a touchpoint allows 100 retries
NEXT_VISIT = (PURPOSES * ATTEMPTS * GOLDEN) & MASK  # from a visit's key to that of the next


class Purpose(IntEnum):
    """What a draw decides."""

    ARRIVAL = 0
    SEGMENT = 1
    START = 2
    PATIENCE = 3
    TIME = 4
    FAILURE = 5
    LEAVE = 6
    ROUTE = 7
    AFTER = 8  # the time under way
    BALK = 9
    CALL_BACK = 10
    RETURN = 11
    GROUP = 12
    CHARACTER = 13  # what a customer's own times have in common


def mix(number: int) -> int:
    """Scatter a 64-bit number over all 64-bit numbers, one to one."""
    number = ((number ^ (number >> 30)) * MIX_1) & MASK
    number = ((number ^ (number >> 27)) * MIX_2) & MASK
    return number ^ (number >> 31)


def replication_key(seed: int, replication: int) -> int:
    """Give the key that all draws of one replication hang on."""
    return mix((mix((seed + GOLDEN) & MASK) + (replication + 1) * GOLDEN) & MASK)


def customer_key(replication: int, customer: int) -> int:
    """Give the key of one customer, from the key of the replication."""
    return mix((replication + (customer + 1) * GOLDEN) & MASK)


def offset(purpose: int, attempt: int = 0) -> int:
    """Give where a draw for a purpose lies, from the visit's key on."""
    return ((attempt * PURPOSES + purpose + 1) * GOLDEN) & MASK


def uniform(key: int, offset: int) -> float:
    """Draw from (0, 1), ends excluded: for a visit's key, at the offset of a purpose."""
    number = (key + offset) & MASK
    number = ((number ^ (number >> 30)) * MIX_1) & MASK
    number = ((number ^ (number >> 27)) * MIX_2) & MASK
    return (((number ^ (number >> 31)) >> 12) + 0.5) * STEP


def spread_uniform(seed: int, replication: int, name: str) -> float:
    """Draw from (0, 1) for something that has a name, alike in every world.

    The draws of the first 2^k replications fall one into each 2^-k of the range: few
    replications already see the whole of it. They are the points of van der Corput's
    sequence, shuffled and scrambled by Owen's method (1995), so that the draws of two
    names have nothing to do with each other. Replications from 2^24 on repeat.
    """
    word = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")
    key = mix(mix(word) ^ mix((seed + GOLDEN) & MASK))
    digits = [(replication >> place) & 1 for place in range(SPREAD_DIGITS)]
    shuffled = _scrambled(digits[::-1], key)[::-1]
    place = 0
    for digit in _scrambled(shuffled, mix(key)):
        place = 2 * place + digit
    return (place + 0.5) / (1 << SPREAD_DIGITS)


def _scrambled(digits: list[int], key: int) -> list[int]:
    """Flip each digit or not, by a coin that hangs on the digits before it."""
    flipped, before = [], 1
    for digit in digits:
        flipped.append(digit ^ (mix((key + before * GOLDEN) & MASK) & 1))
        before = 2 * before + digit
    return flipped
