"""Write docs/reference/commands.md from the commands' own help.

Run `python tests/commands_page.py` after changing a command; a test compares.
"""

from __future__ import annotations

from pathlib import Path

import click

from desireline.cli import COMMANDS, program

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"


def commands_page() -> str:
    """Give the page: each command's help, as the terminal shows it at 88 columns."""
    parts = ["# Commands\n\nMade from the commands' own `--help`.\n"]
    top = program.make_context("desireline", ["doctor"], resilient_parsing=True)
    for name in COMMANDS:
        command = program.get_command(top, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=top, max_content_width=88)
        context.terminal_width = 88
        shown = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"## {name}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(commands_page(), "utf-8")
