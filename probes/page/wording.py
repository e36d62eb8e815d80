"""How a page speaks: its language, whether it says du or Sie, and how it writes money and dates.

By short lists of frequent words, for English, German, French, Spanish, Italian and Dutch. A text
that is too short, or that mixes, gives None: can't tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from desireline.scenarios import amounts, dates
from desireline.scenarios.fact import find

FREQUENT = {
    "en": "the and of to in is you that it for on are with as this be at your have from or not we "
    "by our can will",
    "de": "der die das und ist zu den in von mit für auf nicht ein eine dem sich des als auch an "
    "wir sie oder bei ihre ihr wird",
    "fr": "le la les et est de des du un une pour dans que vous nous sur avec pas par au aux ce "
    "votre vos sont ou",
    "es": "el la los las y es de del un una para en que con no por su se lo al más sus o",
    "it": "il lo gli le e è di del della un una per in che con non si da al dei sono o più",
    "nl": "de het een en van is in op te dat voor met zijn niet u aan er om je bij of wij uw",
}
LISTS = {language: frozenset(words.split()) for language, words in FREQUENT.items()}
LONGEST_READ = 8_000  # characters: enough to tell how a page writes
LEAST_WORDS = 25
LEAST_SHARE = 0.12  # of the words: what prose has; menus and tables have less
AHEAD = 1.5  # times as many as the next language
ADDRESS = {
    "de": (
        r"(?<![.!?]\s)(?<!\n)(?<!^)\b(?:Sie|Ihnen|Ihre?[nmrs]?)\b",
        r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[nmrs]?)\b",
    ),
    "fr": (r"\b(?:[Vv]ous|[Vv]otre|[Vv]os)\b", r"\b(?:[Tt]u|[Tt]oi|[Tt]on|[Tt]es|[Tt]a)\b"),
}  # fmt: skip
LEAST_ADDRESSED = 2
WORD = re.compile(r"[^\W\d_]+")
STYLES = (
    (re.compile(r"^[^\d]*[€$£]"), "sign first"),
    (re.compile(r"\d\s?[€$£]|,[-–—]"), "sign last"),
    (re.compile(r"^[^\d]*[A-Z]{3}\b"), "code first"),
    (re.compile(r"\d\s?[A-Z]{3}\b"), "code last"),
)


def language_of(text: str) -> str | None:
    """Give the language that a text is written in, like `de`; None: can't tell."""
    words = [word.lower() for word in WORD.findall(text[:LONGEST_READ])]
    if len(words) < LEAST_WORDS:
        return None
    counts = Counter({lang: sum(word in known for word in words) for lang, known in LISTS.items()})
    (best, most), (_, next_most) = counts.most_common(2)
    sure = most >= LEAST_SHARE * len(words) and most >= AHEAD * next_most
    return best if sure else None


def address_of(text: str, language: str | None) -> str | None:
    """Give `formal` or `informal`; None where it can't be told, or a language has only one."""
    if language not in ADDRESS:
        return None
    formal, informal = (len(re.findall(form, text[:LONGEST_READ])) for form in ADDRESS[language])
    if max(formal, informal) < LEAST_ADDRESSED or min(formal, informal) * 3 > max(formal, informal):
        return None
    return "formal" if formal > informal else "informal"


def currency_of(text: str) -> str | None:
    """Give the currency of most of the amounts in a text; None when there is none, or no most."""
    forms = (amounts.normal(piece, None) for piece in find("money", text[:LONGEST_READ]))
    codes = Counter(code[0] for form in forms if form and (code := re.findall("[A-Z]{3}", form)))
    ranked = codes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return str(ranked[0][0])


def money_spellings(text: str) -> tuple[str, ...]:
    """Give one example for each way in which a text writes amounts of one currency, if several."""
    examples: dict[tuple[str, str, str], str] = {}
    for piece in find("money", text[:LONGEST_READ]):
        form = amounts.normal(piece, None)
        style = next((name for pattern, name in STYLES if pattern.search(piece)), None)
        mark = re.search(r"([.,])\d\d(?!\d)", piece)
        code = re.findall(r"[A-Z]{3}", form or "")
        if code and style:
            examples.setdefault((code[0], style, mark[1] if mark else ""), piece)
    marked = [key for key in examples if key[2]]
    plain = [key for key in examples if not key[2] and key[:2] not in {m[:2] for m in marked}]
    return _of_one_currency([*marked, *plain], examples)


def _of_one_currency(
    keys: list[tuple[str, str, str]], examples: dict[tuple[str, str, str], str]
) -> tuple[str, ...]:
    for code in dict.fromkeys(key[0] for key in keys):
        alike = [examples[key] for key in keys if key[0] == code]
        if len(alike) > 1:
            return tuple(alike)
    return ()


def date_spellings(text: str) -> tuple[str, ...]:
    """Give one example for each way in which a text writes whole dates, when there are several."""
    examples: dict[str, str] = {}
    for piece in dates.find(text[:LONGEST_READ]):
        examples.setdefault(_date_style(piece), piece)
    return tuple(examples.values()) if len(examples) > 1 else ()


def _date_style(piece: str) -> str:
    if re.match(r"\d{4}-", piece):
        return "ISO"
    if re.match(r"\d{1,2}[./-]\d", piece):
        return re.sub(r"\d+", "9", piece[:6])
    return "month first" if piece[:1].isalpha() else "day first"


def significant(text: str) -> tuple[str, ...]:
    """Give the words of a text that carry its meaning, each once."""
    common: set[str] = set().union(*LISTS.values())
    words = (word.lower() for word in WORD.findall(text))
    return tuple(dict.fromkeys(word for word in words if len(word) > 3 and word not in common))


def offers(text: str) -> dict[str, str]:
    """Give what a text offers, in money and per cent: the normal form and the words."""
    pieces: Iterable[tuple[str, str | None]] = (
        (piece, amounts.normal(piece, None)) for piece in find("money", text[:LONGEST_READ])
    )
    found = {re.sub("^(from|up to) ", "", form): piece for piece, form in pieces if form}
    return found | {piece.replace(" ", ""): piece for piece in find("percentage", text)}
