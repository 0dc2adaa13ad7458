"""Events that wait for their booking: each is tried, whatever happens to another."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from app.payments.evidence import try_waiting
from tests.payments.both_sides import BothSides
from tests.payments.situations.house import HELD
from tests.stripe_evidence import deliver


@contextmanager
def poison(sides: BothSides, event_id: str) -> Iterator[None]:
    """Let the database break down over one event, as over a defect that no rule explains."""
    connection = sides.hotel.connection
    connection.execute(
        """
        CREATE OR REPLACE FUNCTION pg_temp.break_down() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''XX000''; END'
        """
    )
    connection.execute(
        f"""
        CREATE TRIGGER a_test_breaks_down BEFORE UPDATE ON hotelmate.stripe_webhook_event
        FOR EACH ROW WHEN (old.event_id = '{event_id}') EXECUTE FUNCTION pg_temp.break_down()
        """
    )
    try:
        yield
    finally:
        connection.execute("DROP TRIGGER a_test_breaks_down ON hotelmate.stripe_webhook_event")


def try_all(sides: BothSides) -> int:
    """Let the product try what waits, whenever its turn is."""
    tomorrow = sides.hotel.value("SELECT now() + interval '1 day'")
    return sides.run(lambda database, _: try_waiting(database, until=tomorrow))


def status(sides: BothSides, event_id: str) -> str:
    found = "SELECT status FROM hotelmate.stripe_webhook_event WHERE event_id = %s"
    return str(sides.hotel.value(found, event_id))


def test_an_event_that_breaks_the_attempt_keeps_no_other_waiting(sides: BothSides) -> None:
    for _ in range(3):
        sides.paid()
    waiting = sides.stripe.events("charge.succeeded")
    assert len(waiting) == 3
    for event in waiting:
        deliver(sides.hotel.connection, event)
    sides.hear(HELD)
    broken, *others = (event["id"] for event in waiting)
    assert {status(sides, each) for each in (broken, *others)} == {"RECEIVED"}

    with poison(sides, broken), pytest.raises(psycopg.errors.InternalError_):
        try_all(sides)

    assert [status(sides, each) for each in others] == ["PROCESSED"] * 2
    assert status(sides, broken) == "RECEIVED"
    assert try_all(sides) == 1
    assert status(sides, broken) == "PROCESSED"
