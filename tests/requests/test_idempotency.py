"""Idempotency keys: one request, one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from tests.api.bodies import new_booking
from tests.api.conftest import Desk, refusal
from tests.api.serving import serving, settings_for
from tests.api.test_dry_run import SCENES, everything
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import KEY, REPLAYED, answer, new_key, require_replayed

CROWD = 32


def bookings(hotel: HotelBuilder) -> int:
    return int(
        hotel.value(
            "SELECT count(*) FROM hotelmate.room_booking WHERE hotel_id = %s", hotel.hotel_id
        )
    )


def kept(hotel: HotelBuilder) -> int:
    return int(
        hotel.value(
            "SELECT count(*) FROM hotelmate.idempotency_key WHERE hotel_id = %s", hotel.hotel_id
        )
    )


def grow_old(hotel: HotelBuilder) -> None:
    hotel.run(
        "UPDATE hotelmate.idempotency_key"
        " SET created_at = created_at - interval '24 hours 1 second'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )


@pytest.mark.parametrize("name", SCENES)
def test_a_repeated_request_has_no_second_effect_and_the_same_answer(
    name: str, desk: Desk, hotel: HotelBuilder
) -> None:
    hotel.room(room_number="1")
    method, prepare, body = SCENES[name]
    path, key = prepare(desk, hotel), new_key()

    first = desk.request(method, path, json=body, headers=key)
    before = everything(hotel)
    again = desk.request(method, path, json=body, headers=key)

    require_replayed(first, again)
    assert everything(hotel) == before


def test_without_a_key_nothing_is_kept(desk: Desk, hotel: HotelBuilder) -> None:
    first, second = (desk.post("/bookings", json=new_booking()) for _ in range(2))

    assert first.json()["booking_id"] != second.json()["booking_id"]
    assert kept(hotel) == 0


def test_a_key_with_another_body_is_refused(desk: Desk, hotel: HotelBuilder) -> None:
    key = new_key()
    desk.post("/bookings", json=new_booking(), headers=key)

    other = desk.post("/bookings", json=new_booking(special_requests="Quiet"), headers=key)

    refusal(other, "idempotency-key-reused", 422)
    assert bookings(hotel) == 1


def test_a_key_with_another_path_is_refused(desk: Desk) -> None:
    key, (one, other) = new_key(), (desk.make(), desk.make())
    desk.post(f"/bookings/{one}/desk-payment", json={"method": "CASH"}, headers=key)

    elsewhere = desk.post(f"/bookings/{other}/desk-payment", json={"method": "CASH"}, headers=key)

    refusal(elsewhere, "idempotency-key-reused", 422)
    assert desk.booking(other)["status"] == "PENDING_PAYMENT"


def test_a_key_is_its_senders_own(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    hotel.staff("desk", role="FRONT_DESK")
    key = new_key()
    first = desk.post("/bookings", json=new_booking(), headers=key)

    theirs = bearer(signed_in(owner, hotel.hotel_id, "desk"))
    other = desk.post("/bookings", json=new_booking(), headers=key | theirs)

    assert other.status_code == 201
    assert other.json()["booking_id"] != first.json()["booking_id"]


def test_a_key_outlives_the_session_and_not_the_right_to_ask(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    key = new_key()
    first = desk.post("/bookings", json=new_booking(), headers=key)
    hotel.run(
        "UPDATE hotelmate.staff_session SET ended_at = now(), ended_reason = 'REVOKED'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )

    refusal(desk.post("/bookings", json=new_booking(), headers=key), "not-authenticated", 401)

    anew = bearer(signed_in(owner, hotel.hotel_id))
    require_replayed(first, desk.post("/bookings", json=new_booking(), headers=key | anew))


@pytest.mark.parametrize("wrong", ["", "two words", "x" * 256, "é"])
def test_a_malformed_key_is_refused(desk: Desk, hotel: HotelBuilder, wrong: str) -> None:
    key = [(KEY.encode(), wrong.encode("utf-8"))]
    problem = refusal(
        desk.post("/bookings", json=new_booking(), headers=key), "request-invalid", 400
    )

    assert [error["field"] for error in problem["errors"]] == [KEY]
    assert bookings(hotel) == 0


def test_a_key_that_is_there_twice_is_refused(desk: Desk, hotel: HotelBuilder) -> None:
    twice = [*new_key().items(), *new_key().items()]

    problem = refusal(
        desk.post("/bookings", json=new_booking(), headers=twice), "request-invalid", 400
    )

    assert [error["field"] for error in problem["errors"]] == [KEY]
    assert bookings(hotel) == 0


def test_the_longest_key_is_taken(desk: Desk) -> None:
    key = {KEY: "!~" + "x" * 253}

    first, again = (desk.post("/bookings", json=new_booking(), headers=key) for _ in range(2))

    require_replayed(first, again)


def test_a_refusal_leaves_the_key_free(desk: Desk, hotel: HotelBuilder) -> None:
    key, booking = new_key(), desk.make()
    path = f"/bookings/{booking}/approve"
    refusal(desk.post(path, headers=key), "booking-legal-transition", 409)
    desk.do(booking, "desk-payment", method="CASH")

    first, again = (desk.post(path, headers=key) for _ in range(2))

    require_replayed(first, again)


def test_a_refusal_at_commit_leaves_the_key_free(desk: Desk, hotel: HotelBuilder) -> None:
    key = new_key()
    refused = desk.post("/bookings", json=new_booking(guests=[]), headers=key)
    refusal(refused, "party-has-primary", 409)

    assert kept(hotel) == 0
    assert desk.post("/bookings", json=new_booking(), headers=key).status_code == 201


def test_a_dry_run_leaves_the_key_free_and_is_never_repeated(
    desk: Desk, hotel: HotelBuilder
) -> None:
    key = new_key()
    for _ in range(2):
        rehearsed = desk.post(
            "/bookings", params={"dry_run": "true"}, json=new_booking(), headers=key
        )
        assert rehearsed.headers["dry-run"] == "true"
        assert REPLAYED not in rehearsed.headers

    first, again = (desk.post("/bookings", json=new_booking(), headers=key) for _ in range(2))

    require_replayed(first, again)


def test_a_read_takes_no_notice_of_a_key(desk: Desk, hotel: HotelBuilder) -> None:
    key, booking = new_key(), desk.make()
    desk.get(f"/bookings/{booking}", headers=key)
    desk.do(booking, "desk-payment", method="CASH")

    again = desk.get(f"/bookings/{booking}", headers=key)

    assert again.json()["status"] == "PENDING_APPROVAL"
    assert kept(hotel) == 0


def test_of_a_crowd_with_one_key_one_has_the_effect(desk: Desk, hotel: HotelBuilder) -> None:
    key = new_key()
    with ThreadPoolExecutor(CROWD) as threads:
        responses = list(
            threads.map(
                lambda _: desk.post("/bookings", json=new_booking(), headers=key), range(CROWD)
            )
        )

    assert all(answer(each) == answer(responses[0]) for each in responses)
    assert sum(REPLAYED not in each.headers for each in responses) == 1
    assert bookings(hotel) == kept(hotel) == 1


def test_of_a_crowd_that_pays_one_takes_the_money(desk: Desk) -> None:
    key, booking = new_key(), desk.make()
    path = f"/bookings/{booking}/desk-payment"
    with ThreadPoolExecutor(CROWD) as threads:
        responses = list(
            threads.map(
                lambda _: desk.post(path, json={"method": "CASH"}, headers=key), range(CROWD)
            )
        )

    assert {each.content for each in responses} == {responses[0].content}
    assert desk.booking(booking)["payment"]["authorised_amount"] == 20_000


def test_whoever_waits_too_long_for_the_first_is_told_when_to_repeat(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    key, staff_id = (
        new_key(),
        hotel.value(
            "SELECT id FROM hotelmate.staff WHERE hotel_id = %s AND username = 'manager'",
            hotel.hotel_id,
        ),
    )
    with owner.transaction():
        owner.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended("
            "concat_ws(' ', %s::bigint, %s::bigint, %s::text), 24))",
            (hotel.hotel_id, staff_id, key[KEY]),
        )
        busy = desk.post("/bookings", json=new_booking(), headers=key)
        refusal(busy, "database-busy", 503)
        assert int(busy.headers["retry-after"]) > 0
        assert bookings(hotel) == 0

    assert desk.post("/bookings", json=new_booking(), headers=key).status_code == 201


def test_an_answer_is_there_after_a_restart(
    desk: Desk, hotel: HotelBuilder, database_url: str
) -> None:
    key = new_key()
    first = desk.post("/bookings", json=new_booking(), headers=key)

    with serving(create_app(settings_for(database_url))) as other:
        again = httpx.post(
            f"{other}/api/hotels/{hotel.slug}/bookings",
            json=new_booking(),
            headers={**desk.headers, **key},
        )

    require_replayed(first, again)


def test_a_death_between_effect_and_commit_leaves_neither(
    desk: Desk,
    hotel: HotelBuilder,
    owner: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = new_key()

    def killed(*_: object) -> Any:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name LIKE 'hotelmate-api%' AND datname = current_database()"
            " AND state = 'idle in transaction'"
        )
        return {
            "hotel_id": hotel.hotel_id,
            "staff_id": 0,
            "key": "",
            "request_hash": b"",
            "status": 0,
            "headers": "{}",
            "body": b"",
        }

    with monkeypatch.context() as patch:
        patch.setattr("app.requests.idempotency.to_keep", killed)
        cut = desk.post("/bookings", json=new_booking(), headers=key)
        refusal(cut, "database-unavailable", 503)
    assert bookings(hotel) == kept(hotel) == 0

    first, again = (desk.post("/bookings", json=new_booking(), headers=key) for _ in range(2))

    require_replayed(first, again)
    assert bookings(hotel) == 1


def test_after_24_hours_a_key_names_another_change(desk: Desk, hotel: HotelBuilder) -> None:
    key = new_key()
    first = desk.post("/bookings", json=new_booking(), headers=key)
    grow_old(hotel)

    second = desk.post("/bookings", json=new_booking(adults=1, guests=GRACE), headers=key)

    assert second.status_code == 201
    assert second.json()["booking_id"] != first.json()["booking_id"]
    again = desk.post("/bookings", json=new_booking(adults=1, guests=GRACE), headers=key)
    require_replayed(second, again)


GRACE = [{"first_name": "Grace", "last_name": "Hopper"}]


@pytest.mark.parametrize(
    ("role", "method", "path", "body"),
    [
        ("FRONT_DESK", "POST", "/bookings", new_booking()),
        ("HOUSEKEEPING", "PATCH", "/rooms/101", {"maintenance_required": True}),
        ("MANAGER", "PUT", "/cancellation-policy", {"terms": []}),
    ],
)
def test_every_role_that_writes_may_repeat(
    desk: Desk,
    hotel: HotelBuilder,
    owner: psycopg.Connection[Any],
    role: str,
    method: str,
    path: str,
    body: object,
) -> None:
    hotel.staff("somebody", role=role)
    headers = new_key() | bearer(signed_in(owner, hotel.hotel_id, "somebody"))

    first, again = (desk.request(method, path, json=body, headers=headers) for _ in range(2))

    require_replayed(first, again)
