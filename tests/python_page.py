"""Write docs/reference/python.md from what `import desireline as dl` offers.

Run `python tests/python_page.py` after changing the interface; a test compares.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from desireline import api

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "python.md"
HEAD = """# Python

Made from the docstrings of `desireline/api.py`. `import desireline as dl` gives all of it; what is
simulated is the same as on the command line. [A notebook](../notebooks/what-if.ipynb) shows it at
work.
"""


def python_page() -> str:
    """Give the page: functions as they are called, then what they take and give."""
    offered = {name: getattr(api, name) for name in api.__all__}
    parts = [HEAD, "## Functions\n"]
    parts += [_function(name, one) for name, one in offered.items() if inspect.isfunction(one)]
    parts.append("## What they take and give\n")
    parts += [_kind(name, one) for name, one in offered.items() if inspect.isclass(one)]
    return "\n".join(parts)


def _function(name: str, function: Any) -> str:
    signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))
    return f"### {name}\n\n```text\ndl.{name}{signature}\n```\n\n{_told(function)}\n"


def _kind(name: str, kind: Any) -> str:
    rows = list(_fields(kind))
    table = "\n".join(["\n| field | type | holds |", "|---|---|---|", *rows, ""]) if rows else ""
    methods = "".join(
        f"\n`{method}()`: {_told(function)}\n"
        for method, function in vars(kind).items()
        if inspect.isfunction(function) and method == "to_pandas"
    )
    return f"### {name}\n\n{_told(kind)}\n{table}{methods}"


def _fields(kind: Any) -> Iterator[str]:
    """Give a row for each field, with what the source says beside it."""
    source = inspect.getsource(kind)
    for field in fields(kind) if is_dataclass(kind) else ():
        beside = re.search(rf"^    {field.name}: .*?(?:  # (.*))?$", source, re.MULTILINE)
        kind_of = str(field.type).replace("|", "\\|")
        yield f"| `{field.name}` | `{kind_of}` | {(beside and beside[1]) or ''} |"
    for name, found in vars(kind).items():
        if isinstance(found, property) and found.fget and is_dataclass(kind):
            given = str(inspect.signature(found.fget).return_annotation).replace("|", "\\|")
            yield f"| `{name}` | `{given}` | {inspect.getdoc(found)} |"


def _told(documented: Any) -> str:
    return inspect.getdoc(documented) or ""


if __name__ == "__main__":
    PAGE.write_text(python_page(), "utf-8")
