"""Subscriptions to channels at Pusher: signed for those who may hear them, refused to all alike."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from app.requests.rate_limit import Limits
from tests.api.conftest import Desk, refusal
from tests.api.contract import Contract
from tests.api.serving import PUSHER, serving, settings_for
from tests.credentials import as_staff, bearer, signed_in
from tests.hotel_builder import HotelBuilder

PATH = "/api/realtime/auth"
SOCKET = "123.456"


@pytest.fixture
def client(address: str, hotel: HotelBuilder, contract: Contract) -> Iterator[httpx.Client]:
    """A client of the hotel's manager."""
    hooks = {"response": [contract.hold]}
    headers = as_staff(hotel)
    with httpx.Client(base_url=address, headers=headers, event_hooks=hooks) as opened:
        yield opened


def ask(client: httpx.Client, channel: str, token: str | None = None) -> httpx.Response:
    """Ask for a channel as pusher-js does, with a token or as the client's own."""
    headers = {} if token is None else bearer(token)
    return client.post(PATH, headers=headers, data={"socket_id": SOCKET, "channel_name": channel})


def sent(client: httpx.Client, body: dict[str, Any]) -> list[httpx.Response]:
    """Send a body as a form and as JSON."""
    return [client.post(PATH, data=body), client.post(PATH, json=body)]


def signed(channel: str) -> dict[str, str]:
    """Return the answer that Pusher's documentation asks for."""
    key = PUSHER["PUSHER_SECRET"].encode()
    code = hmac.new(key, f"{SOCKET}:{channel}".encode(), hashlib.sha256)
    return {"auth": f"{PUSHER['PUSHER_KEY']}:{code.hexdigest()}"}


def allowed(client: httpx.Client, channel: str, token: str | None = None) -> None:
    response = ask(client, channel, token)
    assert response.status_code == 200, response.text
    assert response.json() == signed(channel)


def refused(client: httpx.Client, channel: str, token: str | None = None) -> None:
    """Expect the one refusal, in which nothing depends on the channel."""
    problem = refusal(ask(client, channel, token), "channel-not-permitted", 403)
    assert sorted(problem) == ["detail", "instance", "request_id", "status", "title", "type"]


def staff_id(hotel: HotelBuilder, username: str = "manager") -> int:
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.staff WHERE hotel_id = %s AND username = %s",
            hotel.hotel_id,
            username,
        )
    )


def link(hotel: HotelBuilder, booking: int, purpose: str = "PRECHECKIN", **facts: object) -> str:
    """Make a link for a guest and return its token."""
    token = f"a-token-of-{booking}-for-{purpose}-in-{hotel.slug}"
    made: dict[str, object] = {
        "booking_id": booking,
        "purpose": purpose,
        "token_hash": hashlib.sha256(token.encode()).digest(),
        "expires_at": datetime.now(UTC) + timedelta(hours=1),
    }
    hotel.insert("booking_token", **{**made, **facts})
    return token


def guest_channel(hotel: HotelBuilder, booking: int) -> str:
    reference = hotel.read("room_booking", booking, "booking_reference")
    return f"private-guest-booking.{hotel.slug}.{reference}"


def test_staff_hear_their_hotel_its_rooms_and_their_own_notifications(
    client: httpx.Client, hotel: HotelBuilder
) -> None:
    allowed(client, f"private-hotel-{hotel.slug}")
    allowed(client, f"private-{hotel.slug}.rooms")
    allowed(client, f"private-{hotel.slug}-staff-{staff_id(hotel)}-notifications")


def test_a_body_may_be_json_and_may_have_more_fields(
    client: httpx.Client, hotel: HotelBuilder
) -> None:
    channel = f"private-hotel-{hotel.slug}"
    for response in sent(client, {"socket_id": SOCKET, "channel_name": channel, "extra": 1}):
        assert response.json() == signed(channel)


def test_staff_do_not_hear_what_is_for_others(
    client: httpx.Client, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    colleague = hotel.staff("housekeeper", "HOUSEKEEPING")
    elsewhere = HotelBuilder(owner)
    elsewhere.staff("somebody")

    refused(client, f"private-{hotel.slug}-staff-{colleague}-notifications")
    refused(client, guest_channel(hotel, hotel.booking()))
    refused(client, f"private-hotel-{elsewhere.slug}")
    refused(client, f"private-{elsewhere.slug}.rooms")
    refused(client, f"private-{elsewhere.slug}-staff-{staff_id(hotel)}-notifications")


@pytest.mark.parametrize(
    "channel",
    [
        "private-hotel-no-such-hotel",
        "presence-hotel-{slug}",
        "private-encrypted-hotel-{slug}",
        "private-encrypted-{slug}.rooms",
        "private-cache-{slug}.rooms",
        "hotel-{slug}",
        "{slug}.rooms",
        "private-{slug}",
        "private-hotel-{slug}\n",
        "private-hotel-{slug}:x",
        "private-hotel-{slug}#",
        "private-HOTEL-{slug}",
        "private-{slug}-staff-0-notifications",
        "private-{slug}-staff-+1-notifications",
        "private-guest-booking.{slug}.BK-2026-000001",
        "private-guest-booking.BK-2026-000001",
        "private-",
        "é",
        "\0",
        "x" * 200,
    ],
)
def test_what_is_no_channel_is_refused_like_one_of_others(
    client: httpx.Client, hotel: HotelBuilder, channel: str
) -> None:
    refused(client, channel.format(slug=hotel.slug))


def test_staff_who_left_hear_nothing(client: httpx.Client, hotel: HotelBuilder) -> None:
    allowed(client, f"private-hotel-{hotel.slug}")
    hotel.staff("another")
    hotel.update("staff", staff_id(hotel), is_active=False)

    refused(client, f"private-hotel-{hotel.slug}")
    refused(client, f"private-{hotel.slug}-staff-{staff_id(hotel)}-notifications")


@pytest.mark.parametrize("purpose", ["PRECHECKIN", "GUEST_CHAT", "MANAGEMENT"])
def test_a_guest_hears_the_booking_of_the_link_and_no_other_channel(
    client: httpx.Client, hotel: HotelBuilder, purpose: str
) -> None:
    booking, another = hotel.booking(), hotel.booking()
    token = link(hotel, booking, purpose)

    allowed(client, guest_channel(hotel, booking), token)
    refused(client, guest_channel(hotel, another), token)
    refused(client, f"private-hotel-{hotel.slug}", token)
    refused(client, f"private-{hotel.slug}.rooms", token)
    refused(client, f"private-{hotel.slug}-staff-{staff_id(hotel)}-notifications", token)


def test_the_link_that_the_desk_issues_opens_the_channel_until_another_replaces_it(
    client: httpx.Client, desk: Desk, hotel: HotelBuilder
) -> None:
    booking = desk.make()
    channel = f"private-guest-booking.{hotel.slug}.{booking}"
    first = desk.post(f"/bookings/{booking}/precheckin-token").json()["token"]
    allowed(client, channel, first)

    second = desk.post(f"/bookings/{booking}/precheckin-token").json()["token"]

    allowed(client, channel, second)
    refused(client, channel, first)


def test_a_link_opens_nothing_in_another_hotel_whose_booking_has_the_same_reference(
    client: httpx.Client, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    other = HotelBuilder(owner)
    theirs, ours = other.booking(), hotel.booking()
    reference = hotel.read("room_booking", ours, "booking_reference")
    assert other.read("room_booking", theirs, "booking_reference") == reference
    token = link(hotel, ours)

    allowed(client, guest_channel(hotel, ours), token)
    refused(client, guest_channel(other, theirs), token)


@pytest.mark.parametrize("end", ["used", "revoked", "expired", "booking cancelled"])
def test_a_link_that_has_ended_opens_nothing(
    client: httpx.Client, hotel: HotelBuilder, end: str
) -> None:
    booking = hotel.booking()
    now = datetime.now(UTC)
    facts: dict[str, Any] = {}
    if end == "expired":
        facts = {"created_at": now - timedelta(hours=2), "expires_at": now - timedelta(hours=1)}
    token = link(hotel, booking, "MANAGEMENT", **facts)
    if end != "expired":
        allowed(client, guest_channel(hotel, booking), token)
    if end == "used":
        hotel.run(
            "UPDATE hotelmate.booking_token SET used_at = now() WHERE hotel_id = %s",
            hotel.hotel_id,
        )
    elif end == "revoked":
        hotel.run(
            "UPDATE hotelmate.booking_token SET revoked_at = now(), revoked_reason = 'test'"
            " WHERE hotel_id = %s",
            hotel.hotel_id,
        )
    elif end == "booking cancelled":
        hotel.cancel(booking)

    refused(client, guest_channel(hotel, booking), token)


def test_a_token_that_nobody_was_given_opens_nothing(
    client: httpx.Client, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    stored = hashlib.sha256(link(hotel, booking).encode()).hexdigest()

    for token in ("nobodys", stored, "x" * 2000):
        refused(client, guest_channel(hotel, booking), token)
        refused(client, f"private-hotel-{hotel.slug}", token)


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Basic eA==", "{token}", "Bearer {token} x"]
)
def test_without_a_token_nothing_else_is_looked_at(
    address: str, hotel: HotelBuilder, authorization: str | None
) -> None:
    token = signed_in(hotel.connection, hotel.hotel_id)
    headers = {} if authorization is None else {"Authorization": authorization.format(token=token)}

    response = httpx.post(f"{address}{PATH}", headers=headers, content=b"{")

    refusal(response, "not-authenticated", 401)
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"socket_id": SOCKET}, "channel_name"),
        ({"channel_name": "private-hotel-x"}, "socket_id"),
        ({"socket_id": "123", "channel_name": "x"}, "socket_id"),
        ({"socket_id": "1.2.3", "channel_name": "x"}, "socket_id"),
        ({"socket_id": "1.2\n", "channel_name": "x"}, "socket_id"),
        ({"socket_id": "\u0661.\u0662", "channel_name": "x"}, "socket_id"),
        ({"socket_id": "1." + "2" * 70, "channel_name": "x"}, "socket_id"),
        ({"socket_id": SOCKET, "channel_name": ""}, "channel_name"),
        ({"socket_id": SOCKET, "channel_name": "x" * 201}, "channel_name"),
    ],
)
def test_a_field_of_another_form_is_named(
    client: httpx.Client, body: dict[str, str], field: str
) -> None:
    for response in sent(client, body):
        problem = refusal(response, "request-invalid", 400)
        assert problem["errors"][0]["field"] == field
        assert problem["errors"][0]["message"]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", b""),
        ("application/json", b"["),
        ("application/json", b"[]"),
        ("application/json", b'{"socket_id": 1.2, "channel_name": "x"}'),
        ("application/json", b"[" * 30_000),
        ("application/json", b'{"channel_name":"\xff","socket_id":"1.2"}'),
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"socket_id=1.2&channel_name=%ff"),
        ("application/x-www-form-urlencoded", b"socket_id=1.2&channel_name=\xff"),
        ("application/x-www-form-urlencoded", b"socket_id=1.2&socket_id=3.4&channel_name=x"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 5000)),
    ],
)
def test_a_body_that_asks_for_no_channel_is_invalid(
    client: httpx.Client, media_type: str, body: bytes
) -> None:
    response = client.post(PATH, content=body, headers={"Content-Type": media_type})

    assert refusal(response, "request-invalid", 400)["errors"]


def test_a_query_is_unknown(client: httpx.Client, hotel: HotelBuilder) -> None:
    response = client.post(
        f"{PATH}?dry_run=true",
        data={"socket_id": SOCKET, "channel_name": f"private-hotel-{hotel.slug}"},
    )

    problem = refusal(response, "request-invalid", 400)
    assert problem["errors"] == [{"field": "dry_run", "message": "Unknown parameter"}]


def test_a_body_of_another_media_type_is_not_read(client: httpx.Client) -> None:
    other = ("text/plain", "multipart/form-data; boundary=x", "application/json; charset=latin-1")
    for media_type in other:
        response = client.post(PATH, content=b"{}", headers={"Content-Type": media_type})
        refusal(response, "media-type-unsupported", 415)


def test_a_form_may_say_its_charset_as_browsers_do(
    client: httpx.Client, hotel: HotelBuilder
) -> None:
    response = client.post(
        PATH,
        content=f"socket_id={SOCKET}&channel_name=private-hotel-{hotel.slug}",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
    )

    assert response.json() == signed(f"private-hotel-{hotel.slug}")


def test_without_keys_of_pusher_nothing_is_signed(database_url: str, hotel: HotelBuilder) -> None:
    with (
        serving(create_app(settings_for(database_url))) as address,
        httpx.Client(base_url=address) as client,
    ):
        token = signed_in(hotel.connection, hotel.hotel_id)
        answer = ask(client, f"private-hotel-{hotel.slug}", token)
        refusal(answer, "realtime-not-configured", 503)
        assert "retry-after" not in answer.headers  # waiting does not set them
        refusal(ask(client, ""), "not-authenticated", 401)


def test_the_reports_name_of_a_guests_channel_is_signed_only_where_it_is_published_to(
    database_url: str, client: httpx.Client, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    token = link(hotel, booking)
    name = f"private-guest-booking.{hotel.read('room_booking', booking, 'booking_reference')}"
    refused(client, name, token)

    for listed, is_served in ((hotel.slug, True), (f"{hotel.slug},another", False)):
        settings = settings_for(database_url, **PUSHER, HOTELMATE_LEGACY_CHANNELS=listed)
        with (
            serving(create_app(settings)) as address,
            httpx.Client(base_url=address) as legacy,
        ):
            (allowed if is_served else refused)(legacy, name, token)
            allowed(legacy, guest_channel(hotel, booking), token)
            refused(legacy, f"{hotel.slug}.rooms", signed_in(hotel.connection, hotel.hotel_id))


def test_scripts_of_other_sites_get_no_answer(client: httpx.Client, hotel: HotelBuilder) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    form = {"socket_id": SOCKET, "channel_name": f"private-hotel-{hotel.slug}"}

    answer = client.post(PATH, headers=headers, data=form)
    preflight = client.options(PATH, headers={**headers, "Access-Control-Request-Method": "POST"})

    for response in (answer, preflight):
        assert not [name for name in response.headers if name.startswith("access-control-")]


def test_guesses_of_a_guests_token_are_limited(
    database_url: str, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    channel = f"private-hotel-{hotel.slug}"
    app = create_app(settings_for(database_url, **PUSHER))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        app.state.limits = Limits(1, clock=lambda: 0.0)
        for guess in ("one-guess", "another"):
            refused(client, channel, guess)

        limited = ask(client, channel, "a-third")

        refusal(limited, "too-many-requests", 429)
        assert limited.headers["retry-after"] == "1"
        allowed(client, channel, signed_in(owner, hotel.hotel_id))
