"""Settings of the database: where it is, who connects, how many at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from app.settings.values import integer
from app.settings.variable import Variable


def _postgres_url(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must start with postgresql://")
    try:
        conninfo_to_dict(text)
    except ProgrammingError as error:
        # libpq quotes only the part that it cannot read, which may be the password.
        raise ValueError("is not a PostgreSQL connection URL") from error
    return text


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise ValueError("must be an absolute path")
    return path


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DATABASE_URL",
        "database_url",
        "",
        "PostgreSQL 18 server and database, as the owner of the schema; unset, with the three"
        " below: the embedded server",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_API_DATABASE_URL",
        "api_database_url",
        "",
        "What the API and the payments worker connect with, as a member of hotelmate_gate;"
        " unset: DATABASE_URL under that role",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_RELAY_DATABASE_URL",
        "relay_database_url",
        "",
        "What the relay connects with, as a member of hotelmate_relay; unset: DATABASE_URL under"
        " that role",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_CHECKS_DATABASE_URL",
        "checks_database_url",
        "",
        "What the checks connect with, as a member of hotelmate_checks; unset: DATABASE_URL under"
        " that role",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_DATA_DIR",
        "data_dir",
        "",
        "Folder of the embedded server, of logs and of what is made once and kept;"
        " unset: the user's data folder, /var/lib/hotelmate for root",
        _folder,
    ),
    Variable(
        "HOTELMATE_POOL_MIN_SIZE",
        "pool_min_size",
        "2",
        "Database connections that the API keeps open",
        integer(0, 500),
    ),
    Variable(
        "HOTELMATE_POOL_MAX_SIZE",
        "pool_max_size",
        "10",
        "Database connections that the API opens at most",
        integer(1, 500),
    ),
    Variable(
        "HOTELMATE_STATEMENT_TIMEOUT_MS",
        "statement_timeout_ms",
        "10000",
        "Milliseconds after which a statement of the API is cancelled; 0: never",
        integer(0, 600_000),
    ),
)


def default_data_dir() -> Path:
    """Return the folder used without HOTELMATE_DATA_DIR.

    For root it is a system folder: the embedded server drops root's rights and could not enter
    /root.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/hotelmate")
    return platformdirs.user_data_path("hotelmate")


def contradictions(fields: Mapping[str, Any]) -> list[str]:
    """Name what is wrong between variables that are each right."""
    smallest, largest = fields.get("pool_min_size"), fields.get("pool_max_size")
    if smallest is not None and largest is not None and smallest > largest:
        return ["HOTELMATE_POOL_MIN_SIZE must not be above HOTELMATE_POOL_MAX_SIZE"]
    return []
