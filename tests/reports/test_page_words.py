"""Every sentence of the page is computed: these are the sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_record import consistent, could_not_check, no_walks, shop, small

from desireline.reports import page_words as say
from desireline.reports.page_routes import routes_of
from desireline.reports.page_status import places_of
from desireline.reports.record import Gap, GapKind, Record
from desireline.sim.experiments.outcome import Estimate

CHANCE = Estimate(18, -9, 44)


def chancy(record: Record) -> Record:
    """Make every price one that could be chance."""
    gaps = tuple(replace(gap, lost=CHANCE, money=CHANCE) for gap in record.gaps)
    return replace(record, gaps=gaps, lost=CHANCE, money=CHANCE)


def first_gap(**changes: object) -> Gap:
    """Take the shop's dearest gap and change it."""
    return replace(shop().gaps[0], **changes)  # type: ignore[arg-type]


def test_the_verdict_says_how_many_promises_are_kept() -> None:
    """What could not be looked at is no part of the share, and is said."""
    assert say.verdict_line(shop()) == (
        "Not consistent · 12 of 20 promises kept (60%) · 1 not looked at"
    )


def test_the_verdict_of_a_site_that_is_down_gives_no_share() -> None:
    """None of 21 is not 0%."""
    assert say.verdict_line(could_not_check()) == (
        "Could not check · none of 21 promises could be looked at"
    )


def test_the_verdict_of_a_plan_without_promises() -> None:
    """There is nothing to keep."""
    record = replace(consistent(), checks=())

    assert say.verdict_line(record) == "Consistent · the plan makes no promise"


def test_the_context_says_who_walked_and_what_was_simulated() -> None:
    """Persona, time, site, how long; replications, days, seed, what a range is."""
    walked, simulated = say.context_lines(shop())

    assert walked == (
        "Walked as a newcomer with a Pixel 7 on slow-4g, on 22 Nov 2026, 09:00 UTC at "
        "http://127.0.0.1:8765: eleven touchpoints in 3 min 12 s."
    )
    assert simulated == (
        "Simulated 20 times 28 days with seed 7, as promised and as seen, for the same "
        "customers with the same luck. Ranges are 95% intervals."
    )


def test_two_walks_are_added_up() -> None:
    """Both personas are named, and their time is one sum."""
    walk = shop().walks[0]
    both = (walk, replace(walk, walk="ask-for-help", persona="a regular", seconds=60.0))

    line = say.context_lines(replace(shop(), walks=both))[0]

    assert line.startswith(
        "Walked as a newcomer with a Pixel 7 on slow-4g; a regular, in two walks, on"
    )
    assert line.endswith("eleven touchpoints in 4 min 12 s.")


def test_nobody_walked() -> None:
    """A simulated journey has a page too."""
    assert say.context_lines(no_walks())[0] == "Nobody walked; reported on 22 Nov 2026, 09:04 UTC."


def test_the_cost_leads_with_money() -> None:
    """The amount, its range, then the journeys."""
    answer = say.cost_answer(shop())

    assert (answer.big, answer.range) == ("€55k a month", "€46k–€63k")
    assert answer.more == (
        "426 (362–490) journeys a month are not completed because of these seven gaps."
    )


def test_a_cost_that_could_be_chance_says_so() -> None:
    """The range holds zero."""
    assert say.cost_answer(chancy(shop())).more.endswith(
        "It could be chance: the range holds zero."
    )


def test_no_gap_costs_nothing_that_can_be_seen() -> None:
    """Nothing seen is told from nothing looked at."""
    assert say.cost_answer(consistent()).big == "Nothing that can be seen"
    assert say.cost_answer(could_not_check()).big == "Cannot tell"


def test_what_to_fix_first_is_the_dearest_gap() -> None:
    """What to do, what it brings, whose it is."""
    record = shop()
    answer = say.fix_answer(record, places_of(record))

    assert answer.big == "Say 129.00 EUR at Cart"
    assert answer.more == (
        "Brings back 152 (114–190) completed journeys a month, worth €19,494. Owned by e-commerce."
    )


def test_a_fix_that_could_be_chance_promises_nothing() -> None:
    """May, not will."""
    record = chancy(shop())

    assert say.fix_answer(record, places_of(record)).more.startswith(
        "May bring back 18 (−9 to 44) journeys a month; that could be chance."
    )


@pytest.mark.parametrize(
    ("what", "kind", "promised", "asks"),
    [
        ("works", "promise broken", "every step works", "Mend Cart"),
        ("loads in", "too slow", "2 s", "Make Cart load in 2 s"),
        ("arrives in", "too slow", "5 min", "Deliver Cart within 5 min"),
        ("fields", "too much effort", "at most 8", "Ask for at most 8 fields at Cart"),
        ("human within", "no way to a human", "2 turns", "Bring a person within 2 turns at Cart"),
        ("remembers", "told twice", "email", "Stop asking again for email at Cart"),
        ("links work", "dead end", "every link", "Mend the dead links at Cart"),
        ("states Price", "promise broken", "129.00 EUR", "State the Price at Cart"),
        ("Phone", "fact contradicted", "", "Say the same Phone everywhere, at Cart first"),
        ("leaves", "assumption off", "22%", "Correct the plan’s number for Cart"),
    ],
)
def test_each_kind_of_gap_has_its_request(
    what: str, kind: GapKind, promised: str, asks: str
) -> None:
    """The answer is something that somebody can do."""
    gap = first_gap(what=what, kind=kind, promised=promised)

    assert say.fix_words(gap, places_of(shop())) == asks


def test_a_gap_that_nobody_owns_says_so() -> None:
    """An empty owner is nobody."""
    assert say.owned_by(first_gap(owners=("",))) == "Nobody owns it."


def test_what_cannot_be_told_names_the_place_and_the_command() -> None:
    """The person on call walks that one touchpoint again."""
    record = shop()
    answer = say.blind_answer(record, places_of(record))

    assert answer.big == "1 of 21 promises not looked at"
    assert answer.more == "Not looked at: Chat with us. The price of one gap could be chance."
    assert answer.command == "desireline probe journey.yaml --only chat"


def test_a_site_that_is_down_is_walked_again_whole() -> None:
    """Why nothing could be looked at leads."""
    record = could_not_check()
    answer = say.blind_answer(record, places_of(record))

    assert answer.more == "Could not look: http://127.0.0.1:8765 does not answer."
    assert answer.command == "desireline probe journey.yaml"


def test_when_all_was_looked_at_the_dearest_gap_is_walked_again() -> None:
    """There is always a command."""
    record = small()
    answer = say.blind_answer(record, places_of(record))

    assert answer.big == "Every promise was looked at"
    assert answer.command == "desireline probe journey.yaml --only form"


def test_a_command_is_safe_to_paste() -> None:
    """A file's name may hold anything."""
    record = replace(shop(), journey_file="my journey; rm -rf.yaml")

    assert say.again_command(record, ["a b"]) == (
        "desireline probe 'my journey; rm -rf.yaml' --only 'a b'"
    )


def test_the_gaps_say_how_the_loss_is_spread() -> None:
    """Where to look first."""
    assert say.gaps_say(shop()) == (
        "Seven gaps; the first two carry 65% of the loss. One of them could be chance."
    )
    assert say.gaps_say(small()) == "One gap between promise and practice."
    assert say.gaps_say(chancy(shop())) == (
        "The price of each could be chance: its range holds zero."
    )
    assert say.gaps_say(consistent()) == "Every promise that was looked at is kept."


def test_the_map_says_where_the_gaps_stand() -> None:
    """How many touchpoints, and the stage that holds most of them."""
    record = shop()

    assert say.map_says(record, places_of(record)) == (
        "Eight of eleven touchpoints show a gap, three of them in buy."
    )
    assert say.map_says(consistent(), places_of(consistent())) == (
        "None of the eleven touchpoints is seen to break a promise. One not fully looked at."
    )


def test_the_facts_say_which_read_differently() -> None:
    """And that none could be looked at, when none could."""
    assert say.facts_say(shop()).endswith(
        "Price and Delivery time do not read the same everywhere."
    )
    assert say.facts_say(consistent()).endswith("No place contradicts another.")
    assert say.facts_say(could_not_check()).endswith("None could be looked at.")
    assert say.facts_say(small()) == ("The plan names no fact that must read the same everywhere.")


def test_the_flow_says_both_kinds_of_leaving() -> None:
    """Anyway, and because of a gap."""
    record = shop()

    assert say.flow_says(record, routes_of(record)) == (
        "Of 14,500 who arrive in a month, 1,207 (8.3%) complete the journey. 12,474 would have "
        "left anyway; 705 leave because of a gap."
    )


def test_guesses_are_counted() -> None:
    """A number without a source is called a guess."""
    assert say.trust_says(shop()) == "Two of four inputs are guesses."
    assert say.trust_says(small()) == "The run names no input."
    assert say.source_words(first_gap(source="guess", source_kind="guess")) == "a guess"
    assert say.source_words(first_gap()) == "survey, Baymard 2024, survey of 1,026 shoppers"


def test_scores_are_called_simulated() -> None:
    """Nobody was asked."""
    names = [row[0] for row in say.simulated_scores(shop())]

    assert [name for name in names if "simulated" in name] == [
        "CES, simulated (1 to 7, 7 is very easy)",
        "NPS, simulated (−100 to 100)",
    ]
