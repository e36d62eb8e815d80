"""Screenshots: read from the run's folder and from nowhere else, and only images."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from sample_record import shop

from desireline.reports.page import render_page
from desireline.reports.page_pictures import MOST, image_size, shots_of


def image(kind: str, size: tuple[int, int] = (320, 640), **options: object) -> bytes:
    """Draw a plain picture."""
    held = io.BytesIO()
    Image.new("RGB", size, "#1b5cb8").save(held, kind, **options)
    return held.getvalue()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("WEBP", {}), ("WEBP", {"lossless": True}), ("JPEG", {}), ("PNG", {})],
)
def test_the_size_of_an_image_is_read(kind: str, options: dict[str, object]) -> None:
    """Of each kind of image that a browser takes."""
    assert image_size(image(kind, (320, 641), **options)) == (320, 641)


def test_an_animated_webp_has_a_size_too() -> None:
    """Its header is the extended one."""
    held = io.BytesIO()
    frames = [Image.new("RGB", (30, 50), colour) for colour in ("red", "blue")]
    frames[0].save(held, "WEBP", save_all=True, append_images=frames[1:])

    assert image_size(held.getvalue()) == (30, 50)


@pytest.mark.parametrize(
    "not_one", [b"", b"<svg onload='alert(1)'>", b"\x89PNG\r\n\x1a\n", b"RIFF0000WEBPVP8 ",
                b"\xff\xd8\xff\xe0", b"GIF89a" + b"0" * 40]
)  # fmt: skip
def test_what_is_no_image_is_left_out(not_one: bytes, tmp_path: Path) -> None:
    """Broken, cut short or something else: no picture, no fault."""
    (tmp_path / "cart.webp").write_bytes(not_one)

    assert shots_of({"cart": "cart.webp"}, tmp_path) == ()


@pytest.mark.parametrize("name", ["../secret.png", "/etc/hostname", "none.webp", "", "a\0b"])
def test_only_files_of_the_folder_are_read(name: str, tmp_path: Path) -> None:
    """A record could come from anywhere."""
    (tmp_path / "secret.png").write_bytes(image("PNG"))
    folder = tmp_path / "run"
    folder.mkdir()

    assert shots_of({"cart": name}, folder) == ()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Nor is one that looks like a file of it."""
    (tmp_path / "secret.png").write_bytes(image("PNG"))
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "cart.png").symlink_to(tmp_path / "secret.png")

    assert shots_of({"cart": "cart.png"}, folder) == ()


def test_at_most_sixty(tmp_path: Path) -> None:
    """A page that holds all is one that nobody can mail."""
    (tmp_path / "a.png").write_bytes(image("PNG", (4, 4)))

    assert len(shots_of({f"t{at}": "a.png" for at in range(80)}, tmp_path)) == MOST


def test_the_pictures_stand_on_the_page_once_each(tmp_path: Path) -> None:
    """The film and the appendix use the same image."""
    for name in ("cart", "help"):
        (tmp_path / f"{name}.webp").write_bytes(image("WEBP"))
    page = render_page(shop(), tmp_path)

    assert page.count("data:image/webp;base64,") == 2
    assert page.count('href="#shot-1"') == 2


def test_over_the_budget_the_pictures_are_dropped_with_a_word(tmp_path: Path) -> None:
    """1.5 MB is what mail and chat take without asking."""
    for name in shop().pictures.values():
        (tmp_path / name).write_bytes(image("PNG", (8, 8)) + b"\0" * 300_000)
    page = render_page(shop(), tmp_path)

    assert len(page.encode()) < 1_500_000
    assert "data:image/png" not in page
    assert "The screenshots are left out" in page
