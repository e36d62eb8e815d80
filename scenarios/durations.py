"""Durations in running text: `3 days`, `within a week`, `3-5 working days`, `24h`, `PT2H`.

Hours, days and weeks are one scale (72 hours are 3 days), months and years another,
working days a third. `within`, `up to` and `in` change nothing; `at least` does. English,
German and French; counts may be words (`einundzwanzig Tage`). `1h30` may be a time of day as
well, so it is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .number_words import MAYBE, numbers, value_of

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sekunde", "sekunden"), 1),
    **dict.fromkeys(("seconde", "secondes"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "minuten"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), 3600),
    **dict.fromkeys(("heure", "heures"), 3600),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen", "jour", "jours"), 86400),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "woche", "wochen"), 604800),
    **dict.fromkeys(("semaine", "semaines"), 604800),
}
MONTHS = {
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten", "mois"), 1),
    **dict.fromkeys(("year", "years", "yr", "yrs", "jahr", "jahre", "jahren"), 12),
    **dict.fromkeys(("an", "ans", "année", "années"), 12),
}
WORKING = (
    "werktag", "werktage", "werktagen", "arbeitstag", "arbeitstage", "arbeitstagen",
    "bankarbeitstag", "bankarbeitstage", "bankarbeitstagen",
)  # fmt: skip
COUNTS = {
    "half an": "0.5", "eine halbe": "0.5", "einer halben": "0.5", "une demi": "0.5",
    "an": "1", "a": "1", "eine": "1", "einer": "1", "einem": "1", "ein": "1",
    "un": "1", "une": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "sept": "7",
    "huit": "8", "dix": "10", "quinze": "15", "trente": "30",
}  # fmt: skip
ARTICLES = ("a", "an", "ein", "eine", "einer", "einem", "un", "une")
SCALES = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))

COUNTED = "|".join(sorted(COUNTS, key=len, reverse=True))
COUNT = rf"(?:\d{{1,5}}(?:[.,]\d{{1,2}})?|(?:{MAYBE}|{COUNTED})\b)"
LONG = "|".join(sorted((u for u in (*UNITS, *MONTHS, *WORKING) if len(u) > 1), key=len)[::-1])
WORK = r"working|business|work|full working"
OPEN = r"ouvrés?|ouvrables?"  # working days, in French after the unit
UNIT = (
    rf"(?:(?:(?P<work{{0}}>{WORK})[\s-])?(?P<unit{{0}}>{LONG}|[shdw])\b"
    rf"(?:\s(?P<open{{0}}>{OPEN})\b)?)"
)
LEAST = r"at least|more than|over|mindestens|minimum|mehr als|über|au moins|plus de"
SPAN = re.compile(
    rf"(?<![\w.,/:€$£-])(?:(?P<least>{LEAST})\s)?"
    rf"(?P<low>{COUNT})(?:\s?(?:-|–|—|to|bis|or|oder|and|à|ou|et)\s?(?P<high>{COUNT}))?"
    rf"[\s-]?{UNIT.format(1)}(?:\s?(?:and\s|und\s|et\s)?(?P<more>\d{{1,3}})\s?{UNIT.format(2)})?",
    re.IGNORECASE,
)
DAY = re.compile(
    r"\b(?:(?P<next>next|nächste[rnms]?)|same|selbe[rn]|gleiche[rn])[\s-]"
    r"(?:(?P<work>working|business)[\s-])?(?:day\b|tag\b|(?P<werktag>werktag|arbeitstag)\b)"
    r"|\b(?P<lendemain>lendemain|overnight)\b|\b(?:le )?jour même\b"
    r"|\b(?P<suivant>jour ouvrée? suivant|prochain jour ouvré)\b",
    re.IGNORECASE,
)
ISO = re.compile(
    r"(?<!\w)P(?=\d|T\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?"
    r"(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
    r"(?!\w)"
)
# An article counts one only after such a word: not in `twice a week`.
CUE = re.compile(
    r"(?:^|[:;.,(–-]|\b(?:within|in|takes?|for|about|after|than|of|to|under|is|least|most|up|until"
    r"|innerhalb|binnen|nach|dauert|the|over|only|just|von|en|sous|dans|pendant|après|environ"
    r"|mindestens|mehr als|moins|plus de))\s?$",
    re.IGNORECASE,
)
HALF = re.compile(r"(\d?)\s?½")


def normal(text: str) -> str | None:
    """Give `3 days` for the one duration in a text, else None."""
    forms = {_form(span) for span in _spans(_halved(text))}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are durations."""
    return [span[0] for span in _spans(_halved(text))]


def why_not(text: str) -> str:
    """Say what keeps one duration from being compared; empty when nothing is known."""
    for span in _spans(_halved(text)):
        if _form(span) is None and span.re is SPAN:
            high = span["high"]
            backwards = high and _count(span["low"]) > _count(high)
            return "a range that runs backwards" if backwards else "its parts don't add up"
        if _form(span) is None:
            return "months and days don't add up"
    return ""


def _halved(text: str) -> str:
    return HALF.sub(lambda found: f"{found[1] or '0'}.5", text)


def _spans(text: str) -> list[re.Match[str]]:
    found = [span for span in SPAN.finditer(text) if _is_meant(text, span)]
    found += DAY.finditer(text)
    found += [span for span in ISO.finditer(text) if any(span.groups())]
    return sorted(found, key=lambda span: span.start())


def _is_meant(text: str, span: re.Match[str]) -> bool:
    """Leave out `a week` where it means each week, single letters, and words of no number."""
    if not (_is_count(span["low"]) and _is_count(span["high"] or span["low"])):
        return False
    if span["low"].lower() in ARTICLES:
        before = text[max(0, span.start() - 15) : span.start()]
        return span["least"] is not None or CUE.search(before) is not None
    letter = span["unit1"]
    return letter.islower() if len(letter) == 1 else True


def _form(span: re.Match[str]) -> str | None:
    if span.re is DAY:
        return _day(span)
    if span.re is ISO:
        return _iso(span)
    low, high = _count(span["low"]), _count(span["high"] or span["low"])
    unit = span["unit1"].lower()
    least = "at least " if span["least"] else ""
    if low > high:
        return None
    if span["work1"] or span["open1"] or unit in WORKING:
        is_day = unit in WORKING or UNITS.get(unit) == 86400
        fits = is_day and not span["more"]
        return f"{least}{_numbered(low, high, 'working day')}" if fits else None
    if unit in MONTHS:
        return _months(span, low * MONTHS[unit], high * MONTHS[unit], least)
    more = _more(span)
    if more is None:
        return None
    return f"{least}{_scaled(low * UNITS[unit] + more, high * UNITS[unit] + more)}"


def _scaled(low: Decimal, high: Decimal) -> str:
    size, name = next(
        (scale for scale in SCALES if not low % scale[0] and not high % scale[0]), SCALES[-1]
    )
    return _numbered(low / size, high / size, name)


def _day(span: re.Match[str]) -> str:
    works = span["work"] or span["werktag"] or span["suivant"]
    kind = "working day" if works else "day"
    later = span["next"] or span["lendemain"] or span["suivant"]
    return f"1 {kind}" if later else f"same {kind}"


def _iso(span: re.Match[str]) -> str | None:
    """Read ISO 8601; months beside days have no length of their own."""
    part = {key: Decimal(value or 0) for key, value in span.groupdict().items()}
    months = part["years"] * 12 + part["months"]
    days = part["weeks"] * 7 + part["days"]
    seconds = days * 86400 + part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    if months:
        return _numbered(months, months, "month") if not seconds else None
    return _scaled(seconds, seconds)


def _months(span: re.Match[str], low: Decimal, high: Decimal, least: str) -> str | None:
    if span["more"] is None:
        return f"{least}{_numbered(low, high, 'month')}"
    unit = span["unit2"].lower()
    if unit not in MONTHS or span["work2"]:
        return None
    more = int(span["more"]) * MONTHS[unit]
    return f"{least}{_numbered(low + more, high + more, 'month')}"


def _more(span: re.Match[str]) -> Decimal | None:
    """Give the second part in seconds: the 30 min of 1 h 30 min."""
    if span["more"] is None:
        return Decimal(0)
    first, second = UNITS[span["unit1"].lower()], UNITS.get(span["unit2"].lower())
    if second is None or second >= first or span["work2"] or span["high"]:
        return None
    return Decimal(span["more"]) * second


def _is_count(text: str) -> bool:
    return _is_plain(text) or numbers().fullmatch(text) is not None


def _is_plain(text: str) -> bool:
    return text.lower() in COUNTS or text[0].isdigit()


def _count(text: str) -> Decimal:
    if _is_plain(text):
        return Decimal(COUNTS.get(text.lower(), text.replace(",", ".")))
    return Decimal(value_of(text))


def _numbered(low: Decimal, high: Decimal, name: str) -> str:
    numbers = f"{low:f}" if low == high else f"{low:f}-{high:f}"
    numbers = re.sub(r"(\.\d*?)0+(?=-|$)", r"\1", numbers).replace(".-", "-").rstrip(".")
    return f"{numbers} {name}{'' if low == high == 1 else 's'}"
