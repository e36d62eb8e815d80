"""`desireline demo-shop`: open the demo shop and keep it open."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0: any free port",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on")
@click.option("--smtp", metavar="HOST:PORT", help="Where the shop sends its order mails")
@click.option("--sms", metavar="URL", help="Which provider takes its text messages")
@click.option("--without", default="", metavar="FLAWS", help="Switch off flaws: price,slow or all")
def command(port: int, host: str, smtp: str | None, sms: str | None, without: str) -> int:
    """Open the demo shop and keep it open"""
    from desireline.scenarios.gallery.shop.serve import main

    chosen = ["--port", str(port), "--host", host, "--without", without]
    chosen += ["--smtp", smtp] if smtp else []
    return main(chosen + (["--sms", sms] if sms else []))
