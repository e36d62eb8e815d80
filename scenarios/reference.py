"""The reference of the language's keys, as Markdown, made from the glossary and the shapes."""

from __future__ import annotations

from .glossary import Word, glossary
from .walk_target import ROLES

BEGIN = "<!-- keys: written by scenarios/reference.py -->"
END = "<!-- end of keys -->"
TITLES = {
    "Journey": "A journey",
    "Calendar": "The calendar",
    "Arrivals": "Arrivals",
    "Promotion": "A promotion",
    "Segment": "A segment",
    "Resource": "A resource",
    "Fact": "A fact",
    "Stage": "A stage",
    "Touchpoint": "A touchpoint",
    "Route": "A way on",
    "NextIf": "A rule of next-if",
    "Balk": "balks",
    "CallBack": "call-back",
    "Return": "returns",
    "SegmentRule": "A rule for a segment",
    "Promises": "Promises",
    "Response": "A response",
    "Spread": "A time distribution",
    "MeanAndCv": "lognormal, gamma",
    "Weibull": "weibull",
    "Triangular": "triangular",
    "Uniform": "uniform",
    "Walk": "A walk",
    "Group": "A group of steps",
    "Persona": "A persona",
    "BasicAuth": "basic-auth",
    "Stop": "A stop",
    "MailboxPlace": "mailbox",
    "Phone": "phone",
    "Step": "A step",
    "Target": "A target",
    "Filling": "fill, choose",
    "Upload": "upload",
    "Answer": "dialog",
    "FactPlace": "Where a fact is read",
    "Use": "use",
    "Mail": "inbox",
    "Attachment": "attachment",
    "Sms": "sms",
    "Chat": "chat",
    "Call": "call",
    "Api": "api",
    "Expected": "expects",
    "WhatIf": "A what-if",
    "Fix": "A fix",
    "Cost": "A cost",
    "Horizon": "A horizon",
    "Snapshot": "A snapshot",
    "Now": "A place of now",
}
ONLY_IN_PYTHON = ("how", "name")  # of a target: in YAML one key says both


def keys_as_markdown() -> str:
    """Give a table of keys for each shape of the language."""
    return "\n\n".join(_table(name, words) for name, words in glossary().items())


def _table(name: str, words: dict[str, Word]) -> str:
    lines = [f"### {TITLES[name]}", ""]
    if name == "Target":
        lines += [
            f"One of {', '.join(f'`{role}`' for role in ROLES)} (roles), `label` (a field), `text` "
            "(words shown), `any` (whatever can be clicked), and last `testid` or `css`, with the "
            "name that a person reads: `{button: Add to cart}`. A text alone means `any`.",
            "",
        ]
    lines += ["| key | meaning | unit | default | example |", "|---|---|---|---|---|"]
    lines += [
        _row(key, word)
        for key, word in words.items()
        if name != "Target" or key not in ONLY_IN_PYTHON
    ]
    return "\n".join(lines)


def _row(key: str, word: Word) -> str:
    default = "needed" if word.default is None else word.default
    return f"| `{key}` | {word.means} | {word.unit} | {default} | `{word.example}` |"


def with_keys(page: str) -> str:
    """Give a page with its part between the marks written anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{keys_as_markdown()}\n\n{END}{after}"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    for name in sys.argv[1:]:
        Path(name).write_text(with_keys(Path(name).read_text("utf-8")), "utf-8")
