"""Trouble that a statement meets within the database, as much of it as is wanted.

A trigger on what every change writes sleeps, or fails as PostgreSQL does where transactions stand
in each other's way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

PLANT = """
CREATE TABLE proof.trouble (share double precision, sqlstate text, seconds double precision);
INSERT INTO proof.trouble VALUES (0, '40001', 0);
CREATE FUNCTION proof.meet_trouble() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    met proof.trouble;
BEGIN
    SELECT * INTO met FROM proof.trouble;
    IF met.seconds > 0 THEN
        PERFORM pg_sleep(met.seconds);
    END IF;
    IF random() < met.share THEN
        RAISE EXCEPTION 'trouble' USING ERRCODE = met.sqlstate;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER meet_trouble BEFORE INSERT ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION proof.meet_trouble();
"""
_SET = "UPDATE proof.trouble SET share = %s, sqlstate = %s, seconds = %s"


def plant(owner: psycopg.Connection[Any]) -> None:
    """Prepare for trouble, of which there is none yet; the schema `proof` exists."""
    owner.execute(PLANT)


@contextmanager
def trouble(
    owner: psycopg.Connection[Any],
    *,
    share: float = 0.0,
    sqlstate: str = "40001",
    seconds: float = 0.0,
) -> Iterator[None]:
    """Let statements meet trouble until the block ends.

    Args:
        owner: in autocommit.
        share: of statements that fail.
        sqlstate: how.
        seconds: that each takes longer.
    """
    owner.execute(_SET, (share, sqlstate, seconds))
    try:
        yield
    finally:
        owner.execute(_SET, (0.0, "40001", 0.0))
