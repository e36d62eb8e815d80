"""What a run says on the terminal: the verdict, the headline, the gaps dearest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from .record import Conclusion, Gap, Record
from .sentences_headline import nothing, verdict_line
from .views_notes import BLIND, DOUBTFUL, GIVEN_UP
from .words import figure, number

COLOURS: dict[Conclusion, str] = {
    "Consistent": "bold green",
    "Drifting": "bold yellow",
    "Not consistent": "bold red",
    "Could not check": "bold yellow",
}
TOLD = (BLIND, GIVEN_UP, DOUBTFUL)  # notes that stand on the terminal too
UNSEEN_WIDTH = 100  # columns, where no terminal says how many it has


def print_result(record: Record, page: Path, *, console: Console | None = None) -> None:
    """Print the result; the report's path comes last, on a line of its own.

    What a site said is printed as text, never as markup.
    """
    console = console or _console()
    for line in _lines(record):
        console.print(line)
        console.print()
    console.print(Text(f"Report: {page}"), soft_wrap=True)


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=UNSEEN_WIDTH)


def _lines(record: Record) -> Iterator[RenderableType]:
    yield Text(verdict_line(record.conclusion, record.checks), COLOURS[record.conclusion])
    yield Text(record.headline)
    if record.gaps:
        yield _table(record)
        yield Text(_together(record))
    blind = [note for note in record.notes if any(words in note.says for words in TOLD)]
    for note in blind:
        if note.says.rpartition(f" {BLIND}: ")[2].rstrip(".") in record.headline:
            continue  # it has just been said
        yield Text(f"? {note.touchpoint}: {note.says}" if note.touchpoint else f"? {note.says}")


def _table(record: Record) -> Table:
    table = Table(box=None, pad_edge=False, title_justify="left")
    table.title = Text("Gaps, dearest first", "bold")
    table.add_column("customers lost a month", justify="right", header_style="dim", min_width=16)
    table.add_column(f"{record.currency} a month", justify="right", header_style="dim")
    table.add_column("what is wrong", header_style="dim", ratio=1)
    table.add_column("owner", header_style="dim")
    for gap in record.gaps:
        table.add_row(Text(_lost(gap)), Text(_money(gap)), Text(gap.sentence), Text(_owners(gap)))
    return table


def _lost(gap: Gap) -> str:
    if nothing(gap.lost):
        return "none"
    return figure(gap.lost) + ("\ncould be chance" if gap.lost.could_be_chance else "")


def _money(gap: Gap) -> str:
    return "none" if nothing(gap.money) else number(gap.money.mean)


def _owners(gap: Gap) -> str:
    return ", ".join(gap.owners) or "nobody"


def _together(record: Record) -> str:
    if nothing(record.lost):
        return "All gaps together lose no customers in the simulation."
    money = f"{figure(record.money)} {record.currency}"
    return f"All gaps together lose {figure(record.lost)} customers and {money} a month, simulated."
