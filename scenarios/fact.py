"""Facts: what must read the same wherever a customer meets it.

Two spellings of one fact have the same normal form: `€ 45,00` and `EUR 45.00`, `3 days`
and `72 hours`. What has no normal form can't be compared, and that is said.
"""

from __future__ import annotations

from typing import Literal

from .shape import Shape

FactKind = Literal["money", "duration", "phone", "email", "date", "text"]


class Fact(Shape):
    """One fact, what kind it is, and what the plan promises (if it promises anything)."""

    kind: FactKind
    promised: str | None = None
    title: str | None = None
