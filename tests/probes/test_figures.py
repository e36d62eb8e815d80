"""Numbers as they are spoken, and the options of a menu, in words."""

from __future__ import annotations

import pytest

from desireline.probes.channels.phone.figures import in_figures
from desireline.probes.channels.phone.options import named, options_in


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Call 0 8 0 0, 1 2 3 4 5 6. Thanks", "Call 0800123456. Thanks"),
        ("plus four nine, three zero, double three, one two", "+4930" + "3312"),
        ("null acht null null eins zwei", "080012"),
        ("one hundred and twenty nine euros", "129 euros"),
        ("4 dollars 50", "4.50 dollars"),
        ("within three days", "within 3 days"),
        ("nine to five and six", "9 to 5 and 6"),
        ("zero eight hundred one two three four five six", "0 800 123456"),
        ("open from nine thirty a.m.", "open from 9:30 a.m."),
        ("forty-nine dollars and five cents", "49.05 dollars"),
        ("twenty point five percent", "20.5 percent"),
        ("Der Preis ist fünfundvierzig Euro.", "Der Preis ist 45 Euro."),
        ("neunundvierzig Euro neunzig", "49.90 Euro"),
        ("drei Euro und fünf Cent", "3.05 Euro"),
        ("neun Euro, zwölf Tage", "9 Euro, 12 Tage"),
        ("neun Euro dreißig Tage lang", "9 Euro 30 Tage lang"),
        ("zwanzig Komma fünf Prozent", "20.5 Prozent"),
        ("von neun Uhr fünf bis achtzehn Uhr", "von 9:05 Uhr bis 18 Uhr"),
        ("ein Mitarbeiter hilft Hunderten", "ein Mitarbeiter hilft Hunderten"),
        ("order 1001 of 2026", "order 1001 of 2026"),
        ("prices 4.50, 5.50, 6.50, 7.50", "prices 4.50, 5.50, 6.50, 7.50"),
        ("+49 30 23125 142", "+49 30 23125 142"),
    ],
)
def test_spoken_numbers_are_written_in_figures(said: str, printed: str) -> None:
    assert in_figures(said) == printed


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("For orders press 1. To speak to a person, press 0.",
         [("1", "orders"), ("0", "speak to a person")]),
        ("Press one for orders, 2 for delivery or press star for help.",
         [("1", "orders"), ("2", "delivery"), ("*", "help")]),
        ("Thanks for calling, to check an order press 1", [("1", "check an order")]),
        ("Für Bestellungen drücken Sie bitte die 1.", [("1", "Bestellungen")]),
        ("Please enter your order number, then press hash.", []),
    ],
)  # fmt: skip
def test_options_are_told_from_sentences(said: str, offered: list[tuple[str, str]]) -> None:
    assert [(option.key, option.words) for option in options_in(said)] == offered


def test_an_option_is_meant_by_some_of_its_words() -> None:
    options = options_in("For delivery times press 1. For delivery press 2.")

    assert [
        getattr(named(options, words), "key", None) for words in ("delivery", "times", "x")
    ] == [
        "2",
        "1",
        None,
    ]
