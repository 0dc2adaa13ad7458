"""A dump, restored, makes the same schema: rules are written as PostgreSQL itself writes them.

Otherwise a restored database would differ from schema/snapshot.sql without being any different:
PostgreSQL prints `a BETWEEN 1 AND 9 AND b`, reads it back, and prints it with other brackets.
"""

import subprocess

from app.embedded.places import client_binary
from schema import snapshot


def test_a_restored_dump_makes_the_same_schema(database_url: str, empty_database: str) -> None:
    schema = snapshot.dump(database_url)
    psql = [str(client_binary("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"]
    subprocess.run([*psql, empty_database], input=schema, text=True, check=True)
    assert snapshot.dump(empty_database) == schema
