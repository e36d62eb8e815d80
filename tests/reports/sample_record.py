"""Records to draw: a shop whose numbers are worked out exactly, and its odd relatives.

The figures are expectations of a chain, so that visits, leavers and losses add up to the
last customer, as those of a simulation with endless replications would.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sample_shop import SHOP, SHOP_GAPS, Pull, Spot, shop_checks, shop_facts

from desireline.probes.seen import FactSeen, StepSeen, TouchpointSeen, WalkSeen
from desireline.reports.record import (
    Cell,
    Gap,
    Input,
    MapStage,
    MapTouchpoint,
    Note,
    Record,
)
from desireline.sim.experiments.outcome import Estimate, Outcome, ResourceOutcome, TouchpointOutcome
from desireline.sim.plan import Plan

ARRIVED = 14_500.0
VALUE = 128.0  # euros a completed journey


SWEEPS = 60  # through the whole journey; loops of a tenth need some fifteen


def ways_into(spots: tuple[Spot, ...]) -> dict[str, list[tuple[Spot, float]]]:
    """Give the touchpoints that lead to each, with their shares."""
    return {
        spot.name: [(one, one.next[spot.name]) for one in spots if spot.name in one.next]
        for spot in spots
    }


def chain(
    spots: tuple[Spot, ...], gaps: tuple[Pull, ...], arrived: float
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Work out visits and leavers by cause: everybody arrives at the first touchpoint."""
    ways = ways_into(spots)
    stays = {spot.name: 1 - sum(leavers(spot, gaps, 1.0).values()) for spot in spots}
    visits = {spot.name: 0.0 for spot in spots}
    for _ in range(SWEEPS):
        for spot in spots:
            came = sum(visits[one.name] * stays[one.name] * share for one, share in ways[spot.name])
            visits[spot.name] = came + (arrived if spot is spots[0] else 0.0)
    return visits, {spot.name: leavers(spot, gaps, visits[spot.name]) for spot in spots}


def leavers(spot: Spot, gaps: tuple[Pull, ...], visits: float) -> dict[str, float]:
    """Split those who leave a touchpoint by cause."""
    left = {"own": visits * spot.leaves}
    if spot.waits:
        left["wait"] = visits * spot.waits
    return left | {g.name: visits * g.share for g in gaps if g.touchpoint == spot.name}


def efforts_of(
    spots: tuple[Spot, ...],
    gaps: tuple[Pull, ...],
    visits: dict[str, float],
    left: dict[str, dict[str, float]],
) -> dict[str, float]:
    """Work out the effort felt at each touchpoint: what visitors bring along, and its own."""
    ways = ways_into(spots)
    efforts = {spot.name: 0.0 for spot in spots}
    for _ in range(SWEEPS):
        for spot in spots:
            brought = sum(
                (visits[one.name] - sum(left[one.name].values())) * share * efforts[one.name]
                for one, share in ways[spot.name]
            )
            own = 0.18 + sum(g.effort for g in gaps if g.touchpoint == spot.name)
            efforts[spot.name] = own + brought / max(visits[spot.name], 1e-9)
    return efforts


def around(mean: float, width: float = 0.03) -> Estimate:
    """Give an estimate with an interval of so much of its mean on each side."""
    return Estimate(mean, mean * (1 - width), mean * (1 + width))


def outcome(spots: tuple[Spot, ...], gaps: tuple[Pull, ...], completes: str) -> Outcome:
    """Simulate a made-up journey, exactly."""
    visits, left = chain(spots, gaps, ARRIVED)
    done = visits[completes] if spots else 0.0
    efforts = efforts_of(spots, gaps, visits, left)
    felt = efforts[completes]
    touchpoints = []
    for spot in spots:
        touchpoints.append(
            TouchpointOutcome(
                spot.name,
                around(visits[spot.name] * (0.93 if spot.name in ("help", "product") else 1)),
                around(visits[spot.name]),
                {cause: around(number, 0.1) for cause, number in left[spot.name].items()},
                around(1.4),
                around(2.1 if spot.waits else 0.0),
                around(efforts[spot.name], 0.05),
            )
        )
    return Outcome(
        Plan(replications=20, days=28.0, warm_up_days=2.0),
        around(ARRIVED, 0.01),
        around(done),
        around(done / ARRIVED),
        around(done * VALUE),
        around(19.0),
        around(felt, 0.05),
        around(max(1.0, 6.6 - felt / 2), 0.02),
        around(34.0 - 9 * felt, 0.1),
        tuple(touchpoints),
        (ResourceOutcome("agents", around(0.81), around(2.1), around(0.05)),),
        {"completed": (done, done)},
    )


def as_gap(
    spots: tuple[Spot, ...], gaps: tuple[Pull, ...], pull: Pull, completes: str, seen: Outcome
) -> Gap:
    """Price one gap by closing it alone."""
    closed, _ = chain(spots, tuple(g for g in gaps if g is not pull), ARRIVED)
    lost = closed[completes] - seen.completed.mean
    left = next(t.left[pull.name] for t in seen.touchpoints if t.name == pull.touchpoint)
    owner = next(s.owner for s in spots if s.name == pull.touchpoint)
    return Gap(
        name=pull.name,
        kind=pull.kind,
        touchpoint=pull.touchpoint,
        places=pull.places or (pull.touchpoint,),
        what=pull.what,
        promised=pull.promised,
        seen=pull.seen,
        assumed=pull.assumed,
        owners=(owner,),
        sentence=pull.sentence,
        evidence=pull.evidence,
        picture=None,
        driver=pull.driver,
        units=1.0,
        source=pull.source,
        source_kind="guess" if pull.source == "guess" else "survey",
        leavers=left,
        lost=around(lost, pull.width),
        money=around(lost * VALUE, pull.width),
    )


def stages_of(spots: tuple[Spot, ...]) -> tuple[MapStage, ...]:
    """Draw the map of a made-up journey."""
    names = list(dict.fromkeys(spot.stage for spot in spots))
    return tuple(
        MapStage(
            name,
            next(s.owner for s in spots if s.stage == name),
            tuple(
                MapTouchpoint(s.name, s.title, s.channel, s.owner, s.truth, s.next, s.on_abandon)
                for s in spots
                if s.stage == name
            ),
        )
        for name in names
    )


def walk_seen(spots: tuple[Spot, ...], name: str, persona: str) -> WalkSeen:
    """Walk past every touchpoint of a made-up journey."""
    steps = (
        StepSeen("open", "open the page", "ok", "", 812.0),
        StepSeen("remember", "remember price: € 129.00", "ok"),
        StepSeen("click", "click link “Shop boots”", "ok", "", 41.0, clicks=1),
    )
    met = tuple(
        TouchpointSeen(
            s.name, "ok", url=f"http://127.0.0.1:8765/{s.name}", title=s.title, steps=steps,
            facts=(FactSeen("price", "€ 129.00", "129.00 EUR"),), loads_seconds=1.2,
            clicks=1, picture=f"{s.name}.webp",
        )
        for s in spots
    )  # fmt: skip
    return WalkSeen(
        name, persona, "2026-11-22T09:00:00+00:00", 192.0, "ok", "", "Chromium 141", met
    )


def make(spots: tuple[Spot, ...], gaps: tuple[Pull, ...], completes: str, **more: Any) -> Record:
    """Make a record of a journey and its gaps, dearest first."""
    promised, seen = outcome(spots, (), completes), outcome(spots, gaps, completes)
    priced = sorted(
        (as_gap(spots, gaps, pull, completes, seen) for pull in gaps), key=lambda g: -g.lost.mean
    )
    lost = promised.completed.mean - seen.completed.mean
    given: dict[str, Any] = {
        "schema_version": 1,
        "desireline": "0.1.0",
        "made_at": "2026-11-22T09:04:11+00:00",
        "journey_file": "journey.yaml",
        "journey_sha256": "3f2a91c" + "0" * 57,
        "journey": "summit-outfitters",
        "title": "Buying hiking boots",
        "currency": "EUR",
        "site": "http://127.0.0.1:8765",
        "command": "desireline run journey.yaml --seed 7",
        "conclusion": "Not consistent" if gaps else "Consistent",
        "headline": f"Buying hiking boots: {priced[0].sentence}, and loses about "
        f"{priced[0].lost.mean:,.0f} customers a month"
        if gaps
        else "Buying hiking boots: every promise that was looked at is kept",
        "stages": stages_of(spots),
        "completes": (completes,),
        "walks": (walk_seen(spots, "buy-on-phone", "a newcomer with a Pixel 7 on slow-4g"),),
        "facts": (),
        "checks": (),
        "gaps": tuple(priced),
        "notes": (),
        "inputs": (),
        "as_promised": promised,
        "as_seen": seen,
        "lost": around(lost, 0.15),
        "money": around(lost * VALUE, 0.15),
        "pictures": {spot.name: f"{spot.name}.webp" for spot in spots},
    }
    return Record(**(given | more))


def shop() -> Record:
    """Make the shop with seven gaps, one of which could be chance."""
    return make(
        SHOP,
        SHOP_GAPS,
        "order",
        facts=shop_facts(broken=True),
        checks=shop_checks(SHOP_GAPS),
        notes=(
            Note("chat", "states support phone: the chat was not open at this hour"),
            Note("order", "promises nothing about how fast it loads"),
        ),
        inputs=(
            Input("arrivals", "20/h, the plan's", "guess", "every count falls by 20%"),
            Input("leaves Cart", "22%", "guess", "119 fewer completed journeys a month"),
            Input("a contradicted fact", "odds to leave x1.55 (1.2 to 2.1)",
                  "Baymard 2024, survey of 1,026 shoppers", "the first gap stays first"),
            Input("value of a newcomer's order", "140.00 EUR", "https://example.org/orders?q=1",
                  "money falls by 14%"),
        ),
    )  # fmt: skip


def consistent() -> Record:
    """Make the shop with every promise kept."""
    return make(SHOP, (), "order", facts=shop_facts(broken=False), checks=shop_checks(()))


def could_not_check() -> Record:
    """Make the shop when its site was down: nothing seen, nothing known."""
    checks = tuple(
        replace(c, seen="", standing="not checked", gap="") for c in shop_checks(SHOP_GAPS)
    )
    facts = tuple(
        replace(f, cells=tuple(Cell(c.touchpoint, "not checked") for c in f.cells))
        for f in shop_facts(broken=False)
    )
    down = WalkSeen("buy-on-phone", "a newcomer with a Pixel 7 on slow-4g",
                    "2026-11-22T09:00:00+00:00", 30.0, "could not look",
                    "http://127.0.0.1:8765 does not answer")  # fmt: skip
    return make(SHOP, (), "order", facts=facts, checks=checks, conclusion="Could not check",
                headline="Buying hiking boots: http://127.0.0.1:8765 does not answer",
                walks=(down,), pictures={},
                notes=(Note("ad", "was not reached: the site does not answer"),))  # fmt: skip


def no_walks() -> Record:
    """Make a journey that nobody walks: it is simulated only."""
    return replace(could_not_check(), walks=(), notes=())


def small() -> Record:
    """Make three touchpoints in two stages, one gap."""
    spots = (
        Spot("page", "Page", "discover", "web", "", 0.4, {"form": 1.0}),
        Spot("form", "Form", "buy", "web", "sales", 0.3, {"thanks": 1.0}),
        Spot("thanks", "Thanks", "buy", "mail", "sales", 0.0, {}),
    )
    gap = replace(SHOP_GAPS[1], name="fields-form", touchpoint="form", places=("form",))
    return make(spots, (gap,), "thanks", checks=shop_checks((gap,))[:1])


def large(number: int = 45) -> Record:
    """Make a journey of many touchpoints in five stages and four channels."""
    stages = ("discover", "evaluate", "buy", "use", "support")
    channels = ("web", "app", "mail", "phone")
    spots = tuple(
        Spot(
            f"t{i}", f"Touchpoint {i + 1}", stages[i * len(stages) // number],
            channels[i % 4 if i % 3 else 0], ("sales", "service", "")[i % 3], 0.02,
            {f"t{i + 1}": 0.9, f"t{max(0, i - 3)}": 0.1} if i + 1 < number else {},
        )
        for i in range(number)
    )  # fmt: skip
    gaps = tuple(
        replace(
            SHOP_GAPS[i % 7],
            name=f"gap-{i}",
            touchpoint=f"t{i * number // 9 + 1}",
            places=(),
            share=0.02,
        )
        for i in range(8)
    )
    return make(spots, gaps, f"t{number - 1}", checks=shop_checks(gaps)[: len(gaps)])


def with_text_everywhere(record: Record, text: str) -> Record:
    """Put a text into every string of a record that people or sites wrote, names included.

    Names stay apart and references hold: each is the text and what it was.
    """
    kept = {"matches", "differs", "missing", "not stated", "not checked", "guess", "survey"}
    kept |= {"measured", "ok", "could not look", record.conclusion, *KINDS}
    return _spoil(record, lambda old: old if old in kept else text + old)  # type: ignore[no-any-return]


KINDS = {gap.kind for gap in SHOP_GAPS}


def _spoil(given: Any, spoil: Callable[[str], str]) -> Any:
    if isinstance(given, str):
        return spoil(given)
    if isinstance(given, tuple):
        return tuple(_spoil(one, spoil) for one in given)
    if isinstance(given, Mapping):
        causes = {"own", "wait", "failure", "effort", "completed", "end"}
        return {
            key if key in causes else spoil(key): _spoil(value, spoil)
            for key, value in given.items()
        }
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        fields = {f.name: _spoil(getattr(given, f.name), spoil) for f in dataclasses.fields(given)}
        return type(given)(**fields)
    return given
