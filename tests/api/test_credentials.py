"""Who may in: the development credential, and which hotels it speaks for."""

from collections.abc import Iterator

import httpx
import pytest
from litestar import Litestar

from app.main import create_app
from tests.api.conftest import PAGES, TOKEN, Desk, refusal, serving, settings_for
from tests.hotel_builder import HotelBuilder


def staff_routes(app: Litestar) -> Iterator[tuple[str, str]]:
    values = {
        "{slug:str}": "no-hotel",
        "{booking_id:str}": "BK-2026-000001",
        "{room_number:str}": "101",
        "{task_id:int}": "1",
    }
    for route in app.routes:
        path = route.path
        if path.startswith("/api/hotels/"):
            for name, value in values.items():
                path = path.replace(name, value)
            for method in sorted(route.methods - {"OPTIONS"}):
                yield method, path


def test_every_staff_route_asks_for_the_credential_before_anything_else(
    address: str, database_url: str
) -> None:
    routes = list(staff_routes(create_app(settings_for(database_url))))
    assert len(routes) > 20
    with httpx.Client(base_url=address) as client:
        for method, path in routes:
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eA=="}):
                response = client.request(method, path, headers=headers, content=b"{")
                refusal(response, "not-authenticated", 401)
                assert response.headers["www-authenticate"].startswith("Bearer")


def test_without_a_configured_token_nobody_gets_in(database_url: str) -> None:
    settings = settings_for(database_url, HOTELMATE_DEV_TOKEN="")
    with serving(create_app(settings)) as address:
        for authorization in ("Bearer None", "Bearer", "None"):
            response = httpx.get(
                f"{address}/api/hotels/any/rooms", headers={"Authorization": authorization}
            )
            refusal(response, "not-authenticated", 401)


def test_the_name_of_the_scheme_is_of_any_case(desk: Desk) -> None:
    for scheme in ("bearer", "BEARER"):
        response = desk.get("/rooms/101", headers={"Authorization": f"{scheme} {TOKEN}"})
        assert response.status_code == 200


def test_an_unknown_hotel_is_not_found(desk: Desk) -> None:
    refusal(desk.get("/../no-such-hotel/rooms"), "hotel-not-found", 404)
    refusal(desk.get("/../No_Such_Hotel/rooms"), "request-invalid", 400)


@pytest.mark.parametrize("staffed", ["nobody", "someone else", "someone who left"])
def test_a_hotel_that_does_not_employ_the_staff_member_stays_closed(
    desk: Desk, hotel: HotelBuilder, staffed: str
) -> None:
    other = HotelBuilder(hotel.connection)
    other.room()
    if staffed == "someone else":
        other.staff("frontdesk")
    elif staffed == "someone who left":
        other.update("staff", other.staff(), is_active=False)

    for method, path, body in (
        ("GET", "/rooms", None),
        ("GET", "/bookings", None),
        ("PATCH", "/rooms/101", {"is_active": False}),
        ("POST", "/bookings/BK-2026-000001/approve", None),
        ("POST", "/bookings/BK-2026-000001/payment-session", PAGES),
        ("GET", "/bookings/BK-2026-000001/payments", None),
        ("PUT", "/cancellation-policy", {"terms": []}),
        ("POST", "/housekeeping/tasks", {"room_number": "101", "task_type": "STAYOVER"}),
    ):
        response = desk.request(method, f"/../{other.slug}{path}", json=body)
        refusal(response, "staff-not-of-hotel", 403)
    assert (
        other.value("SELECT version FROM hotelmate.room WHERE hotel_id = %s", other.hotel_id) == 1
    )


def test_nobody_gets_a_link_for_a_hotel_that_is_not_theirs(desk: Desk, hotel: HotelBuilder) -> None:
    # A link is the one change that leaves no audit row behind which could miss its actor.
    other = HotelBuilder(hotel.connection)
    booking = other.read("room_booking", other.booking(), "booking_reference")

    response = desk.post(f"/../{other.slug}/bookings/{booking}/precheckin-token")

    refusal(response, "staff-not-of-hotel", 403)
    count = "SELECT count(*) FROM hotelmate.booking_token WHERE hotel_id = %s"
    assert other.value(count, other.hotel_id) == 0


def test_a_change_is_recorded_under_the_staff_member(desk: Desk, hotel: HotelBuilder) -> None:
    desk.make()

    recorded = hotel.connection.execute(
        "SELECT event.actor, staff.username FROM hotelmate.booking_event AS event"
        " JOIN hotelmate.staff ON staff.hotel_id = event.hotel_id AND staff.id = event.changed_by"
        " WHERE event.hotel_id = %s AND event.version = 1",
        (hotel.hotel_id,),
    ).fetchone()

    assert recorded == ("staff:manager", "manager")
