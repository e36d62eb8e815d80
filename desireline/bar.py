"""A progress bar on stderr, for whoever looks; silent where nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Tell = Callable[[str, float, float], None]  # what is going on: so much, of so much


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """What long work tells: how much is done, and what the rest takes. None: nobody looks."""

    progress: Callable[[int, int], None] | None = None
    remaining: Callable[[float], None] | None = None


@contextmanager
def progress_bar(what: str) -> Iterator[ProgressBar]:
    """Show a bar while the work goes on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield ProgressBar()
        return
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}")
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None, rest="")
        yield ProgressBar(
            lambda done, total: bar.update(task, completed=done, total=total),
            lambda seconds: bar.update(task, rest=_rest(seconds)),
        )


@contextmanager
def share_bar() -> Iterator[Tell]:
    """Show what is going on, and the share of it that is done where that is known."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, done, total: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Simulating", total=None)
        yield lambda what, done, total: bar.update(
            task, description=what, completed=done, total=total
        )


def _rest(seconds: float) -> str:
    """Say how long the rest takes, no more exactly than is known."""
    if seconds < 60:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / 60)} min left"
