"""What all shapes of the language share: frozen, strict about keys, kebab-case in YAML."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


def kebab(name: str) -> str:
    """Turn a Python name into the key that people write."""
    return name.replace("_", "-")


class Shape(BaseModel):
    """A piece of the language, as the planner wrote it, in internal units."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=kebab,
        validate_by_name=True,
        allow_inf_nan=False,
        defer_build=True,  # what is never used costs no command anything
    )

    @model_validator(mode="before")
    @classmethod
    def _nothing_written_is_all_defaults(cls, given: Any) -> Any:
        return {} if given is None else given
