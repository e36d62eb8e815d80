"""`desireline record`: write a walk by walking it."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("url")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A new file for it")
@click.option("--walk", default="recorded", show_default=True, metavar="NAME", help="Its name")
def command(url: str, to: Path | None, walk: str) -> None:
    """Open a browser, and write what you do there as a walk

    Close the browser, or press Ctrl-C, when you are done. What is printed, or written to
    FILE, is a journey that validates: a touchpoint for each page, and the walk. Passwords
    and codes stand there as $NAME, what is the shopper's own as ${shopper.email}.
    """
    from desireline.probes.recorder.recording import record
    from desireline.probes.recorder.spelled import journey_of, new_file

    address = url if "://" in url else f"https://{url}"
    file = new_file(to) if to else None
    click.echo("Walk through the site as a customer would; close the browser when done.", err=True)
    text = journey_of(record(address), address, walk=walk)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, "utf-8")
        click.echo(f"Written to {file}; see `desireline validate {file}`", err=True)
