"""The list of planted contradictions and the shop's own list are one list."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from desireline.scenarios import gallery
from desireline.scenarios.gallery.shop.flaws import Flaw

KINDS = {
    "fact contradicted",
    "wrong message",
    "told twice",
    "no way to a human",
    "too slow",
    "not accessible",
    "dead end",
}
FACTS = ("price", "delivery", "support-phone", "returns", "opening-hours")
TOUCHPOINTS = {
    "ad",
    "landing",
    "category",
    "product",
    "cart",
    "checkout-contact",
    "checkout-delivery",
    "order",
    "order-mail",
    "order-sms",
    "parcel-app",
    "help",
    "phone-menu",
    "chat",
}


@pytest.fixture
def truth() -> list[dict[str, Any]]:
    """Read the list."""
    file = Path(gallery.__path__[0]) / "summit-outfitters" / "truth.yaml"
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return entries


def test_truth_holds_each_flaw_once(truth: list[dict[str, Any]]) -> None:
    assert [entry["flaw"] for entry in truth] == list(Flaw)


def test_truth_uses_known_words(truth: list[dict[str, Any]]) -> None:
    assert {entry["kind"] for entry in truth} == KINDS
    assert {place for entry in truth for place in entry["at"]} <= TOUCHPOINTS


def test_contradicted_facts_are_named(truth: list[dict[str, Any]]) -> None:
    named = {entry["flaw"]: entry.get("fact") for entry in truth}
    contradicted = {e["flaw"] for e in truth if e["kind"] == "fact contradicted"}

    assert {flaw for flaw, fact in named.items() if fact} == contradicted
    assert set(named.values()) - {None} == set(FACTS)
