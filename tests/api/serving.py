"""The application as a real server on loopback, in the process of who asks it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from litestar import Litestar
from msgspec import structs

from app.server import Server, configured
from app.settings import Settings
from schema import roles
from tests.credentials import TOKEN_KEY
from tests.database_log_ins import logged_in_as

SHUTDOWN_SECONDS = 5
# Nothing is sent there by the API, which only signs.
PUSHER = {
    "PUSHER_APP_ID": "an-app",
    "PUSHER_KEY": "a-pusher-key",
    "PUSHER_SECRET": "a-pusher-secret-for-tests",
    "PUSHER_HOST": "127.0.0.1",
    "PUSHER_SSL": "false",
}


def settings_for(database_url: str, **environ: str) -> Settings:
    """Return settings for a database; further arguments are environment variables."""
    settings = Settings.from_environ(
        {
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            "HOTELMATE_LOG_LEVEL": "error",
            "HOTELMATE_POOL_MAX_SIZE": "16",
            # No relay runs in the database that tests share.
            "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
            # Nor do its hundreds of hotels have to be looked at.
            "HOTELMATE_CHECK_HOUR": "off",
            # Tests ask as fast as they can.
            "HOTELMATE_REQUESTS_PER_SECOND": "0",
            **environ,
        }
    ).with_database(database_url)
    return structs.replace(settings, api_database_url=logged_in_as(database_url, roles.GATE))


@contextmanager
def serving(app: Litestar, shutdown_seconds: int = SHUTDOWN_SECONDS) -> Iterator[str]:
    """Serve an application on a free port of loopback; yields its address.

    Args:
        app: what is served.
        shutdown_seconds: how long what does not end by itself may go on at the end.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = Server(
            # What does not end by itself makes a test fail, which takes longer than this.
            configured(app, lifespan="on", timeout_graceful_shutdown=shutdown_seconds),
            app.state.end_requests,
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
