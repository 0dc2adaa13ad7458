"""Guests over HTTP: a token opens its own booking, for what it was issued, and nothing else."""

import uuid
from typing import NamedTuple

import httpx
import pytest

from tests.credentials import bearer
from tests.precheckin import issue_link
from tests.walls.asking import ask, problem, told
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import ROLES, House

OF_HOTEL = [each for each in EXAMPLES if each.of_hotel and "/log-in" not in each.template]
BY_PATH = [each for each in EXAMPLES if "{token}" in each.template]
BY_HEADER = [each for each in EXAMPLES if each.template.startswith("/api/guest/")]
PAGE = "/precheckin/"


class Stay(NamedTuple):
    """A booking that is in house, its guest's name, and the tokens of its links."""

    house: House
    booking: int
    guest: int
    name: str
    precheckin: str
    chat: str


def staying(house: House) -> Stay:
    """Make a booking of a guest whose name is nobody else's."""
    name = f"Guest{uuid.uuid4().hex[:10]}"
    booking = house.in_house(house.room(), booker_first_name=name, booker_email=f"{name}@x.example")
    guest = house.primary(booking)
    house.update("booking_guest", guest, first_name=name)
    links = [issue_link(house, booking, purpose) for purpose in ("PRECHECKIN", "GUEST_CHAT")]
    return Stay(house, booking, guest, name, *links)


@pytest.fixture(scope="module")
def mine(house: House) -> Stay:
    """My stay."""
    return staying(house)


@pytest.fixture(scope="module")
def neighbour(house: House) -> Stay:
    """A stay at the same hotel."""
    return staying(house)


@pytest.fixture(scope="module")
def stranger(other_house: House) -> Stay:
    """A stay at another hotel."""
    return staying(other_house)


def read(http: httpx.Client, stay: Stay) -> tuple[httpx.Response, httpx.Response]:
    """Read what the two links of a stay show."""
    return (
        http.get(f"/api/precheckin/{stay.precheckin}"),
        http.get("/api/guest/stay", headers=bearer(stay.chat)),
    )


def test_each_sees_their_own_booking_and_nobody_else(
    http: httpx.Client, mine: Stay, neighbour: Stay, stranger: Stay
) -> None:
    stays = (mine, neighbour, stranger)
    for stay in stays:
        answers = read(http, stay)
        assert [answer.status_code for answer in answers] == [200, 200]
        assert stay.name in answers[0].text
        assert stay.house.reference(stay.booking) in answers[1].text
        for other in stays:
            if other is not stay:
                whole = "".join(answer.text for answer in answers)
                assert other.name not in whole
                assert f'"{other.house.reference(other.booking)}"' not in whole or (
                    other.house is not stay.house  # numbers are of a hotel
                )


@pytest.mark.parametrize("whose", ["neighbour", "stranger"])
def test_a_guest_of_another_booking_cannot_be_named(
    http: httpx.Client, mine: Stay, whose: str, request: pytest.FixtureRequest
) -> None:
    other: Stay = request.getfixturevalue(whose)
    before = other.house.digests()
    body = {"guests": [{"id": other.guest, "first_name": "Mallory"}]}
    answer = http.post(f"/api/precheckin/{mine.precheckin}", json=body)
    assert problem(answer) == (422, "party-member-unknown")
    assert other.name not in answer.text
    assert other.house.digests() == before


@pytest.mark.parametrize("purpose", ["PRECHECKIN", "GUEST_CHAT", "MANAGEMENT"])
def test_a_link_opens_what_it_was_issued_for_and_nothing_else(
    http: httpx.Client, mine: Stay, purpose: str
) -> None:
    tokens = {
        "PRECHECKIN": mine.precheckin,
        "GUEST_CHAT": mine.chat,
        "MANAGEMENT": issue_link(mine.house, mine.booking, "MANAGEMENT"),
    }
    token = tokens[purpose]
    statuses = {
        "PRECHECKIN": http.get(f"/api/precheckin/{token}").status_code,
        "page": http.get(f"{PAGE}{token}").status_code,
        "GUEST_CHAT": http.get("/api/guest/stay", headers=bearer(token)).status_code,
    }
    opened = {what for what, status in statuses.items() if status == 200}
    assert (
        opened
        == {
            "PRECHECKIN": {"PRECHECKIN", "page"},
            "GUEST_CHAT": {"GUEST_CHAT"},
            "MANAGEMENT": set(),
        }[purpose]
    )
    assert {status for status in statuses.values() if status != 200} <= {401, 404}


def forged(token: str, other: Stay) -> list[str]:
    """Return what one might try instead of a token: parts of others, and almost the same."""
    hotel, _, rest = token.partition("-")
    return [
        f"{other.house.hotel_id}-{rest}" if str(other.house.hotel_id) != hotel else f"0{token}",
        f"{hotel}-{other.precheckin.partition('-')[2][:20]}{rest[20:]}",
        f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
        token[:-1],
        token.swapcase(),
        f"{hotel}-",
        f"-1-{rest}",
        "%27%20OR%201%3D1",
    ]


@pytest.mark.parametrize("route", BY_PATH, ids=lambda each: each.name)
def test_a_token_that_was_not_issued_opens_nothing(
    http: httpx.Client, mine: Stay, stranger: Stay, route: Example
) -> None:
    before = mine.house.digests(), stranger.house.digests()
    for token in forged(mine.precheckin, stranger):
        call = Call({"token": token})
        if route.changes and route.template.startswith(PAGE):
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            call = Call({"token": token}, raw=b"do=send", headers=form)
        elif route.changes:
            call = Call({"token": token}, body={"submit": True})
        answer = ask(http, route, call, mine.house.slug, {})
        assert answer.status_code in (400, 404), (token, told(answer))
        assert mine.name not in told(answer)
        assert stranger.name not in told(answer)
    assert (mine.house.digests(), stranger.house.digests()) == before


@pytest.mark.parametrize("route", BY_HEADER, ids=lambda each: each.name)
def test_a_credential_that_is_no_guests_opens_no_stay(
    http: httpx.Client, house: House, mine: Stay, stranger: Stay, route: Example
) -> None:
    call = Call(body={"token": "a-device"} if route.method == "PUT" else None)
    tried = [bearer(token) for token in forged(mine.chat, stranger) if "%" not in token]
    tried += [house.headers(role) for role in ROLES]
    before = mine.house.digests(), stranger.house.digests()
    for headers in ({}, *tried):
        answer = ask(http, route, call, house.slug, headers)
        assert answer.status_code == 401, told(answer)
    assert (mine.house.digests(), stranger.house.digests()) == before


@pytest.mark.parametrize("route", OF_HOTEL, ids=lambda each: each.name)
def test_a_guests_token_is_no_credential_of_staff(
    http: httpx.Client, house: House, mine: Stay, route: Example
) -> None:
    call = route.make(house)
    before = house.digests()
    for token in (mine.precheckin, mine.chat):
        answer = ask(http, route, call, house.slug, bearer(token))
        assert answer.status_code == 401, told(answer)
        assert mine.name not in told(answer)
    assert house.digests() == before
