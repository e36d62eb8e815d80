"""Numbers in words, up to 999 999: `forty-five`, `twelve hundred`, `fünfundvierzig`, `zwölf`.

English and German. `ein` and `a` alone are articles and no numbers; `a hundred` is one. What it
does not know: ordinals, fractions, and numbers of other languages.

The exact grammar takes long to compile, so that is done once a text has words that could be a
number: `MAYBE`, which also takes some that are none (`dreivier`).
"""

from __future__ import annotations

import re
from functools import cache

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
KLEIN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
    " fünfzehn sechzehn siebzehn achtzehn neunzehn"
)
ZEHNER = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_EN, _EN_TENS, _DE, _DE_TENS = SMALL.split(), TENS.split(), KLEIN.split(), ZEHNER.split()
ENGLISH = {
    **{word: value for value, word in enumerate(_EN)},
    **{word: value * 10 for value, word in enumerate(_EN_TENS, start=2)},
}
GERMAN = {
    **{word: value for value, word in enumerate(_DE)},
    **{word: value * 10 for value, word in enumerate(_DE_TENS, start=2)},
    "ein": 1, "zwo": 2,
}  # fmt: skip
SCALES = ("hundred", "thousand")
SPELLED = (("fuenf", "fünf"), ("zwoelf", "zwölf"), ("dreissig", "dreißig"))


def _one_of(*words: str) -> str:
    spelled = [word.replace(usual, other) for word in words for other, usual in SPELLED]
    return "|".join(sorted({*words, *spelled}, key=len, reverse=True))


def _english() -> str:
    ones, small, tens = _one_of(*_EN[1:10]), _one_of(*_EN[1:]), _one_of(*_EN_TENS)
    below_100 = rf"(?:(?:{tens})(?:[\s-](?:{ones})\b)?|(?:{small}))"
    hundreds = rf"(?:(?:a|{below_100})[\s-])?hundred(?:\s(?:and\s)?{below_100}\b)?"
    below_1000 = rf"(?:{hundreds}|{below_100})"
    thousands = rf"(?:(?:a|{below_1000})[\s-])?thousand(?:,?\s(?:and\s)?{below_1000}\b)?"
    return rf"(?:{thousands}|{below_1000}|zero)"


def _german() -> str:
    ones, small, tens = _one_of("ein", "zwo", *_DE[2:10]), _one_of(*_DE[1:]), _one_of(*_DE_TENS)
    below_100 = rf"(?:(?:{ones})und(?:{tens})|{tens}|{small}|zwo)"
    hundreds = rf"(?:{_one_of('ein', 'zwo', *_DE[2:])})?hundert(?:(?:und)?{below_100})?"
    below_1000 = rf"(?:{hundreds}|{below_100})"
    before = rf"(?:{hundreds}|{below_100}|ein)"
    return rf"(?:{before}?tausend(?:(?:und)?{below_1000})?|{below_1000}|null)"


def _maybe() -> str:
    german = _one_of("ein", "zwo", "hundert", "tausend", *_DE, *_DE_TENS)
    english, ones = _one_of(*SCALES, *_EN, *_EN_TENS), _one_of(*_EN[1:10])
    scale = "|".join(SCALES)
    joint = (
        rf"(?:(?<=ty)[\s-](?=(?:{ones})\b)|[\s-](?=(?:{scale})\b)"
        rf"|(?:{'|'.join(f'(?<={scale})' for scale in SCALES)}),?\s(?:and\s)?)"
    )
    before = rf"(?:a[\s-](?=(?:{scale})\b))?"
    whole_german = rf"(?:{german})(?:(?:und)?(?:{german}))*"
    return rf"(?:{whole_german}|{before}(?:{english})(?:{joint}(?:{english}))*)"


MAYBE = _maybe()


@cache
def numbers() -> re.Pattern[str]:
    """Give the pattern that finds numbers in words."""
    return re.compile(rf"(?<!\w)(?:{_german()}|{_english()})(?!\w)", re.IGNORECASE)


def value_of(words: str) -> int:
    """Give the number that words say, which `numbers()` has found."""
    plain = words.lower()
    for other, usual in SPELLED:
        plain = plain.replace(other, usual)
    parts = [part for part in re.split(r"[\s,-]+", plain) if part not in ("and", "a")]
    is_english = all(part in ENGLISH or part in SCALES for part in parts)
    return _english_value(parts) if is_english else _german_value(plain)


def _german_value(word: str) -> int:
    for scale, value in (("tausend", 1000), ("hundert", 100)):
        before, found, after = word.partition(scale)
        if found:
            rest = _german_value(after.removeprefix("und")) if after else 0
            return (_german_value(before) if before else 1) * value + rest
    one, found, tens = word.partition("und")
    return GERMAN[one] + GERMAN[tens] if found else GERMAN[word]


def _english_value(parts: list[str]) -> int:
    whole = part = 0
    for word in parts:
        if word == "thousand":
            whole, part = max(part, 1) * 1000, 0
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            part += ENGLISH[word]
    return whole + part
