"""Bookings over HTTP: create, list, read, audit trail."""

from datetime import timedelta

from tests.api.bodies import new_booking
from tests.api.conftest import Desk, refusal
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder


def test_a_booking_is_made_with_its_party_and_its_price(desk: Desk, hotel: HotelBuilder) -> None:
    response = desk.post("/bookings", json=new_booking(special_requests="A quiet room"))

    assert response.status_code == 201
    booking = response.json()
    location = f"/api/hotels/{hotel.slug}/bookings/{booking['booking_id']}"
    assert response.headers["location"] == location
    assert booking["status"] == "PENDING_PAYMENT"
    assert booking["occupancy"] == "AVAILABLE"
    assert booking["payment"]["total_amount"] == 20_000  # two nights at the nightly rate
    assert booking["payment"]["currency"] == "EUR"
    assert booking["party_complete"] is True
    assert [(guest["role"], guest["first_name"]) for guest in booking["party"]] == [
        ("PRIMARY", "Ada"),
        ("COMPANION", "Charles"),
    ]
    assert booking["special_requests"] == "A quiet room"
    assert booking["expires_at"] > booking["created_at"]


def test_a_booking_may_name_its_booker_price_and_primary(desk: Desk) -> None:
    guests = [
        {"first_name": "Ada", "last_name": "Lovelace", "role": "COMPANION", "is_staying": False},
        {"first_name": "Charles", "last_name": "Babbage", "role": "PRIMARY"},
    ]
    booker = {"first_name": "Mary", "last_name": "Somerville", "phone": "+44 20 7946 0000"}

    booking = desk.post(
        "/bookings",
        json=new_booking(guests=guests, adults=1, booker=booker, total_amount=777),
    ).json()

    assert booking["booker"] == {**booker, "email": None}
    assert (booking["payment"]["total_amount"], booking["payment"]["currency"]) == (777, "EUR")
    assert booking["party"][0]["first_name"] == "Charles"
    assert (booking["staying_guest_count"], booking["party_complete"]) == (1, True)


def test_children_and_a_language_are_named_with_the_booking(
    desk: Desk, hotel: HotelBuilder
) -> None:
    guests = [
        {"first_name": "Ada", "last_name": "King"},
        {"first_name": "Byron", "last_name": "King", "age_group": "CHILD"},
    ]
    family = new_booking(guests=guests, adults=1, children=1, language="ar")

    made = desk.post("/bookings", json=family).json()
    plain = desk.booking(desk.make())

    assert [guest["age_group"] for guest in made["party"]] == ["ADULT", "CHILD"]
    assert (made["party_complete"], made["language"]) == (True, "ar")
    assert {guest["age_group"] for guest in plain["party"]} == {"ADULT"}
    assert plain["language"] == "en"


def test_guests_of_the_hotel_are_written_to_in_its_language(
    desk: Desk, hotel: HotelBuilder
) -> None:
    hotel.run("UPDATE hotelmate.hotel SET language = 'pt' WHERE hotel_id = %s", hotel.hotel_id)

    assert desk.booking(desk.make())["language"] == "pt"


def test_one_given_role_makes_nobody_else_primary(desk: Desk) -> None:
    guests = [
        {"first_name": "Ada", "last_name": "Lovelace"},
        {"first_name": "Charles", "last_name": "Babbage", "role": "PRIMARY"},
    ]

    booking = desk.post("/bookings", json=new_booking(guests=guests)).json()

    assert [guest["role"] for guest in booking["party"]] == ["PRIMARY", "COMPANION"]
    assert booking["party"][0]["first_name"] == "Charles"


def test_a_read_booking_says_what_its_status_allows(desk: Desk) -> None:
    booking = desk.booking(desk.make())

    assert [step["status"] for step in booking["allowed_transitions"]] == [
        "CANCELLED",
        "CANCELLED_DRAFT",
        "PENDING_APPROVAL",
    ]
    assert all(step["meaning"] for step in booking["allowed_transitions"])


def test_a_booking_of_another_hotel_is_not_found(desk: Desk, hotel: HotelBuilder) -> None:
    other = HotelBuilder(hotel.connection)
    other.staff()
    booking = desk.make()
    token = signed_in(hotel.connection, other.hotel_id)

    theirs = desk.get(f"/bookings/{booking}", headers=bearer(token))
    elsewhere = desk.get(f"/../{other.slug}/bookings/{booking}", headers=bearer(token))

    refusal(theirs, "hotel-not-found", 404)
    refusal(elsewhere, "booking-not-found", 404)


def test_bookings_are_listed_newest_first_page_by_page(desk: Desk) -> None:
    made = [desk.make() for _ in range(5)]

    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = desk.get("/bookings", params=query).json()
        seen += [booking["booking_id"] for booking in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == made[::-1]


def test_the_last_full_page_leads_to_an_empty_one(desk: Desk) -> None:
    desk.make()

    page = desk.get("/bookings", params={"limit": 1}).json()
    after = desk.get("/bookings", params={"limit": 1, "cursor": page["next_cursor"]}).json()

    assert after == {"items": [], "next_cursor": None}


def test_bookings_are_filtered(desk: Desk, hotel: HotelBuilder) -> None:
    today, day = hotel.today(), timedelta(days=1)
    draft = desk.make()
    confirmed = desk.confirmed()
    assigned = desk.assigned("101")
    in_house = desk.in_house("102")
    left = desk.in_house("103")
    desk.do(left, "check-out")
    later = desk.make(check_in=str(today + 9 * day), check_out=str(today + 10 * day))

    def listed(**query: str) -> list[str]:
        found = desk.get("/bookings", params=query).json()["items"]
        return [booking["booking_id"] for booking in found][::-1]

    assert listed(status="PENDING_PAYMENT") == [draft, later]
    assert listed(status="CONFIRMED") == [confirmed, assigned, in_house]
    assert listed(status="COMPLETED") == [left]
    assert listed(occupancy="AVAILABLE") == [draft, confirmed, later]
    assert listed(occupancy="ASSIGNED") == [assigned]
    assert listed(occupancy="IN_HOUSE") == [in_house]
    assert listed(occupancy="DEPARTED") == [left]
    assert listed(room_number="103") == [left]
    assert listed(room_number="999") == []
    assert listed(arrival_from=str(today + day)) == [later]
    assert listed(arrival_to=str(today), status="PENDING_PAYMENT") == [draft]


def test_a_cursor_that_no_page_ended_with_is_refused(desk: Desk) -> None:
    booking = desk.make()

    for path in (
        "/bookings?cursor=BK-2001-000001",
        f"/bookings/{booking}/events?cursor=99",
        "/rooms/101/events?cursor=99",
        "/housekeeping/tasks?cursor=999999999",
    ):
        problem = refusal(desk.get(path), "request-invalid", 400)
        assert problem["errors"][0]["field"] == "cursor"


def test_the_audit_trail_says_who_from_where_and_why(desk: Desk) -> None:
    booking = desk.make()
    desk.post(
        f"/bookings/{booking}/cancel",
        json={"reason": "Flight was cancelled"},
        headers={"X-Request-ID": "cancel-1"},
    )

    events = desk.get(f"/bookings/{booking}/events").json()["items"]

    last = events[0]
    assert (last["event_type"], last["from_status"], last["to_status"]) == (
        "booking_cancelled",
        "PENDING_PAYMENT",
        "CANCELLED",
    )
    assert (last["actor"], last["source"]) == ("staff:manager", "FRONT_DESK")
    assert (last["reason"], last["request_id"]) == ("Flight was cancelled", "cancel-1")
    versions = [event["version"] for event in events]
    assert versions == list(range(len(events), 0, -1))


def test_the_audit_trail_comes_in_pages(desk: Desk) -> None:
    booking = desk.in_house()

    first = desk.get(f"/bookings/{booking}/events", params={"limit": 2}).json()
    rest = desk.get(f"/bookings/{booking}/events", params={"cursor": first["next_cursor"]}).json()

    versions = [event["version"] for event in first["items"] + rest["items"]]
    assert versions == list(range(versions[0], 0, -1))
    assert rest["next_cursor"] is None
    past = desk.get(f"/bookings/{booking}/events", params={"cursor": 1})
    assert past.json() == {"items": [], "next_cursor": None}


def test_no_booking_has_no_audit_trail(desk: Desk) -> None:
    refusal(desk.get("/bookings/BK-2026-999999/events"), "booking-not-found", 404)
    refusal(desk.get("/bookings/BK-2026-999999/events?cursor=5"), "booking-not-found", 404)
