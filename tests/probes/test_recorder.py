"""The recorder: a real window on a screen made up, a real hand in it, and the walk it writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from processes import descendants, left_after_a_while

from desireline.cli import run
from desireline.probes.recorder.heard import Arrival, Deed, FieldNote, Heard, deed_of
from desireline.probes.recorder.recording import record
from desireline.probes.recorder.spelled import journey_of
from desireline.probes.shopper import walk_journey
from desireline.scenarios.errors import CouldNotLook, DesirelineError
from desireline.scenarios.reading import load_journey

SECRET, CODE = "hunter2 $ecret", "839201"
SHOP = """<!doctype html><html lang=en><title>Shop</title><h1>Shop</h1>
<nav><a href=/account>Account</a></nav>"""
ACCOUNT = """<!doctype html><html lang=en><title>Account</title><h1>Your account</h1>
<form action=/in method=post>
<label>E-mail <input type=email name=e></label>
<label>Password <input type=password name=p></label>
<label>Code from the app <input autocomplete=one-time-code></label>
<label>Country <select><option value=de>Germany<option value=fr>France</select></label>
<label>Note <input></label>
<label><input type=checkbox> I agree</label><button>Log in</button></form>"""
INSIDE = "<!doctype html><html lang=en><title>In</title><h1>Welcome back</h1>"


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """Give a screen that nobody looks at."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1280x900x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


@pytest.fixture
def shop(site: Any, screen: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a small shop, and a screen to open it on."""
    monkeypatch.setenv("DISPLAY", screen)
    site.pages |= {"/": SHOP, "/account": ACCOUNT, "/in": INSIDE}
    return site


@pytest.fixture
def short() -> Iterator[str]:
    """Give a temporary folder with a short name: the full browser puts a socket there."""
    with TemporaryDirectory(prefix="dl-") as folder:
        yield folder


def walk_by_hand(page: Any) -> None:
    """Do what a person does, with mouse and keyboard only; then close the window."""

    def point(thing: Any) -> None:
        box = thing.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    point(page.get_by_role("link", name="Account"))
    page.wait_for_url("**/account")
    point(page.get_by_label("E-mail"))
    page.keyboard.type("ada@shopper.example")
    page.keyboard.press("Tab")
    page.keyboard.type(SECRET)
    page.keyboard.press("Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("costs $5")
    point(page.get_by_label("I agree"))
    point(page.get_by_role("button", name="Log in"))
    page.wait_for_url("**/in")
    page.get_by_role("heading", name="Welcome back").wait_for()
    page.context.close()


def test_what_a_hand_does_becomes_a_walk_that_walks(shop: Any, tmp_path: Path) -> None:
    """It validates as it is, holds no secret, and walks to the same end."""
    heard = record(f"{shop.url}/", opened=walk_by_hand)
    text = journey_of(heard, f"{shop.url}/", walk="log-in")

    file = tmp_path / "journey.yaml"
    file.write_text(text, "utf-8")
    assert run(["validate", str(file)]) == 0
    assert SECRET not in text
    assert CODE not in text
    journey = load_journey(file)
    assert [stop.at for stop in journey.walks["log-in"].route] == ["home", "account", "in"]
    steps = text.split("at: account\n")[1].split("- at: in")[0]
    assert [line.strip() for line in steps.strip().splitlines()] == [
        "do:",
        "- expect: {heading: Your account}",
        '- fill: {label: E-mail, with: "${shopper.email}"}'.replace('"', "'"),
        "- fill: {label: Password, with: $PASSWORD}",
        "- fill: {label: Code from the app, with: $ONE_TIME_CODE}",
        "- choose: {label: Country, with: France}",
        "- fill: {label: Note, with: costs $$5}",
        "- check: {checkbox: I agree}",
        "- click: {button: Log in}",
    ]
    shop.asked.clear()
    environ = {"PASSWORD": SECRET, "ONE_TIME_CODE": CODE}
    (seen,) = walk_journey(journey, out=tmp_path / "out", environ=environ)
    assert (seen.verdict, seen.message) == ("ok", "")
    assert ("POST", "/in") in shop.asked


def test_the_command_hears_a_hand_at_the_screen_and_ends_with_ctrl_c(
    shop: Any, tmp_path: Path, short: str
) -> None:
    """Whole pages are one link, and the mouse is the screen's own; no process is left.

    Whoever clicks before the recorder is ready is not heard: so three times.
    """
    big = "position:fixed;inset:0"
    page = f"<!doctype html><title>A</title><a style={big} href=/account>Account</a>"
    shop.pages["/"] = shop.pages["/account"] = page
    command = [sys.executable, "-m", "desireline", "record", shop.url, "--to", "walk.yaml"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": short},
    ) as recording:
        click_until(
            lambda: shop.asked.count(("GET", "/account")) >= 3 or recording.poll() is not None
        )
        children = descendants(recording.pid)
        recording.send_signal(signal.SIGINT)
        _, said = recording.communicate(timeout=30)

    assert recording.returncode == 0, said
    written = (tmp_path / "walk.yaml").read_text("utf-8")
    assert "do:\n          - open: /" in written
    assert "- click: {link: Account}" in written
    assert run(["validate", str(tmp_path / "walk.yaml")]) == 0
    assert left_after_a_while(children) == set()
    assert list(Path(short).iterdir()) == []


def click_until(done: Callable[[], bool]) -> None:
    """Click in the middle of the screen until something has come of it."""
    until = time.monotonic() + 40
    click = ["xdotool", "mousemove", "500", "450", "click", "1", "sleep", "0.3"]
    while not done():
        assert time.monotonic() < until
        subprocess.run(click, check=True)


def test_a_file_that_is_there_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anybody has walked for nothing."""
    (tmp_path / "walk.yaml").write_text("mine")

    assert run(["record", "http://127.0.0.1:1", "--to", str(tmp_path / "walk.yaml")]) == 2
    assert "DL357" in capsys.readouterr().err


def test_without_a_screen_it_could_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    assert run(["record", "http://127.0.0.1:1"]) == 3


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", "page.click()", '{"name": "click", "locator": 7}']
)
def test_a_form_that_is_not_known_is_not_guessed_at(line: str) -> None:
    with pytest.raises(CouldNotLook, match="records in a form that is not known") as trouble:
        deed_of(line)

    assert trouble.value.code == "DL355"


def test_nothing_recorded_is_said() -> None:
    with pytest.raises(DesirelineError, match="nothing was recorded"):
        journey_of(Heard(), "https://shop.example", walk="x")


def deed(name: str, locator: dict[str, Any], **said: Any) -> Deed:
    """Give a deed as Playwright's recorder tells it."""
    signals = [{"name": signal} for signal in said.pop("signals", [])]
    return deed_of(json.dumps({"name": name, "locator": locator, "signals": signals, **said}))


def role(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """Give a locator by role and name."""
    return {"kind": "role", "body": kind, "options": {"name": name}} | more


def test_what_a_walk_has_no_word_for_is_a_remark(tmp_path: Path) -> None:
    """The file still validates."""
    second = role("button", "Buy", next={"kind": "nth", "body": "1", "options": {}})
    in_nav = {
        "kind": "role",
        "body": "navigation",
        "options": {},
        "next": role("link", "Boots: ${A}"),
    }
    heard = Heard(
        events=[
            deed("navigate", {"kind": "x"}, url="https://shop.example/a$B"),
            Arrival("https://shop.example/a$B", "A", "A"),
            deed("click", in_nav),
            deed("click", second, clickCount=2),
            deed("click", role("button", "Remove"), signals=["dialog"]),
            deed("click", role("link", "Invoice"), signals=["download"]),
            deed("fill", role("button", "Photo"), text="C:\\fakepath\\me.jpg"),
            deed("dragTo", {"kind": "default", "body": "#a"}),
            deed("press", role("textbox", "Search"), key="Enter", modifiers=2),
            deed("uncheck", role("checkbox", "News")),
            deed("click", {"kind": "test-id", "body": "pay"}),
        ],
        boxes=["Remove it?"],
    )
    text = journey_of(heard, "https://shop.example/", walk="x")

    file = tmp_path / "journey.yaml"
    file.write_text(text, "utf-8")
    assert run(["validate", str(file)]) == 0
    lines = [line.strip() for line in text.split("do:\n")[1].splitlines()]
    assert lines == [
        "- open: /a$$B",
        "- expect: {heading: A}",
        "- click: {link: 'Boots: $${A}', in: navigation}",
        "- click: {button: Buy}  # it was clicked twice; the page had several of them",
        "- dialog: {says: 'Remove it?', answer: accept}  # accepted, or dismissed?",
        "- click: {button: Remove}",
        "- download: {link: Invoice}",
        "# lay me.jpg beside this file, then: upload: {label: Photo, file: me.jpg}",
        "# not recorded: dragTo",
        "- press: Control+Enter",
        "- click: {checkbox: News}  # takes the tick away",
        "- click: {testid: pay}",
    ]


@pytest.mark.parametrize(
    ("note", "label", "written"),
    [
        (FieldNote("v4lue", "", "", "password", ""), "Word", "$PASSWORD"),
        (FieldNote("v4lue", "", "", "text", "cc-number"), "No", "$CARD_NUMBER"),
        (FieldNote("v4lue", "", "", "text", "shipping given-name"), "You", "${shopper.first-name}"),
        (FieldNote("v4lue", "", "", "tel", ""), "Number", "${shopper.phone}"),
        (FieldNote("other", "", "", "password", ""), "Security code", "$ONE_TIME_CODE"),
        (FieldNote("other", "", "", "text", ""), "Postleitzahl", "${shopper.postcode}"),
        (FieldNote("other", "", "", "text", ""), "Colour", "v4lue"),
    ],
)
def test_secrets_and_own_data_are_told_by_the_field(
    note: FieldNote, label: str, written: str
) -> None:
    opened = deed("navigate", {"kind": "x"}, url="https://shop.example/")
    heard = Heard([opened, deed("fill", role("textbox", label), text="v4lue")], [note])

    text = journey_of(heard, "https://shop.example/", walk="x")

    assert f"with: {written}}}" in text.replace("'", "")
    assert written == "v4lue" or written.startswith("${") or "v4lue" not in text


def test_a_click_that_is_told_of_after_the_page_it_led_to_comes_before_it() -> None:
    """Playwright waits whether it becomes a double click."""
    now = [0.0]
    heard = Heard(clock=lambda: now[0])

    def tell(name: str, at: str, **said: Any) -> None:
        code = json.dumps({"name": name, "locator": role("link", at), "signals": [], **said})
        heard.action_added(None, None, code)

    def come(path: str, referrer: str = "") -> None:
        heard.note({"kind": "page", "url": f"https://a.example{path}", "title": "", "heading": "",
                    "referrer": referrer})  # fmt: skip

    come("/")
    tell("navigate", "", url="https://a.example/")
    heard.note({"kind": "click"})
    come("/one", "https://a.example/")
    now[0] = 0.5
    tell("click", "One")
    now[0] = 9.0
    tell("click", "On page one")
    heard.note({"kind": "click"})
    come("/two", "https://a.example/one")
    tell("navigate", "", url="https://a.example/two")
    text = journey_of(heard, "https://a.example/", walk="x")

    lines = [line.strip() for line in text.split("route:\n")[1].splitlines()]
    assert [line for line in lines if line != "do:"] == [
        "- at: home",
        "- open: /",
        "- click: {link: One}",
        "- at: one",
        "- click: {link: On page one}",
    ]


def test_a_secret_is_taken_out_of_every_other_place(tmp_path: Path) -> None:
    """Of an address, too, and in its encodings."""
    heard = Heard(
        [
            deed("navigate", {"kind": "x"}, url="https://shop.example/"),
            deed("fill", role("textbox", "Password"), text="p/ss w0rd"),
            deed("navigate", {"kind": "x"}, url="https://shop.example/?again=p%2Fss+w0rd"),
        ],
        [FieldNote("p/ss w0rd", "", "Password", "password", "")],
    )

    text = journey_of(heard, "https://shop.example/", walk="x")

    assert "w0rd" not in text
    assert "again=***" in text
