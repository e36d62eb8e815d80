"""`desireline demo`: the whole way on the demo shop, from opening it to the report."""

from __future__ import annotations

import click


@click.command()
@click.option("--without", default="", metavar="FLAWS", help="Switch off flaws: price,slow or all")
@click.option("--replications", default=20, show_default=True, help="Simulated periods a world")
@click.option("--headed", is_flag=True, help="Show the browser")
@click.option("--strict", is_flag=True, help="End with 1 when there are gaps, as `run` does")
def command(without: str, replications: int, headed: bool, strict: bool) -> int:
    """Run everything on the demo shop"""
    import os
    from importlib.resources import as_file, files

    from desireline.cli import run
    from desireline.scenarios.gallery.shop.flaws import flaws_without
    from desireline.scenarios.gallery.shop.serve import open_shop

    smtp = ("127.0.0.1", _free_port())
    arguments = ["--allow-danger", "--replications", str(replications)]
    with (
        as_file(files("desireline.scenarios.gallery") / "summit-outfitters") as folder,
        open_shop(flaws=flaws_without(without), smtp=smtp) as shop,
    ):
        click.echo(f"The demo shop is open at {shop.url}", err=True)
        os.environ["SITE"] = shop.url
        os.environ["MAILBOX"] = f"smtp://{smtp[0]}:{smtp[1]}"
        shown = ["--headed"] if headed else []
        code = run(["run", str(folder / "journey.yaml"), *arguments, *shown])
    return code if strict or code != 1 else 0


def _free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
