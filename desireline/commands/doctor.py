"""`desireline doctor`: what this machine has for walking."""

from __future__ import annotations

import click


@click.command()
@click.option("--install-browser", is_flag=True, help="Get a browser when none is there")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON")
def command(install_browser: bool, as_json: bool) -> int:
    """Say what this machine has, and what to do about what is missing

    Ends with 0 when a walk is possible here, with 3 when not.
    """
    import json
    from dataclasses import asdict
    from pathlib import Path

    from desireline.probes.browser.machine import look_at_machine, walk_possible

    if install_browser:
        from desireline.probes.browser.setup import install_browser as install

        got = install(lambda line: click.echo(line, err=True))
        click.echo(f"Browser: {got}", err=True)
        return 0
    findings = look_at_machine(Path.cwd())
    possible = walk_possible(findings)
    if as_json:
        found = {"walk_possible": possible, "findings": [asdict(f) for f in findings]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return 0 if possible else 3
    for finding in findings:
        click.echo(f"{'✓' if finding.there else '✗'} {finding.name:<12} {finding.says}")
        if finding.advice:
            click.echo("\n".join(f"    {line}" for line in finding.advice.splitlines()))
    click.echo("A walk is possible here." if possible else "No walk is possible here yet.")
    return 0 if possible else 3
