"""`hotelmate` as a process of its own, on a database of a test."""

import os
import subprocess
import sys
from typing import Any
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict


def as_url(conninfo: str) -> str:
    """Return a connection string in the form that DATABASE_URL has."""
    return f"postgresql:///?{urlencode(conninfo_to_dict(conninfo), quote_via=quote)}"


def start_hotelmate(
    command: str, conninfo: str, environment: dict[str, str], *arguments: str, **how: Any
) -> subprocess.Popen[str]:
    """Start a command with nothing set but its database and what is given; `how` is Popen's."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOTELMATE_", "PUSHER_", "DATABASE_URL"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", command, *arguments],
        env={**inherited, "DATABASE_URL": as_url(conninfo), **environment},
        stdin=subprocess.DEVNULL,
        text=True,
        **how,
    )
