"""Numbers in words: written out by other hands here, and read back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desireline.scenarios import durations
from desireline.scenarios.number_words import numbers, value_of

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
KLEIN = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
)
TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety"
ZEHNER = ". . zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
EN, DE, EN_TENS, DE_TENS = SMALL.split(), KLEIN.split(), TENS.split(), ZEHNER.split()
NUMBERS = [*range(1001), *range(1001, 1_000_000, 1237), 999_999]


def english(number: int) -> str:
    """Write a number as the English do."""
    if number >= 1000:
        rest = f" {english(number % 1000)}" if number % 1000 else ""
        return f"{english(number // 1000)} thousand{rest}"
    if number >= 100:
        rest = f" and {english(number % 100)}" if number % 100 else ""
        return f"{EN[number // 100]} hundred{rest}"
    if number < 20:
        return EN[number]
    return EN_TENS[number // 10] + (f"-{EN[number % 10]}" if number % 10 else "")


def german(number: int, *, last: bool = True) -> str:
    """Write a number as Germans do, in one word."""
    if number >= 1000:
        rest = german(number % 1000) if number % 1000 else ""
        return f"{german(number // 1000, last=False)}tausend{rest}"
    if number >= 100:
        rest = german(number % 100) if number % 100 else ""
        return f"{DE[number // 100]}hundert{rest}"
    if number < 20:
        return "eins" if number == 1 and last else DE[number]
    return (f"{DE[number % 10]}und" if number % 10 else "") + DE_TENS[number // 10]


@pytest.mark.parametrize("write", [english, german])
def test_every_number_is_read_whole(write: Callable[[int], str]) -> None:
    """In the middle of other words, and as the number that was written."""
    for number in NUMBERS:
        words = write(number)
        found = numbers().search(f"kostet {words.capitalize()}, so")

        assert found is not None
        assert (found[0].lower(), value_of(found[0])) == (words, number)
        assert durations.find(f"nach {words} Stunden da") == [f"{words} Stunden"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("a hundred and five", 105),
        ("twelve hundred", 1200),
        ("two thousand and one", 2001),
        ("zwoelfhundert", 1200),
        ("hundertundeins", 101),
        ("tausenddreissig", 1030),
    ],
)
def test_other_ways_to_say_it(words: str, number: int) -> None:
    found = numbers().fullmatch(words)

    assert found is not None
    assert value_of(found[0]) == number


@pytest.mark.parametrize("words", ["ein Mensch", "Hunderte", "Achtung", "am zwölften", "a phone"])
def test_what_is_no_number(words: str) -> None:
    assert numbers().search(words) is None


@pytest.mark.parametrize("words", ["dreivier", "hundertsieben und"])
def test_words_of_numbers_that_make_none_are_no_duration(words: str) -> None:
    assert durations.normal(f"in {words} Tage") is None


def test_numbers_that_stand_beside_each_other_are_not_added() -> None:
    assert [value_of(found[0]) for found in numbers().finditer("nine to five and six")] == [9, 5, 6]
