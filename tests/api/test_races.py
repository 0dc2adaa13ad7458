"""Two requests at once: one wins, the other is told why, and nothing contradicts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.api.conftest import Desk
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer

ROUNDS = 5


def at_once(*requests: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Send requests at the same moment and return their responses in order."""
    barrier = Barrier(len(requests))

    def send(request: Callable[[], httpx.Response]) -> httpx.Response:
        barrier.wait()
        return request()

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(send, requests))


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_approvals_one_wins(desk: Desk, attempt: int) -> None:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="CASH")

    first, second = at_once(*[lambda: desk.post(f"/bookings/{booking}/approve")] * 2)

    assert sorted([first.status_code, second.status_code]) == [200, 409]
    assert desk.booking(booking)["payment"]["captured_amount"] == 20_000


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_of_two_payments_one_is_taken(desk: Desk, attempt: int) -> None:
    booking = desk.make()
    pay = {"method": "CASH"}

    first, second = at_once(*[lambda: desk.post(f"/bookings/{booking}/desk-payment", json=pay)] * 2)

    assert sorted([first.status_code, second.status_code]) == [200, 409]
    assert desk.booking(booking)["payment"]["authorised_amount"] == 20_000


@pytest.mark.parametrize("attempt", range(ROUNDS))
@pytest.mark.parametrize("paid", ["at the desk", "by card"])
def test_of_two_refunds_that_are_too_much_together_one_is_made(
    desk: Desk, stripe: StripeServer, paid: str, attempt: int
) -> None:
    booking = desk.captured(stripe)[0] if paid == "by card" else desk.confirmed()
    body = {"amount": 10_001, "reason": "Broken shower"}

    responses = at_once(*[lambda: desk.post(f"/bookings/{booking}/refund", json=body)] * 2)

    assert sorted(response.status_code for response in responses) == [200, 409]


@pytest.mark.parametrize("attempt", range(ROUNDS))
@pytest.mark.parametrize("other", ["decline", "cancel"])
def test_a_hold_is_captured_or_let_go_never_both(
    desk: Desk, stripe: StripeServer, other: str, attempt: int
) -> None:
    booking, _ = desk.held(stripe)

    approved, decided = at_once(
        lambda: desk.post(f"/bookings/{booking}/approve"),
        lambda: desk.post(f"/bookings/{booking}/{other}", json={"reason": "Full"}),
    )

    pending = desk.booking(booking)["payment"]["pending_instructions"]
    if other == "cancel":  # which may follow an approval
        assert (decided.status_code, pending) == (200, ["VOID"])
    else:
        assert sorted([approved.status_code, decided.status_code]) == [200, 409]
        assert pending == (["CAPTURE"] if approved.is_success else ["VOID"])


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_one_room_goes_to_one_booking(desk: Desk, attempt: int) -> None:
    bookings = [desk.confirmed() for _ in range(4)]
    room = {"room_number": "101"}

    responses = at_once(
        *[
            lambda booking=booking: desk.post(f"/bookings/{booking}/assign-room", json=room)
            for booking in bookings
        ]
    )

    assert sorted(response.status_code for response in responses) == [200, 409, 409, 409]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_check_in_and_out_of_order_exclude_each_other(desk: Desk, attempt: int) -> None:
    booking = desk.assigned("101")
    flags = {"is_out_of_order": True, "release_assignment": True}

    check_in, patch = at_once(
        lambda: desk.post(f"/bookings/{booking}/check-in"),
        lambda: desk.patch("/rooms/101", json=flags),
    )

    assert sorted([check_in.status_code, patch.status_code]) == [200, 409]
    room = desk.room("101")
    assert room["is_occupied"] != room["is_out_of_order"]


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_two_new_parties_queue_and_the_later_one_stands(desk: Desk, attempt: int) -> None:
    booking = desk.make()

    def replace(name: str) -> httpx.Response:
        guests = [{"first_name": name, "last_name": str(number)} for number in (1, 2)]
        return desk.put(f"/bookings/{booking}/party", json={"guests": guests})

    responses = at_once(lambda: replace("Ada"), lambda: replace("Bea"))

    assert [response.status_code for response in responses] == [200, 200]
    party = desk.booking(booking)["party"]
    assert len(party) == 2
    assert len({guest["first_name"] for guest in party}) == 1


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_task_and_its_room_never_wait_for_each_other(
    desk: Desk, hotel: HotelBuilder, attempt: int
) -> None:
    desk.do(desk.in_house("101"), "check-out")
    task = desk.get("/housekeeping/tasks").json()["items"][0]["task_id"]

    responses = at_once(
        lambda: desk.post(f"/housekeeping/tasks/{task}/start"),
        lambda: desk.post("/rooms/101/turnover", json={"to": "CLEANING_IN_PROGRESS"}),
        lambda: desk.post(f"/housekeeping/tasks/{task}/start"),
    )

    assert all(response.status_code in {200, 409} for response in responses)
    assert desk.room("101")["cleaning_task_id"] == task


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/rooms/101", {"maintenance_required": True}),
        ("PATCH", "/rooms/101", {"maintenance_required": True, "release_assignment": True}),
        ("POST", "/rooms/101/turnover", {"to": "CHECKOUT_DIRTY"}),
    ],
)
def test_who_changes_a_room_waits_for_its_booking_without_holding_the_room(
    desk: Desk,
    hotel: HotelBuilder,
    connect: Connect,
    method: str,
    path: str,
    body: dict[str, object],
) -> None:
    booking = desk.assigned("101")
    checking_in = connect(autocommit=False)
    checking_in.execute(
        "SELECT 1 FROM hotelmate.room_booking WHERE hotel_id = %s AND booking_reference = %s"
        " FOR UPDATE",
        (hotel.hotel_id, booking),
    )
    (holder,) = checking_in.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"

    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(desk.request, method, path, json=body)
        while not hotel.value(waiting, holder):
            assert not answer.done()
        checking_in.execute(
            "SELECT 1 FROM hotelmate.room WHERE hotel_id = %s AND room_number = '101'"
            " FOR UPDATE NOWAIT",
            (hotel.hotel_id,),
        )
        checking_in.rollback()

    assert answer.result().status_code in {200, 409}


def test_bookings_of_one_hotel_never_share_a_reference(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: desk.make(), range(24)))

    assert len(set(made)) == 24
