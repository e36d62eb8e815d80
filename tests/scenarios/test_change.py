"""Changes: what a fix does to the numbers, and what it can't."""

import pytest

from desireline.scenarios.change import apply, compose
from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of
from desireline.scenarios.route import shares_of
from desireline.scenarios.spread import mean_of
from desireline.scenarios.units import money
from desireline.scenarios.whatif import Fix

JOURNEY = journey_of("""\
journey: shop
arrivals: {mon-fri 09:00-18:00: 60/h, otherwise: 6/h}
segments: {newcomer: {share: 70%, value: 100 EUR}, regular: {share: 20%}, guest: {share: 10%}}
resources:
  agents: {hours: {mon-fri 09:00-18:00: 6, sat: 2, sun: 0}, cost: 30 EUR/h}
  chat: {hours: 3}
stages:
  - stage: buy
    touchpoints:
      cart: {takes: {lognormal: {mean: 100s, cv: 0.8}}, leaves: 20%, next: {till: 60%, chat: 40%}}
      chat: {needs: agents, patience: 4 min, on-abandon: {cart: 40%}, next: {till: 100%}}
      till: {takes: {weibull: {scale: 60s, shape: 2}}, fails: 1%}
      door: {takes: {empirical: [10s, 30s]}}
""")


def after(path: str, change: str) -> Journey:
    """Give the journey with one change."""
    return apply(JOURNEY, {path: change})


def refused(path: str, change: str) -> FileMistakes:
    """Give what is wrong with one change."""
    with pytest.raises(FileMistakes) as caught:
        apply(JOURNEY, {path: change})
    return caught.value


@pytest.mark.parametrize(
    ("change", "share"),
    [("x0.5", 0.1), ("-4pp", 0.16), ("+2 pp", 0.22), ("= 30%", 0.3), ("−4pp", 0.16), ("x 1", 0.2)],
)
def test_shares(change: str, share: float) -> None:
    """Times, by percentage points, or set."""
    assert after("cart.leaves", change).touchpoint("cart").leave_share == pytest.approx(share)


def test_times_keep_their_form() -> None:
    """A factor and a step move the mean; the coefficient of variation stays."""
    for change, mean in (("x0.7", 70.0), ("+10s", 110.0), ("-40s", 60.0), ("×0.7", 70.0)):
        takes = after("cart.takes", change).touchpoint("cart").takes
        assert takes.lognormal is not None
        assert takes.lognormal.cv == 0.8
        assert mean_of(takes) == pytest.approx(mean)


def test_times_can_be_set() -> None:
    """To a constant."""
    assert after("cart.takes", "= 30s").touchpoint("cart").takes.constant == 30.0


def test_other_forms_of_times() -> None:
    """Weibull's shape and the number of observed times stay."""
    till = after("till.takes", "x2").touchpoint("till").takes
    door = after("door.takes", "x2").touchpoint("door").takes

    assert till.weibull is not None
    assert (till.weibull.scale, till.weibull.shape) == (120.0, 2.0)
    assert door.empirical == (20.0, 60.0)


def test_patience() -> None:
    """It is a time like any other."""
    patience = after("chat.patience", "x2").touchpoint("chat").patience

    assert patience is not None
    assert patience.constant == 480.0


def test_one_way_on_scales_the_others() -> None:
    """Those who stay add up to 100%."""
    assert shares_of(after("cart.next.till", "+20pp").touchpoint("cart").next) == pytest.approx(
        {"till": 0.8, "chat": 0.2}
    )


def test_a_new_way_on() -> None:
    """A touchpoint or the end that was not in `next` begins at zero."""
    assert shares_of(after("cart.next.end", "= 50%").touchpoint("cart").next) == pytest.approx(
        {"till": 0.3, "chat": 0.2, "end": 0.5}
    )


def test_the_way_on_that_is_not_written() -> None:
    """Without `next` it is the next touchpoint of the file."""
    assert shares_of(after("till.next.chat", "= 25%").touchpoint("till").next) == pytest.approx(
        {"door": 0.75, "chat": 0.25}
    )


def test_on_abandon_scales_nothing() -> None:
    """The rest leaves."""
    chat = after("chat.on-abandon.cart", "+10pp").touchpoint("chat")

    assert shares_of(chat.on_abandon) == pytest.approx({"cart": 0.5})


@pytest.mark.parametrize("key", ["hours", "capacity"])
def test_people_work_in_the_open_hours(key: str) -> None:
    """More of them do not open at night."""
    hours = after(f"agents.{key}", "+2").resources["agents"].hours

    assert [hours.at(m) for m in (600, 5 * 1440 + 600, 1200, 6 * 1440)] == [8.0, 4.0, 0.0, 0.0]
    assert after(f"agents.{key}", "= 5").resources["agents"].hours.at(600) == 5.0
    assert after(f"agents.{key}", "x0.5").resources["agents"].hours.at(600) == 3.0
    assert after("chat.capacity", "-1").resources["chat"].hours.at(0) == 2.0


def test_arrivals_change_in_every_hour() -> None:
    """By a factor, a rate, or to a constant."""
    assert after("arrivals", "x2").arrivals.rate.at(0) == 12.0
    assert after("arrivals", "+10/h").arrivals.rate.at(600) == 70.0
    assert after("arrivals", "= 24/day").arrivals.rate.at(600) == 1.0


def test_money() -> None:
    """Values and costs, in their own currency."""
    assert after("newcomer.value", "x1.1").segments["newcomer"].value == money("110 EUR")
    assert after("newcomer.value", "+5 EUR").segments["newcomer"].value == money("105 EUR")
    assert after("guest.value", "= 7 EUR").segments["guest"].value == money("7 EUR")
    assert after("agents.cost", "-5 EUR/h").resources["agents"].cost == money("25 EUR")


def test_one_segment_scales_the_others() -> None:
    """All of them are all customers."""
    shares = {k: s.share for k, s in after("newcomer.share", "-40pp").segments.items()}

    assert shares == pytest.approx({"newcomer": 0.3, "regular": 0.7 * 2 / 3, "guest": 0.7 / 3})


def test_a_name_may_be_used_twice() -> None:
    """The key tells the touchpoint `chat` from the resource `chat`."""
    changed = apply(JOURNEY, {"chat.leaves": "= 5%", "chat.capacity": "= 1"})

    assert changed.touchpoint("chat").leave_share == 0.05
    assert changed.resources["chat"].hours.at(0) == 1.0


def test_apply_leaves_the_journey_as_it_was() -> None:
    """A what-if compares; it must not spoil the base."""
    before = JOURNEY.model_dump_json()
    apply(JOURNEY, {"cart.leaves": "x0.5", "agents.capacity": "+1", "arrivals": "x2"})

    assert JOURNEY.model_dump_json() == before


def test_changes_and_fixes_are_applied_one_after_the_other() -> None:
    """The order is that of the file and of the comparison."""
    halve, less = Fix(changes={"cart.leaves": "x0.5"}), Fix(changes={"cart.leaves": "-4pp"})

    assert compose(JOURNEY, [halve, less]).touchpoint("cart").leave_share == pytest.approx(0.06)
    assert compose(JOURNEY, [less, halve]).touchpoint("cart").leave_share == pytest.approx(0.08)


@pytest.mark.parametrize(
    ("path", "change", "code", "nearest"),
    [
        ("cart.leavs", "-4pp", "DL201", "cart.leaves"),
        ("crat.leaves", "-4pp", "DL201", "cart.leaves"),
        ("cart.next", "-4pp", "DL201", None),
        ("cart.leaves.x", "-4pp", "DL201", None),
        ("cart.next.tll", "= 5%", "DL201", "cart.next.till"),
        ("cart", "x2", "DL201", None),
        ("", "x2", "DL201", None),
        ("arrival", "x2", "DL201", "arrivals"),
        ("cart.leaves", "4pp", "DL202", "= 4pp"),
        ("cart.leaves", "", "DL202", ""),
        ("cart.leaves", "xx2", "DL202", ""),
        ("cart.leaves", "x-1", "DL202", ""),
        ("cart.leaves", "-4", "DL203", "-4pp"),
        ("cart.leaves", "-4%", "DL203", "-4pp"),
        ("cart.leaves", "= soon", "DL203", ""),
        ("cart.takes", "+10", "DL203", "10s"),
        ("cart.takes", "-4pp", "DL203", ""),
        ("agents.capacity", "+4pp", "DL203", ""),
        ("agents.capacity", "+1.5", "DL203", ""),
        ("agents.cost", "+5 USD/h", "DL203", ""),
        ("arrivals", "+5", "DL203", "5/h"),
        ("cart.leaves", "-40pp", "DL204", ""),
        ("cart.leaves", "x6", "DL204", ""),
        ("cart.takes", "-200s", "DL204", ""),
        ("cart.patience", "x2", "DL204", ""),
        ("agents.capacity", "-3", "DL204", ""),
        ("agents.capacity", "x0.7", "DL204", ""),
        ("arrivals", "-30/h", "DL204", ""),
        ("regular.value", "x2", "DL204", ""),
        ("newcomer.value", "-200 EUR", "DL204", ""),
        ("chat.next.till", "-5pp", "DL204", ""),
        ("chat.on-abandon.till", "= 90%", "DL204", ""),
    ],
)
def test_what_can_not_be(path: str, change: str, code: str, nearest: str | None) -> None:
    """Unknown paths, forms, wrong units, impossible results: each says what was meant."""
    error = refused(path, change)

    assert error.code == code
    if nearest is not None:
        assert error.mistakes[0].nearest == nearest


def test_all_wrong_changes_are_told_at_once() -> None:
    """Also by `apply`."""
    with pytest.raises(FileMistakes) as caught:
        apply(JOURNEY, {"a.b": "x2", "cart.leaves": "?", "cart.takes": "x2"})

    assert [m.code for m in caught.value.mistakes] == ["DL201", "DL202"]
