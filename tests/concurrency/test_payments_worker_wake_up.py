"""Who wakes the payments worker: the commit of an instruction, without which the clock must."""

from collections.abc import Iterator

import pytest

from tests.concurrency.interleaving import two_sides
from tests.concurrency.listening import Listener
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.stripe_payments import held_booking

WORKER = "hotelmate_payments"


@pytest.fixture
def worker(connect: Connect) -> Iterator[Listener]:
    made = Listener(connect(), WORKER)
    yield made
    made.connection.close()


@pytest.mark.parametrize(("ending", "heard"), [("commits", [WORKER]), ("rolls_back", [])])
def test_an_instruction_wakes_the_worker_at_its_commit_and_not_before(
    hotel: HotelBuilder, worker: Listener, connect: Connect, ending: str, heard: list[str]
) -> None:
    booking, _ = held_booking(hotel)
    worker.hears()  # of what came before
    with two_sides(hotel, connect) as (desk, _):
        desk.does(lambda through: through.decline(booking))
        assert worker.hears() == []
        getattr(desk, ending)()
        assert worker.hears() == heard


def test_what_makes_no_instruction_wakes_nobody(hotel: HotelBuilder, worker: Listener) -> None:
    """A statement that inserts no row is no news; the server would notify all the same."""
    nothing = (
        "INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, kind, is_derived)"
        " SELECT hotel_id, id, 'EXPIRE_SESSION', true FROM hotelmate.room_booking WHERE false"
    )
    worker.hears()  # of what came before
    assert hotel.run(nothing) == 0
    assert worker.hears() == []
