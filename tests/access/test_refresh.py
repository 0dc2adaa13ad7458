"""A refresh token works once, and whoever uses one again ends the session."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from app.access.tokens import REFRESH_TOKEN
from tests.access.conftest import Client, person
from tests.api.conftest import refusal
from tests.credentials import bearer
from tests.hotel_builder import HotelBuilder


def session_of(hotel: HotelBuilder) -> tuple[object, object]:
    """Return when and why the one session of a hotel ended."""
    rows = hotel.connection.execute(
        "SELECT ended_at, ended_reason FROM hotelmate.staff_session WHERE hotel_id = %s",
        (hotel.hotel_id,),
    ).fetchall()
    ((ended_at, reason),) = rows
    return ended_at, reason


def test_a_refresh_token_is_replaced_at_each_use(client: Client, hotel: HotelBuilder) -> None:
    tokens = client.enter()
    ends = tokens["refresh_expires_at"]
    for _ in range(3):
        response = client.refresh(tokens["refresh_token"])
        assert response.status_code == 200
        following = response.json()
        assert following["refresh_token"] != tokens["refresh_token"]
        # Renewal makes no session longer.
        assert following["refresh_expires_at"] == ends
        tokens = following
        client.headers.update(bearer(tokens["access_token"]))
        assert client.is_in()
    assert session_of(hotel) == (None, None)


def test_a_used_one_ends_the_session_with_all_its_tokens(
    client: Client, hotel: HotelBuilder
) -> None:
    first = client.enter()
    second = client.refresh(first["refresh_token"]).json()
    third = client.refresh(second["refresh_token"]).json()

    refusal(client.refresh(first["refresh_token"]), "refresh-refused", 401)

    assert session_of(hotel)[1] == "TOKEN_REUSED"
    refusal(client.refresh(third["refresh_token"]), "refresh-refused", 401)
    for tokens in (first, second, third):
        client.headers.update(bearer(tokens["access_token"]))
        assert not client.is_in()


def test_it_ends_no_other_session(client: Client, hotel: HotelBuilder) -> None:
    person(hotel, "ann")
    first = client.enter()
    client.refresh(first["refresh_token"])
    elsewhere = [client.enter(), client.enter("ann")]

    refusal(client.refresh(first["refresh_token"]), "refresh-refused", 401)

    for tokens in elsewhere:
        client.headers.update(bearer(tokens["access_token"]))
        assert client.is_in()
        assert client.refresh(tokens["refresh_token"]).status_code == 200


def test_of_two_at_once_one_wins_and_the_session_ends(client: Client, hotel: HotelBuilder) -> None:
    for _ in range(5):
        token = client.enter()["refresh_token"]
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(client.refresh, [token, token]))

        assert sorted(answer.status_code for answer in answers) == [200, 401]
        (won,) = (answer.json() for answer in answers if answer.status_code == 200)
        client.headers.update(bearer(won["access_token"]))
        assert not client.is_in()
    ended = "SELECT count(*) FROM hotelmate.staff_session WHERE hotel_id = %s AND ended_reason = %s"
    assert hotel.value(ended, hotel.hotel_id, "TOKEN_REUSED") == 5


@pytest.mark.parametrize("text", ["x", "hr_1_short", "hr_0_" + "a" * 43, "hk_1_" + "a" * 43])
def test_what_is_no_refresh_token_is_refused(client: Client, text: str) -> None:
    refusal(client.refresh(text), "refresh-refused", 401)


def test_an_unknown_one_is_refused_like_an_expired_one(client: Client, hotel: HotelBuilder) -> None:
    known = client.enter()["refresh_token"]
    hotel.run(
        "UPDATE hotelmate.staff_session SET started_at = now() - interval '2 days',"
        " expires_at = now() - interval '1 day' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    answers = [client.refresh(known), client.refresh(REFRESH_TOKEN.make(hotel.hotel_id))]

    for answer in answers:
        refusal(answer, "refresh-refused", 401)
    told = [{**answer.json(), "request_id": ""} for answer in answers]
    assert told[0] == told[1]


def test_one_of_another_hotel_is_refused_and_not_used_up(
    client: Client, owner: psycopg.Connection
) -> None:
    token = client.enter()["refresh_token"]
    other = HotelBuilder(owner)

    response = client.post(f"/../{other.slug}/log-in/refresh", json={"refresh_token": token})

    refusal(response, "refresh-refused", 401)
    assert client.refresh(token).status_code == 200


def test_whoever_left_renews_nothing(client: Client, hotel: HotelBuilder) -> None:
    ann = person(hotel, "ann")
    token = client.enter("ann")["refresh_token"]
    hotel.update("staff", ann, is_active=False)
    hotel.update("staff", ann, is_active=True)

    refusal(client.refresh(token), "refresh-refused", 401)
    assert not client.is_in()
    assert client.log_in("ann").status_code == 200
