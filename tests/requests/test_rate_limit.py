"""How often one may ask: by credential, and by address for whoever has none."""

import httpx
import psycopg
import pytest

from app.access.tokens import API_KEY, hash_of
from app.main import create_app
from app.problems import ProblemError
from app.requests.rate_limit import NOBODY, Buckets, Limits, network_of
from tests.api.conftest import refusal
from tests.api.serving import serving, settings_for
from tests.conftest import Connect
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder

ADDRESS = "192.0.2.1"


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refuses(limits: Limits, name: str) -> str:
    with pytest.raises(ProblemError) as caught:
        limits.admit(name)
    assert caught.value.kind.name == "too-many-requests"
    return caught.value.headers["Retry-After"]


def test_a_full_bucket_gives_its_burst_and_then_one_token_at_a_time(clock: Clock) -> None:
    buckets = Buckets(2, 4, clock=clock)

    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0]
    assert buckets.take("a") == pytest.approx(0.5)
    clock.now += 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == pytest.approx(0.5)


def test_who_is_refused_is_not_set_back(clock: Clock) -> None:
    buckets = Buckets(1, 1, clock=clock)
    buckets.take("a")

    assert [buckets.take("a") for _ in range(50)] == pytest.approx([1.0] * 50)
    clock.now += 1
    assert buckets.take("a") == 0


def test_a_bucket_never_holds_more_than_its_burst(clock: Clock) -> None:
    buckets = Buckets(1, 2, clock=clock)
    clock.now += 1_000_000

    assert [bool(buckets.take("a")) for _ in range(3)] == [False, False, True]


def test_buckets_are_apart(clock: Clock) -> None:
    buckets = Buckets(1, 1, clock=clock)

    assert buckets.take("a") == buckets.take("b") == 0
    assert buckets.take("a") > 0


def test_the_longest_silent_is_forgotten(clock: Clock) -> None:
    buckets = Buckets(1, 1, most=2, clock=clock)
    for name in "abc":
        buckets.take(name)

    assert len(buckets) == 2
    assert buckets.take("c") > 0
    assert buckets.take("a") == 0


def test_whoever_asks_too_often_is_told_how_long_to_wait(clock: Clock) -> None:
    limits = Limits(1, clock=clock)
    limits.admit("a")
    limits.admit("a")

    assert refuses(limits, "a") == "1"
    limits.admit("b")
    clock.now += 1
    limits.admit("a")


def test_without_a_limit_everybody_asks_as_they_like(clock: Clock) -> None:
    limits = Limits(0, clock=clock)

    for _ in range(1000):
        limits.admit("a")
        limits.admit_stranger(ADDRESS)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1:ffff::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1::8", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unknown", NOBODY),
        (None, NOBODY),
    ],
)
def test_an_address_stands_for_whoever_has_it(address: str | None, network: str) -> None:
    assert network_of(address) == network


class Served:
    """A server whose limits are 1 a second, 2 at once, by a clock of the test's own."""

    def __init__(self, address: str, slug: str) -> None:
        self._address, self._slug = address, slug

    def get(self, token: str, path: str = "/rooms") -> httpx.Response:
        """Ask with a credential."""
        return httpx.get(f"{self._address}/api/hotels/{self._slug}{path}", headers=bearer(token))


@pytest.fixture
def served(database_url: str, hotel: HotelBuilder, clock: Clock):  # type: ignore[no-untyped-def]
    app = create_app(settings_for(database_url))
    app.state.limits = Limits(1, clock=clock)
    with serving(app) as address:
        yield Served(address, hotel.slug)


def new_api_key(hotel: HotelBuilder) -> str:
    key = API_KEY.make(hotel.hotel_id)
    staff_id = hotel.staff(f"program-{key[-6:].lower()}", role="INTEGRATION")
    key_id = hotel.insert(
        "api_key",
        staff_id=staff_id,
        name="Channel manager",
        key_hash=hash_of(key),
        expires_at="tomorrow",
    )
    hotel.run(
        "INSERT INTO hotelmate.api_key_scope (hotel_id, api_key_id, permission)"
        " SELECT hotel_id, id, 'rooms:read' FROM hotelmate.api_key"
        " WHERE hotel_id = %s AND key_hash = %s",
        hotel.hotel_id,
        hash_of(key),
    )
    assert key_id
    return key


@pytest.mark.parametrize("kind", ["session", "API key"])
def test_a_credential_that_asks_too_often_is_refused_and_no_other(
    served: Served, hotel: HotelBuilder, owner: psycopg.Connection, clock: Clock, kind: str
) -> None:
    token = new_api_key(hotel) if kind == "API key" else signed_in(owner, hotel.hotel_id)
    assert [served.get(token).status_code for _ in range(2)] == [200, 200]

    limited = served.get(token)

    refusal(limited, "too-many-requests", 429)
    assert limited.headers["retry-after"] == "1"
    assert served.get(signed_in(owner, hotel.hotel_id)).status_code == 200
    clock.now += 1
    assert served.get(token).status_code == 200


def forged(token: str) -> str:
    return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")


@pytest.mark.parametrize("kind", ["access token", "API key"])
def test_guesses_from_one_address_are_limited(
    served: Served, hotel: HotelBuilder, owner: psycopg.Connection, clock: Clock, kind: str
) -> None:
    def guess() -> httpx.Response:
        if kind == "API key":
            return served.get(API_KEY.make(hotel.hotel_id))
        return served.get(forged(signed_in(owner, hotel.hotel_id)))

    for _ in range(2):
        refusal(guess(), "not-authenticated", 401)

    refusal(guess(), "too-many-requests", 429)

    clock.now += 1
    refusal(guess(), "not-authenticated", 401)


def test_guesses_lock_nobody_out_who_is_known(
    served: Served, hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    key, token = new_api_key(hotel), signed_in(owner, hotel.hotel_id)
    assert served.get(key).status_code == 200
    refusal(served.get(API_KEY.make(hotel.hotel_id)), "not-authenticated", 401)
    refusal(served.get(API_KEY.make(hotel.hotel_id)), "too-many-requests", 429)

    assert served.get(key).status_code == 200
    assert served.get(token).status_code == 200


def test_a_key_that_was_revoked_is_a_stranger_again(
    served: Served, hotel: HotelBuilder, connect: Connect
) -> None:
    key = new_api_key(hotel)
    assert served.get(key).status_code == 200
    hotel.run("UPDATE hotelmate.api_key SET revoked_at = now() WHERE hotel_id = %s", hotel.hotel_id)

    statuses = [served.get(key).status_code for _ in range(4)]

    assert statuses == [401, 401, 429, 429]
