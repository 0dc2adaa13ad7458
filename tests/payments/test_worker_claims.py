"""Several workers, and one: who has an instruction, for how long, and what wakes a worker."""

import asyncio

import pytest

from app.database import Database, conninfo
from app.payments import holds
from app.payments.gateway import Gateway
from app.payments.instructions import Claim, Pace, carry_out, claim
from app.payments.worker import Worker
from app.queries import payment_work as queries
from tests.hotel_builder import HotelBuilder
from tests.payments.both_sides import AT_ONCE, PATHS, PRICE, SILENCE, BothSides
from tests.stripe_payments import instruct
from tests.waiting import until


def id_of(sides: BothSides, booking: int) -> int:
    """Return the id of a booking's newest instruction."""
    return int(sides.instruction(booking, "id"))


async def claimed_by(
    database: Database, sides: BothSides, instruction: int, pace: Pace = AT_ONCE
) -> Claim | None:
    return await claim(database, pace, sides.hotel.hotel_id, instruction)


def test_two_workers_share_the_work(sides: BothSides) -> None:
    taken = [sides.captured()[0] for _ in range(3)]
    for booking in taken:
        sides.hotel.cancel(booking)
    others = ("CAPTURE", "VOID", "EXPIRE_SESSION")
    made = taken + [sides.instructed(kind)[0] for kind in others for _ in range(3)]
    before = len(sides.stripe.seen("POST", "*"))

    async def work(database: Database, gateway: Gateway) -> None:
        async with sides.database() as other:
            await asyncio.gather(
                Worker(database, gateway, AT_ONCE).carry_out_due(),
                Worker(other, gateway, AT_ONCE).carry_out_due(),
            )

    sides.run(work)
    sides.work()
    assert {sides.instructions(booking)[-1] for booking in made} == {
        (kind, "DONE") for kind in PATHS
    }
    assert len(sides.stripe.seen("POST", "*")) - before == len(made)


def test_an_instruction_has_one_worker_until_its_lease_ends(sides: BothSides) -> None:
    booking, _ = sides.instructed("CAPTURE")

    async def work(database: Database, gateway: Gateway) -> None:
        # An attempt may take the whole lease, so that nothing is left of it to send in.
        short = Pace(lease=60.0, timeout=30.0)
        first = await claimed_by(database, sides, id_of(sides, booking), short)
        assert first is not None
        assert await claimed_by(database, sides, id_of(sides, booking)) is None
        sides.hotel.run(
            "UPDATE hotelmate.payment_instruction SET claimed_until = claimed_until - interval"
            " '1 minute' WHERE hotel_id = %s",
            sides.hotel.hotel_id,
        )
        second = await claimed_by(database, sides, id_of(sides, booking))
        assert second is not None
        assert (first.tries, second.tries) == (1, 2)
        # The first one wakes up: it sends nothing any more, and lets go of nothing.
        assert (await carry_out(database, gateway, short, first)).error == "lease_over"
        assert sides.instruction(booking, "claimed_until") is not None
        assert await claimed_by(database, sides, id_of(sides, booking)) is None

    sides.run(work)
    assert sides.stripe.seen("POST", PATHS["CAPTURE"]) == []


def test_two_refunds_of_one_payment_are_sent_one_after_the_other(sides: BothSides) -> None:
    booking, intent = sides.captured()
    first, second = (
        instruct(sides.hotel, booking, "REFUND", payment_id=payment, amount=4000)
        for payment in [sides.instruction(booking, "payment_id")] * 2
    )

    async def work(database: Database, gateway: Gateway) -> None:
        both = await asyncio.gather(
            claimed_by(database, sides, first), claimed_by(database, sides, second)
        )
        (mine,) = (each for each in both if each is not None)
        due = await database.query(queries.DUE, {"limit": 10})
        assert due == []
        await carry_out(database, gateway, AT_ONCE, mine)

    sides.run(work)
    assert sides.truth(intent).refunded == 4000
    sides.work()
    assert sides.truth(intent).refunded == 8000
    sides.agree(intent)


def test_a_withdrawn_capture_in_flight_keeps_the_void_waiting(sides: BothSides) -> None:
    booking, intent = sides.instructed("CAPTURE")

    async def work(database: Database, gateway: Gateway) -> None:
        capture = await claimed_by(database, sides, id_of(sides, booking))
        assert capture is not None
        sides.hotel.cancel(booking)
        assert sides.instructions(booking) == [("CAPTURE", "WITHDRAWN"), ("VOID", "PENDING")]
        assert await claimed_by(database, sides, id_of(sides, booking)) is None
        # It is on its way to Stripe, where it takes effect.
        await carry_out(database, gateway, AT_ONCE, capture)

    sides.run(work)
    sides.work()
    assert sides.instructions(booking)[1:] == [("VOID", "WITHDRAWN"), ("REFUND", "DONE")]
    assert sides.truth(intent).refunded == PRICE
    sides.agree(intent)


def test_a_hotel_with_much_to_do_does_not_keep_others_waiting(sides: BothSides) -> None:
    for _ in range(6):
        sides.instructed("EXPIRE_SESSION")
    mine, sides.hotel = sides.hotel, HotelBuilder(sides.hotel.connection)
    sides.instructed("EXPIRE_SESSION")

    async def due(database: Database, _: Gateway) -> list[int]:
        return [row[0] for row in await database.query(queries.DUE, {"limit": 2})]

    assert set(sides.run(due)) == {mine.hotel_id, sides.hotel.hotel_id}


def test_a_slow_answer_does_not_hold_up_other_instructions(sides: BothSides) -> None:
    slow, _ = sides.instructed("VOID")
    quick, _ = sides.instructed("CAPTURE")
    fault = sides.stripe.faults.add("delay", "POST", PATHS["VOID"], seconds=60)

    async def work(database: Database, gateway: Gateway) -> None:
        worker = Worker(database, gateway, AT_ONCE)
        rounds = asyncio.create_task(worker.carry_out_due())
        await until(lambda: sides.status(quick) == "CONFIRMED")
        assert sides.instructions(slow) == [("VOID", "PENDING")]
        fault.end()
        await rounds

    sides.run(work, timeout=60)
    assert sides.instructions(slow) == [("VOID", "DONE")]


def test_a_new_instruction_wakes_the_worker_and_stopping_lets_it_finish(
    sides: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.payments.worker.POLL_SECONDS", 600.0)

    async def work(database: Database, gateway: Gateway) -> None:
        stop = asyncio.Event()
        worker = Worker(database, gateway, AT_ONCE)
        running = asyncio.create_task(worker.run(stop, conninfo(sides.settings())))
        await until(lambda: is_listening(sides))
        booking, _ = await asyncio.to_thread(sides.instructed, "EXPIRE_SESSION")
        await until(lambda: sides.instructions(booking) == [("EXPIRE_SESSION", "DONE")])
        sides.stripe.faults.add("delay", "POST", PATHS["VOID"], seconds=SILENCE)
        second, _ = await asyncio.to_thread(sides.instructed, "VOID")
        await until(lambda: len(sides.stripe.seen("POST", PATHS["VOID"])) == 1)
        stop.set()
        await running
        assert sides.instructions(second) == [("VOID", "DONE")]

    sides.run(work, timeout=60)


def is_listening(sides: BothSides) -> bool:
    return bool(
        sides.hotel.value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND query = 'LISTEN hotelmate_payments' AND state = 'idle'"
        )
    )


# Holds.


def events(sides: BothSides, kind: str) -> int:
    """Count the hotel's events of a type."""
    return int(
        sides.hotel.value(
            "SELECT count(*) FROM hotelmate.outbox_event WHERE hotel_id = %s AND event_type = %s",
            sides.hotel.hotel_id,
            kind,
        )
    )


def test_a_hold_about_to_lapse_is_told_of_once(sides: BothSides) -> None:
    sides.stripe.hold_seconds = 20 * 3_600
    sides.held()
    sides.stripe.hold_seconds = 40 * 3_600
    sides.held()

    async def watch(database: Database, _: Gateway) -> int:
        return await holds.report_lapsing(database)

    assert sides.run(watch) == 1
    assert sides.run(watch) == 0
    assert events(sides, "booking_hold_lapsing") == 1


def test_a_hold_that_ended_unheard_is_looked_at_now_and_then(sides: BothSides) -> None:
    sides.stripe.hold_seconds = -3_600
    booking, intent = sides.held()
    sides.stripe.people.time_passes()
    assert sides.truth(intent).status == "canceled"

    async def watch(database: Database, gateway: Gateway) -> int:
        return await holds.look_at_unwatched(database, gateway)

    assert sides.run(watch) == 1
    assert sides.status(booking) == "CANCELLED"
    assert sides.run(watch) == 0


def test_a_hold_without_an_end_is_looked_at_until_it_has_one(sides: BothSides) -> None:
    booking, intent = sides.paid()
    sides.hear("payment_intent.amount_capturable_updated")
    assert sides.status(booking) == "PENDING_APPROVAL"

    async def watch(database: Database, gateway: Gateway) -> int:
        return await holds.look_at_unwatched(database, gateway)

    assert sides.run(watch) == 0, "its charge may be on its way"
    sides.hotel.run(
        "UPDATE hotelmate.payment SET created_at = now() - interval '5 minutes'"
        " WHERE payment_intent_id = %s",
        intent,
    )
    assert sides.run(watch) == 1
    told = "SELECT extract(epoch FROM capture_before)::bigint FROM hotelmate.payment"
    assert sides.hotel.value(f"{told} WHERE payment_intent_id = %s", intent) == (
        sides.truth(intent).capture_before
    )
    assert sides.run(watch) == 0
