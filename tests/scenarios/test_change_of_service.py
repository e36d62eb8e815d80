"""Changes of what a journey says of service and arrivals: each reaches its number."""

from typing import Any

import pytest

from desireline.scenarios.change import apply
from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey, Resource, Touchpoint
from desireline.scenarios.reading import journey_of
from desireline.scenarios.route import shares_of
from desireline.scenarios.spread import mean_of

JOURNEY = journey_of("""\
journey: shop
calendar: {starts: 2026-11-02}
arrivals:
  rate: {mon: 60/h, holiday: 5/h}
  groups: {1: 60%, 2: 40%}
  growth: 3% per month
  season: {dec: x2}
  promotions: {sale: {starts: 2 days, lasts: 4 days, rate: x3}}
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
resources:
  agents: {hours: {mon: 6, holiday: 2}, breaks: {mon 12:00-13:00: 2}, line: 20, at-once: 2,
           slower: 10%}
  door: {hours: 1}
returns: {share: 10%, after: 2 days}
stages:
  - stage: buy
    touchpoints:
      cart:
        takes: {exponential: 100s, at-most: 5 min, plus: 10s}
        takes-by-hour: {mon: x1.5}
        leaves: 20%
        next: {chat: {share: 40%, after: 5 min}, till: 60%}
        for: {regular: {leaves: 10%, next: {till: 90%, chat: 10%}}}
      chat:
        needs: agents
        patience: 4 min
        balks: {over: 5, share: 30%}
        call-back: {share: 50%, after: 1h}
        on-abandon: {till: {share: 40%, after: 9s}}
        returns: {share: 20%, after: 1 day}
        leaves: 1%
      till: {}
""")


def cart(path: str, change: str) -> Touchpoint:
    """Give the cart with one change."""
    return apply(JOURNEY, {path: change}).touchpoint("cart")


def chat(path: str, change: str) -> Any:
    """Give the chat with one change."""
    return apply(JOURNEY, {path: change}).touchpoint("chat")


def agents(path: str, change: str) -> Resource:
    """Give the agents with one change."""
    return apply(JOURNEY, {path: change}).resources["agents"]


def test_teams() -> None:
    """The line, several at once, how much slower, breaks, and holidays with the hours."""
    assert agents("agents.line", "+5").line == 25
    assert agents("agents.line", "x0.5").line == 10
    assert agents("agents.at-once", "= 3").at_once == 3
    assert agents("agents.slower", "+5pp").slower == pytest.approx(0.15)
    breaks = agents("agents.breaks", "-1").breaks
    assert breaks is not None
    assert breaks.at(720) == 1.0
    holiday = agents("agents.capacity", "+1").hours.holiday
    assert holiday is not None
    assert holiday[0].value == 3.0
    assert apply(JOURNEY, {"door.line": "= 7"}).resources["door"].line == 7


def test_queues() -> None:
    """Who turns away, who is called back, who comes back, and when."""
    assert chat("chat.balks.over", "+3").balks.over == 8
    assert chat("chat.balks.share", "-10pp").balks.share == pytest.approx(0.2)
    assert chat("chat.call-back.share", "+30pp").call_back.share == pytest.approx(0.8)
    assert chat("chat.call-back.after", "x0.5").call_back.after.constant == 1800.0
    assert chat("chat.returns.share", "x2").returns.share == 0.4
    assert chat("chat.returns.after", "+1h").returns.after.constant == 90000.0
    returns = apply(JOURNEY, {"returns.share": "= 30%"}).returns
    assert returns is not None
    assert returns.share == 0.3


def test_ways_keep_their_delays() -> None:
    """A change of shares moves nobody's time, and the time can be changed too."""
    moved = cart("cart.next.chat", "+20pp").next
    assert moved is not None
    assert shares_of(moved) == pytest.approx({"chat": 0.6, "till": 0.4})
    assert moved["chat"].after == JOURNEY.touchpoint("cart").next["chat"].after  # type: ignore[index]
    later = cart("cart.next.chat.after", "x2").next
    assert later is not None
    assert later["chat"].after is not None
    assert (later["chat"].share, later["chat"].after.constant) == (0.4, 600.0)
    assert chat("chat.on-abandon.till", "+5pp").on_abandon["till"].share == pytest.approx(0.45)
    assert chat("chat.on-abandon.till", "+5pp").on_abandon["till"].after.constant == 9.0


def test_one_segment() -> None:
    """From what holds for it, or else from what holds for everybody."""
    rule = cart("cart.for.regular.leaves", "-4pp").for_segments["regular"]
    assert rule.leave_share == pytest.approx(0.06)
    assert shares_of(rule.next) == {"till": 0.9, "chat": 0.1}
    ways = cart("cart.for.regular.next.chat", "+20pp").for_segments["regular"]
    assert shares_of(ways.next) == pytest.approx({"till": 0.7, "chat": 0.3})
    newcomer = cart("cart.for.newcomer.leaves", "x0.5").for_segments["newcomer"]
    assert (newcomer.leave_share, newcomer.takes) == (0.1, None)
    assert cart("cart.for.newcomer.leaves", "x0.5").leave_share == 0.2
    patience = chat("chat.for.regular.patience", "x2").for_segments["regular"].patience
    assert patience.constant == 480.0


def test_times_with_bounds() -> None:
    """The mean moves as is said, and the bounds with it."""
    takes = cart("cart.takes", "x0.5").takes
    assert (takes.at_most, takes.plus) == (150.0, 5.0)
    before = mean_of(JOURNEY.touchpoint("cart").takes)
    assert mean_of(cart("cart.takes", "+10s").takes) == pytest.approx(before + 10)


def test_the_pace() -> None:
    """In every hour."""
    pace = cart("cart.takes-by-hour", "x2").pace
    assert pace is not None
    assert [pace.at(0), pace.at(1440)] == [3.0, 2.0]


def test_arrivals() -> None:
    """The rate on weekdays and holidays, and all that moves it."""

    def after(path: str, change: str) -> Any:
        return apply(JOURNEY, {path: change}).arrivals

    rate = after("arrivals", "x2").rate
    assert (rate.at(0), rate.holiday[0].value) == (120.0, 10.0)
    assert after("arrivals.rate", "+5/h").rate.at(0) == 65.0
    assert after("arrivals.growth", "+1pp").growth == pytest.approx(0.04)
    assert after("arrivals.growth", "= -2% per month").growth == -0.02
    assert after("arrivals.groups.2", "+20pp").groups == pytest.approx({1: 0.4, 2: 0.6})
    assert after("arrivals.season.dec", "x1.5").season == {"dec": 3.0}
    assert after("arrivals.season.nov", "= x1.2").season == {"dec": 2.0, "nov": 1.2}
    assert after("arrivals.promotions.sale.rate", "+0.5").promotions["sale"].rate == 3.5
    assert after("arrivals.promotions.sale.lasts", "-1 day").promotions["sale"].lasts == 259200.0


@pytest.mark.parametrize(
    ("path", "change", "code", "nearest"),
    [
        ("agents.lien", "+5", "DL201", "agents.line"),
        ("door.line", "+5", "DL204", ""),
        ("agents.line", "x0.33", "DL204", ""),
        ("agents.at-once", "-2", "DL204", ""),
        ("agents.slower", "+5", "DL203", "+5pp"),
        ("agents.breaks", "+1pp", "DL203", ""),
        ("cart.balks.over", "+1", "DL204", ""),
        ("chat.balks.ovr", "+1", "DL201", "chat.balks.over"),
        ("chat.call-back.share", "+60pp", "DL204", ""),
        ("cart.call-back.share", "= 5%", "DL204", ""),
        ("cart.for.reglar.leaves", "-4pp", "DL201", "cart.for.regular.leaves"),
        ("cart.for.regular.leavs", "-4pp", "DL201", "cart.for.regular.leaves"),
        ("cart.for.regular.next.chatt", "-4pp", "DL201", "cart.for.regular.next.chat"),
        ("cart.for.regular", "x2", "DL201", None),
        ("cart.next.end.after", "x2", "DL204", ""),
        ("cart.next.chatt.after", "x2", "DL201", "cart.next.chat.after"),
        ("cart.takes-by-hour", "= 1.5", "DL203", "x1.5"),
        ("arrivals.grwth", "+1pp", "DL201", "arrivals.growth"),
        ("arrivals.growth", "x0.5pp", "DL202", ""),
        ("arrivals.growth", "-200pp", "DL204", ""),
        ("arrivals.groups.0", "= 5%", "DL204", ""),
        ("arrivals.season.november", "x2", "DL201", None),
        ("arrivals.promotions.sael.rate", "x2", "DL201", "arrivals.promotions.sale.rate"),
        ("arrivals.promotions.sale.lasts", "= 0s", "DL204", ""),
        ("returns.to", "x2", "DL201", None),
    ],
)
def test_what_can_not_be(path: str, change: str, code: str, nearest: str | None) -> None:
    """Each says what was meant."""
    with pytest.raises(FileMistakes) as caught:
        apply(JOURNEY, {path: change})

    assert caught.value.code == code
    if nearest is not None:
        assert caught.value.mistakes[0].nearest == nearest


def test_nothing_changes_recorded_arrivals() -> None:
    """They come as they were; refused, not passed over."""
    arrivals = JOURNEY.arrivals.model_copy(update={"recorded": "came.csv"})
    journey: Journey = JOURNEY.model_copy(update={"arrivals": arrivals})

    with pytest.raises(FileMistakes) as caught:
        apply(journey, {"arrivals": "x2"})
    assert caught.value.code == "DL204"
