"""The words of a page, and words that are missing from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desireline.probes.page.text import fold, missing_words, readable_text

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_blocks_stand_on_lines_and_hidden_ones_nowhere(page: Page) -> None:
    page.set_content(
        "<h1>Boots</h1><p>for   your<br>first&nbsp;sum&shy;mit</p><p hidden>no</p>"
        "<table><tr><td>Price<td>€129.00</table><s>€149.00</s>"
        "<input type=submit value='Buy now'><input value='typed'><textarea>typed</textarea>"
    )

    assert readable_text(page).splitlines() == [
        "Boots", "for your", "first summit", "Price €129.00", "€149.00 Buy now",
    ]  # fmt: skip


def test_frames_and_shadow_roots_are_part_of_the_page(page: Page) -> None:
    page.set_content(
        "<p>Page</p><div id=d><b>slotted</b></div><iframe srcdoc='<p>Frame'></iframe>"
        "<iframe hidden srcdoc='<p>Unseen'></iframe><script>d.attachShadow({mode: 'open'})"
        ".innerHTML = '<p>Shadow with <slot></slot></p>'</script>"
    )
    page.frame_locator("iframe >> nth=0").get_by_text("Frame").wait_for()

    assert readable_text(page).splitlines() == ["Page", "Shadow with slotted", "Frame"]


def test_the_text_is_bounded(page: Page) -> None:
    page.set_content("<p>" + "word " * 50_000)

    assert len(readable_text(page)) == 19_999
    assert readable_text(page, limit=9) == "word word"


def test_a_page_under_a_strict_policy_is_read(site: Any, page: Page) -> None:
    policy = "default-src 'none'; require-trusted-types-for 'script'; sandbox"
    site.pages["/"] = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><p>Boots'
    page.goto(site.url)

    assert readable_text(page) == "Boots"


def test_words_are_missed_whatever_their_case_and_spaces() -> None:
    text = "Made for\nyour FIRST\xa0sum\xadmit. Don\u2019t wait \u2013 go"

    assert missing_words(text, ["first Summit", "don't wait - go", "made for your"]) == ()
    assert missing_words(text, ["Trailblazer", "made", "GTX"]) == ("Trailblazer", "GTX")


def test_what_a_terminal_or_a_file_could_not_bear_is_dropped() -> None:
    assert fold("a\x00\x1b\x9b\u202eb\ud800\ufeff\ue000 \t\u2003c") == "ab c"
