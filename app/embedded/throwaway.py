"""A cluster for tests and measurements: quick, because it may lose everything, and then removed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.embedded.cluster import EmbeddedPostgres
from app.embedded.failure import EmbeddedPostgresError
from app.embedded.locks import is_used

PREFIX = "hotelmate-throwaway-"
# Younger folders may belong to a process that has not taken its lock yet.
ABANDONED_AFTER_SECONDS = 120
FORGETFUL: Mapping[str, str | int] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": 200,
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "30min",
}


@contextmanager
def throwaway(settings: Mapping[str, str | int] | None = None) -> Iterator[EmbeddedPostgres]:
    """Start a temporary server and remove it with its data at the end.

    Args:
        settings: server settings on top of the forgetful ones; measurements that are about
            durability turn `fsync` and the others back on.
    """
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    # As root the server is another user, who must pass through.
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder, settings={**FORGETFUL, **(settings or {})}, durable=False)
    try:
        with server:
            yield server
    finally:
        _remove(server)


def _remove(server: EmbeddedPostgres) -> None:
    shutil.rmtree(server.data_dir, ignore_errors=True)
    shutil.rmtree(server.socket_dir, ignore_errors=True)


def _remove_abandoned() -> None:
    """Stop and remove what killed test runs left: nobody holds their locks any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            young = time.time() - folder.stat().st_mtime < ABANDONED_AFTER_SECONDS
            if young or folder.stat().st_uid != os.geteuid() or is_used(folder / "users.lock"):
                continue
        except OSError:
            continue
        server = EmbeddedPostgres(folder, durable=False)
        # Another run may be removing it, too; and what cannot be stopped is no reason not to begin.
        with suppress(OSError, EmbeddedPostgresError):
            server.start()
            server.stop()
            _remove(server)
