"""How a touchpoint stands: its worst finding, the dearest first."""

from __future__ import annotations

from dataclasses import replace

from sample_record import could_not_check, shop

from desireline.reports.page_status import Place, places_of
from desireline.reports.record import Cell, Check, Record


def place(record: Record, name: str) -> Place:
    """Give one touchpoint as judged."""
    return next(found for found in places_of(record) if found.name == name)


def test_the_worst_finding_counts() -> None:
    """One broken promise outweighs all that are kept."""
    cart = place(shop(), "cart")

    assert (cart.standing, cart.kept, cart.made) == ("differs", 1, 2)
    assert cart.worst is not None
    assert (cart.worst.what, cart.worst.seen) == ("price", "139.00 EUR")


def test_what_nobody_looked_at_is_neither_broken_nor_fine() -> None:
    """All unseen is not checked; so is some unseen, the rest kept."""
    checks = (
        Check("order", "states price", "129.00 EUR", "129.00 EUR", "", "matches"),
        Check("order", "loads in", "2 s", "", "", "not checked"),
    )

    assert place(could_not_check(), "order").standing == "not checked"
    assert place(replace(shop(), checks=checks), "order").standing == "not checked"


def test_the_dearest_of_two_gaps_is_shown() -> None:
    """Both differ: the order of the gaps decides, not that of the checks."""
    record = shop()
    cheap = Check("cart", "clicks", "at most 2", "5", "", "differs", record.gaps[-1].name)

    worst = place(replace(record, checks=(cheap, *record.checks)), "cart").worst

    assert worst is not None
    assert worst.what == "price"


def test_a_gap_that_no_check_tells_of_is_shown_all_the_same() -> None:
    """An assumption that is off belongs to no promise."""
    record = replace(shop(), checks=(), facts=())

    assert place(record, "chat").standing == "differs"


def test_a_touchpoint_without_promises_stands_for_nothing() -> None:
    """It promises nothing, so it neither matches nor differs."""
    bare = place(replace(shop(), checks=(), facts=(), gaps=()), "cart")

    assert (bare.standing, bare.worst, bare.made) == ("not stated", None, 0)


def test_the_stages_owner_answers_where_a_touchpoint_names_none() -> None:
    """A touchpoint's own owner goes first."""
    record = shop()
    stage = replace(
        record.stages[0],
        touchpoints=tuple(replace(point, owner="") for point in record.stages[0].touchpoints),
    )

    assert place(replace(record, stages=(stage, *record.stages[1:])), "ad").owner == "marketing"


def test_a_fact_that_nobody_promised_there_is_not_missed() -> None:
    """Kept promises stay kept, whatever else was not read."""
    row = replace(
        shop().facts[0], cells=(Cell("order", "not checked"), Cell("order", "not stated"))
    )

    assert place(replace(shop(), facts=(row,)), "order").standing == "matches"


def test_that_every_step_works_says_least() -> None:
    """Of several promises that are kept, a telling one is shown."""
    works = Check("order", "works", "every step works", "every step works", "", "matches")
    worst = place(replace(shop(), checks=(works, *shop().checks), facts=()), "order").worst

    assert worst is not None
    assert worst.what == "states price"
