"""Secrets: typed into the site, never written down.

A walk's text names values instead of holding them: `${shopper.email}` is the persona's,
`${remembered.price}` was read earlier, `$NAME` and `${NAME}` come from the environment and
are secrets; `${taken.code}` came in a message, `${run.id}` is the walk's own; `${totp.NAME}` is
the code of an authenticator app whose secret it is. Whatever is stored passes `scrub` first;
`found_in` is the last look.

What it does not know: a secret that the site itself encrypts, hashes, or shows in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from desireline.scenarios.errors import CouldNotLook

from .secret_forms import Forms, files_with

NAMED = re.compile(
    r"\$(?:(?P<dollar>\$)"
    r"|\{(?P<kind>shopper|remembered|taken|run|totp)\.(?P<key>[^{}]+)\}"
    r"|\{(?P<braced>[A-Za-z_]\w*)(?::-(?P<otherwise>[^{}]*))?\}"
    r"|(?P<bare>[A-Z_][A-Z0-9_]*))"
)
WHERE = {
    "shopper": "the persona's data",
    "remembered": "what was remembered so far",
    "taken": "what was taken from messages so far",
}
SHORTEST = 4  # characters; anything shorter stands in every text by chance


class Secrets:
    """The secrets of one run: those that were asked for so far, by name."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Look names up in `environ` (os.environ, or a test's own)."""
        self._environ = environ
        self._used: dict[str, Forms] = {}
        self._learned: list[Forms] = []

    def __repr__(self) -> str:
        """Name the secrets, never their values."""
        return f"Secrets({', '.join(self._used) or 'none used'})"

    def resolve(
        self,
        text: str,
        shopper: Mapping[str, str],
        remembered: Mapping[str, str],
        *,
        taken: Mapping[str, str] = MappingProxyType({}),
        run: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Put the values in; `$$` is a dollar sign.

        Raises CouldNotLook when the environment lacks a name (DL350) or holds a value too
        short to be kept secret (DL351), and when the persona or the walk has no such value
        (DL352).
        """
        kinds = {"shopper": shopper, "remembered": remembered, "taken": taken, "run": run}

        def put_in(found: re.Match[str]) -> str:
            if found["dollar"]:
                return "$"
            if found["kind"] == "totp":
                return self._one_time_code(found["key"].strip())
            if found["kind"]:
                return _told(kinds[found["kind"]], found["kind"], found["key"].strip())
            return self._secret(found["braced"] or found["bare"], found["otherwise"])

        return NAMED.sub(put_in, text)

    def keep(self, name: str, value: str) -> None:
        """Keep a value secret that was learned on the way; DL351 when it is too short for it."""
        if len(value) < SHORTEST:
            raise _too_short(name)
        self._learned.append(Forms(value))
        self._used[f"{name} ({len(self._learned)})"] = self._learned[-1]

    @property
    def has_learned(self) -> bool:
        """Whether some secret was learned on the way."""
        return bool(self._learned)

    def scrub_learned(self, text: str) -> str:
        """Replace what was learned on the way: it may have been written down before."""
        for forms in self._learned:
            text = forms.scrub(text)
        return text

    def in_use(self) -> tuple[str, ...]:
        """Give the names of the secrets used so far; none when no secret can leak."""
        return tuple(self._used)

    def scrub(self, text: str) -> str:
        """Replace every secret, in all its encodings, by `***`."""
        for forms in tuple(self._used.values()):
            text = forms.scrub(text)
        return text

    def scrub_bytes(self, content: bytes) -> bytes:
        """Replace every secret, in all its encodings, by `***`; an archive's members are not."""
        for forms in tuple(self._used.values()):
            content = forms.scrub_bytes(content)
        return content

    def found_in(self, folder: Path, names: Iterable[str] | None = None) -> list[Path]:
        """Give the files below a folder that hold a secret, in name, text or zip member.

        `names` are the files to look at (none: all that there are).
        """
        given = None if names is None else [folder / name for name in names]
        return files_with(tuple(self._used.values()), folder, given)

    def _one_time_code(self, name: str) -> str:
        """Give the code that an authenticator app would show now; DL316 for a bad secret."""
        from binascii import Error

        import pyotp

        seed = self._secret(name, None)
        try:
            return pyotp.TOTP(seed.replace(" ", "")).now()
        except (Error, ValueError) as trouble:
            raise CouldNotLook(
                "DL316",
                f"the value of {name} is not the secret of an authenticator app",
                hint="it is the text of letters A to Z and digits 2 to 7 beside the QR code",
            ) from trouble

    def _secret(self, name: str, otherwise: str | None) -> str:
        value = self._environ.get(name, "")
        if not value and otherwise is not None:
            return otherwise
        if not value:
            raise CouldNotLook(
                "DL350",
                f"the environment variable {name} is not set",
                hint=f"set it before the walk: export {name}=…  ($$ writes a dollar sign)",
            )
        if len(value) < SHORTEST:
            raise _too_short(name)
        if name not in self._used:
            self._used[name] = Forms(value)
        return value


def _too_short(name: str) -> CouldNotLook:
    return CouldNotLook(
        "DL351",
        f"the value of {name} is shorter than {SHORTEST} characters",
        hint="it could not be told from other text; write it into the walk if it is no "
        "secret, or choose a longer one for the test account",
    )


def _told(values: Mapping[str, str], kind: str, key: str) -> str:
    if key in values:
        return values[key]
    known = ", ".join(values) or "nothing"
    where = WHERE.get(kind, "this walk")
    raise CouldNotLook(
        "DL352",
        f"${{{kind}.{key}}}: {where} has no `{key}`",
        hint=f"known here: {known}",
    )
