"""`arraigo serve`: the web service."""

import click

from arraigo.cli.ready import store_ready


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the house on an address. Stop it with Ctrl+C."""
    store_ready()
    run_server(host, port, workers)


def run_server(host: str, port: int, workers: int = 1) -> None:
    """Run granian until it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "arraigo.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_enabled=False,
    ).serve()
