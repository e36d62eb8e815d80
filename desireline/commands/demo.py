"""`desireline demo`: the whole way on the demo shop, from opening it to the report."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = Path(".desireline") / "demo"


@click.command()
@click.option("--without", default="", metavar="FLAWS", help="Switch off flaws: price,slow or all")
@click.option("--replications", default=20, show_default=True, help="Simulated periods a world")
@click.option("--headed", is_flag=True, help="Show the browser")
@click.option("--strict", is_flag=True, help="End with 1 when there are gaps, as `run` does")
def command(without: str, replications: int, headed: bool, strict: bool) -> int:
    """Run everything on the demo shop"""
    import os

    from desireline.cli import run
    from desireline.scenarios.gallery.shop.flaws import flaws_without
    from desireline.scenarios.gallery.shop.serve import open_shop

    try:
        flaws = flaws_without(without)
    except ValueError as unknown:
        raise click.BadParameter(str(unknown), param_hint="--without") from unknown
    smtp, phone = ("127.0.0.1", _free_port()), f"127.0.0.1:{_free_port()}"
    options = ["--allow-danger", "--replications", str(replications)]
    with open_shop(flaws=flaws, smtp=smtp, sms=f"http://{phone}") as shop:
        click.echo(f"The demo shop is open at {shop.url}", err=True)
        os.environ["SITE"] = shop.url
        os.environ["PHONE"] = phone
        os.environ["MAILBOX"] = f"smtp://{smtp[0]}:{smtp[1]}"
        code = run(["run", str(_journey()), *options, *(["--headed"] if headed else [])])
    return code if strict or code != 1 else 0


def _journey() -> Path:
    """Lay the demo's files into the user's folder, where they can be read and changed."""
    from importlib.resources import files

    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in (files("desireline.scenarios.gallery") / "summit-outfitters").iterdir():
        (FOLDER / file.name).write_bytes(file.read_bytes())
    return FOLDER / "journey.yaml"


def _free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
