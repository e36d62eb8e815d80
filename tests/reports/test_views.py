"""Promised against observed: what holds, what differs, and what nobody could look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from walked_shop import NORMALS, QUICK, delivery, failed_step, phone, price, shop, walked

from desireline.probes.seen import FactSeen, Noticed, StepSeen, TouchpointSeen, WalkSeen
from desireline.reports.gaps import find_gaps, gap_keys
from desireline.reports.record import Check, Standing
from desireline.reports.views import Views, checks_of, compare_views
from desireline.sim.experiments.experiment import simulate

TIMES = ("loads in", "answers in", "arrives in")


def views_of(*walks: WalkSeen) -> Views:
    """Compare the shop with some walks."""
    return compare_views(shop(), walks, NORMALS)


def standing(touchpoint: str, promise: str, **changed: Any) -> tuple[Standing, str]:
    """Give how one promise stands, and what was seen, where one touchpoint is changed."""
    judged = views_of(walked(**{touchpoint: changed})).judged
    return next(
        (j.look.standing, j.look.seen)
        for j in judged
        if (j.promise.touchpoint, j.promise.key) == (touchpoint, promise)
    )


def cell(views: Views, fact: str, touchpoint: str) -> tuple[Standing, str]:
    """Give how a fact stands at a touchpoint, and what is said there."""
    found = next(view.cells[touchpoint] for view in views.facts if view.fact == fact)
    return found.standing, found.shown


def test_a_perfect_walk_keeps_every_promise() -> None:
    """Nothing differs, nothing is missing."""
    views = views_of(walked())

    assert {judged.look.standing for judged in views.judged} == {"matches"}
    assert not any(view.differing for view in views.facts)
    assert not views.unseen


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(2.0, "matches"), (2.19, "matches"), (2.21, "differs"), (9.0, "differs")],
)
def test_a_time_is_over_by_more_than_a_tenth(seconds: float, expected: Standing) -> None:
    """Promised are 2 s."""
    assert standing("landing", "loads in", loads_seconds=seconds)[0] == expected


def test_a_tenth_of_a_second_is_no_gap() -> None:
    """However short the promise is."""
    journey = shop(
        stages=[{"stage": "s", "touchpoints": {"a": {"promises": {"loads in": "100ms"}}}}]
    )
    seen = TouchpointSeen("a", "ok", loads_seconds=0.19)
    walk = WalkSeen("w", "", "2026-01-05T09:00:00Z", 1, "ok", touchpoints=(seen,))

    judged = compare_views(journey, [walk], {}).judged

    assert [j.look.standing for j in judged] == ["matches", "matches"]


@pytest.mark.parametrize(
    ("touchpoint", "promise", "changed", "expected"),
    [
        ("chat", "answers in", {"answers_seconds": 120.0}, ("differs", "2 min")),
        ("chat", "answers in", {"answers_seconds": None}, ("differs", "no answer")),
        ("chat", "answers in", {"answers_seconds": None, "human_came": None}, ("not checked", "")),
        ("chat", "human within", {"turns_to_human": 3}, ("differs", "3 turns")),
        ("chat", "human within", {"turns_to_human": 2}, ("matches", "2 turns")),
        (
            "chat",
            "human within",
            {"human_came": False, "turns_to_human": 5},
            ("differs", "nobody came, asked 5 times"),
        ),
        ("chat", "human within", {"human_came": None}, ("not checked", "")),
        ("checkout", "fields", {"fields": 14}, ("differs", "14")),
        ("checkout", "fields", {"fields": 8}, ("matches", "8")),
        ("checkout", "remembers", {"told_again": ("email",)}, ("differs", "asked again: email")),
        ("checkout", "remembers", {"told_again": ("street",)}, ("matches", "none")),
        ("landing", "says", {"words_missing": ("Boots",)}, ("differs", "words missing: Boots")),
        ("landing", "says", {"words_missing": None}, ("not checked", "")),
        ("checkout", "accessible", {"barriers": ("label: e",)}, ("differs", "1 barrier: label: e")),
        ("cart", "links work", {"dead_links": ("/x",)}, ("differs", "1 dead link: /x")),
        ("cart", "links work", {"dead_links": None}, ("not checked", "")),
        ("mail", "arrives in", {"arrives_seconds": 17.0}, ("differs", "17 s")),
    ],
)
def test_each_promise_is_judged(
    touchpoint: str, promise: str, changed: dict[str, Any], expected: tuple[Standing, str]
) -> None:
    """None is never looked at; empty is looked at, and nothing found."""
    assert standing(touchpoint, promise, **changed) == expected


def test_a_mail_that_never_came_breaks_its_promise_once() -> None:
    """What failed is the arrival, not the step beside it."""
    lost = {
        "verdict": "failed",
        "arrives_seconds": None,
        "facts": (),
        "steps": failed_step("inbox"),
    }

    assert standing("mail", "arrives in", **lost) == ("differs", "not within 20 s")
    assert standing("mail", "works", **lost)[0] == "not checked"


def test_a_mail_given_up_on_too_early_proves_nothing() -> None:
    """Promised within 15 s, waited for 5 s."""
    lost = {
        "verdict": "failed",
        "arrives_seconds": None,
        "facts": (),
        "steps": failed_step("inbox"),
    }
    hasty = {"at": "mail", "do": [{"inbox": {"subject": "order", "within": "5s"}}]}
    views = compare_views(shop(walks={"buy": {"route": [hasty]}}), [walked(mail=lost)], NORMALS)

    assert views.unseen
    assert any("wait at least 15 s" in note.says for note in views.notes)
    assert not find_gaps(shop(), views)


def test_a_failed_touchpoint_lets_nobody_through() -> None:
    """What was counted up to the failure proves no promise; what is over it already does."""
    broken = {"verdict": "failed", "steps": failed_step("click", "no button"), "fields": 3}

    assert standing("checkout", "works", **broken) == ("differs", "click something: no button")
    assert standing("checkout", "fields", **broken)[0] == "not checked"
    assert standing("checkout", "fields", **broken | {"fields": 9})[0] == "differs"
    assert standing("checkout", "remembers", **broken)[0] == "not checked"


def test_a_fact_that_could_not_be_read_is_no_failure_of_the_touchpoint() -> None:
    """It is judged as a fact."""
    unread = {"verdict": "failed", "steps": failed_step("same"), "facts": (price(""),)}

    assert standing("checkout", "works", **unread)[0] == "not checked"


def test_flaky_failed_once() -> None:
    """The first try's failure is told."""
    first = walked(checkout={"verdict": "failed", "message": "error 500"})
    flaky = walked()
    flaky = WalkSeen(
        flaky.walk, flaky.persona, flaky.started_at, 1.0, "flaky", touchpoints=flaky.touchpoints,
        first_try=first,
    )  # fmt: skip

    judged = {(j.promise.touchpoint, j.promise.key): j for j in views_of(flaky).judged}

    works = judged["checkout", "works"].look
    assert (works.standing, works.amount) == ("differs", 0.5)
    assert "error 500" in works.seen
    assert judged["cart", "works"].look.standing == "matches"


@pytest.mark.parametrize("verdict", ["could not look", "not run"])
def test_what_could_not_be_looked_at_is_not_broken(verdict: str) -> None:
    """Even if numbers came along."""
    blind = {"verdict": verdict, "message": "no browser", "loads_seconds": 60.0}
    views = views_of(walked(landing=blind))

    standings = {j.look.standing for j in views.judged if j.promise.touchpoint == "landing"}
    assert standings == {"not checked"}
    assert views.unseen == (verdict == "could not look")


def test_where_the_walk_could_not_look_is_a_note() -> None:
    """With the reason."""
    views = views_of(walked(landing={"verdict": "could not look", "message": "no browser"}))

    assert [n.says for n in views.notes if n.touchpoint == "landing"] == [
        "walk buy could not look: no browser"
    ]


def test_where_a_walk_ended_and_what_it_missed_is_a_note() -> None:
    """One note, at the place where it ended."""
    danger = {"message": "walked up to: places an order"}
    missed = {"verdict": "not run"}
    views = views_of(walked(checkout=danger, chat=missed, mail=missed))

    ended = "walk buy ended here (walked up to: places an order) and did not reach chat and mail"
    assert ended in [n.says for n in views.notes if n.touchpoint == "checkout"]


def test_what_a_walk_could_not_tidy_up_is_a_note() -> None:
    after = (
        StepSeen("click", "click button “Cancel order”", "failed", "no button is there"),
        StepSeen("open", "open /account", "ok"),
    )
    views = views_of(replace(walked(), after=after))

    says = [note.says for note in views.notes if "left something behind" in note.says]
    assert says == [
        "walk buy left something behind: click button “Cancel order”: no button is there"
    ]


def test_the_worst_of_several_walks_counts_and_says_whose() -> None:
    """The phone's walk is slow, the desktop's is not."""
    views = views_of(walked("desk"), walked("phone", landing={"loads_seconds": 7.0}))

    checks = checks_of(shop(), views, {}, simulate(shop(), plan=QUICK))

    assert [c.seen for c in checks if c.what == "loads in"] == ["7 s (phone)"]


def test_facts_are_compared_by_normal_form() -> None:
    """Two spellings of one price match."""
    spelled = FactSeen("price", "€ 129,-", "129.00 EUR")

    assert cell(views_of(walked(cart={"facts": (spelled,)})), "price", "cart") == (
        "matches",
        "€ 129,-",
    )


def test_a_fact_stands_in_five_ways() -> None:
    """Differs, missing, matches, not stated, not checked look different."""
    views = views_of(
        walked(
            landing={"facts": (price(""),)},
            cart={"facts": (price("139.00 EUR"),)},
            checkout={"facts": (price(""),)},
        )
    )

    assert cell(views, "price", "cart") == ("differs", "139.00 EUR")
    assert cell(views, "price", "checkout") == ("missing", "")
    assert cell(views, "price", "mail") == ("matches", "129.00 EUR")
    assert cell(views, "price", "landing") == ("not stated", "")
    assert cell(views, "price", "ad") == ("not checked", "")
    assert cell(views, "delivery", "cart") == ("not checked", "")


def test_what_has_no_normal_form_is_not_checked_and_said() -> None:
    """It may be right or wrong."""
    odd = FactSeen("price", "on request", None)
    views = views_of(walked(cart={"facts": (odd, delivery())}))

    assert cell(views, "price", "cart") == ("not checked", "on request")
    assert any("can't be compared: on request" in note.says for note in views.notes)


def test_without_a_promise_the_first_word_counts() -> None:
    """The plan names no phone number; the ad was met first."""
    views = views_of(walked(mail={"facts": (phone("+49 30 23125 199"),)}))

    assert cell(views, "phone", "ad")[0] == "matches"
    assert cell(views, "phone", "mail") == ("differs", "+49 30 23125 199")


def test_a_mail_can_contradict_itself() -> None:
    """The text part says 14 days, the HTML part 3."""
    parts = (price(), delivery(14, "text part"), delivery(3, "HTML part"))
    views = views_of(walked(mail={"facts": parts}))

    assert cell(views, "delivery", "mail") == ("differs", "within 14 days (text part)")


def test_walks_that_read_different_things_are_told_apart() -> None:
    """The worst cell says whose it is."""
    views = views_of(walked("a"), walked("b", cart={"facts": (price("139.00 EUR"), delivery())}))

    assert cell(views, "price", "cart") == ("differs", "139.00 EUR (b)")


def checks(*walks: WalkSeen) -> list[Check]:
    """Give the checks of some walks, with their gaps."""
    views = views_of(*walks)
    keys = gap_keys(find_gaps(shop(), views))
    return list(checks_of(shop(), views, keys, simulate(shop(), plan=QUICK)))


def test_every_broken_check_names_its_gap() -> None:
    """And no other does."""
    found = checks(
        walked(
            cart={"facts": (price("139.00 EUR"),)}, checkout={"facts": (price(""),), "fields": 11}
        )
    )

    assert all(bool(c.gap) == (c.standing in ("differs", "missing")) for c in found)
    assert {c.gap for c in found} == {"", "fact/price", "states-price/checkout", "fields/checkout"}


def test_a_fact_is_checked_wherever_it_is_told() -> None:
    """The landing page does not promise a price, but says a wrong one."""
    found = checks(walked(landing={"facts": (price("99.00 EUR"),)}))

    assert ("landing", "states price", "differs") in [
        (c.touchpoint, c.what, c.standing) for c in found
    ]


def test_a_fact_that_the_walk_did_not_read_is_not_checked() -> None:
    """It is promised, so it is listed."""
    found = checks(walked(cart={"facts": (price(),)}))

    assert [c.standing for c in found if (c.touchpoint, c.what) == ("cart", "states delivery")] == [
        "not checked"
    ]


def test_the_maps_blanks_are_notes() -> None:
    """Nobody owns it, it promises nothing, nothing looks at it."""
    stage = {
        "stage": "use",
        "touchpoints": {"hike": {}, "shelf": {"promises": {"states": ["price"]}}},
    }
    route = [{"at": "shelf", "do": [{"open": "/"}]}]
    journey = shop(stages=[stage], completes=["shelf"], walks={"w": {"route": route}})

    says = {note.touchpoint: note.says for note in compare_views(journey, [], {}).notes}

    assert says["hike"] == "nobody owns it, promises nothing and nothing looks at it"
    assert says["shelf"] == "nobody owns it and no walk reads price here"


def test_no_walk_at_all_is_not_consistent() -> None:
    """Nothing was looked at."""
    assert views_of().unseen


def test_no_time_is_judged_of_a_walk_beside_others() -> None:
    """What is counted there still is; and it is said."""
    slow = walked(landing={"loads_seconds": 9.0, "clicks": 1})
    views = views_of(replace(slow, beside_others=True))

    stands = {(j.promise.touchpoint, j.promise.key): j.look.standing for j in views.judged}
    assert {s for (_, key), s in stands.items() if key in TIMES} == {"not checked"}
    assert {s for (_, key), s in stands.items() if key not in TIMES} == {"matches"}
    assert any("walked beside others" in note.says for note in views.notes)
    assert not views.unseen


@pytest.mark.parametrize(
    ("index", "busy"), [((100, 84), True), ((84, 100), True), ((100, 86), False)]
)
def test_times_of_a_busy_machine_are_called_doubtful(
    index: tuple[float, float], busy: bool
) -> None:
    """When its speed moved by more than 15%."""
    views = views_of(replace(walked(), cpu_index=index))

    assert any("load times are doubtful" in note.says for note in views.notes) == busy


def test_what_was_noticed_is_a_note_once() -> None:
    """By two walks, at one touchpoint; and what holds of a whole walk stands at none."""
    twice = Noticed("dead end", "no link and no button leads on from here")
    whole = Noticed("no way to a human", "no phone number on any of the 4 pages")
    walks = [
        replace(walked(name, landing={"noticed": (twice,)}), noticed=(whole,)) for name in "ab"
    ]

    notes = compare_views(shop(), walks, NORMALS).notes
    says = [(note.touchpoint, note.says) for note in notes if note.says.startswith("noticed")]

    assert says == [
        ("landing", f"noticed: dead end: {twice.says}"),
        ("", f"noticed on walk a: no way to a human: {whole.says}"),
        ("", f"noticed on walk b: no way to a human: {whole.says}"),
    ]


def test_what_was_noticed_to_be_asked_again_breaks_the_promise_to_remember() -> None:
    noticed = Noticed("told twice", "“Mail” is asked again", "email")
    (judged,) = (
        one
        for one in compare_views(shop(), [walked(checkout={"noticed": (noticed,)})], NORMALS).judged
        if one.promise.key == "remembers"
    )

    assert (judged.look.standing, judged.look.seen) == ("differs", "asked again: email")
