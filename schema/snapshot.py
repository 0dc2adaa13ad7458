"""schema/snapshot.sql: what all migrations and trigger files add up to, for review and for CI.

The dump comes from the pg_dump of the embedded package, so that the text does not depend on what a
machine has installed. Lines that differ from run to run or from release to release are left out.
"""

import subprocess
from pathlib import Path

from app.embedded.places import client_binary

SNAPSHOT = Path(__file__).parent / "snapshot.sql"
# The tokens of \restrict are random; a minor release of PostgreSQL is no change of the schema.
VOLATILE = ("\\restrict", "\\unrestrict", "-- Dumped from", "-- Dumped by")


def dump(database_url: str) -> str:
    """Return the stable text of a database's schema: no data, no owners, all grants."""
    command = [str(client_binary("pg_dump")), "--schema-only", "--no-owner"]
    done = subprocess.run(
        [*command, f"--dbname={database_url}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return stable(done.stdout)


def stable(text: str) -> str:
    """Drop the volatile lines of a dump, and the empty lines that they leave in a row."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.startswith(VOLATILE) or (not line and kept and not kept[-1]):
            continue
        kept.append(line)
    return "\n".join(kept).strip() + "\n"
