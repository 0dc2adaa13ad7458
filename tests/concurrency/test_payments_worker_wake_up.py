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
