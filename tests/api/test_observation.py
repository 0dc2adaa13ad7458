"""What every request leaves behind: an id, a line in the log, figures; and no secret."""

import json
import re

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.main import create_app
from tests.api.bodies import new_booking
from tests.api.conftest import Desk
from tests.api.serving import serving, settings_for
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder


def test_a_request_keeps_its_own_id_and_the_audit_trail_has_it(
    desk: Desk, hotel: HotelBuilder
) -> None:
    response = desk.post(
        "/bookings", json=new_booking(), headers={"X-Request-ID": "front-desk_7.a"}
    )

    assert response.headers["x-request-id"] == "front-desk_7.a"
    written = hotel.connection.execute(
        "SELECT DISTINCT request_id FROM hotelmate.booking_event WHERE hotel_id = %s"
        " UNION SELECT DISTINCT request_id FROM hotelmate.outbox_event"
        " WHERE hotel_id = %s AND category = 'booking'",
        (hotel.hotel_id, hotel.hotel_id),
    ).fetchall()
    assert written == [("front-desk_7.a",)]


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a;b", "é"])
def test_an_id_of_another_form_is_replaced(address: str, given: str) -> None:
    response = httpx.get(f"{address}/health/live", headers=[(b"X-Request-ID", given.encode())])

    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])


def test_figures_name_routes_and_never_paths(address: str, desk: Desk) -> None:
    booking = desk.make()
    desk.get(f"/bookings/{booking}")
    httpx.get(f"{address}/a/path/that/no-one/knows")
    httpx.request("TRACE", f"{address}/coffee")

    text = httpx.get(f"{address}/metrics").text

    assert booking not in text
    assert "no-one" not in text
    assert "TRACE" not in text
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"])
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "hotelmate_requests_total"
    }
    assert ("GET", "/api/hotels/{slug}/bookings/{booking_id}", "200") in counted
    assert ("GET", "(none)", "404") in counted
    assert ("(other)", "(none)", "404") in counted
    assert "hotelmate_pool_pool_size" in text


def test_the_log_is_json_and_holds_no_name_token_or_path(
    clone: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        hotel.room()
        token = signed_in(owner, hotel.hotel_id)
        secrets = {"Zebediah", "zeb@example.org", "Quincunx", token}
        settings = settings_for(clone, HOTELMATE_LOG_LEVEL="debug")
        with (
            serving(create_app(settings)) as address,
            Desk(
                base_url=f"{address}/api/hotels/{hotel.slug}",
                headers=bearer(token),
            ) as desk,
        ):
            guests = [{"first_name": "Zebediah", "last_name": "Q", "email": "zeb@example.org"}]
            booking = desk.make(guests=guests, special_requests="Quincunx")
            secrets.add(desk.post(f"/bookings/{booking}/precheckin-token").json()["token"])
            desk.post("/bookings", json=new_booking(guests=guests, room_type="NONE"))
            desk.post("/bookings", json=new_booking(guests=guests * 9, adults=9))
            owner.execute(
                "ALTER TABLE hotelmate.room_booking ADD CHECK (check_in < '2000-01-01') NOT VALID"
            )
            desk.post("/bookings", json=new_booking(guests=guests))
            owner.execute("ALTER TABLE hotelmate.room RENAME COLUMN last_cleaned_by TO gone")
            assert desk.get("/rooms/101").status_code == 500

    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines() if line]
    text = json.dumps(lines)
    assert [line["status"] for line in lines if line["event"] == "request"][-1] == 500
    assert any(line["event"] == "request_failed" and line["frames"] for line in lines)
    assert all(line["request_id"] for line in lines)
    assert not [secret for secret in {*secrets, booking} if secret in text]
