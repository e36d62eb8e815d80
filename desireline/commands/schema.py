"""`desireline schema`: what editors need for completion."""

from __future__ import annotations

import click


@click.command()
@click.argument("of", type=click.Choice(["journey", "whatif", "snapshot"]), default="journey")
def command(of: str) -> None:
    """Print the JSON Schema, for completion in editors

    Save it beside your files, and begin them with the line
    `# yaml-language-server: $schema=./journey.schema.json`.
    """
    import json

    from desireline.scenarios.schema import journey_schema, snapshot_schema, whatif_schema

    schemas = {"journey": journey_schema, "whatif": whatif_schema, "snapshot": snapshot_schema}
    click.echo(json.dumps(schemas[of](), indent=2, ensure_ascii=False))
