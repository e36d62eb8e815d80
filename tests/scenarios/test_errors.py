"""How a mistake is shown: the form that the style guide gives."""

from desireline.scenarios.errors import FileMistakes, Mistake, Place


def test_a_mistake_points_at_its_spot() -> None:
    """Sentence, place, line, caret with the nearest name, advice."""
    place = Place("scenarios/upgrade.yaml", 18, 11, "    next: baskt", 5)
    mistake = Mistake(
        "DL103", "stage `baskt` is not in journey `upgrade`", place,
        "`desireline show upgrade` lists its stages", "basket",
    )  # fmt: skip

    assert str(mistake) == (
        "error[DL103]: stage `baskt` is not in journey `upgrade`\n"
        "  scenarios/upgrade.yaml:18:11\n"
        "      next: baskt\n"
        "            ^^^^^ did you mean `basket`?\n"
        "hint: `desireline show upgrade` lists its stages"
    )


def test_wide_letters_take_two_columns() -> None:
    """So that the caret stands under them."""
    lines = Place("j.yaml", 1, 5, "名前: x", 1).pointed()

    assert lines == ["      名前: x", "            ^"]


def test_a_long_line_is_shown_around_the_spot() -> None:
    """Nobody reads a line of a thousand letters."""
    lines = Place("j.yaml", 1, 501, "a" * 500 + "b" + "a" * 500, 1).pointed()

    assert len(lines[0]) <= 106
    assert lines[0][lines[1].index("^")] == "b"


def test_an_underline_ends_with_the_line() -> None:
    """Also when what is wrong goes on in the next one."""
    assert Place("j.yaml", 1, 4, "a: xy", 50).pointed()[1] == "         ^^"


def test_control_characters_are_not_shown() -> None:
    """The line may come from anywhere."""
    assert "\x1b" not in str(Mistake("DL107", "x", Place("j", 1, 1, "a\x1b[31m", 1)))


def test_file_mistakes_count() -> None:
    """And say how many more there are."""
    one = Mistake("DL101", "x")

    assert str(FileMistakes([one])).endswith("1 mistake found")
    assert str(FileMistakes([one], found=7)).endswith("7 mistakes found; the first 1 are shown")
