"""The records of a trace, written down as they come: far out of order, but into cases by time.

Customers walk ahead of the crowd, so a record may be of any time. There is a case for each
stretch of the time to come, and the last one takes all that is later: it is dealt out anew when
the others are over. Each case holds sheets of 64 records. `order.py` puts one case after the other
in order, as soon as nothing more can come into it, and gives its sheets back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import state as S
from .cache import inlined
from .state import A_SHEET

ON_SHEET = A_SHEET - 1  # the bits that say where on its sheet a record stands
SHEET = A_SHEET.bit_length() - 1


@inlined
def note(state: Any, person: Any, at: int, what: int, place: int, value: int) -> None:
    """Keep a record of a counted customer, if a trace is wanted."""
    if state.keeps_trace and person.counted:
        record = S.trace(state)[_next_place(state, at)]
        record.at = at
        record.customer = person.number
        record.what = what
        record.place = place
        record.value = value
        state.traced += 1


@inlined
def _next_place(state: Any, at: int) -> Any:
    """Give where the next record of a time goes; on a new sheet if the last one is full."""
    case = np.uint64(min(state.cases - 1, int((at - state.cases_from) * state.cases_a_tick)))
    place = S.case_ends(state)[case]
    if not place & ON_SHEET:
        sheet = _take_sheet(state)
        S.sheet_before(state)[sheet] = (place - 1) >> SHEET if place else 0
        place = sheet << SHEET
    S.case_ends(state)[case] = place + 1
    return np.uint64(place)


@inlined
def _take_sheet(state: Any) -> int:
    """Give an empty sheet: one that was given back, or a new one."""
    sheet = state.free_sheet
    if not sheet:
        state.sheets += 1
        return int(state.sheets) - 1
    state.free_sheet = S.sheet_before(state)[sheet]
    state.sheets_free -= 1
    return int(sheet)


@inlined
def deal_anew(state: Any, first: int) -> None:
    """Deal what lies in the last case out to all of them, which are empty and begin anew.

    Whatever comes is no earlier than `first`. When nobody comes in any more, the cases get
    twice as long: who is still there may be for years.
    """
    last = state.cases - 1
    end = S.case_ends(state)[last]
    S.case_ends(state)[last] = 0
    state.cases_over, state.cases_from = 0, first
    if state.arrives >= state.last:
        state.cases_a_tick /= 2
    if not end:
        return
    sheet, count = (end - 1) >> SHEET, 1
    while S.sheet_before(state)[sheet]:
        sheet = S.sheet_before(state)[sheet]
        count += 1
    sheets = np.empty(count, np.int64)
    sheet = (end - 1) >> SHEET
    for number in range(count - 1, -1, -1):
        sheets[number] = sheet
        sheet = S.sheet_before(state)[sheet]
    on_last = ((end - 1) & ON_SHEET) + 1
    for number in range(count):
        for place in range(on_last if number == count - 1 else A_SHEET):
            at = S.trace(state)[(sheets[number] << SHEET) + place].at
            state.cases_from = min(state.cases_from, at)
    for number in range(count):
        for place in range(on_last if number == count - 1 else A_SHEET):
            record = S.trace(state)[(sheets[number] << SHEET) + place]
            S.trace(state)[_next_place(state, record.at)] = record
        give_back(state, sheets[number])


@inlined
def give_back(state: Any, sheet: int) -> None:
    """Have a sheet be written on again."""
    S.sheet_before(state)[sheet] = state.free_sheet
    state.free_sheet = sheet
    state.sheets_free += 1
