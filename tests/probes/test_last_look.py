"""The last look: a walk that holds a secret is not kept."""

from pathlib import Path

from desireline.probes.safety.secret import Secrets
from desireline.probes.seen import TouchpointSeen, WalkSeen
from desireline.probes.walk.last_look import last_look

PASSWORD = "correct horse battery"


def used() -> Secrets:
    secrets = Secrets({"SHOP_PASSWORD": PASSWORD})
    secrets.resolve("$SHOP_PASSWORD", {}, {})
    return secrets


def walk(text: str, picture: str | None = None) -> WalkSeen:
    stop = TouchpointSeen("login", "ok", text=text, picture=picture)
    return WalkSeen("log-in", "somebody", "2026-01-01T00:00:00Z", 1.0, "ok", touchpoints=(stop,))


def test_a_clean_walk_is_handed_on_as_it_is(tmp_path: Path) -> None:
    clean = walk("Welcome, ***")

    assert last_look(clean, tmp_path, used()) is clean


def test_a_secret_in_the_words_keeps_the_walk_from_being_kept(tmp_path: Path) -> None:
    looked = last_look(walk(f"Welcome, {PASSWORD}"), tmp_path, used())

    assert looked.verdict == "could not look"
    assert PASSWORD not in repr(looked)
    assert "DL313" in looked.message


def test_a_picture_that_holds_a_secret_is_deleted_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "login.webp").write_bytes(b"RIFF" + PASSWORD.encode())
    (tmp_path / "mine.txt").write_text(PASSWORD)

    looked = last_look(walk("Welcome", "login.webp"), tmp_path, used())

    assert looked.verdict == "could not look"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
