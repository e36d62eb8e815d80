"""Opening hours in running text: `Mon–Fri 9am–6pm`, `Mo-Fr 9-18 Uhr`, `24/7`, schema.org's too.

Each day of the week gets its spans; days that are alike are written together, so that two
spellings of one week are one. Holidays, seasons and time zones are not read. `9-6` without
am or pm is taken for nine in the morning to six at night nowhere: it can't be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = {
    name: day
    for day, names in enumerate(
        (
            "monday mondays mon mo montag montags lundi lun",
            "tuesday tuesdays tues tue tu dienstag dienstags di mardi mar",
            "wednesday wednesdays weds wed we mittwoch mittwochs mi mercredi mer",
            "thursday thursdays thurs thur thu th donnerstag donnerstags do jeudi jeu",
            "friday fridays fri fr freitag freitags vendredi ven",
            "saturday saturdays sat sa samstag samstags sonnabend samedi sam",
            "sunday sundays sun su sonntag sonntags so dimanche dim",
        )
    )
    for name in names.split()
}
GROUPS = {
    "weekdays": range(5), "werktags": range(5), "wochentags": range(5), "en semaine": range(5),
    "weekends": range(5, 7), "weekend": range(5, 7), "am wochenende": range(5, 7),
    "le week-end": range(5, 7),
    "daily": range(7), "every day": range(7), "täglich": range(7), "tous les jours": range(7),
    "7 days a week": range(7), "7 days": range(7), "7j/7": range(7), "jeden tag": range(7),
}  # fmt: skip
ALL = "|".join(sorted((*map(re.escape, GROUPS), *NAMES), key=len, reverse=True))
DAY = rf"(?:{ALL})\b\.?"
DAYS = rf"{DAY}(?:\s?(?:-|–|—|to|through|thru|bis|au|à)\s?{DAY})?"
DAY_LIST = rf"{DAYS}(?:\s?(?:,|&|/|and|und|et|\+)\s?{DAYS}){{0,6}}"
TIME = r"(?:\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?m\b\.?|uhr\b|h\b)?|noon|midnight|midi|mittags)"
SPAN = rf"{TIME}\s?(?:-|–|—|to|until|till|bis|à|and)\s?{TIME}(?:\s?uhr\b)?"
SHUT = r"closed|geschlossen|fermé|ruhetag"
ROUND = r"24 ?(?:h|hours|stunden|heures)|rund um die uhr|round the clock|24h/24"
SPANS = rf"(?:{SPAN}(?:\s?(?:,|&|/|and|und|et)\s?{SPAN}){{0,2}}|{SHUT}|{ROUND})"
LINK = r"[\s:,(|]{0,3}(?:(?:from|von|de|between|open|geöffnet|ouvert)\s)?"
ALWAYS = re.compile(
    r"(?<![\w/])(?:24/7|24 hours,? (?:a day,? )?(?:7 days a week|every day)|24h/24,?\s(?:et\s)?7j/7"
    r"|around the clock|rund um die uhr)(?![\w/])",
    re.IGNORECASE,
)
ALONE = re.compile(rf"(?<![\w.,-]){SPAN}(?![\w%€$£.,]\d|[€$£%])", re.IGNORECASE)
CLOCK = re.compile(r"[ap]\.?m|uhr|h|:", re.IGNORECASE)
WORDS = {"noon": 720, "midday": 720, "midi": 720, "mittags": 720, "midnight": 1440}
BETWEEN = re.compile(r"[\s,;.|/&()•·]{0,4}(?:and|und|et)?\s?")
Hours = dict[int, tuple[tuple[int, int], ...]]


def normal(text: str) -> str | None:
    """Give `mon-fri 09:00-18:00, sat 10:00-14:00` for the one timetable in a text, else None."""
    forms = {_form(piece) for piece in find(text)}
    return forms.pop() if len(forms) == 1 else None


def find(text: str) -> list[str]:
    """Give the pieces of a text that are timetables: days with their hours, as they follow."""
    spans = sorted([m.span() for m in ALWAYS.finditer(text)] + [m.span() for m in _parts(text)])
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        elif joined and BETWEEN.fullmatch(text, joined[-1][1], start):
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return [text[start:end] for start, end in joined]


def why_not(text: str) -> str:
    """Say what keeps one timetable from being compared; empty when nothing is known."""
    for piece in find(text):
        if _form(piece) is None:
            return "its hours can be read in two ways, or contradict each other"
    alone = next((span for span in ALONE.finditer(text) if CLOCK.search(span[0])), None)
    return "the days are not said" if alone and not find(text) else ""


def _parts(text: str) -> Iterator[re.Match[str]]:
    return _timetable().finditer(text)


@cache
def _timetable() -> re.Pattern[str]:
    """Give the pattern of days with their hours, which takes a while to compile."""
    return re.compile(
        rf"(?<![\w])(?:(?P<days>{DAY_LIST}){LINK}(?P<spans>{SPANS})"
        rf"|(?P<spans2>{SPAN})[\s,(]{{1,2}}(?P<days2>{DAY_LIST}))(?![\w%€$£])",
        re.IGNORECASE,
    )


def _form(text: str) -> str | None:
    hours: Hours = {}
    if ALWAYS.search(text) and not list(_parts(text)):
        return "mon-sun 00:00-24:00"
    for part in _parts(text):
        spans = _spans(part["spans"] or part["spans2"])
        if spans is None:
            return None
        for day in _days(part["days"] or part["days2"]):
            before = hours.get(day, ())
            hours[day] = tuple(sorted({*before, *spans}))
    return _written(hours)


def _days(text: str) -> list[int]:
    found: list[int] = []
    for piece in re.finditer(DAYS, text, re.IGNORECASE):
        named = [word.lower().strip(".") for word in re.findall(DAY, piece[0], re.IGNORECASE)]
        if named[0] in GROUPS:
            found += GROUPS[named[0]]
            continue
        first, last = NAMES[named[0]], NAMES.get(named[-1], NAMES[named[0]])
        found += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return found


def _spans(text: str) -> list[tuple[int, int]] | None:
    if re.fullmatch(SHUT, text, re.IGNORECASE):
        return []
    if re.fullmatch(ROUND, text, re.IGNORECASE):
        return [(0, 1440)]
    found = []
    for span in re.finditer(SPAN, text, re.IGNORECASE):
        first, last = re.findall(TIME, span[0], re.IGNORECASE)[:2]
        begin, end = _minutes(first, last), _minutes(last, last)
        if begin is None or end is None:
            return None
        end = 1440 if end == 0 else end
        if end <= begin:
            return None
        found.append((begin, end))
    return found


def _minutes(text: str, last: str) -> int | None:
    """Give the minutes since midnight; a first time without am or pm shares that of the last."""
    bare = text.lower().strip()
    if bare in WORDS:
        return WORDS[bare]
    read = re.match(r"(\d{1,2})(?:[:.h](\d\d))?", bare)
    if read is None or int(read[1]) > 24 or int(read[2] or 0) > 59:
        return None
    hour, minute = int(read[1]), int(read[2] or 0)
    half = re.search(r"([ap])\.?m", bare)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    elif half or (re.search(r"[ap]\.?m", last.lower()) and hour <= 12):
        return None  # 17pm; or `9 to 6pm`, where the nine may be at night
    return hour * 60 + minute


def _written(hours: Hours) -> str:
    """Write the days that follow each other and are alike together; closed ones are left out."""
    parts: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for day in range(7):
        spans = hours.get(day, ())
        if not spans:
            continue
        if parts and parts[-1][1] == day - 1 and parts[-1][2] == spans:
            parts[-1] = (parts[-1][0], day, spans)
        else:
            parts.append((day, day, spans))
    if not parts:
        return f"{', '.join(WEEK[day] for day in sorted(hours))} closed"
    return ", ".join(_part(*part) for part in parts)


def _part(first: int, last: int, spans: tuple[tuple[int, int], ...]) -> str:
    days = WEEK[first] if first == last else f"{WEEK[first]}-{WEEK[last]}"
    clocks = [f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in spans]
    return f"{days} {' and '.join(clocks)}"
