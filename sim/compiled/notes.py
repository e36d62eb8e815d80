"""The records of a trace, written down as they come: far out of order, but into cases by time.

Customers walk ahead of the crowd, so a record may be of any time. There is a case for each
stretch of the simulated time (and the last one takes all that is later), and each case holds
sheets of 64 records. `order.py` then has to put only single cases in order.
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
    case = np.uint64(min(state.cases - 1, int((at - state.opens) * state.cases_a_tick)))
    place = S.case_ends(state)[case]
    if not place & ON_SHEET:
        sheet = state.sheets
        state.sheets += 1
        S.sheet_before(state)[sheet] = (place - 1) >> SHEET if place else 0
        place = sheet << SHEET
    S.case_ends(state)[case] = place + 1
    return np.uint64(place)
