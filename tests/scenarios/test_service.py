"""What a journey says of service: teams, lines, rules, segments, coming back, being asked."""

import pytest

from desireline.scenarios.coverage import coverage
from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey, Touchpoint, flow_of, next_of
from desireline.scenarios.prior import effect_of
from desireline.scenarios.reading import journey_of
from desireline.scenarios.route import shares_of
from desireline.scenarios.ways import seen_by, ways_of
from desireline.scenarios.week import Span

JOURNEY = journey_of("""\
journey: bank
segments: {newcomer: {share: 70%}, regular: {share: 30%}}
resources:
  agents:
    hours: {mon-fri 09:00-18:00: 6, holiday: 0}
    breaks: {mon-fri 12:00-13:00: 2}
    closing: send-away
    at-once: 3
    slower: 15%
    line: at most 20
    priority: [regular, chat]
    preempts: true
  seniors: {hours: 1}
calendar: {starts: 2026-11-02}
returns: {share: 10%, after: 2 days}
stages:
  - stage: serve
    touchpoints:
      site:
        takes-by-hour: {mon-fri 17:00-20:00: x1.3}
        asks: customer-number
        next: {chat: {share: 60%, after: {exponential: 20min}}, phone: 40%}
        for: {regular: {takes: 20s, leaves: 5%, next: {phone: 100%}}}
      chat:
        needs: [agents, seniors]
        balks: {over: 5, share: 30%}
        patience: 4 min
        call-back: {share: 50%, after: 1h}
        on-abandon: {phone: {share: 40%, after: 10 min}}
        next-if:
          - {segment: regular, came-here: at least 3, seen: phone, to: {branch: 100%}}
          - {hours: [sat, sun 10:00-12:00], line: {agents: over 5}, to: {branch: 90%, end: 10%}}
        returns: {share: 20%, after: {exponential: 3 days}, to: site}
        knows: [customer-number]
        leaves: 1%
      phone: {needs: agents, leaves: 2%}
      branch: {}
""")
SITE, CHAT, PHONE = (JOURNEY.touchpoint(name) for name in ("site", "chat", "phone"))


def test_teams() -> None:
    """Breaks, closing, several at once, a line, and who comes first."""
    agents = JOURNEY.resources["agents"]

    assert agents.breaks is not None
    assert [agents.breaks.at(minute) for minute in (719, 720, 780)] == [0.0, 2.0, 0.0]
    assert agents.hours.holiday == (Span(0, 1440, 0.0),)
    assert (agents.closing, agents.at_once, agents.slower) == ("send-away", 3, 0.15)
    assert (agents.line, agents.priority, agents.preempts) == (20, ("regular", "chat"), True)


def test_what_a_team_does_when_nothing_is_said() -> None:
    """As always: one customer each, no limit, nobody first."""
    seniors = JOURNEY.resources["seniors"]

    assert (seniors.breaks, seniors.closing, seniors.at_once) == (None, "finish", 1)
    assert (seniors.slower, seniors.line, seniors.priority, seniors.preempts) == (
        0,
        None,
        (),
        False,
    )


def test_one_team_or_several() -> None:
    """In order of preference; one needs no list."""
    assert (CHAT.needs, PHONE.needs, SITE.needs) == (("agents", "seniors"), ("agents",), ())


def test_ways_with_a_delay() -> None:
    """A share alone, or with a time on the way."""
    assert SITE.next is not None
    assert SITE.next["chat"].after is not None
    assert SITE.next["chat"].after.exponential == 1200.0
    assert SITE.next["phone"].after is None
    assert CHAT.on_abandon["phone"].after is not None
    assert shares_of(SITE.next) == next_of(JOURNEY, "site") == {"chat": 0.6, "phone": 0.4}
    assert flow_of(JOURNEY)["phone"] == {"branch": 1.0}


def test_turning_away_and_being_called_back() -> None:
    """Before the line, and after patience."""
    assert CHAT.balks is not None
    assert (CHAT.balks.over, CHAT.balks.share) == (5, 0.3)
    assert CHAT.call_back is not None
    assert (CHAT.call_back.share, CHAT.call_back.after.constant) == (0.5, 3600.0)


def test_rules_before_next() -> None:
    """Each with its conditions, in the order of the file."""
    first, second = CHAT.next_if

    assert (first.segment, first.came_here, first.seen, first.line) == ("regular", 3, "phone", None)
    assert second.hours is not None
    assert [second.hours.at(5 * 1440), second.hours.at(6 * 1440 + 660)] == [1.0, 1.0]
    assert [second.hours.at(0), second.hours.at(6 * 1440 + 720)] == [0.0, 0.0]
    assert second.line == {"agents": 5}
    assert shares_of(second.to) == {"branch": 0.9, "end": 0.1}


def test_coming_back() -> None:
    """The touchpoint's own, or the journey's."""
    assert CHAT.returns is not None
    assert (CHAT.returns.share, CHAT.returns.to) == (0.2, "site")
    assert JOURNEY.returns is not None
    assert (JOURNEY.returns.share, JOURNEY.returns.to) == (0.1, None)


def test_what_is_told_and_known() -> None:
    """One name or a list."""
    assert (SITE.asks, CHAT.knows, PHONE.asks) == (("customer-number",), ("customer-number",), ())


def test_the_pace_by_hour() -> None:
    """As usual outside the hours that are named."""
    assert SITE.pace is not None
    assert [SITE.pace.at(minute) for minute in (1019, 1020, 1200)] == [1.0, 1.3, 1.0]


def test_what_is_otherwise_for_a_segment() -> None:
    """The rest is as for everybody."""
    regular = seen_by(SITE, "regular")

    assert (regular.takes.constant, regular.leave_share) == (20.0, 0.05)
    assert shares_of(regular.next) == {"phone": 1.0}
    assert regular.asks == SITE.asks
    assert seen_by(SITE, "newcomer") == SITE


def test_all_ways_of_the_map() -> None:
    """By `next`, the rules, giving up, coming back, and of every segment."""
    assert {name: set(ways) for name, ways in ways_of(JOURNEY).items()} == {
        "site": {"chat", "phone"},
        "chat": {"branch", "phone", "site"},
        "phone": {"branch"},
        "branch": set(),
    }


def test_coming_again_changes_nothing_unless_it_is_said() -> None:
    """No source gives a figure."""
    assert effect_of("again", None).log_odds == 0.0


def test_service_in_words() -> None:
    """What `show` prints beside the times and shares."""
    site, chat, *_ = coverage(JOURNEY)

    assert site.assumed == ("otherwise for regular", "asks customer-number")
    assert chat.assumed[-5:] == (
        "30% turn away when more than 5 wait", "50% who lose patience are called back",
        "20% who leave come back", "2 rules before next", "knows customer-number",
    )  # fmt: skip


def trapped(site: str) -> list[str]:
    """Give the mistakes of a journey of two touchpoints and an order."""
    text = f"""\
journey: trap
segments: {{newcomer: {{share: 70%}}, regular: {{share: 30%}}}}
resources: {{agents: {{hours: 1}}}}
stages:
  - stage: all
    touchpoints:
      site: {site}
      chat: {{next: {{site: 100%}}}}
      order: {{}}
"""
    try:
        journey_of(text)
    except FileMistakes as error:
        return [mistake.code for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("site", "codes"),
    [
        ("{next: {chat: 50%, order: 50%}}", []),
        ("{next: {chat: 50%, order: 50%}, for: {regular: {next: {chat: 100%}}}}", ["DL152"]),
        ("{next: {chat: 50%, order: 50%}, for: {regular: {next: {chat: 100%}, leaves: 1%}}}", []),
        ("{next: {chat: 50%, order: 50%}, next-if: [{segment: regular, to: {chat: 100%}}]}",
         ["DL152"]),
        ("{next: {chat: 50%, order: 50%}, next-if: [{segment: regular, came-here: at least 2, "
         "to: {chat: 100%}}]}", []),
        ("{next: {chat: 100%}, next-if: [{came-here: at least 3, to: {order: 100%}}]}", []),
        ("{leaves: 9%, next: {chat: 100%}, returns: {share: 100%, after: 1 day, to: chat}, "
         "next-if: [{segment: newcomer, to: {order: 100%}}]}", ["DL152"]),
        ("{needs: agents, next: {chat: 100%}, for: {regular: {next: {order: 100%}}}}", ["DL152"]),
        ("{needs: agents, next: {chat: 100%}, for: {regular: {next: {order: 100%}}}, "
         "patience: 5 min}", []),
    ],
)  # fmt: skip
def test_loops_that_a_segment_can_not_leave(site: str, codes: list[str]) -> None:
    """Rules, segments and coming back count."""
    assert trapped(site) == codes


def test_more_than_sixty_things_asked() -> None:
    """The one that is too many is pointed at."""
    things = ", ".join(f"thing-{number}" for number in range(61))

    assert trapped(f"{{next: {{chat: 50%, order: 50%}}, asks: [{things}]}}") == ["DL149"]


def test_shapes_made_in_python() -> None:
    """Short forms hold there too."""
    made = Touchpoint.model_validate({"needs": "agents", "next": {"a": 0.5, "b": {"share": 0.5}}})

    assert made.needs == ("agents",)
    assert shares_of(made.next) == {"a": 0.5, "b": 0.5}
    assert isinstance(JOURNEY, Journey)
