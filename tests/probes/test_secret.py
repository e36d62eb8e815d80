"""Secrets: put in where they are named, taken out of all that is kept."""

from __future__ import annotations

import base64
import html
import json
import re
import time
import zipfile
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from desireline.probes.safety.secret import Secrets
from desireline.scenarios.errors import CouldNotLook

VALUES = ["hunter2secret", "p&ss <wörd>'\"/\\=+ 7", "ada@example.test", "Ünïcödé-✓", "$$4Zq"]


def secrets_of(value: str) -> Secrets:
    """Give secrets of which one was used."""
    secrets = Secrets({"PASSWORD": value})
    secrets.resolve("$PASSWORD", {}, {})
    return secrets


def in_all_encodings(value: str) -> dict[str, str]:
    """Write a value as all kinds of files would."""
    raw = value.encode()
    return {
        "plain": value,
        "URL": quote(value, safe=""),
        "form": quote_plus(value),
        "URL in lower case": quote(value, safe="").replace("%C3", "%c3").replace("%9C", "%9c"),
        "URL in a URL": quote(quote(value, safe=""), safe=""),
        "loose URL": quote(value, safe="/=+&'@$"),
        "HTML": html.escape(value),
        "loose HTML": html.escape(value, quote=False),
        "HTML numbers": "".join(
            c if c.isascii() and c.isalnum() else f"&#{ord(c)};" for c in value
        ),
        "HTML in HTML": html.escape(html.escape(value)),
        "JSON": json.dumps(value),
        "loose JSON": json.dumps(value, ensure_ascii=False).replace("/", "\\/"),
        "JSON in JSON": json.dumps(json.dumps(value)),
        "JSON for HTML": json.dumps(value).replace("<", "\\u003c").replace("&", "\\u0026"),
        "hex": raw.hex(),
        "HEX": raw.hex().upper(),
        "base64": base64.b64encode(raw).decode(),
        "basic auth": base64.b64encode(b"ada:" + raw + b"!").decode(),
        "base64 by one": base64.b64encode(b"x" + raw + b"yz").decode(),
        "base64 by two": base64.urlsafe_b64encode(b"xx" + raw + b"y").decode(),
        "misread as Latin-1": raw.decode("latin-1"),
        "a file's name": re.sub(r'[/\\:*?"<>|~]', "_", value),
        "louder": value.upper() if value.isascii() else value,
    }


@pytest.mark.parametrize("value", VALUES)
def test_a_secret_is_taken_out_in_every_encoding(value: str) -> None:
    secrets = secrets_of(value)
    for name, written in in_all_encodings(value).items():
        text = secrets.scrub(f"before {written} after")

        assert "***" in text, name
        assert written not in text, name
        assert text.startswith("before "), name
        assert text.endswith(" after"), name
        assert secrets.scrub_bytes(f"<{written}>".encode()).count(b"***") >= 1, name


@pytest.mark.parametrize("value", VALUES)
def test_scrubbed_json_is_still_json(value: str) -> None:
    written = json.dumps({"a": value, "b": [value + value], value: 1})

    assert json.loads(secrets_of(value).scrub(written)) == {"a": "***", "b": ["******"], "***": 1}


def test_other_words_stay_as_they_are() -> None:
    text = json.dumps({"hunter": 2, "secret": "hunter2", "price": "€129.00", "a": "Zm9v"})

    assert secrets_of("hunter2secret").scrub(text) == text
    assert secrets_of("hunter2secret").scrub_bytes(text.encode()) == text.encode()


def test_a_secret_cut_off_at_the_end_is_taken_out() -> None:
    """Texts are bounded before they are scrubbed."""
    secrets = secrets_of("hunter2secret")

    assert secrets.scrub("typed hunter2sec…") == "typed ***…"
    assert secrets.scrub("a hunter") == "a hunter"


def test_only_secrets_that_were_used_are_taken_out() -> None:
    """The environment is full of short words."""
    secrets = Secrets({"PASSWORD": "hunter2secret", "HOME": "home"})

    assert secrets.scrub("hunter2secret home") == "hunter2secret home"
    assert not secrets.in_use()


def test_values_are_put_in_where_they_are_named() -> None:
    secrets = Secrets({"PASSWORD": "hunter2secret", "token_2": "tokentoken"})
    shopper, remembered = {"e-mail": "ada@x.example"}, {"price": "€129.00"}
    text = "${shopper.e-mail} ${remembered.price} $PASSWORD ${token_2} ${NOT:-else} $$5 $5 $a"

    assert secrets.resolve(text, shopper, remembered) == (
        "ada@x.example €129.00 hunter2secret tokentoken else $5 $5 $a"
    )
    assert secrets.in_use() == ("PASSWORD", "token_2")


def test_what_is_put_in_is_not_looked_through_again() -> None:
    """The site's own words could otherwise ask for our environment."""
    secrets = Secrets({"PASSWORD": "hunter2secret"})

    assert secrets.resolve("${remembered.name}", {}, {"name": "$PASSWORD"}) == "$PASSWORD"


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("$PASSWORD", "DL350", "PASSWORD"),
        ("${EMPTY}", "DL350", "EMPTY"),
        ("$PIN", "DL351", "PIN"),
        ("${shopper.email}", "DL352", "email"),
        ("${remembered.price}", "DL352", "price"),
    ],
)
def test_what_is_missing_is_named(text: str, code: str, names: str) -> None:
    secrets = Secrets({"EMPTY": "", "PIN": "123"})

    with pytest.raises(CouldNotLook, match=names) as told:
        secrets.resolve(text, {"first-name": "Ada"}, {})

    assert told.value.code == code
    assert "123" not in str(told.value)


def test_a_value_never_shows_by_accident() -> None:
    secrets = secrets_of("hunter2secret")

    assert "hunter2" not in f"{secrets} {secrets._used}"
    assert "PASSWORD" in repr(secrets)


def test_the_last_look_finds_what_slipped_through(tmp_path: Path) -> None:
    secrets = secrets_of("hunter2secret")
    (tmp_path / "deep").mkdir()
    (tmp_path / "clean.json").write_text('{"a": "***"}')
    (tmp_path / "deep" / "run.json").write_text('{"a": "hunter2secret"}')
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\x00" + b"hunter2secret".hex().encode())
    (tmp_path / "hunter2secret.txt").touch()
    with zipfile.ZipFile(tmp_path / "trace.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.network", "password=hunter2secret")

    found = [path.relative_to(tmp_path).as_posix() for path in secrets.found_in(tmp_path)]

    assert found == ["deep/run.json", "hunter2secret.txt", "picture.jpg", "trace.zip"]
    assert Secrets({}).found_in(tmp_path) == []


@pytest.mark.parametrize("run", ["\\\\", "%25", "&amp;", "$$", "A", "0", "x"])
def test_long_runs_of_signs_do_not_hold_us_up(run: str) -> None:
    secrets = secrets_of("$\\%&0x'Zz")
    began = time.monotonic()

    secrets.scrub(run * 300_000)

    assert time.monotonic() - began < 5


def test_a_broken_archive_is_looked_at_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x05\x06" + b"\x00" * 18 + b"hunter2secret")
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04hunter2secret")

    assert len(secrets_of("hunter2secret").found_in(tmp_path)) == 2
