"""A dump, restored, makes the same schema: rules are written as PostgreSQL itself writes them.

Otherwise a restored database would differ from schema/snapshot.sql without being any different:
PostgreSQL prints `a BETWEEN 1 AND 9 AND b`, reads it back, and prints it with other brackets.
"""

import subprocess

import psycopg

from app.embedded.places import client_binary
from schema import migrate, snapshot


def test_a_restored_dump_makes_the_same_schema(database_url: str, empty_database: str) -> None:
    schema = snapshot.dump(database_url)
    psql = [str(client_binary("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"]
    subprocess.run([*psql, empty_database], input=schema, text=True, check=True)
    assert snapshot.dump(empty_database) == schema


def test_owners_and_privileges_that_a_dump_left_out_are_made_anew(
    database_url: str, empty_database: str
) -> None:
    dump = [str(client_binary("pg_dump")), "--no-owner", "--no-privileges", database_url]
    without = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    psql = [str(client_binary("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(
        [*psql, empty_database], input=without, text=True, check=True, stdout=subprocess.DEVNULL
    )
    assert snapshot.dump(empty_database) != snapshot.dump(database_url)

    with psycopg.connect(empty_database) as connection:
        connection.execute("DELETE FROM hotelmate.repeatable_file")
    migrate.upgrade(empty_database)

    assert snapshot.dump(empty_database) == snapshot.dump(database_url)
