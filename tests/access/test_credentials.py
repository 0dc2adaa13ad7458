"""Who may in: access tokens and API keys, and the one hotel that each is good for."""

import base64
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import msgspec
import psycopg
import pytest
from litestar import Litestar

from app.access import access_tokens
from app.access.access_tokens import LEEWAY_SECONDS, AccessTokens
from app.access.tokens import API_KEY, hash_of
from app.main import create_app
from tests.api.bodies import PAGES
from tests.api.conftest import Desk, refusal
from tests.api.serving import serving, settings_for
from tests.credentials import TOKEN_KEY, TOKENS, as_staff, bearer, session_of, signed_in
from tests.hotel_builder import HotelBuilder

ANOTHER_KEY = "another-key-for-tests-that-is-long-enough"
# Answer before anybody is let in: they are how one is.
LETTING_IN = ("/log-in", "/log-in/refresh")


def staff_routes(app: Litestar) -> Iterator[tuple[str, str]]:
    values = {"{slug:str}": "no-hotel", "{booking_id:str}": "BK-2026-000001"}
    for route in app.routes:
        path = route.path
        if path.startswith("/api/hotels/") and not path.endswith(LETTING_IN):
            for name, value in values.items():
                path = path.replace(name, value)
            path = re.sub("{[a-z_]+:(int|str)}", "101", path)
            for method in sorted(route.methods - {"OPTIONS"}):
                yield method, path


def api_key(
    hotel: HotelBuilder,
    *scopes: str,
    created_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> tuple[str, int]:
    """Give a hotel an integration with an API key; return the key and its id."""
    key = API_KEY.make(hotel.hotel_id)
    now = datetime.now(UTC)
    key_id = hotel.insert(
        "api_key",
        staff_id=hotel.staff("channel-manager", "INTEGRATION"),
        name="channel manager",
        key_hash=hash_of(key),
        created_by="staff:manager",
        created_at=created_at or now,
        expires_at=expires_at or now + timedelta(days=30),
    )
    for scope in scopes:
        hotel.run(
            "INSERT INTO hotelmate.api_key_scope (hotel_id, api_key_id, permission)"
            " VALUES (%s, %s, %s)",
            hotel.hotel_id,
            key_id,
            scope,
        )
    return key, int(key_id)


@pytest.fixture
def hotel(hotel: HotelBuilder) -> HotelBuilder:
    """A hotel that has a room to sell."""
    hotel.room()
    return hotel


@pytest.fixture
def rooms(desk: Desk) -> str:
    """Address of what each credential of these tests may read: the rooms of the hotel."""
    return f"{desk.base_url}rooms"


def lets_in(rooms: str, token: str) -> None:
    response = httpx.get(rooms, headers=bearer(token))
    assert response.status_code == 200, response.text


def keeps_out(rooms: str, token: str) -> None:
    response = httpx.get(rooms, headers=bearer(token))
    refusal(response, "not-authenticated", 401)
    assert response.headers["www-authenticate"].startswith("Bearer")


# Before anything else.


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


def test_the_name_of_the_scheme_is_of_any_case(hotel: HotelBuilder, rooms: str) -> None:
    token = signed_in(hotel.connection, hotel.hotel_id)
    for scheme in ("bearer", "BEARER"):
        response = httpx.get(rooms, headers={"Authorization": f"{scheme} {token}"})
        assert response.status_code == 200


# Access tokens.


def test_a_token_is_good_until_it_expires(hotel: HotelBuilder, rooms: str) -> None:
    session = session_of(hotel.connection, hotel.hotel_id)
    now = datetime.now(UTC)
    lets_in(rooms, TOKENS.issue(session, now - TOKENS.lifetime + timedelta(minutes=1)))
    keeps_out(rooms, TOKENS.issue(session, now - TOKENS.lifetime - timedelta(minutes=1)))


def test_a_token_that_another_signed_is_nobodys(hotel: HotelBuilder, rooms: str) -> None:
    session = session_of(hotel.connection, hotel.hotel_id)
    lets_in(rooms, TOKENS.issue(session))
    keeps_out(rooms, AccessTokens([ANOTHER_KEY], timedelta(hours=1)).issue(session))


@pytest.mark.parametrize("claim", ["hid", "hotel", "sub", "sid", "exp"])
def test_a_token_that_was_altered_is_nobodys(hotel: HotelBuilder, rooms: str, claim: str) -> None:
    token = signed_in(hotel.connection, hotel.hotel_id)
    lets_in(rooms, token)
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims[claim] = f"{claims[claim]}1" if isinstance(claims[claim], str) else claims[claim] + 1
    altered = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    keeps_out(rooms, f"{header}.{altered}.{signature}")


def test_a_token_names_the_key_and_the_algorithm_that_are_ours(
    hotel: HotelBuilder, rooms: str
) -> None:
    token = signed_in(hotel.connection, hotel.hotel_id)
    named = jwt.get_unverified_header(token)
    claims = jwt.decode(token, options={"verify_signature": False})

    def signed(key: str, algorithm: str, **headers: Any) -> str:
        return jwt.encode(claims, key, algorithm=algorithm, headers=headers)

    lets_in(rooms, signed(TOKEN_KEY, "HS256", kid=named["kid"]))
    keeps_out(rooms, signed(TOKEN_KEY, "HS256", kid="0" * 12))
    keeps_out(rooms, signed(TOKEN_KEY, "HS256"))
    keeps_out(rooms, signed(TOKEN_KEY * 2, "HS512", kid=named["kid"]))
    keeps_out(rooms, signed("", "none", kid=named["kid"]))


@pytest.mark.parametrize("missing", ["iss", "exp", "iat", "sub", "hid", "hotel", "sid", "role"])
def test_a_token_without_one_of_its_claims_is_nobodys(
    hotel: HotelBuilder, rooms: str, missing: str
) -> None:
    token = signed_in(hotel.connection, hotel.hotel_id)
    lets_in(rooms, token)
    claims = jwt.decode(token, options={"verify_signature": False})
    del claims[missing]
    headers = {"kid": jwt.get_unverified_header(token)["kid"]}
    keeps_out(rooms, jwt.encode(claims, TOKEN_KEY, algorithm="HS256", headers=headers))


def test_a_token_that_was_read_before_ends_all_the_same(
    hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(hotel.connection, hotel.hotel_id)
    tokens = AccessTokens([TOKEN_KEY], timedelta(minutes=5))
    token = tokens.issue(session)
    assert tokens.read(token) == tokens.read(token) == session

    monkeypatch.setattr(tokens, "_verify", lambda text: None)
    assert tokens.read(token) == session
    later = time.time() + timedelta(minutes=5).total_seconds() + LEEWAY_SECONDS
    monkeypatch.setattr(time, "time", lambda: later)
    assert tokens.read(token) is None


def test_so_many_tokens_are_kept_and_no_more(
    hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_tokens, "KEPT_TOKENS", 2)
    session = session_of(hotel.connection, hotel.hotel_id)
    tokens = AccessTokens([TOKEN_KEY], timedelta(minutes=5))
    now = datetime.now(UTC)
    issued = [tokens.issue(session, now - timedelta(seconds=n)) for n in range(5)]

    assert [tokens.read(token) for token in issued] == [session] * 5
    assert len(tokens._verified) <= 2


def test_while_one_key_replaces_another_each_is_believed_and_the_first_signs(
    database_url: str, hotel: HotelBuilder
) -> None:
    session = session_of(hotel.connection, hotel.hotel_id)
    old, new = TOKENS, AccessTokens([ANOTHER_KEY], TOKENS.lifetime)
    changing = settings_for(database_url, HOTELMATE_TOKEN_KEYS=f"{ANOTHER_KEY},{TOKEN_KEY}")
    with serving(create_app(changing)) as address:
        rooms = f"{address}/api/hotels/{hotel.slug}/rooms"
        lets_in(rooms, old.issue(session))
        lets_in(rooms, new.issue(session))
    both = AccessTokens([ANOTHER_KEY, TOKEN_KEY], TOKENS.lifetime)
    assert new.read(both.issue(session)) == session
    assert old.read(both.issue(session)) is None

    changed = settings_for(database_url, HOTELMATE_TOKEN_KEYS=ANOTHER_KEY)
    with serving(create_app(changed)) as address:
        rooms = f"{address}/api/hotels/{hotel.slug}/rooms"
        keeps_out(rooms, old.issue(session))
        lets_in(rooms, new.issue(session))


# The session behind a token, and whose it is.


@pytest.mark.parametrize("end", ["ended", "expired"])
def test_a_session_that_is_over_lets_nobody_in(hotel: HotelBuilder, rooms: str, end: str) -> None:
    token, other = (signed_in(hotel.connection, hotel.hotel_id) for _ in range(2))
    session_id = jwt.decode(token, options={"verify_signature": False})["sid"]
    lets_in(rooms, token)
    change = {
        "ended": "ended_at = now(), ended_reason = 'LOGGED_OUT'",
        "expired": "started_at = now() - interval '2 h', expires_at = now() - interval '1 h'",
    }[end]
    hotel.run(
        f"UPDATE hotelmate.staff_session SET {change} WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        session_id,
    )
    keeps_out(rooms, token)
    lets_in(rooms, other)


def test_a_token_of_a_session_that_is_somebody_elses_lets_nobody_in(
    hotel: HotelBuilder, rooms: str
) -> None:
    hotel.staff("reception", "FRONT_DESK")
    manager = session_of(hotel.connection, hotel.hotel_id)
    reception = session_of(hotel.connection, hotel.hotel_id, "reception")
    lets_in(rooms, TOKENS.issue(reception))
    mixed = msgspec.structs.replace(reception, session_id=manager.session_id)
    keeps_out(rooms, TOKENS.issue(mixed))


def test_staff_who_left_are_not_let_in(hotel: HotelBuilder, rooms: str) -> None:
    reception = hotel.staff("reception", "FRONT_DESK")
    token = signed_in(hotel.connection, hotel.hotel_id, "reception")
    lets_in(rooms, token)
    hotel.update("staff", reception, is_active=False)
    keeps_out(rooms, token)


def test_a_role_that_changes_counts_at_once(hotel: HotelBuilder, desk: Desk) -> None:
    """The token says the old role; the database is asked."""
    reception = hotel.staff("reception", "FRONT_DESK")
    booking = desk.confirmed()
    path = f"{desk.base_url}bookings/{booking}"
    before = httpx.get(path, headers=as_staff(hotel, "reception"))
    assert before.status_code == 200
    hotel.update("staff", reception, role="HOUSEKEEPING")
    refusal(httpx.get(path, headers=as_staff(hotel, "reception")), "role-not-permitted", 403)


# One hotel each.


def test_an_unknown_hotel_is_not_found(desk: Desk) -> None:
    refusal(desk.get("/../no-such-hotel/rooms"), "hotel-not-found", 404)
    refusal(desk.get("/../No_Such_Hotel/rooms"), "request-invalid", 400)


@pytest.mark.parametrize("staffed", ["nobody", "a manager of the same name"])
def test_another_hotel_is_not_found_whoever_works_there(
    desk: Desk, hotel: HotelBuilder, staffed: str
) -> None:
    other = HotelBuilder(hotel.connection)
    other.room()
    if staffed != "nobody":
        other.staff()

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
        refusal(response, "hotel-not-found", 404)
        if path == "/rooms":
            assert desk.get(path).status_code == 200
    assert (
        other.value("SELECT version FROM hotelmate.room WHERE hotel_id = %s", other.hotel_id) == 1
    )


def test_a_token_of_one_hotel_that_names_another_opens_neither(
    desk: Desk, hotel: HotelBuilder, address: str
) -> None:
    """Whoever could sign still could not mix hotels: session, member and slug are of one."""
    other = HotelBuilder(hotel.connection)
    theirs = other.staff()
    session = session_of(hotel.connection, hotel.hotel_id)
    lets_in(f"{desk.base_url}rooms", TOKENS.issue(session))
    for changes in (
        {"slug": other.slug},
        {"hotel_id": other.hotel_id},
        {"hotel_id": other.hotel_id, "slug": other.slug},
        {"hotel_id": other.hotel_id, "slug": other.slug, "staff_id": theirs},
    ):
        mixed = TOKENS.issue(msgspec.structs.replace(session, **changes))
        for slug in (hotel.slug, other.slug):
            response = httpx.get(f"{address}/api/hotels/{slug}/rooms", headers=bearer(mixed))
            assert response.status_code in (401, 404), (changes, slug)


def test_nobody_gets_a_link_for_a_hotel_that_is_not_theirs(desk: Desk, hotel: HotelBuilder) -> None:
    # A link is the one change that leaves no audit row behind which could miss its actor.
    other = HotelBuilder(hotel.connection)
    booking = other.read("room_booking", other.booking(), "booking_reference")

    response = desk.post(f"/../{other.slug}/bookings/{booking}/precheckin-token")

    refusal(response, "hotel-not-found", 404)
    count = "SELECT count(*) FROM hotelmate.booking_token WHERE hotel_id = %s"
    assert other.value(count, other.hotel_id) == 0


# API keys.


def test_an_api_key_does_what_its_scopes_say_and_nothing_else(
    desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.make()
    key, _ = api_key(hotel, "bookings:read")
    path = f"{desk.base_url}bookings/{booking}"

    assert httpx.get(path, headers=bearer(key)).status_code == 200
    # The role of integrations may cancel, this key may not.
    why = {"reason": "change of plans"}
    refused = httpx.post(f"{path}/cancel", json=why, headers=bearer(key))
    refusal(refused, "role-not-permitted", 403)
    # Nor can a scope give what the role may not.
    refusal(httpx.post(f"{path}/approve", headers=bearer(key)), "role-not-permitted", 403)


def test_an_api_key_is_good_until_it_is_revoked(hotel: HotelBuilder, rooms: str) -> None:
    key, key_id = api_key(hotel, "rooms:read")
    lets_in(rooms, key)
    hotel.update("api_key", key_id, revoked_at=datetime.now(UTC))
    keeps_out(rooms, key)


def test_an_api_key_is_good_until_it_expires(hotel: HotelBuilder, rooms: str) -> None:
    key, key_id = api_key(hotel, "rooms:read")
    lets_in(rooms, key)
    issued = hotel.read("api_key", key_id, "created_at")
    hotel.update("api_key", key_id, expires_at=issued + timedelta(microseconds=1))
    keeps_out(rooms, key)


def test_an_api_key_of_an_integration_that_left_lets_nobody_in(
    hotel: HotelBuilder, rooms: str
) -> None:
    key, key_id = api_key(hotel, "rooms:read")
    lets_in(rooms, key)
    hotel.update("staff", hotel.read("api_key", key_id, "staff_id"), is_active=False)
    keeps_out(rooms, key)


def test_a_key_of_another_form_or_another_hotel_is_nobodys(hotel: HotelBuilder, rooms: str) -> None:
    key, _ = api_key(hotel, "rooms:read")
    other = HotelBuilder(hotel.connection)
    lets_in(rooms, key)
    prefix, hotel_id, secret = key.split("_", 2)
    for wrong in (
        f"{prefix}_{other.hotel_id}_{secret}",
        f"{prefix}_{hotel_id}_{secret[:-1]}",
        f"{prefix}_{hotel_id}_{secret}A",
        f"{prefix}_0{hotel_id}_{secret}",
        f"{prefix}_{hotel_id}_{secret.swapcase()}",
        f"{prefix}_{'9' * 18}_{secret}",
        f"{prefix}_{'9' * 40}_{secret}",
        f"{prefix}_-1_{secret}",
        f"{prefix}_{hotel_id}_{hash_of(key).hex()}",
        "hk_",
        "hk_1_",
    ):
        keeps_out(rooms, wrong)


def test_an_api_key_opens_no_other_hotel(hotel: HotelBuilder, rooms: str, address: str) -> None:
    key, _ = api_key(hotel, "rooms:read")
    other = HotelBuilder(hotel.connection)
    lets_in(rooms, key)
    response = httpx.get(f"{address}/api/hotels/{other.slug}/rooms", headers=bearer(key))
    refusal(response, "hotel-not-found", 404)


# Who is recorded.


@pytest.mark.parametrize("by", ["token", "key"])
def test_a_change_is_recorded_under_whoever_called(
    desk: Desk, hotel: HotelBuilder, by: str, owner: psycopg.Connection[Any]
) -> None:
    username = "manager"
    if by == "key":
        username = "channel-manager"
        key, _ = api_key(hotel, "bookings:create", "bookings:read")
        desk.headers.update(bearer(key))
    desk.make()

    recorded = owner.execute(
        "SELECT event.actor, staff.username FROM hotelmate.booking_event AS event"
        " JOIN hotelmate.staff ON staff.hotel_id = event.hotel_id AND staff.id = event.changed_by"
        " WHERE event.hotel_id = %s AND event.version = 1",
        (hotel.hotel_id,),
    ).fetchone()

    assert recorded == (f"staff:{username}", username)
