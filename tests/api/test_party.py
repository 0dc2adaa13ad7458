"""The party over HTTP, replaced as a whole, and the link by which guests complete it."""

from hashlib import sha256
from typing import Any

import pytest

from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder


def put(desk: Desk, booking: str, guests: list[dict[str, Any]], **counts: int) -> dict[str, Any]:
    response = desk.put(f"/bookings/{booking}/party", json={"guests": guests, **counts})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def guest(name: str, **more: object) -> dict[str, Any]:
    return {"first_name": name, "last_name": "Test", **more}


def test_a_new_party_replaces_the_old(desk: Desk) -> None:
    booking = desk.make()
    before = {member["id"] for member in desk.booking(booking)["party"]}

    after = put(desk, booking, [guest("Grace"), guest("Alan")])

    assert [member["first_name"] for member in after["party"]] == ["Grace", "Alan"]
    assert before.isdisjoint(member["id"] for member in after["party"])
    assert after["party_complete"] is True


def test_members_with_an_id_are_kept_and_changed(desk: Desk) -> None:
    booking = desk.make()
    ada, charles = desk.booking(booking)["party"]

    after = put(desk, booking, [{**ada, "email": "ada@example.net"}, charles])

    assert after["party"] == [{**ada, "email": "ada@example.net"}, charles]


def test_who_is_named_once_more_is_who_was_named(desk: Desk) -> None:
    booking = desk.make()
    before = put(desk, booking, [guest("Grace"), guest("Alan", email="alan@example.org")])
    grace, alan = (member["id"] for member in before["party"])

    again = put(desk, booking, [guest("Grace"), guest("Alan", email="alan@example.org")])
    other = put(desk, booking, [guest("Grace"), guest("Alan", email="turing@example.org")])
    renamed = put(desk, booking, [guest("Grace"), guest("Ada")])

    assert again["version"] == before["version"]
    assert [member["id"] for member in other["party"]] == [grace, alan]
    assert other["party"][1]["email"] == "turing@example.org"
    assert renamed["party"][0]["id"] == grace
    assert renamed["party"][1]["id"] != alan


def johns(desk: Desk, *emails: str | None) -> tuple[str, list[dict[str, Any]]]:
    """Make a booking of Grace and several of one name; return it and those."""
    booking = desk.make(room_type="FAM")
    party = [guest("Grace"), *(guest("John", email=email) for email in emails)]
    return booking, put(desk, booking, party, adults=len(party))["party"][1:]


@pytest.mark.parametrize("emails", [(None, None), ("a@example.org", "b@example.org")])
def test_two_of_one_name_are_two(desk: Desk, emails: tuple[str | None, str | None]) -> None:
    booking, (one, other) = johns(desk, *emails)
    version = desk.booking(booking)["version"]
    again = [guest("Grace"), *(guest("John", email=email) for email in emails)]

    after = put(desk, booking, again)
    named = put(desk, booking, [guest("Grace"), other, guest("John", email=one["email"])])

    assert after["version"] == named["version"] == version
    assert after["party"][1:] == [one, other]


def test_none_of_one_name_becomes_the_other(desk: Desk) -> None:
    booking, (father, son) = johns(desk, "father@example.org", "son@example.org")
    back_to_front = [guest("Grace"), guest("John", email=son["email"])]
    back_to_front.append(guest("John", email=father["email"]))

    turned = put(desk, booking, back_to_front)
    john = put(desk, booking, [guest("Grace"), son, guest("John", email="third@example.org")])
    left = put(desk, booking, [guest("Grace"), guest("John", email=son["email"])], adults=2)
    another = put(desk, booking, [guest("Grace"), guest("John"), guest("John")], adults=3)

    assert turned["party"][1:] == [father, son]
    assert father["id"] not in [member["id"] for member in john["party"]]
    assert left["party"][1:] == [son]
    assert {father["id"], son["id"]}.isdisjoint(member["id"] for member in another["party"])


def test_of_two_who_cannot_be_told_apart_nobody_is_taken_for_the_one_who_stays(desk: Desk) -> None:
    booking, (one, other) = johns(desk, None, None)

    left = put(desk, booking, [guest("Grace"), guest("John")], adults=2)

    assert left["party"][1]["id"] not in (one["id"], other["id"])


def test_an_unchanged_party_makes_no_new_version(desk: Desk) -> None:
    booking = desk.make()
    before = desk.booking(booking)

    after = put(desk, booking, before["party"])

    assert after["version"] == before["version"]


def test_the_primary_changes_hands(desk: Desk) -> None:
    booking = desk.make()
    ada, charles = desk.booking(booking)["party"]

    # In either order, whichever row comes first in the table.
    for primary, other in ((charles, ada), (ada, charles)):
        after = put(desk, booking, [{**other, "role": "COMPANION"}, {**primary, "role": "PRIMARY"}])
        assert [member["id"] for member in after["party"]] == [primary["id"], other["id"]]


def test_a_new_guest_becomes_primary_while_the_old_one_stays(desk: Desk) -> None:
    booking = desk.make()
    ada, charles = desk.booking(booking)["party"]

    after = put(
        desk,
        booking,
        [
            charles,
            {**ada, "role": "COMPANION", "is_staying": False},
            guest("Grace", role="PRIMARY"),
        ],
    )

    assert after["party"][0]["first_name"] == "Grace"
    assert after["staying_guest_count"] == 2


def test_the_head_count_changes_along_with_the_party(desk: Desk) -> None:
    booking = desk.make()
    ada, _ = desk.booking(booking)["party"]

    after = put(desk, booking, [ada], adults=1)

    assert (after["adults"], after["staying_guest_count"]) == (1, 1)
    assert after["party_complete"] is True


def test_the_head_count_of_an_assigned_booking_changes_with_its_party(desk: Desk) -> None:
    booking = desk.assigned("105", room_type="FAM")
    party = desk.booking(booking)["party"]

    alone = {"guests": [*party, guest("Grace")]}
    refused = desk.put(f"/bookings/{booking}/party", json=alone)
    after = put(desk, booking, [*party, guest("Grace", age_group="CHILD")], children=1)

    refusal(refused, "booking-room-needs-complete-party", 409)
    assert (after["staying_guest_count"], after["room_number"]) == (3, "105")


def test_an_id_of_someone_else_changes_nothing(desk: Desk) -> None:
    booking, other = desk.make(), desk.make()
    mine, theirs = desk.booking(booking)["party"], desk.booking(other)["party"]
    for guests in ([mine[0], theirs[1]], [mine[0], mine[0]]):
        response = desk.put(f"/bookings/{booking}/party", json={"guests": guests})
        refusal(response, "party-member-unknown", 422)

    assert desk.booking(booking)["party"] == mine
    assert desk.booking(other)["party"] == theirs


def test_a_guest_in_house_leaves_early_but_stays_on_record(desk: Desk) -> None:
    booking = desk.in_house("101")
    ada, charles = desk.booking(booking)["party"]

    removed = desk.put(f"/bookings/{booking}/party", json={"guests": [ada], "adults": 1})
    after = put(desk, booking, [ada, {**charles, "is_staying": False}], adults=1)

    refusal(removed, "guest-is-party-member", 409)
    assert (after["staying_guest_count"], after["occupancy"]) == (1, "IN_HOUSE")


def records(hotel: HotelBuilder) -> list[tuple[str, bool]]:
    """Return who has a guest record, by first name, and whether they are in house."""
    return hotel.connection.execute(
        "SELECT member.first_name, guest.checked_out_at IS NULL FROM hotelmate.guest"
        " JOIN hotelmate.booking_guest AS member"
        " ON member.hotel_id = guest.hotel_id AND member.id = guest.booking_guest_id"
        " WHERE guest.hotel_id = %s ORDER BY guest.id",
        (hotel.hotel_id,),
    ).fetchall()


def test_a_late_arrival_joins_who_is_in_house(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("105", room_type="FAM")
    party = desk.booking(booking)["party"]

    after = put(desk, booking, [*party, guest("Byron", age_group="CHILD")], children=1)

    assert (after["adults"], after["children"], after["staying_guest_count"]) == (2, 1, 3)
    assert after["party"][2]["age_group"] == "CHILD"
    assert records(hotel) == [("Ada", True), ("Charles", True), ("Byron", True)]


def test_who_is_in_house_is_joined_by_nobody_who_was_not_booked(
    desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.in_house("105", room_type="FAM")
    party = desk.booking(booking)["party"]
    joined = {"guests": [*party, guest("Byron", age_group="CHILD")]}

    # Nor as an adult where a child was booked.
    for counts in ({}, {"adults": 3}):
        refused = desk.put(f"/bookings/{booking}/party", json={**joined, **counts})
        refusal(refused, "booking-room-needs-complete-party", 409)

    assert records(hotel) == [("Ada", True), ("Charles", True)]


def test_the_room_is_full_for_one_more(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("101")
    party = desk.booking(booking)["party"]

    # Whether booked or only named.
    for counts in ({"adults": 3}, {}):
        refused = desk.put(
            f"/bookings/{booking}/party", json={"guests": [*party, guest("Grace")], **counts}
        )
        refusal(refused, "booking-party-within-capacity", 422)

    assert len(records(hotel)) == 2


def test_a_visitor_who_does_not_stay_takes_no_place(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("101")
    party = desk.booking(booking)["party"]

    after = put(desk, booking, [*party, guest("Grace", is_staying=False)])

    assert (after["staying_guest_count"], len(after["party"]), len(records(hotel))) == (2, 3, 2)


def test_who_leaves_early_has_their_record_closed(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("101")
    ada, charles = desk.booking(booking)["party"]
    early = [ada, {**charles, "is_staying": False}]

    refused = desk.put(f"/bookings/{booking}/party", json={"guests": early})
    put(desk, booking, early, adults=1)

    refusal(refused, "booking-room-needs-complete-party", 409)
    assert records(hotel) == [("Ada", True), ("Charles", False)]


def test_the_primary_leaves_early_and_another_takes_over(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.in_house("101")
    ada, charles = desk.booking(booking)["party"]
    gone = {**ada, "role": "COMPANION", "is_staying": False}

    after = put(desk, booking, [gone, {**charles, "role": "PRIMARY"}], adults=1)

    assert [member["id"] for member in after["party"]] == [charles["id"], ada["id"]]
    assert records(hotel) == [("Ada", False), ("Charles", True)]


def test_a_party_has_one_primary_in_house_too(desk: Desk) -> None:
    booking = desk.in_house("101")
    ada, charles = desk.booking(booking)["party"]
    for roles, rule in (
        (("PRIMARY", "PRIMARY"), "party-single-primary"),
        (("COMPANION", "COMPANION"), "party-has-primary"),
    ):
        guests = [{**ada, "role": roles[0]}, {**charles, "role": roles[1]}]
        refusal(desk.put(f"/bookings/{booking}/party", json={"guests": guests}), rule, 409)

    assert desk.booking(booking)["party"] == [ada, charles]


def test_a_child_is_no_primary(desk: Desk) -> None:
    booking = desk.make(adults=1, children=1)
    ada, charles = desk.booking(booking)["party"]
    child = {**charles, "age_group": "CHILD"}
    put(desk, booking, [ada, child])

    handed_over = [{**ada, "role": "COMPANION"}, {**child, "role": "PRIMARY"}]
    refused = desk.put(f"/bookings/{booking}/party", json={"guests": handed_over})

    refusal(refused, "booking-guest-primary-is-adult", 422)
    assert desk.booking(booking)["party"] == [ada, child]


def test_a_child_in_house_becomes_an_adult_along_with_the_count(desk: Desk) -> None:
    family = [
        {"first_name": "Ada", "last_name": "King"},
        {"first_name": "Byron", "last_name": "King", "age_group": "CHILD"},
    ]
    booking = desk.in_house("101", adults=1, children=1, guests=family)
    ada, byron = desk.booking(booking)["party"]
    grown = [ada, {**byron, "age_group": "ADULT"}]

    refused = desk.put(f"/bookings/{booking}/party", json={"guests": grown})
    after = put(desk, booking, grown, adults=2, children=0)

    refusal(refused, "booking-room-needs-complete-party", 409)
    assert (after["adults"], after["children"], after["party_complete"]) == (2, 0, True)


def test_a_room_is_not_assigned_to_adults_in_place_of_children(desk: Desk) -> None:
    booking = desk.confirmed(adults=1, children=1)
    ada, charles = desk.booking(booking)["party"]

    refused = desk.post(f"/bookings/{booking}/assign-room", json={"room_number": "101"})
    put(desk, booking, [ada, {**charles, "age_group": "CHILD"}])
    after = desk.do(booking, "assign-room", room_number="101")

    refusal(refused, "booking-room-needs-complete-party", 409)
    assert after["room_number"] == "101"


def test_no_booking_has_no_party(desk: Desk) -> None:
    response = desk.put("/bookings/BK-2026-999999/party", json={"guests": [guest("Ada")]})

    refusal(response, "booking-not-found", 404)


def test_a_link_is_shown_once_and_kept_as_a_hash(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.make()

    response = desk.post(f"/bookings/{booking}/precheckin-token", json={"ttl_hours": 1})

    assert response.status_code == 201
    link = response.json()
    assert link["path"] == f"/precheckin/{link['token']}"
    kept = hotel.value(
        "SELECT token_hash FROM hotelmate.booking_token"
        " WHERE hotel_id = %s AND live_booking_id IS NOT NULL",
        hotel.hotel_id,
    )
    assert kept == sha256(link["token"].encode()).digest()


def test_a_link_lasts_three_days_unless_told_otherwise_and_replaces_the_last(
    desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.make()
    for _ in range(2):
        assert desk.post(f"/bookings/{booking}/precheckin-token").status_code == 201

    live, hours = hotel.connection.execute(
        "SELECT count(live_booking_id), extract(hours FROM max(expires_at - created_at) * 1)"
        " + 24 * extract(days FROM max(expires_at - created_at))"
        " FROM hotelmate.booking_token WHERE hotel_id = %s",
        (hotel.hotel_id,),
    ).fetchone() or (0, 0)
    assert (live, hours) == (1, 72)


def test_no_booking_gets_no_link(desk: Desk) -> None:
    response = desk.post("/bookings/BK-2026-999999/precheckin-token")

    refusal(response, "booking-not-found", 404)
