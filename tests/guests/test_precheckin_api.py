"""Pre-check-in by a link: read, saved in part, submitted once; each wrong field is named."""

from concurrent.futures import ThreadPoolExecutor
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


def test_an_answer_to_an_older_form_that_does_not_fit_is_missing(
    guest: httpx.Client, desk: Desk, booking: str
) -> None:
    asked = {"name": "by", "asked_of": "BOOKING", "kind": "CHOICE", "labels": {"en": "By"}}
    for choices, missing in ((["train"], []), (["train", "car"], []), (["car"], ["by"])):
        publish(desk, {**asked, "choices": choices})
        path = str(issue(desk, booking)["api_path"])
        found = read(guest, path)
        assert [each["field"] for each in found["missing"]] == missing
        if not found["answers"]:
            answered(guest, path, answers={"by": "train"})

    refusal(guest.post(path, json={"submit": True}), "precheckin-answers-fit-form", 422)
    assert answered(guest, path, answers={"by": "car"})["missing"] == []


def test_the_longest_answers_in_any_script_are_taken_as_the_page_takes_them(
    guest: httpx.Client, desk: Desk, booking: str
) -> None:
    names = [f"text_{number}" for number in range(100)]
    publish(
        desk,
        *({"name": n, "asked_of": "BOOKING", "kind": "TEXT", "labels": {"en": n}} for n in names),
    )
    path = str(issue(desk, booking)["api_path"])
    answers = dict.fromkeys(names, "ع" * 1000)

    assert answered(guest, path, answers=answers)["answers"] == answers
    by_desk = desk.put(f"/bookings/{booking}/precheckin", json={"answers": answers})
    assert by_desk.status_code == 200


def test_more_answers_than_any_form_asks_are_refused_at_once(
    guest: httpx.Client, path: str
) -> None:
    answers = {f"unasked_{number}": "x" for number in range(101)}

    problem = refusal(guest.post(path, json={"answers": answers}), "request-invalid", 400)

    assert [error["field"] for error in problem["errors"]] == ["answers"]


@pytest.mark.parametrize("by_staff", [False, True])
def test_what_cannot_be_stored_is_named(
    guest: httpx.Client, desk: Desk, booking: str, path: str, by_staff: bool
) -> None:
    ada, charles = read(guest, path)["guests"]
    body = {
        "answers": {"arrival": "a\0b"},
        "guests": [
            {"id": ada["id"], "last_name": "Byron"},
            {"id": charles["id"], "first_name": "\0", "answers": {"phone": "1\0"}},
        ],
    }
    refused = (
        desk.put(f"/bookings/{booking}/precheckin", json=body)
        if by_staff
        else guest.post(path, json=body)
    )

    assert [each["field"] for each in refusal(refused, "value-invalid", 422)["errors"]] == [
        "answers.arrival",
        "guests.1.first_name",
        "guests.1.answers.phone",
    ]
    assert read(guest, path)["guests"] == [ada, charles]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answers": {"arrival": "a", "phone": 5, "country": "GB"}}, "answers.phone"),
        ({"answers": {"arrival": "a", "terms": {"given": True, "at": 5}}}, "answers.terms.at"),
        ({"guests": [{"answers": {}}, {"answers": {"a": "b", "c": []}}]}, "guests[1].answers.c"),
    ],
)
def test_an_answer_of_another_shape_is_named(
    guest: httpx.Client, path: str, body: dict[str, Any], field: str
) -> None:
    (error,) = refusal(guest.post(path, json=body), "request-invalid", 400)["errors"]

    assert error["field"] == field


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


@pytest.fixture
def family(desk: Desk) -> str:
    """A booking for three adults and a child, of whom one is named."""
    publish(desk)
    ada = {"first_name": "Ada", "last_name": "L"}
    return desk.make(room_type="FAM", adults=3, children=1, guests=[ada])


def hand_in(
    guest: httpx.Client, desk: Desk, booking: str, by_staff: bool, **body: object
) -> httpx.Response:
    """Send answers, by the link that is out or by staff."""
    if by_staff:
        return desk.put(f"/bookings/{booking}/precheckin", json=body)
    return guest.post(issue(desk, booking)["api_path"], json=body)


@pytest.mark.parametrize("by_staff", [False, True])
def test_a_companion_who_is_sent_twice_is_named_once(
    guest: httpx.Client, desk: Desk, family: str, by_staff: bool
) -> None:
    grace = {"first_name": "Grace", "last_name": "H"}
    for body in (
        {"guests": [{**grace, "answers": {"country": "GB"}}]},
        {"guests": [{**grace, "first_name": " Grace\n", "answers": {"country": "FR"}}]},
        {"guests": [{**grace, "age_group": "ADULT"}]},
    ):
        answer = hand_in(guest, desk, family, by_staff, **body)
        assert answer.status_code == 200, answer.text

    ada, found = answer.json()["guests"]
    assert (ada["first_name"], found["answers"]) == ("Ada", {"country": "FR"})


def test_a_companion_who_is_sent_at_once_by_many_is_named_once(desk: Desk, family: str) -> None:
    grace = {"first_name": "Grace", "last_name": "H"}

    def put(_: int) -> int:
        return desk.put(f"/bookings/{family}/precheckin", json={"guests": [grace]}).status_code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(put, range(4))) == {200}
    assert len(desk.booking(family)["party"]) == 2


def test_who_is_called_alike_is_somebody_else_where_the_request_says_so(
    guest: httpx.Client, desk: Desk, family: str
) -> None:
    path = issue(desk, family)["api_path"]
    (ada,) = read(guest, path)["guests"]
    called = {"first_name": "Ada", "last_name": "L"}

    # Spoken of by id, of another age, called otherwise, or two of a name.
    answered(guest, path, guests=[{"id": ada["id"]}, called])
    answered(guest, path, guests=[{**called, "age_group": "CHILD"}])
    for _ in range(2):
        found = answered(guest, path, guests=[called, called])
        assert [each["age_group"] for each in found["guests"]] == ["ADULT", "ADULT", "CHILD"]
    found = answered(guest, path, guests=[{**called, "first_name": "ada"}])
    assert len(found["guests"]) == 4


def test_what_is_wrong_with_whoever_is_sent_twice_is_told_by_their_place(
    guest: httpx.Client, desk: Desk, family: str
) -> None:
    path = issue(desk, family)["api_path"]
    grace = {"first_name": "Grace", "last_name": "H"}
    answered(guest, path, guests=[grace])
    body = {"submit": True, "guests": [{"first_name": "New", "last_name": "N"}, grace]}

    problem = refusal(guest.post(path, json=body), "booking-precheckin-complete", 422)

    (ada, _) = read(guest, path)["guests"]
    assert errors_of(problem) == {
        ("answers.terms", "field_is_required"),
        ("guests.0.answers.phone", "field_is_required"),
        ("guests.1.answers.phone", "field_is_required"),
        (f"guests#{ada['id']}.answers.phone", "field_is_required"),
    }


def test_staff_say_who_is_a_child_and_what_is_not_said_stays(desk: Desk, family: str) -> None:
    url = f"/bookings/{family}/precheckin"
    named = {"first_name": "Byron", "last_name": "L"}
    byron = desk.put(url, json={"guests": [named]}).json()["guests"][1]["id"]

    for said in ({"age_group": "CHILD"}, {"last_name": "King"}):
        response = desk.put(url, json={"guests": [{"id": byron, **said}]})
        assert response.status_code == 200, response.text
        assert response.json()["guests"][1]["age_group"] == "CHILD"


def test_a_guest_says_who_is_a_child_of_somebody_new_alone(
    guest: httpx.Client, desk: Desk, family: str
) -> None:
    path = issue(desk, family)["api_path"]
    child = {"first_name": "Byron", "last_name": "L", "age_group": "CHILD"}
    byron = answered(guest, path, guests=[child])["guests"][1]

    body = {"guests": [{"id": byron["id"], "age_group": "ADULT"}]}
    (error,) = refusal(guest.post(path, json=body), "request-invalid", 400)["errors"]

    assert (byron["age_group"], error["field"]) == ("CHILD", "guests[0]")


def test_the_answer_to_staff_has_the_tag_of_the_booking(desk: Desk, booking: str) -> None:
    url = f"/bookings/{booking}/precheckin"

    answer = desk.put(url, json={"answers": {"arrival": "late"}})
    tag = answer.headers["etag"]
    # What only a reader is told has a part of its own.
    for shown in ("", "/party"):
        of_reader = desk.get(f"/bookings/{booking}{shown}").headers["etag"]
        assert of_reader.partition(".")[0] == tag.removesuffix('"')
    assert "etag" not in desk.put(url, params={"dry_run": "true"}, json={}).headers

    submitted = desk.put(
        url, headers={"If-Match": tag}, json={"submit": True, **complete(answer.json())}
    )
    assert submitted.status_code == 200, submitted.text
    outdated = desk.put(url, headers={"If-Match": tag}, json={})
    refusal(outdated, "version-outdated", 412)


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


@pytest.fixture
def joined(desk: Desk, family: str) -> str:
    """A booking whose pre-check-in was submitted before somebody joined."""
    url = f"/bookings/{family}/precheckin"
    answer = desk.put(url, json={"submit": True, **complete(desk.get(url).json())})
    assert answer.status_code == 200, answer.text
    party = [*desk.booking(family)["party"], {"first_name": "Grace", "last_name": "H"}]
    assert desk.put(f"/bookings/{family}/party", json={"guests": party}).status_code == 200
    return family


@pytest.mark.parametrize("by_staff", [False, True])
def test_booking_precheckin_complete_rejects_to_submit_again_without_who_has_joined(
    guest: httpx.Client, desk: Desk, joined: str, by_staff: bool
) -> None:
    before = desk.get(f"/bookings/{joined}/precheckin").json()
    grace = before["guests"][1]["id"]
    new = {"first_name": "New", "last_name": "N"}
    for guests, where in (
        ([], {f"guests#{grace}"}),
        ([{"id": grace, "email": "grace@example.org"}], {"guests.0"}),
        ([{"first_name": "Grace", "last_name": "H"}], {"guests.0"}),
        ([{"id": grace, "answers": {"phone": "+12025550123"}}, new], {"guests.1"}),
        ([new], {"guests.0", f"guests#{grace}"}),
    ):
        refused = hand_in(guest, desk, joined, by_staff, submit=True, guests=guests)
        problem = refusal(refused, "booking-precheckin-complete", 422)
        assert errors_of(problem) == {
            (f"{each}.answers.phone", "field_is_required") for each in where
        }
    assert desk.get(f"/bookings/{joined}/precheckin").json() == before


@pytest.mark.parametrize("by_staff", [False, True])
def test_booking_precheckin_complete_allows_to_submit_again_with_who_has_joined(
    guest: httpx.Client, desk: Desk, joined: str, by_staff: bool
) -> None:
    ada, grace = desk.get(f"/bookings/{joined}/precheckin").json()["guests"]
    answers = {"phone": "+12025550123"}
    guests = [{"id": grace["id"], "answers": answers}]

    found = hand_in(guest, desk, joined, by_staff, submit=True, guests=guests)
    assert found.status_code == 200, found.text
    assert found.json()["guests"][0] == ada
    assert found.json()["guests"][1]["answers"] == answers
    assert found.json()["guests"][1]["submitted_at"] is not None
    again = hand_in(guest, desk, joined, by_staff, submit=True)
    assert again.json() == found.json()


def test_who_has_joined_and_is_asked_nothing_that_is_required_is_handed_in(
    guest: httpx.Client, desk: Desk
) -> None:
    publish(desk, {"name": "a", "asked_of": "GUEST", "kind": "TEXT", "labels": {"en": "A"}})
    booking = desk.make(room_type="FAM", guests=[{"first_name": "Ada", "last_name": "L"}])
    answered(guest, issue(desk, booking)["api_path"], submit=True)
    path = issue(desk, booking)["api_path"]
    grace = {"first_name": "Grace", "last_name": "H"}

    assert answered(guest, path, guests=[grace])["guests"][1]["submitted_at"] is None
    found = answered(guest, path, submit=True)["guests"][1]

    assert (found["submitted_at"] is not None, found["answers"]) == (True, {})


def test_a_booking_that_is_not_there_is_named(desk: Desk) -> None:
    url = "/bookings/BK-2026-999999/precheckin"

    refusal(desk.get(url), "booking-not-found", 404)
    refusal(desk.put(url, json={}), "booking-not-found", 404)
