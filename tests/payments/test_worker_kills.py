"""A worker that is killed between any two steps: the next one does what is left, once.

Each test holds all four kinds of instruction at one step, kills the process there and starts
another. A lease that would keep the next one away for a minute is ended by hand.
"""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
import pytest

from tests.payments.both_sides import PATHS, BothSides
from tests.payments.worker_process import start, working
from tests.stripe_evidence import deliver
from tests.stripe_server.faults import Fault, FaultKind
from tests.waiting import wait_until

pytestmark = pytest.mark.proof

LONG = 60.0


class Told(NamedTuple):
    """An instruction of one kind: whose, and what it is about at Stripe."""

    kind: str
    booking: int
    subject: str


@pytest.fixture(autouse=True)
def no_reconciliation(sides: BothSides) -> None:
    """Leave everything to the instructions: the worker's reconciliation is not due."""
    sides.hotel.run(
        "INSERT INTO hotelmate.payment_reconciliation (finished_at, listed_until)"
        " VALUES (now(), now())"
    )


@pytest.fixture
def four(sides: BothSides) -> list[Told]:
    """One pending instruction of each kind."""
    kinds = ("REFUND", "CAPTURE", "VOID", "EXPIRE_SESSION")
    return [Told(kind, *sides.instructed(kind)) for kind in kinds]


def states(sides: BothSides, four: list[Told]) -> set[str]:
    return {sides.instructions(told.booking)[-1][1] for told in four}


def effects(sides: BothSides, four: list[Told]) -> dict[str, int]:
    """Count what took effect at Stripe, by kind."""
    refund, capture, void, _ = (told.subject for told in four)
    return {
        "REFUND": sides.truth(refund).api_refunds,
        "CAPTURE": sides.truth(capture).api_captures,
        "VOID": sides.truth(void).api_cancels,
        "EXPIRE_SESSION": len(sides.stripe.events("checkout.session.expired")),
    }


ONCE = dict.fromkeys(PATHS, 1)
NEVER = dict.fromkeys(PATHS, 0)


def finish(sides: BothSides, four: list[Told]) -> None:
    """Let another worker do the rest, and assert that each took effect once."""
    sides.stripe.faults.clear()
    sides.hurry()
    with working(sides):
        wait_until(lambda: states(sides, four) == {"DONE"})
    assert effects(sides, four) == ONCE
    for told in four[:3]:
        sides.agree(told.subject)
    # Nobody has heard of it by any other way; when the events come, they change nothing.
    sides.hear()
    assert states(sides, four) == {"DONE"}
    assert effects(sides, four) == ONCE


def hold_up(sides: BothSides, fault: FaultKind) -> list[Fault]:
    """Let every instruction stop at a step of the fake's."""
    return [
        sides.stripe.faults.add(fault, "POST", path, seconds=LONG, times=None)
        for path in PATHS.values()
    ]


@contextmanager
def bookings_locked(sides: BothSides, four: list[Told]) -> Iterator[None]:
    """Keep whatever Stripe says from being recorded."""
    with psycopg.connect(sides.url) as connection:
        connection.execute(
            "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s AND id = ANY(%s) FOR UPDATE",
            (sides.hotel.hotel_id, [told.booking for told in four]),
        )
        yield


def someone_waits(sides: BothSides) -> bool:
    return bool(
        sides.hotel.value(
            "SELECT count(*) > 0 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    )


def test_killed_before_anything_reached_stripe(sides: BothSides, four: list[Told]) -> None:
    # Who connects here is never heard.
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with working(sides, STRIPE_API_BASE=address):
            wait_until(lambda: claimed(sides) == 4)
    assert effects(sides, four) == NEVER
    finish(sides, four)


def claimed(sides: BothSides) -> int:
    return int(
        sides.hotel.value(
            "SELECT count(*) FROM hotelmate.payment_instruction"
            " WHERE hotel_id = %s AND claimed_until > now() AND state = 'PENDING'",
            sides.hotel.hotel_id,
        )
    )


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after"])
def test_killed_while_stripe_is_silent(
    sides: BothSides, four: list[Told], fault: FaultKind
) -> None:
    faults = hold_up(sides, fault)
    with working(sides):
        wait_until(lambda: all(each.hits == 1 for each in faults))
        wait_until(lambda: effects(sides, four) == (ONCE if fault == "timeout_after" else NEVER))
    finish(sides, four)


def test_killed_while_the_answer_is_recorded(sides: BothSides, four: list[Told]) -> None:
    with bookings_locked(sides, four), working(sides):
        wait_until(lambda: effects(sides, four) == ONCE and someone_waits(sides))
    finish(sides, four)


def test_killed_before_it_lets_go(sides: BothSides, four: list[Told]) -> None:
    connection = sides.hotel.connection
    connection.execute(
        """
        CREATE FUNCTION pg_temp.wait() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END'
        """
    )
    connection.execute(
        """
        CREATE TRIGGER a_test_waits BEFORE UPDATE ON hotelmate.payment_instruction
        FOR EACH ROW WHEN (old.claimed_until IS NOT NULL AND new.claimed_until IS NULL)
        EXECUTE FUNCTION pg_temp.wait()
        """
    )
    connection.execute("SELECT pg_advisory_lock(4711)")
    try:
        with working(sides):
            wait_until(lambda: states(sides, four) == {"DONE"} and someone_waits(sides))
    finally:
        connection.execute("DROP TRIGGER a_test_waits ON hotelmate.payment_instruction")
        connection.execute("SELECT pg_advisory_unlock(4711)")
    finish(sides, four)


def test_killed_while_it_looks(sides: BothSides, four: list[Told]) -> None:
    faults = hold_up(sides, "timeout_before")
    with working(sides):
        wait_until(lambda: all(each.hits == 1 for each in faults))
    sides.stripe.faults.clear()
    sides.hurry()
    look = sides.stripe.faults.add("timeout_before", "GET", seconds=LONG, times=None)
    with working(sides):
        wait_until(lambda: look.hits == 4)
    assert effects(sides, four) == NEVER
    finish(sides, four)


def test_killed_while_what_it_saw_is_recorded(sides: BothSides, four: list[Told]) -> None:
    faults = hold_up(sides, "timeout_after")
    with working(sides):
        wait_until(lambda: all(each.hits == 1 for each in faults))
    sides.stripe.faults.clear()
    sides.hurry()
    asked = len(sides.stripe.seen("GET", "*"))
    with bookings_locked(sides, four), working(sides):
        wait_until(lambda: len(sides.stripe.seen("GET", "*")) > asked and someone_waits(sides))
    finish(sides, four)


def test_killed_after_a_refund_that_people_then_make_once_more(sides: BothSides) -> None:
    """What was sent is not heard of when the rest is derived; the look shows it in time."""
    sides.hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=50)
    booking, intent = sides.instructed("REFUND")
    sent = sides.stripe.faults.add("timeout_after", "POST", PATHS["REFUND"], seconds=LONG)
    with working(sides):
        wait_until(lambda: sent.hits == 1 and sides.truth(intent).api_refunds == 1)
    sides.stripe.faults.clear()
    people = sides.stripe.people.dashboard_refund(intent, 2_000)
    (heard,) = (
        event
        for event in sides.stripe.events("refund.created")
        if event["data"]["object"]["id"] == people
    )
    deliver(sides.hotel.connection, heard)
    assert sides.instructions(booking)[-2:] == [("REFUND", "WITHDRAWN"), ("REFUND", "PENDING")]
    assert sides.instruction(booking, "amount") == 8_000

    sides.hurry()
    with working(sides):
        wait_until(lambda: sides.instruction(booking, "state") != "PENDING")
    sides.hear()

    # Half of the price by us, once, and what people gave of their own accord.
    assert (sides.truth(intent).api_refunds, sides.truth(intent).refunded) == (1, 12_000)
    assert len(sides.stripe.seen("POST", PATHS["REFUND"])) == 1
    assert "PENDING" not in {state for _, state in sides.instructions(booking)}
    sides.agree(intent)


def test_killed_again_and_again(sides: BothSides) -> None:
    taken = [sides.captured() for _ in range(4)]
    for booking, _ in taken:
        sides.hotel.cancel(booking)
    held = [sides.instructed("CAPTURE") for _ in range(4)]
    for path in (PATHS["CAPTURE"], PATHS["REFUND"]):
        sides.stripe.faults.add("timeout_after", "POST", path, seconds=LONG, times=2, skip=1)

    def done() -> bool:
        return {sides.instructions(each)[-1][1] for each, _ in taken + held} == {"DONE"}

    for further in (1, 3, 3, 2):
        enough = len(sides.stripe.requests) + further
        with working(sides):
            wait_until(lambda n=enough: done() or len(sides.stripe.requests) >= n)  # type: ignore[misc]
        sides.hurry()
    sides.stripe.faults.clear()
    with working(sides):
        wait_until(done)
    assert [sides.truth(intent).api_refunds for _, intent in taken] == [1] * 4
    assert [sides.truth(intent).api_captures for _, intent in taken + held] == [1] * 8
    for _, intent in taken + held:
        sides.agree(intent)


def test_sigterm_ends_it_in_good_order(sides: BothSides, four: list[Told]) -> None:
    process = start(sides, "worker")
    try:
        wait_until(lambda: states(sides, four) == {"DONE"})
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")
    assert "carried_out" in output
