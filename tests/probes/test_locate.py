"""Finding things as a person does: strict, with near misses, whatever their names are."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest

from desireline.probes.page.locate import NotThere, find, find_field, is_seen
from desireline.scenarios.errors import CouldNotLook
from desireline.scenarios.walk_page import Filling
from desireline.scenarios.walk_target import Target

HOSTILE = [
    'He said "buy"',
    "It's 5' 11\\ tall",
    "a >> b >> text=c",
    "</script><script>alert(1)</script>",
    "*[role=button] //div",
    "/regex.*(/i",
    "{{7*7}} ${x} `y`",
    "Größe — наш магазин 店 🛒",
    "x" * 300,
    'internal:role=button[name="x"i]',
]


def found(shopper: Any, html: str, target: Any) -> str:
    """Look for something on a page; give its outer HTML, or why it is not there."""
    wanted = Target.model_validate(target)

    def look(page: Any) -> str:
        try:
            return str(
                find(lambda: page, wanted, seconds=0.05).locator.evaluate("e => e.outerHTML")
            )
        except NotThere as trouble:
            return str(trouble)

    said: str = shopper.on_page(html, look)
    return said


def test_a_name_is_found_in_a_longer_one_and_in_any_case(shopper: Any) -> None:
    html = "<button>ADD to cart now</button>"

    assert found(shopper, html, "Add to cart") == html


def test_exact_wants_the_whole_name(shopper: Any) -> None:
    target = {"button": "Add", "exact": True}

    assert "no button “Add” here" in found(shopper, "<button>Add to cart</button>", target)


def test_the_same_name_wins_over_longer_ones(shopper: Any) -> None:
    html = "<button>Buy now and save</button><button>Buy</button>"

    assert found(shopper, html, "buy") == "<button>Buy</button>"


def test_two_matches_are_both_told_with_their_place(shopper: Any) -> None:
    html = """<nav aria-label=Top><a href=#1>Support</a></nav>
      <main><h2>Need help?</h2><a href=#2>Support</a></main>"""

    assert found(shopper, html, {"link": "Support"}) == (
        "2 things answer to link “Support”: link “Support” in navigation “Top” and "
        "link “Support” in main under “Need help?”"
    )


def test_in_a_landmark_one_is_meant(shopper: Any) -> None:
    html = '<nav><a href="#1">Support</a></nav><main><a href="#2">Support</a></main>'
    target = {"link": "Support", "in": "main"}

    assert found(shopper, html, target) == '<a href="#2">Support</a>'


def test_what_is_hidden_is_not_there(shopper: Any) -> None:
    html = "<button hidden>Buy</button><button>Buy</button>"

    assert found(shopper, html, "Buy") == "<button>Buy</button>"


def test_near_misses_come_with_their_role(shopper: Any) -> None:
    html = "<a href=#>Shop our boots</a><button>Sign in</button><h1>Boots</h1>"

    said = found(shopper, html, {"link": "Shop boots"})

    assert said.startswith("no link “Shop boots” here. Nearest: link “Shop our boots”")


def test_the_right_name_with_another_role_is_told(shopper: Any) -> None:
    said = found(shopper, "<button>Checkout</button>", {"link": "Checkout"})

    assert "Nearest: button “Checkout”" in said


def test_without_near_names_it_says_what_there_is(shopper: Any) -> None:
    said = found(shopper, "<button>Zebra</button>", "Checkout")

    assert said.endswith("Here are: button “Zebra”.")


def test_an_empty_page_says_that_it_is_empty(shopper: Any) -> None:
    assert "nothing that has a name" in found(shopper, "<p></p>", {"link": "Shop"})


def test_a_field_is_found_by_label_aria_label_or_placeholder(shopper: Any) -> None:
    for html in ("<label>E-mail <input></label>", "<input aria-label=E-mail>"):
        assert "<input" in found(shopper, html, {"label": "E-mail"})
    assert "<input" in found(shopper, "<input placeholder=E-mail>", {"label": "E-mail"})


def test_a_field_label_is_not_taken_from_other_things(shopper: Any) -> None:
    """A region or a button with that name is no field."""
    html = """<section aria-label=E-mail><label>E-mail <input></label></section>
      <button aria-label="E-mail us">?</button>"""
    filling = Filling.model_validate({"label": "E-mail", "with": "x"})

    kind = shopper.on_page(
        html,
        lambda page: find_field(lambda: page, filling, seconds=0.05).locator.evaluate(
            "e => e.localName"
        ),
    )

    assert kind == "input"


def test_a_field_of_the_pages_own_making_counts_beside_a_plain_one(shopper: Any) -> None:
    """Both bear the label: neither is taken silently. What only wraps a field is no other one."""
    plain = "<label>Size <input></label>"
    made = "<div role=combobox tabindex=0 aria-label=Size>Small</div>"
    wrapped = "<div role=combobox aria-label=Size><input aria-label=Size></div>"
    target = Target(how="label", name="Size")

    assert found(shopper, plain + made, target).startswith("2 things answer to field “Size”")
    assert "2 things" not in found(shopper, wrapped, target)


def test_css_finds_and_is_noted(shopper: Any) -> None:
    target = Target.model_validate({"css": ".buy"})

    note = shopper.on_page(
        "<div class=buy>Buy</div>", lambda page: find(lambda: page, target, seconds=0.05).note
    )

    assert "screen reader" in note


def test_wrong_css_is_our_mistake(shopper: Any) -> None:
    with pytest.raises(CouldNotLook):
        found(shopper, "<p>x</p>", {"css": "!!"})


@pytest.mark.parametrize("how", ["any", "button", "text"])
@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_can_be_looked_for(name: str, how: str, shopper: Any) -> None:
    """No name breaks out of the selector: the one is found, the other is not."""
    html = f"<button>{escape(name)}</button><button>other</button>"
    target = {"how": how, "name": name}

    assert found(shopper, html, target).startswith("<button>")
    assert found(shopper, "<button>other</button>", target).startswith("no ")


def test_seen_takes_words_inside_what_holds_them(shopper: Any) -> None:
    """A status has no name of its own: what it says counts."""
    target = Target.model_validate({"status": "A-1001"})
    html = "<div role=status>Order A-1001 placed</div>"

    assert shopper.on_page(html, lambda page: is_seen(lambda: page, target, seconds=0.05))
