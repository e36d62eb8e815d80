"""What is kept of a walk: nothing but words, pictures, or a film; and never a secret."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageChops

from desireline.probes.page import cover
from desireline.probes.seen import WalkSeen
from desireline.probes.shopper import walk_journey
from desireline.probes.trip.trip import Limits
from desireline.probes.walk import film
from desireline.probes.words import table_of

SECRET = "pä55 w+rd/hunter2"
LOGIN = """<!doctype html><html lang=en><title>Log in</title><h1>Log in</h1>
<form method=post action=/in onsubmit="console.error('got ' + this.code.value)">
<label>User <input name=user></label><label>Password <input type=password name=p></label>
<label>Code <input name=code style="display:block;width:400px;height:200px;color:#c00;
background:#0c0;border:0"></label><button>Go</button></form>"""
INSIDE = "<!doctype html><html lang=en><title>In</title><h1>Welcome</h1><button>Buy</button>"
STEPS: list[dict[str, Any]] = [
    {"open": "/"},
    {"fill": {"label": "User", "with": "ada"}},
    {"fill": {"label": "Password", "with": "$SHOP_PASSWORD"}},
    {"fill": {"label": "Code", "with": "$SHOP_PASSWORD"}},
    {"click": {"button": "Go"}},
    {"expect": {"heading": "Thank you"}, "within": "300ms"},
]
Look = Callable[..., WalkSeen]


def every_encoding() -> list[bytes]:
    """Give the secret as files may hold it."""
    raw = SECRET.encode()
    texts = [SECRET, json.dumps(SECRET)[1:-1], quote(SECRET, safe=""), raw.hex()]
    return [*(text.encode() for text in texts), base64.b64encode(raw).rstrip(b"=")[:-1]]


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give all that is kept, members of archives too."""
    for file in folder.iterdir():
        yield file.name, file.read_bytes()
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                for member in archive.namelist():
                    yield f"{file.name}/{member}", archive.read(member)


def leaks(folder: Path) -> list[str]:
    """Name the files that hold the secret in any encoding."""
    return [name for name, body in contents(folder) if any(s in body for s in every_encoding())]


@pytest.fixture
def look(site: Any, tmp_path: Path) -> Look:
    """Walk some steps and keep evidence; give what was seen."""

    def look_with(steps: list[dict[str, Any]] = STEPS, **how: Any) -> WalkSeen:
        site.pages |= {"/": LOGIN, "/in": INSIDE} | how.pop("pages", {})
        journey = site.journey([{"at": "shop", "do": steps}])
        environ = {"SHOP_PASSWORD": SECRET}
        (seen,) = walk_journey(journey, out=tmp_path / "out", environ=environ, **how)
        return seen

    return look_with


def test_full_evidence_films_the_second_walk_of_what_failed(look: Look, tmp_path: Path) -> None:
    """Trace, requests and video; readable, and without the secret in any encoding."""
    seen = look(evidence="full")

    out = tmp_path / "out"
    assert seen.verdict == "failed"
    assert set(seen.files) == {"walk.trace.zip", "walk.har", "walk.webm"}
    assert leaks(out) == []
    with zipfile.ZipFile(out / "walk.trace.zip") as trace:
        lines = trace.read("trace.trace").splitlines() + trace.read("trace.network").splitlines()
    told = [json.loads(line) for line in lines]
    assert any(one.get("method") == "fill" for one in told)
    assert any(one.get("type") == "frame-snapshot" for one in told)
    posted = [
        e["request"] for e in json.loads((out / "walk.har").read_text("utf-8"))["log"]["entries"]
    ]
    assert any("***" in str(request.get("postData")) for request in posted)


def shows_the_field(picture: bytes) -> bool:
    """Say whether the field's own green shows."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, blue = image.split()
    bright = ImageChops.subtract(ImageChops.subtract(green, red), blue)
    return sum(bright.histogram()[100:]) > 20


def test_a_field_is_covered_in_each_picture_of_the_film_once_it_holds_a_secret(
    look: Look, tmp_path: Path
) -> None:
    """The field is bright; its last pictures on that page are grey."""
    look([*STEPS[:4], {"expect": {"heading": "Nowhere"}, "within": "900ms"}], trace=True)

    file = tmp_path / "out" / "walk.trace.zip"
    with zipfile.ZipFile(file) as trace:
        frames = sorted(name for name in trace.namelist() if name.endswith(".jpeg"))
        shown = [shows_the_field(trace.read(name)) for name in frames]
    assert True in shown
    assert not shown[-1]
    last = tmp_path / "last.png"
    ffmpeg = ["ffmpeg", "-v", "error", "-sseof", "-0.3", "-i", str(tmp_path / "out" / "walk.webm")]
    subprocess.run([*ffmpeg, "-frames:v", "1", str(last)], check=True)
    assert not shows_the_field(last.read_bytes())


def test_a_page_that_shows_a_secret_leaves_no_moving_picture(look: Look, tmp_path: Path) -> None:
    steps = [*STEPS[:5], {"expect": {"heading": "Welcome"}}]
    seen = look(steps, trace=True, pages={"/in": f"<title>In</title><h1>Welcome</h1>{SECRET}"})

    assert seen.verdict == "degraded"  # the console was written to
    assert set(seen.files) == {"walk.trace.zip", "walk.har"}
    assert seen.unkept == ("walk.webm is not kept: a page showed a secret",)
    with zipfile.ZipFile(tmp_path / "out" / "walk.trace.zip") as trace:
        assert [name for name in trace.namelist() if name.endswith(".jpeg")] == []
    assert leaks(tmp_path / "out") == []


def test_a_field_that_cannot_be_covered_leaves_no_picture(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page may be exchanged in that moment, for one that comes with the field filled in."""
    assert look(STEPS[:4]).touchpoints[0].picture is not None
    monkeypatch.setattr(cover, "COVER", "() => 0")

    assert look(STEPS[:4]).touchpoints[0].picture is None


def test_a_film_that_is_too_heavy_is_told(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its file's name, with its size and the limit; at the walk and on the terminal."""
    monkeypatch.setattr(film, "MOST_BYTES", 5_000)

    seen = look(STEPS[:2], trace=True)

    assert "walk.trace.zip" not in seen.files
    told = next(one for one in seen.unkept if one.startswith("walk.trace.zip"))
    assert re.fullmatch(
        r"walk\.trace\.zip is not kept: it has .* [kM]B, and at most 5 kB of a file are", told
    )
    assert told in table_of(seen, Path("out"))


def test_a_walk_that_went_well_is_not_filmed_unless_asked_for(look: Look, tmp_path: Path) -> None:
    seen = look(STEPS[:2], evidence="full")
    assert seen.files == ()

    assert set(look(STEPS[:2], trace=True).files) == {"walk.trace.zip", "walk.har", "walk.webm"}


def test_a_flaky_walk_keeps_both_films(look: Look, site: Any, tmp_path: Path) -> None:
    """The first try's is put aside."""
    answers = iter(["<title>A</title><h1>Busy</h1>", "<title>A</title><h1>Here</h1>"])

    def answer(handler: Any) -> None:
        body = next(answers).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    steps = [{"open": "/"}, {"expect": {"heading": "Here"}, "within": "300ms"}]
    seen = look(steps, trace=True, pages={"/": answer})

    assert seen.verdict == "flaky"
    assert seen.first_try is not None
    assert seen.first_try.files[0] == "walk-first-try.trace.zip"
    named = {*seen.files, *seen.first_try.files, "walk-shop.jpg", "walk-shop-first-try.jpg"}
    assert {file.name for file in (tmp_path / "out").iterdir()} == named


def test_without_ffmpeg_there_is_no_video_and_the_rest_is_kept(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert shell is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / Path(shell).name).symlink_to(shell)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert set(look(STEPS[:2], trace=True).files) == {"walk.trace.zip", "walk.har"}


def test_without_evidence_nothing_but_words_is_kept(look: Look, tmp_path: Path) -> None:
    seen = look(evidence="none")

    (stop,) = seen.touchpoints
    assert seen.verdict == "failed"
    assert (stop.picture, stop.text, stop.steps[-1].snapshot) == (None, "", "")
    assert "no heading “Thank you”" in seen.message
    assert not (tmp_path / "out").exists()


def test_a_failing_step_says_what_stood_there(look: Look, tmp_path: Path) -> None:
    """In its region where it names one; bounded, and with a picture."""
    links = "".join(f"<a href=/{n}>Way {n}</a>" for n in range(300))
    page = f"<title>A</title><main><h1>Hall</h1></main><nav>{links}</nav>"
    step = {"click": {"link": "Cart", "in": "navigation"}, "within": "200ms"}
    seen = look([{"open": "/"}, step], pages={"/": page})

    (stop,) = seen.touchpoints
    assert '- link "Way 1"' in stop.steps[-1].snapshot
    assert "Hall" not in stop.steps[-1].snapshot
    assert len(stop.steps[-1].snapshot) == 4000
    assert stop.picture == "walk-shop.jpg"


def test_what_stood_there_holds_no_secret(look: Look) -> None:
    seen = look([*STEPS[:4], {"click": {"button": "Stop"}, "within": "200ms"}])

    snapshot = seen.touchpoints[0].steps[-1].snapshot
    assert 'button "Go"' in snapshot
    assert "***" in snapshot
    assert "hunter2" not in snapshot


def test_slow_waits_before_each_step_and_times_stay_the_pages_own(look: Look) -> None:
    seen = look(STEPS[:2], limits=Limits(pause_seconds=0.4))

    assert seen.seconds >= 0.8
    assert (seen.touchpoints[0].loads_seconds or 9) < 0.4
