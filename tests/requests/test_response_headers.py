"""Headers of every answer, other origins, and proxies in front."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from app.main import create_app
from app.requests.response_headers import ALWAYS, EXPOSED
from app.settings import Settings, SettingsError
from tests.api.conftest import Desk
from tests.api.serving import serving, settings_for

ORIGIN = "https://desk.example"
ANSWERS = [
    ("GET", "/health/live", 200),
    ("GET", "/schema/openapi.json", 200),
    ("GET", "/problems", 200),
    ("GET", "/nowhere", 404),
    ("POST", "/health/live", 405),
    ("GET", "/api/hotels/some-house/rooms", 401),
]


@contextmanager
def set_up(database_url: str, **environ: str) -> Iterator[httpx.Client]:
    """Serve with variables of the environment; yields a client."""
    with (
        serving(create_app(settings_for(database_url, **environ))) as address,
        httpx.Client(base_url=address) as client,
    ):
        yield client


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_says_what_a_browser_must_not_do(
    address: str, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, f"{address}{path}")

    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers.get_list(name) == [value]
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers
    assert "server" not in answer.headers


def test_what_has_a_tag_may_be_kept_by_a_browser_that_asks_first(desk: Desk) -> None:
    booking = desk.make()
    read = desk.get(f"/bookings/{booking}")
    known = desk.get(f"/bookings/{booking}", headers={"If-None-Match": read.headers["etag"]})

    assert read.headers["cache-control"] == "private, no-cache"
    assert known.headers["cache-control"] == "private, no-cache"
    changed = desk.post(f"/bookings/{booking}/desk-payment", json={"method": "CASH"})
    assert changed.headers["cache-control"] == "no-store"
    assert desk.get("/bookings").headers["cache-control"] == "no-store"


def preflight(client: httpx.Client, origin: str) -> httpx.Response:
    return client.options(
        "/api/hotels/some-house/bookings",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, idempotency-key, if-match",
        },
    )


def test_no_other_origin_may_call_unless_it_is_listed(database_url: str) -> None:
    with set_up(database_url) as client:
        asked = preflight(client, ORIGIN)
        answer = client.get("/health/live", headers={"Origin": ORIGIN})

    for each in (asked, answer):
        assert not [name for name in each.headers if name.startswith("access-control-")]


def test_a_listed_origin_may_call_and_no_other(database_url: str) -> None:
    with set_up(database_url, HOTELMATE_CORS_ORIGINS=ORIGIN) as client:
        asked = preflight(client, ORIGIN)
        answer = client.get("/health/live", headers={"Origin": ORIGIN})
        stranger = preflight(client, "https://other.example")
        strange = client.get("/health/live", headers={"Origin": "https://other.example"})

    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    allowed = asked.headers["access-control-allow-headers"].lower()
    assert "idempotency-key" in allowed
    assert "if-match" in allowed
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    exposed = {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert exposed == set(EXPOSED)
    assert "access-control-allow-credentials" not in answer.headers
    assert stranger.status_code == 400
    assert "access-control-allow-origin" not in strange.headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOTELMATE_CORS_ORIGINS", "*"),
        ("HOTELMATE_CORS_ORIGINS", "https://desk.example/"),
        ("HOTELMATE_CORS_ORIGINS", "https://*.example"),
        ("HOTELMATE_TRUSTED_PROXIES", "*"),
        ("HOTELMATE_TRUSTED_PROXIES", "proxy.example"),
        ("HOTELMATE_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("HOTELMATE_REQUEST_TIMEOUT_SECONDS", "601"),
        ("HOTELMATE_REQUESTS_PER_SECOND", "-1"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


def test_lists_of_settings_are_taken() -> None:
    settings = Settings.from_environ(
        {
            "HOTELMATE_CORS_ORIGINS": "https://desk.example, http://localhost:5173",
            "HOTELMATE_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
        }
    )

    assert settings.cors_origins == ("https://desk.example", "http://localhost:5173")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")


BY_PROXY = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}


def test_nobodys_word_about_the_client_is_taken_by_default(address: str) -> None:
    answer = httpx.get(f"{address}/health/live", headers=BY_PROXY)

    assert "strict-transport-security" not in answer.headers


def test_a_trusted_proxy_says_that_the_client_came_by_https(database_url: str) -> None:
    with set_up(database_url, HOTELMATE_TRUSTED_PROXIES="127.0.0.0/8") as client:
        by_https = client.get("/health/live", headers=BY_PROXY)
        by_http = client.get("/health/live", headers=BY_PROXY | {"X-Forwarded-Proto": "http"})

    assert by_https.headers["strict-transport-security"].startswith("max-age=")
    assert "strict-transport-security" not in by_http.headers


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        ("", "198.51.100.7", "127.0.0.1"),
        ("10.0.0.0/8", "198.51.100.7", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1,10.0.0.0/8", "198.51.100.7, 10.1.1.1", "198.51.100.7"),
        # What a client wrote itself stands before what the proxies added.
        ("127.0.0.1,10.0.0.0/8", "203.0.113.9, 198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9, 10.1.1.1", "10.1.1.1"),
    ],
)
def test_the_clients_address_is_the_last_that_no_trusted_proxy_has(
    database_url: str, trusted: str, forwarded: str, seen: str
) -> None:
    app = create_app(settings_for(database_url, HOTELMATE_TRUSTED_PROXIES=trusted))
    asked: list[str | None] = []

    class Watching:
        def admit_stranger(self, address: str | None) -> None:
            asked.append(address)

    app.state.limits = Watching()
    with serving(app) as address:
        httpx.get(
            f"{address}/api/hotels/some-house/rooms",
            headers={"Authorization": "Bearer a.b.c", "X-Forwarded-For": forwarded},
        )

    assert asked == [seen]
