"""`hotelmate serve`: the API alone."""

import gc
import signal
import sys
from contextlib import suppress

import click

from app.cli.environment import settings_of_process, with_database
from app.cli.local.address import require_free
from app.cli.local.token_key import with_stored_token_key
from app.cli.local.webhook_secret import with_stored_webhook_secret
from app.cli.processes.lifeline import lifeline_option


@click.command()
@lifeline_option
def serve() -> None:
    """Serve the API; the database must be migrated."""
    settings = with_stored_webhook_secret(with_stored_token_key(settings_of_process()))
    require_free(settings.host, settings.port)
    with with_database(settings) as ready:
        import uvicorn

        from app.main import create_app
        from app.server import Server, configured

        # uvicorn stops at SIGTERM, then raises it once more: that one must not end us half way.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        app = create_app(ready)
        config = configured(
            app, host=ready.host, port=ready.port, loop="uvloop", timeout_graceful_shutdown=10
        )
        server = Server(config, app.state.end_requests)
        _collect_rarely()
        with suppress(KeyboardInterrupt):
            server.run()
    if not server.started:
        sys.exit(uvicorn.config.STARTUP_FAILURE)


def _collect_rarely() -> None:
    """Keep the collector of cycles from looking at all that was imported, over and over.

    What is there before the first request stays; requests leave next to no cycles behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
