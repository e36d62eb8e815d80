"""What all shapes of the language share: frozen, strict about keys, kebab-case in YAML."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


def kebab(name: str) -> str:
    """Turn a Python name into the key that people write."""
    return name.replace("_", "-")


class Shape(BaseModel):
    """A piece of the language, as the planner wrote it, in internal units."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=kebab, validate_by_name=True
    )
