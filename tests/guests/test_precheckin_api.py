"""Pre-check-in by a link: read, saved in part, submitted once; each wrong field is named."""

from typing import Any

import httpx
import psycopg
import pytest

from tests.api.conftest import Desk, refusal
from tests.guests.conftest import complete, issue, publish
from tests.hotel_builder import HotelBuilder

Errors = set[tuple[str, str]]


@pytest.fixture
def booking(desk: Desk) -> str:
    publish(desk)
    return desk.make()


@pytest.fixture
def path(desk: Desk, booking: str) -> str:
    return str(issue(desk, booking)["api_path"])


def read(guest: httpx.Client, path: str) -> dict[str, Any]:
    response = guest.get(path)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def answered(guest: httpx.Client, path: str, **body: object) -> dict[str, Any]:
    response = guest.post(path, json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def errors_of(problem: dict[str, Any]) -> Errors:
    return {(error["field"], error["rule"]) for error in problem["errors"]}


def test_a_link_shows_the_form_the_party_and_what_is_missing(
    guest: httpx.Client, path: str, booking: str, hotel: HotelBuilder
) -> None:
    found = read(guest, path)

    assert (found["booking_id"], found["hotel"]["slug"]) == (booking, hotel.slug)
    assert (found["form"]["version"], len(found["form"]["fields"])) == (1, 4)
    assert [member["first_name"] for member in found["guests"]] == ["Ada", "Charles"]
    ada, charles = (member["id"] for member in found["guests"])
    assert found["missing"] == [
        {"guest_id": None, "field": "terms"},
        {"guest_id": ada, "field": "phone"},
        {"guest_id": charles, "field": "phone"},
    ]


def test_answers_are_saved_in_part(guest: httpx.Client, path: str) -> None:
    ada, charles = read(guest, path)["guests"]

    answered(guest, path, answers={"arrival": " late "})
    found = answered(
        guest, path, guests=[{"id": ada["id"], "answers": {"phone": "+44 (20) 7946-0000"}}]
    )

    assert found["submitted_at"] is None
    assert found["answers"] == {"arrival": "late"}
    assert found["guests"][0]["answers"] == {"phone": "+442079460000"}
    assert {"guest_id": charles["id"], "field": "phone"} in found["missing"]
    assert read(guest, path) == found


def test_answers_replace_the_ones_before_and_those_left_out_stay(
    guest: httpx.Client, path: str
) -> None:
    answered(guest, path, answers={"arrival": "late"})

    assert answered(guest, path)["answers"] == {"arrival": "late"}
    assert answered(guest, path, answers={"arrival": ""})["answers"] == {}


def test_a_submission_uses_the_link_up(
    guest: httpx.Client, desk: Desk, path: str, booking: str
) -> None:
    found = answered(guest, path, submit=True, **complete(read(guest, path)))

    assert found["submitted_at"] is not None
    assert found["missing"] == []
    assert all(member["submitted_at"] for member in found["guests"])
    assert desk.booking(booking)["precheckin_submitted_at"] == found["submitted_at"]
    refusal(guest.get(path), "link-used", 410)
    refusal(guest.post(path, json={"submit": True}), "link-used", 410)


def test_an_incomplete_submission_names_everything_that_is_missing(
    guest: httpx.Client, path: str
) -> None:
    ada, charles = read(guest, path)["guests"]

    problem = refusal(
        guest.post(path, json={"submit": True, "guests": [{"id": charles["id"], "answers": {}}]}),
        "booking-precheckin-complete",
        422,
    )

    assert errors_of(problem) == {
        ("answers.terms", "field_is_required"),
        ("guests.0.answers.phone", "field_is_required"),
        (f"guests#{ada['id']}.answers.phone", "field_is_required"),
    }
    assert read(guest, path)["submitted_at"] is None


def test_precheckin_answers_fit_form_names_each_wrong_field(guest: httpx.Client, path: str) -> None:
    ada, charles = read(guest, path)["guests"]
    body = {
        "answers": {"arrival": "late", "colour": "red"},
        "guests": [
            {"id": charles["id"], "answers": {"phone": "12", "country": "XX"}},
            {"id": ada["id"], "answers": {"country": "GB"}},
        ],
    }

    problem = refusal(guest.post(path, json=body), "precheckin-answers-fit-form", 422)

    assert errors_of(problem) == {
        ("answers.colour", "field_is_enabled"),
        ("guests.0.answers.phone", "phone_is_e164"),
        ("guests.0.answers.country", "country_is_iso_3166_1"),
    }
    assert read(guest, path)["answers"] == {}


def test_booking_guest_has_name_names_the_part(guest: httpx.Client, path: str) -> None:
    ada, charles = read(guest, path)["guests"]
    body = {"guests": [{"id": ada["id"]}, {"id": charles["id"], "last_name": " "}]}

    problem = refusal(guest.post(path, json=body), "booking-guest-has-name", 422)

    assert errors_of(problem) == {("guests.1.last_name", "booking_guest_has_name")}


def test_a_consent_keeps_the_words_in_the_language_that_was_shown(
    guest: httpx.Client, path: str
) -> None:
    found = answered(guest, path, language="ar", answers={"terms": True})

    consent = found["answers"]["terms"]
    assert (consent["given"], consent["language"]) == (True, "ar")
    assert consent["text"] == found["form"]["fields"][1]["consent_texts"]["ar"]


def test_a_guest_names_who_comes_along(guest: httpx.Client, desk: Desk) -> None:
    publish(desk)
    booking = desk.make(
        room_type="FAM", adults=2, children=1, guests=[{"first_name": "Ada", "last_name": "L"}]
    )
    path = issue(desk, booking)["api_path"]

    found = answered(
        guest,
        path,
        guests=[
            {"first_name": "Charles", "last_name": "B", "answers": {"phone": "+442079460000"}},
            {"first_name": "Byron", "last_name": "L", "age_group": "CHILD"},
        ],
    )

    assert [each["first_name"] for each in found["guests"]] == ["Ada", "Charles", "Byron"]
    assert found["guests"][1]["answers"] == {"phone": "+442079460000"}
    assert desk.booking(booking)["party_complete"] is True


def test_party_named_by_guest_within_booked_rejects_one_more(
    guest: httpx.Client, desk: Desk
) -> None:
    path = issue(desk, desk.make(room_type="FAM"))["api_path"]
    body = {"guests": [{"first_name": "Grace", "last_name": "H"}]}

    refusal(guest.post(path, json=body), "party-named-by-guest-within-booked", 409)

    assert len(read(guest, path)["guests"]) == 2


def test_party_named_by_guest_within_booked_allows_as_many_as_booked(
    guest: httpx.Client, desk: Desk
) -> None:
    booking = desk.make(room_type="FAM", guests=[{"first_name": "Ada", "last_name": "L"}])
    path = issue(desk, booking)["api_path"]

    found = answered(guest, path, guests=[{"first_name": "Grace", "last_name": "H"}])

    assert len(found["guests"]) == 2
    child = {"guests": [{"first_name": "G", "last_name": "H", "age_group": "CHILD"}]}
    refusal(guest.post(path, json=child), "party-named-by-guest-within-booked", 409)


def test_a_member_of_another_party_is_unknown(guest: httpx.Client, desk: Desk, path: str) -> None:
    other = desk.booking(desk.make())["party"][0]["id"]

    refusal(
        guest.post(path, json={"guests": [{"id": other, "first_name": "X"}]}),
        "party-member-unknown",
        422,
    )


def test_a_rehearsed_submission_changes_nothing(guest: httpx.Client, path: str) -> None:
    body = {"submit": True, **complete(read(guest, path))}

    response = guest.post(path, params={"dry_run": "true"}, json=body)

    assert (response.status_code, response.headers["dry-run"]) == (200, "true")
    assert response.json()["submitted_at"] is not None
    assert read(guest, path)["submitted_at"] is None


def test_the_audit_trail_says_who_answered(
    guest: httpx.Client, path: str, booking: str, owner: psycopg.Connection[Any]
) -> None:
    answered(guest, path, submit=True, **complete(read(guest, path)))

    row = owner.execute(
        "SELECT event.actor, event.source FROM hotelmate.booking_event AS event"
        " INNER JOIN hotelmate.room_booking AS booking"
        " ON booking.hotel_id = event.hotel_id AND booking.id = event.booking_id"
        " WHERE booking.booking_reference = %s AND event.version = booking.version"
        " AND booking.hotel_id = %s",
        [booking, int(path.rpartition("/")[2].partition("-")[0])],
    ).fetchone()

    assert row == (f"guest:{booking}", "GUEST")


def test_staff_read_and_fill_in_what_guests_tell_at_the_desk(desk: Desk, booking: str) -> None:
    found = desk.get(f"/bookings/{booking}/precheckin").json()

    response = desk.put(f"/bookings/{booking}/precheckin", json={"submit": True, **complete(found)})

    assert response.status_code == 200, response.text
    assert response.json()["submitted_at"] is not None
    assert desk.get(f"/bookings/{booking}/precheckin").json() == response.json()


def test_staff_are_told_each_wrong_field(desk: Desk, booking: str) -> None:
    ada, _ = desk.get(f"/bookings/{booking}/precheckin").json()["guests"]
    body = {"answers": {"x": "y"}, "guests": [{"id": ada["id"], "answers": {"phone": "1"}}]}

    problem = refusal(
        desk.put(f"/bookings/{booking}/precheckin", json=body), "precheckin-answers-fit-form", 422
    )

    assert errors_of(problem) == {
        ("answers.x", "field_is_enabled"),
        ("guests.0.answers.phone", "phone_is_e164"),
    }


def test_precheckin_submitted_is_final_and_a_late_joiner_is_filled_in_once(
    desk: Desk, booking: str
) -> None:
    url = f"/bookings/{booking}/precheckin"
    desk.put(url, json={"submit": True, **complete(desk.get(url).json())})
    ada, charles = desk.booking(booking)["party"]
    joined = [ada, {"first_name": "Grace", "last_name": "Hopper"}]
    assert desk.put(f"/bookings/{booking}/party", json={"guests": joined}).status_code == 200
    _, grace = desk.get(url).json()["guests"]

    answers = {"terms": True, "arrival": "late"}
    refusal(desk.put(url, json={"answers": answers}), "precheckin-submitted-is-final", 409)
    body = {"guests": [{"id": grace["id"], "answers": {"country": "GB"}}]}
    problem = refusal(desk.put(url, json=body), "booking-precheckin-complete", 422)
    assert errors_of(problem) == {("guests.0.answers.phone", "field_is_required")}
    body = {"guests": [{"id": grace["id"], "answers": {"phone": "+12025550123"}}]}
    assert desk.put(url, json=body).status_code == 200
    assert all(member["submitted_at"] for member in desk.get(url).json()["guests"])
    assert charles["id"] not in {member["id"] for member in desk.get(url).json()["guests"]}


def test_a_booking_that_is_not_there_is_named(desk: Desk) -> None:
    url = "/bookings/BK-2026-999999/precheckin"

    refusal(desk.get(url), "booking-not-found", 404)
    refusal(desk.put(url, json={}), "booking-not-found", 404)
