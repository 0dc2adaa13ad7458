"""What an answer shows only once is shown again to whoever repeats the request, and never kept."""

from datetime import timedelta
from hashlib import sha256

import httpx

from app.access.access_tokens import AccessTokens
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import Desk, refusal
from tests.api.serving import serving, settings_for
from tests.credentials import TOKEN_KEY, TOKENS, bearer
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import new_key, require_replayed

ANOTHER_KEY = "another-key-for-tests-that-is-long-enough"


def issue(desk: Desk, booking: str, **headers: str) -> httpx.Response:
    return desk.post(f"/bookings/{booking}/precheckin-token", headers=headers)


def signed_anew(desk: Desk) -> dict[str, str]:
    """The same session, by a token that only a server with the other key believes."""
    known = TOKENS.read(desk.headers["authorization"].removeprefix("Bearer "))
    assert known is not None
    return bearer(AccessTokens([ANOTHER_KEY], timedelta(hours=1)).issue(known))


def with_keys(database_url: str, *keys: str) -> Settings:
    return settings_for(database_url, HOTELMATE_TOKEN_KEYS=",".join(keys))


def test_a_repetition_shows_the_token_of_a_link_again(desk: Desk) -> None:
    booking, key = desk.make(), new_key()

    first, again = (issue(desk, booking, **key) for _ in range(2))

    require_replayed(first, again)


def test_the_token_is_not_kept(desk: Desk, hotel: HotelBuilder) -> None:
    token = issue(desk, desk.make(), **new_key()).json()["token"]

    body, headers = hotel.connection.execute(
        "SELECT body, headers::text FROM hotelmate.idempotency_key WHERE hotel_id = %s",
        (hotel.hotel_id,),
    ).fetchall()[0]

    assert token.encode() not in body
    assert token not in headers


def test_the_token_works(desk: Desk, hotel: HotelBuilder) -> None:
    token = issue(desk, desk.make(), **new_key()).json()["token"]

    assert hotel.value(
        "SELECT revoked_at IS NULL FROM hotelmate.booking_token"
        " WHERE hotel_id = %s AND token_hash = %s",
        hotel.hotel_id,
        sha256(token.encode()).digest(),
    )


def test_a_key_that_is_used_again_after_its_time_makes_another_token(
    desk: Desk, hotel: HotelBuilder
) -> None:
    booking, key = desk.make(), new_key()
    first = issue(desk, booking, **key)
    hotel.run(
        "UPDATE hotelmate.idempotency_key SET created_at = created_at - interval '25 hours'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )

    second = issue(desk, booking, **key)

    assert second.status_code == 201
    assert second.json()["token"] != first.json()["token"]


def test_while_one_key_of_the_server_replaces_another_a_repetition_shows_the_same(
    desk: Desk, hotel: HotelBuilder, database_url: str
) -> None:
    booking, key = desk.make(), new_key()
    first = issue(desk, booking, **key)

    with serving(create_app(with_keys(database_url, ANOTHER_KEY, TOKEN_KEY))) as address:
        again = httpx.post(
            f"{address}/api/hotels/{hotel.slug}/bookings/{booking}/precheckin-token",
            headers=signed_anew(desk) | key,
        )

    require_replayed(first, again)


def test_a_repetition_after_the_servers_key_is_gone_is_refused(
    desk: Desk, hotel: HotelBuilder, database_url: str
) -> None:
    booking, key = desk.make(), new_key()
    issue(desk, booking, **key)

    with serving(create_app(with_keys(database_url, ANOTHER_KEY))) as address:
        again = httpx.post(
            f"{address}/api/hotels/{hotel.slug}/bookings/{booking}/precheckin-token",
            headers=signed_anew(desk) | key,
        )

    # What the request was can be told no more than the secret.
    refusal(again, "idempotency-key-reused", 422)
