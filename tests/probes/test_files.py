"""Files: given to a field, to a drawn label, to a button that asks for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desireline.probes.seen import StepSeen, WalkSeen

Walk = Callable[..., WalkSeen]
SENDS = "<script>document.addEventListener('change', e => e.target.form.submit())</script>"
FORM = '<form method=post action=/sent enctype="multipart/form-data">'


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.txt"
    file.write_text("smile, please")
    return file


def uploading(site: Any, walk: Walk, body: str, photo: Path, **more: Any) -> WalkSeen:
    """Upload a photo on a page."""
    site.pages |= {"/": f"<title>Form</title>{body}", "/sent": "<title>Sent</title><h1>Thanks</h1>"}
    step = {"upload": {"label": "Photo", "file": str(photo)}} | more
    return walk(site.journey([{"at": "form", "do": [{"open": "/"}, step]}]))


def step(seen: WalkSeen) -> StepSeen:
    """Give the step that uploads."""
    return seen.touchpoints[0].steps[1]


def test_a_field_takes_a_file(site: Any, walk: Walk, photo: Path) -> None:
    body = f"{FORM}<label>Photo <input type=file name=p></label></form>{SENDS}"

    seen = uploading(site, walk, body, photo)

    assert seen.verdict == "ok"
    assert any("smile, please" in body for body in site.bodies)
    assert (step(seen).fields, step(seen).clicks) == (1, 1)
    assert step(seen).says == "upload photo.txt as “Photo”"


def test_a_hidden_field_is_reached_by_its_label(site: Any, walk: Walk, photo: Path) -> None:
    body = f"{FORM}<label>Photo <input type=file name=p hidden></label></form>{SENDS}"

    assert uploading(site, walk, body, photo).verdict == "ok"
    assert any("smile, please" in body for body in site.bodies)


def test_a_button_asks_for_a_file_later(site: Any, walk: Walk, photo: Path) -> None:
    """A script writes it, and opens the browser's own window."""
    body = f"""{FORM}<input type=file name=p id=p hidden></form>{SENDS}<script>setTimeout(() => {{
      const b = document.createElement('button');
      b.textContent = 'Photo'; b.onclick = () => p.click(); document.body.append(b) }}, 400)
      </script>"""

    assert uploading(site, walk, body, photo).verdict == "ok"
    assert any("smile, please" in body for body in site.bodies)


def test_a_field_in_a_frame_takes_a_file(site: Any, walk: Walk, photo: Path) -> None:
    site.pages["/frame"] = f"{FORM}<label>Photo <input type=file name=p></label></form>{SENDS}"

    assert uploading(site, walk, "<iframe src=/frame></iframe>", photo).verdict == "ok"
    assert any("smile, please" in body for body in site.bodies)


def test_a_button_that_asks_for_no_file_has_failed(site: Any, walk: Walk, photo: Path) -> None:
    seen = uploading(site, walk, "<button>Photo</button>", photo, within="600ms")

    assert seen.verdict == "failed"
    assert "“Photo” does not ask for a file" in seen.message


def test_no_field_is_told_with_the_nearest_names(site: Any, walk: Walk, photo: Path) -> None:
    seen = uploading(site, walk, "<button>Photos</button>", photo, within="300ms")

    assert seen.verdict == "failed"


def test_a_file_that_went_away_is_our_own_fault(site: Any, walk: Walk, tmp_path: Path) -> None:
    seen = uploading(site, walk, "<label>Photo <input type=file></label>", tmp_path / "gone.jpg")

    assert seen.verdict == "could not look"
    assert "gone.jpg" in seen.message
