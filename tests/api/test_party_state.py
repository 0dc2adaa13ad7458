"""What the party lacks and who of it: read aloud at the desk, by who may not read the answers."""

from typing import Any

from psycopg.types.json import Jsonb

from tests.api.conftest import Desk, refusal
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder

FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "eta", "asked_of": "BOOKING", "kind": "TEXT", "is_required": True},
    {"name": "nationality", "asked_of": "GUEST", "kind": "COUNTRY", "is_required": True},
    {"name": "passport", "asked_of": "GUEST", "kind": "DOCUMENT_NUMBER", "is_required": True},
    {"name": "mail", "asked_of": "GUEST", "kind": "EMAIL", "is_required": False},
)


def publish(hotel: HotelBuilder, *fields: dict[str, Any]) -> None:
    """Publish a form, whose labels are the names of its fields in capitals and in German."""
    with hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        for position, asked in enumerate(fields, start=1):
            labels = {"en": asked["name"].upper(), "de": f"{asked['name']} auf Deutsch"}
            row = {"form_version": version, "position": position, "labels": Jsonb(labels)}
            hotel.insert("precheckin_field", **row, **asked)


def state(desk: Desk, booking: str) -> dict[str, Any]:
    response = desk.get(f"/bookings/{booking}/party")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def missing(desk: Desk, booking: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(part[name] for name in names) for part in state(desk, booking)["missing"]]


def answer(hotel: HotelBuilder, guest: dict[str, Any], **answers: str) -> None:
    hotel.update("booking_guest", guest["id"], precheckin_payload=Jsonb(answers))


def submit(hotel: HotelBuilder, booking: str) -> None:
    hotel.run(
        "UPDATE hotelmate.room_booking"
        ' SET precheckin_payload = \'{"eta": "18:30"}\', precheckin_submitted_at = now()'
        " WHERE hotel_id = %s AND booking_reference = %s",
        hotel.hotel_id,
        booking,
    )


def test_a_party_is_shown_with_its_booker_and_its_room(desk: Desk) -> None:
    booker = {"first_name": "Mary", "last_name": "Somerville", "email": None, "phone": None}
    booking = desk.make(booker=booker, room_type="FAM")

    shown = state(desk, booking)

    whole = desk.booking(booking)
    assert shown["booker"] == whole["booker"] == booker
    assert (shown["adults"], shown["children"], shown["capacity"]) == (2, 0, 4)
    assert shown["guests"] == [
        {**member, "precheckin_submitted_at": None} for member in whole["party"]
    ]
    assert (shown["party_complete"], shown["missing"]) == (True, [])


def test_adults_and_children_are_missed_apart(desk: Desk) -> None:
    booking = desk.make(room_type="FAM", adults=3, children=1)
    ada, charles = desk.booking(booking)["party"]

    counts = ("what", "count", "rule")
    rule = "booking_room_needs_complete_party"
    assert missing(desk, booking, *counts) == [("ADULT", 1, rule), ("CHILD", 1, rule)]

    children = [{**charles, "age_group": "CHILD"}]
    children += [{"first_name": "Byron", "last_name": "King", "age_group": "CHILD"}] * 2
    body = {"guests": [ada, *children], "adults": 1, "children": 2}
    assert desk.put(f"/bookings/{booking}/party", json=body).status_code == 200
    assert missing(desk, booking, *counts) == [("CHILD_TOO_MANY", 1, rule)]

    body = {"guests": [{**ada, "is_staying": False}, charles], "adults": 1, "children": 0}
    assert desk.put(f"/bookings/{booking}/party", json=body).status_code == 200
    assert missing(desk, booking, *counts) == []


def test_each_guest_is_told_apart_by_what_they_have_not_answered(
    desk: Desk, hotel: HotelBuilder
) -> None:
    publish(hotel, *FIELDS)
    booking = desk.make()
    ada, charles = desk.booking(booking)["party"]
    answer(hotel, ada, nationality="IE")

    assert missing(desk, booking, "guest_id", "guest_name", "field", "label") == [
        (None, None, "eta", "ETA"),
        (ada["id"], "Ada Lovelace", "passport", "PASSPORT"),
        (charles["id"], "Charles Babbage", "nationality", "NATIONALITY"),
        (charles["id"], "Charles Babbage", "passport", "PASSPORT"),
    ]
    assert set(missing(desk, booking, "what", "count", "rule")) == {
        ("ANSWER", 1, "field_is_required")
    }


def test_what_is_missing_is_named_in_the_language_of_the_hotel(
    desk: Desk, hotel: HotelBuilder
) -> None:
    publish(hotel, FIELDS[0])
    booking = desk.make(language="ar")
    for language, label in (("de", "eta auf Deutsch"), ("fr", "ETA")):
        hotel.run(
            "UPDATE hotelmate.hotel SET language = %s WHERE hotel_id = %s",
            language,
            hotel.hotel_id,
        )
        assert missing(desk, booking, "label") == [(label,)]


def test_whoever_does_not_stay_is_asked_nothing(desk: Desk, hotel: HotelBuilder) -> None:
    publish(hotel, FIELDS[1])
    booking = desk.make(adults=1)
    ada, charles = desk.booking(booking)["party"]

    body = {"guests": [ada, {**charles, "is_staying": False}]}
    assert desk.put(f"/bookings/{booking}/party", json=body).status_code == 200

    assert missing(desk, booking, "guest_id") == [(ada["id"],)]


def test_after_pre_check_in_only_who_joins_later_is_missed(desk: Desk, hotel: HotelBuilder) -> None:
    publish(hotel, *FIELDS)
    booking = desk.make(room_type="FAM")
    party = desk.booking(booking)["party"]
    for member in party:
        answer(hotel, member, nationality="IE", passport="PD 4711")
    submit(hotel, booking)
    shown = state(desk, booking)
    assert shown["missing"] == []
    assert {member["precheckin_submitted_at"] for member in shown["guests"]} == {
        shown["precheckin_submitted_at"]
    }

    body = {"guests": [*party, {"first_name": "Grace", "last_name": "Hopper"}], "adults": 3}
    assert desk.put(f"/bookings/{booking}/party", json=body).status_code == 200

    assert missing(desk, booking, "guest_name", "field") == [
        ("Grace Hopper", "nationality"),
        ("Grace Hopper", "passport"),
    ]


def test_of_a_booking_that_ended_only_the_count_is_told(desk: Desk, hotel: HotelBuilder) -> None:
    publish(hotel, *FIELDS)
    booking = desk.make(room_type="FAM", adults=3)
    desk.do(booking, "cancel", reason="ill")

    assert missing(desk, booking, "what", "count") == [("ADULT", 1)]


def test_no_answer_is_told(desk: Desk, hotel: HotelBuilder) -> None:
    publish(hotel, *FIELDS)
    booking = desk.make()
    ada, _ = desk.booking(booking)["party"]
    answer(hotel, ada, passport="PD-SECRET-1")
    hotel.staff("auditor", "AUDITOR")

    response = desk.get(f"/bookings/{booking}/party", headers=as_staff(hotel, "auditor"))

    assert response.status_code == 200
    assert "SECRET" not in response.text
    assert "PASSPORT" in response.text  # Charles has not answered it


def test_the_tag_of_the_party_is_that_of_its_booking(desk: Desk) -> None:
    booking = desk.make()
    ada, charles = desk.booking(booking)["party"]
    path = f"/bookings/{booking}/party"
    tag = desk.get(path).headers["etag"]

    known = desk.get(path, headers={"If-None-Match": tag})
    body = {"guests": [{**ada, "phone": "+44 20 7946 0000"}, charles]}
    first = desk.put(path, json=body, headers={"If-Match": tag})
    second = desk.put(path, json={"guests": [ada, charles]}, headers={"If-Match": tag})

    assert (known.status_code, first.status_code) == (304, 200)
    refusal(second, "version-outdated", 412)
    assert desk.get(path).headers["etag"].startswith(first.headers["etag"].rstrip('"'))


def test_an_answer_changes_what_is_known_of_the_party(desk: Desk, hotel: HotelBuilder) -> None:
    publish(hotel, *FIELDS)
    booking = desk.make()
    ada, _ = desk.booking(booking)["party"]
    path = f"/bookings/{booking}/party"
    tag = desk.get(path).headers["etag"]

    answer(hotel, ada, nationality="IE")

    assert desk.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_no_booking_has_no_party_to_show(desk: Desk) -> None:
    refusal(desk.get("/bookings/BK-2026-999999/party"), "booking-not-found", 404)
