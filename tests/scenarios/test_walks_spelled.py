"""Walks that share steps and personas: what is written short is walked whole."""

from pathlib import Path

import pytest

from desireline.scenarios.errors import FileMistakes
from desireline.scenarios.journey import Journey
from desireline.scenarios.reading import journey_of, load_journey, mistakes_in

TOP = """
journey: shop
site: http://127.0.0.1:8000
segments: {newcomer: {share: 70%, persona: phone}, regular: {share: 30%}}
stages: [{stage: buy, touchpoints: {shop: }}]
personas:
  phone: {device: Pixel 7, shopper: {email: anna@example.com}}
  desktop: {locale: de-DE, segment: regular, shopper: {email: bo@example.com}}
groups:
  search:
    needs: [words]
    do:
      - fill: {label: Search, with: "${words} $$ ${words}"}
      - press: Enter
  home: {do: [{open: /}]}
"""
WALK = """
walks:
  look:
    personas: [phone, desktop]
    route:
      - at: shop
        do:
          - use: home
          - use: {group: search, with: {words: "boots for ${shopper.email}"}}
          - expect: Boots
"""


def mistakes(text: str) -> list[tuple[str, str]]:
    """Give code and sentence of each mistake."""
    with pytest.raises(FileMistakes) as told:
        journey_of(text, environ={})
    return [(mistake.code, mistake.what) for mistake in told.value.mistakes]


def written(old: str, new: str) -> str:
    """Give the journey with a piece otherwise."""
    assert old in TOP + WALK
    return (TOP + WALK).replace(old, new)


def look(walks: str = WALK) -> Journey:
    """Give the journey as it is read."""
    return journey_of(TOP + walks, environ={})


def test_each_persona_walks_once() -> None:
    walks = look().walks

    assert list(walks) == ["look as phone", "look as desktop"]
    assert walks["look as phone"].persona.device == "Pixel 7"
    assert walks["look as desktop"].persona.locale == "de-DE"


def test_one_persona_needs_no_longer_name() -> None:
    assert list(look(WALK.replace("[phone, desktop]", "phone")).walks) == ["look"]


def test_a_persona_belongs_to_the_segment_that_points_at_it() -> None:
    """Unless it names one itself."""
    walks = look().walks

    assert walks["look as phone"].persona.segment == "newcomer"
    assert walks["look as desktop"].persona.segment == "regular"


def test_a_groups_steps_stand_where_it_is_used() -> None:
    """With what the use gives; `$$` stays for the walk."""
    (stop,) = look().walks["look as phone"].route

    assert [step.verb for step in stop.do] == ["open", "fill", "press", "expect"]
    assert stop.do[1].fill is not None
    words = "boots for ${shopper.email}"
    assert stop.do[1].fill.put == f"{words} $$ {words}"


def test_an_unknown_group_is_told_with_the_nearest() -> None:
    (told,) = mistakes(written("use: home", "use: hom"))

    assert told == ("DL192", "`hom` is not a group of the journey")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{group: search, with: {words:", "{group: search, with: {word:", "needs `words`"),
        ("{group: search, with: {words:", "{group: search, with: {word:", "does not need `word`"),
        ("use: home", "use: {group: home, with: {a: b}}", "does not need `a`"),
        ("needs: [words]", "needs: [words, size]", "needs `size`, and it is not given"),
        ("needs: [words]", "needs: [word]", "`${words}` stands for nothing"),
    ],
)
def test_what_a_group_needs_is_given_and_no_more(old: str, new: str, says: str) -> None:
    told = mistakes(written(old, new))

    assert {code for code, _ in told} == {"DL193"}
    assert any(says in what for _, what in told)


def test_a_group_uses_no_group() -> None:
    told = mistakes(written("- press: Enter", "- use: home"))

    assert ("DL194", "group `search` uses group `home`") in told


def test_unknown_personas_are_told() -> None:
    told = mistakes(written("[phone, desktop]", "[phone, dekstop]"))
    segment = mistakes(written("persona: phone}", "persona: fone}"))

    assert told == [("DL196", "`dekstop` is not a persona of the journey")]
    assert segment == [("DL196", "`fone` is not a persona of the journey")]


def test_a_walk_has_personas_of_one_kind() -> None:
    told = mistakes(written("personas: [phone, desktop]", "personas: [phone]\n    persona: {}"))

    assert [code for code, _ in told] == ["DL197"]


def test_each_persona_must_know_what_is_told() -> None:
    told = mistakes(written("regular, shopper: {email: bo@example.com}", "regular"))

    assert told == [("DL147", "persona `desktop` tells no `email`")]


def test_what_a_group_reads_was_read_before() -> None:
    group = "do: [{open: /}, {remember: {price: {}}}, {open: '/${remembered.price}'}]"
    facts = "facts: {price: {kind: money}}\n"
    fine = facts + written("do: [{open: /}]", group)

    assert journey_of(fine, environ={}).name == "shop"
    told = mistakes(fine.replace("{remember: {price: {}}}, ", ""))
    assert told == [("DL147", "`price` was not read before in walk `look`")]


def upload(folder: Path, file: str) -> list[tuple[str, str, str]]:
    """Give the mistakes of a journey that uploads a file: code, sentence, nearest."""
    step = f"{{upload: {{label: Photo, file: {file}}}}}"
    walk = f"walks: {{w: {{route: [{{at: shop, do: [{step}]}}]}}}}"
    (folder / "journey.yaml").write_text(TOP + walk)
    found = mistakes_in(folder / "journey.yaml", environ={})
    return [(mistake.code, mistake.what, mistake.nearest) for mistake in found]


def test_a_file_lies_beside_the_journey(tmp_path: Path) -> None:
    """And is found from there, wherever the command is given."""
    (tmp_path / "photo.jpg").write_text("smile")

    assert upload(tmp_path, "photo.jpg") == []
    step = load_journey(tmp_path / "journey.yaml", environ={}).walks["w"].route[0].do[0]
    assert step.upload is not None
    assert step.upload.file == str(tmp_path / "photo.jpg")


def test_a_missing_file_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("smile")

    ((code, what, meant),) = upload(tmp_path, "foto.jpg")

    assert (code, meant) == ("DL195", "photo.jpg")
    assert "no file `foto.jpg`" in what


def test_a_path_of_one_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("smile")

    ((code, what, _),) = upload(tmp_path, str(tmp_path / "photo.jpg"))

    assert code == "DL195"
    assert "path of one machine" in what


@pytest.mark.parametrize(
    ("written", "code", "says", "meant"),
    [
        ("checks.py:look", "", "", ""),
        ("checks.py:lok", "DL195", "has no function `lok`", "checks.py:look"),
        ("chekcs.py:look", "DL195", "no file `chekcs.py`", "checks.py"),
        ("broken.py:look", "DL195", "is not Python", ""),
        ("checks.look", "DL169", "write it like checks.py:look_twice", ""),
    ],
)
def test_a_function_is_looked_for_and_not_run(
    tmp_path: Path, written: str, code: str, says: str, meant: str
) -> None:
    (tmp_path / "checks.py").write_text("def look(page, walk):\n    pass\n\n1 / 0\n")
    (tmp_path / "broken.py").write_text("def look(:")
    walk = f"walks: {{w: {{route: [{{at: shop, do: [{{run: '{written}'}}]}}]}}}}"
    (tmp_path / "journey.yaml").write_text(TOP + walk)

    found = mistakes_in(tmp_path / "journey.yaml", environ={})

    assert [one.code for one in found] == [code] * bool(code)
    assert all(says in one.what and one.nearest == meant for one in found)


@pytest.mark.parametrize(
    ("persona", "code"),
    [
        ("viewport: 390", "DL198"),
        ("viewport: 9x9", "DL198"),
        ("cpu: 4", "DL199"),
        ("cpu: 90x", "DL199"),
    ],
)
def test_sizes_and_slowdowns_are_read(persona: str, code: str) -> None:
    told = mistakes(TOP.replace("device: Pixel 7", persona) + WALK)

    assert [one for one, _ in told] == [code]
    fine = TOP.replace("device: Pixel 7", "viewport: 390 x 844, cpu: 4x") + WALK
    phone = journey_of(fine, environ={}).walks["look as phone"].persona
    assert (phone.viewport, phone.cpu) == ((390, 844), 4.0)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("returning-from: look", ""),
        ("returning-from: luk", "returns from `luk`, which is no walk before it"),
        ("returning-from: again", "no walk before it"),
        ("persona: {}, returning-from: look", "walked by others than `look`"),
    ],
)
def test_a_walk_returns_from_one_before(more: str, says: str) -> None:
    own = "" if "persona:" in more else "personas: [phone], "
    text = TOP + WALK + f"  again: {{{own}{more}, route: [{{at: shop}}]}}\n"
    if says:
        assert [code for code, what in mistakes(text) if says in what] == ["DL208"]
    else:
        again = journey_of(text, environ={}).walks["again"]
        assert again.returning_from == "look as phone"
