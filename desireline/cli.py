"""The command line: finds the command, runs it, and turns what went wrong into words.

Each command stands in a file of its own under `commands/` and is imported only when it
is called, so that `--help` stays quick.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from . import __version__

COMMANDS = {
    "init": "Write a small project that runs at once",
    "validate": "Check files and show every mistake with its place",
    "show": "Print a journey's map: what is assumed, promised and looked at",
    "simulate": "Simulate a journey and show where customers leave",
    "replay": "Tell what one simulated customer went through",
    "trace": "Write down all that happens in one replication",
    "probe": "Walk the live touchpoints as a customer would",
    "record": "Open a browser, and write what you do there as a walk",
    "run": "Walk, simulate, compare, and write the consistency report",
    "report": "Write the page of a stored run again",
    "demo": "Run everything on the demo shop",
    "demo-shop": "Open the demo shop and keep it open",
    "doctor": "Say what this machine has, and what to do about what is missing",
    "schema": "Print the JSON Schema, for completion in editors",
}
INTERRUPTED = 130
OUR_FAULT = 4


class _Commands(click.Group):
    """Commands whose modules are imported when they are called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"desireline.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        near = get_close_matches(args[0], COMMANDS, n=1) if args else []
        if args and args[0] not in COMMANDS and near:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="desireline")
def program() -> None:
    """A customer journey as promised, assumed and observed, and what the gaps cost."""


def main(arguments: list[str] | None = None) -> None:
    """Run the program and end the process with its exit code."""
    code = run(arguments)
    gc.freeze()  # else Python looks through all that is loaded, for what ends anyway
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the program and give its exit code (docs/reference/exit-codes.md)."""
    from desireline.scenarios.errors import DesirelineError

    try:
        done: Any = program.main(arguments, prog_name="desireline", standalone_mode=False)
    except DesirelineError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except Exception as error:
        return _our_fault(error)
    return done if isinstance(done, int) else 0


def _our_fault(error: Exception) -> int:
    """Keep the traceback in a file, and say where; never show it."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="desireline-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    click.echo(
        f"error[DL901]: desireline itself failed: {type(error).__name__}\n"
        f"hint: this is our fault; please report it with {log.name}",
        err=True,
    )
    return OUR_FAULT
