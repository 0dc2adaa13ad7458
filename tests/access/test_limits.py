"""Attempts are limited by account and by address, before a password is looked at."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from app.access.passwords import MOST_WAITING, Passwords
from app.main import create_app
from app.problems import ProblemError
from app.requests.rate_limit import Limits
from tests.access.conftest import WRONG, Caller, Client, person
from tests.api.conftest import refusal
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder

OF_ACCOUNT_AT_ADDRESS, OF_ACCOUNT, OF_ADDRESS = 10, 50, 50
SECONDS = 15 * 60
DRY_RUN = {"dry_run": "true"}
REFRESH = {"refresh_token": "hr_1_" + "a" * 43}


def attempts(
    hotel: HotelBuilder, count: int, *, username: str = "{}", address: str = "{}"
) -> list[int]:
    """Count attempts that nobody's password is compared for; `{}` is another each time."""
    return [
        hotel.value(
            "SELECT hotelmate.claim_attempt(%s, %s, %s)",
            hotel.slug,
            username.format(number),
            address.format(f"192.0.2.{number}"),
        )
        for number in range(count)
    ]


def address_of(client: Client) -> str:
    """Return the address that a client calls from."""
    transport = client._transport
    return str(transport._pool._local_address)  # type: ignore[attr-defined]


def limited(client: Client, username: str = "manager") -> None:
    """Expect that an attempt is not looked at."""
    response = client.log_in(username)
    refusal(response, "log-in-limited", 429)
    assert 0 < int(response.headers["retry-after"]) <= SECONDS


@pytest.mark.parametrize("username", ["manager", "nobody"])
def test_an_account_is_limited_at_an_address_whether_it_exists_or_not(
    client: Client, caller: Caller, passwords: Passwords, username: str
) -> None:
    for _ in range(OF_ACCOUNT_AT_ADDRESS):
        refusal(client.log_in(username, WRONG), "log-in-refused", 401)
    before = passwords.compared

    limited(client, username)
    limited(client, username)

    assert passwords.compared == before
    # The one who is meant comes from elsewhere, and another from here.
    assert caller().log_in().status_code == 200
    if username == "nobody":
        assert client.log_in().status_code == 200


def test_an_account_is_limited_from_everywhere(hotel: HotelBuilder, client: Client) -> None:
    person(hotel, "ann")
    assert set(attempts(hotel, OF_ACCOUNT, username="manager")) == {0}

    limited(client)
    assert client.log_in("ann").status_code == 200


def test_an_address_is_limited_for_all_accounts(
    hotel: HotelBuilder, client: Client, caller: Caller
) -> None:
    assert set(attempts(hotel, OF_ADDRESS, address=address_of(client))) == {0}

    limited(client)
    assert caller().log_in().status_code == 200


def test_what_is_limited_counts_nowhere(hotel: HotelBuilder) -> None:
    said = attempts(hotel, 3 * OF_ACCOUNT_AT_ADDRESS, username="manager", address="192.0.2.1")
    assert said[:OF_ACCOUNT_AT_ADDRESS] == [0] * OF_ACCOUNT_AT_ADDRESS
    assert 0 not in said[OF_ACCOUNT_AT_ADDRESS:]

    left = attempts(hotel, OF_ACCOUNT, username="manager", address="198.51.100.{}")
    assert left.count(0) == OF_ACCOUNT - OF_ACCOUNT_AT_ADDRESS


def test_success_gives_the_count_of_the_account_back(client: Client) -> None:
    for _ in range(2):
        for _ in range(OF_ACCOUNT_AT_ADDRESS - 1):
            refusal(client.log_in(password=WRONG), "log-in-refused", 401)
        assert client.log_in().status_code == 200


def test_success_does_not_wipe_the_count_of_the_address(
    hotel: HotelBuilder, client: Client
) -> None:
    assert set(attempts(hotel, OF_ADDRESS - 1, address=address_of(client))) == {0}
    assert client.log_in().status_code == 200
    assert attempts(hotel, 1, address=address_of(client)) == [0]

    limited(client)


def test_the_limit_ends_with_its_period(hotel: HotelBuilder, client: Client) -> None:
    attempts(hotel, OF_ACCOUNT_AT_ADDRESS, username="manager", address=address_of(client))
    limited(client)
    hotel.run(
        "UPDATE hotelmate.log_in_limit SET since = since - interval '15 minutes'"
        " WHERE subject IN (SELECT subject FROM hotelmate.log_in_limits(%s, 'manager', %s))",
        hotel.slug,
        address_of(client),
    )

    assert client.log_in().status_code == 200


def test_guesses_at_once_do_not_pass_the_limit(
    client: Client, passwords: Passwords, hotel: HotelBuilder
) -> None:
    before = passwords.compared
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: client.log_in(password=WRONG).status_code, range(24)))

    assert sorted(answers) == [401] * OF_ACCOUNT_AT_ADDRESS + [429] * (24 - OF_ACCOUNT_AT_ADDRESS)
    assert passwords.compared == before + OF_ACCOUNT_AT_ADDRESS


def test_whoever_comes_when_the_queue_is_full_is_sent_away_uncounted(
    client: Client, passwords: Passwords, hotel: HotelBuilder
) -> None:
    passwords._waiting += MOST_WAITING
    try:
        response = client.log_in()
    finally:
        passwords._waiting -= MOST_WAITING

    refusal(response, "log-in-busy", 503)
    assert response.headers["retry-after"]
    counted = hotel.value(
        "SELECT count(*) FROM hotelmate.log_in_limit"
        " JOIN hotelmate.log_in_limits(%s, 'manager', %s) USING (subject)",
        hotel.slug,
        address_of(client),
    )
    assert counted == 0


def test_a_place_in_the_queue_is_given_back(passwords: Passwords) -> None:
    async def run() -> None:
        with pytest.raises(ProblemError):
            async with passwords.place():
                raise ProblemError("log-in-refused")

    before = passwords._waiting
    asyncio.run(run())
    assert passwords._waiting == before


def test_passwords_that_managers_give_wait_in_the_same_queue(
    manager: Client, passwords: Passwords
) -> None:
    passwords._waiting += MOST_WAITING
    try:
        refused = [give(manager), add(manager)]
    finally:
        passwords._waiting -= MOST_WAITING

    for response in refused:
        refusal(response, "log-in-busy", 503)
    assert (give(manager).status_code, add(manager).status_code) == (200, 201)


def test_a_password_costs_work_only_for_those_who_may_give_one(
    manager: Client, caller: Caller, passwords: Passwords, hotel: HotelBuilder
) -> None:
    person(hotel, "keeper", "HOUSEKEEPING")
    keeper = caller()
    keeper.enter("keeper")

    before = passwords.hashed
    for response in (give(keeper), add(keeper)):
        refusal(response, "role-not-permitted", 403)
    keeper.post("/log-out")
    for response in (give(keeper), add(keeper)):
        refusal(response, "not-authenticated", 401)
    assert passwords.hashed == before

    assert give(manager).status_code == 200
    assert passwords.hashed == before + 1


def give(client: Client) -> httpx.Response:
    """Give a colleague a password."""
    return client.put("/staff/manager/password", json={"password": WRONG}, params=DRY_RUN)


def add(client: Client) -> httpx.Response:
    """Add a colleague who has a password."""
    new = {"username": "ann", "display_name": "Ann", "role": "FRONT_DESK", "password": WRONG}
    return client.post("/staff", json=new, params=DRY_RUN)


def test_neither_account_nor_address_can_be_read_from_the_counts(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    attempts(hotel, 1, username="manager", address="192.0.2.1")
    columns = owner.execute("SELECT * FROM hotelmate.log_in_limit LIMIT 0").description
    assert [column.name for column in columns or ()] == ["subject", "failures", "since"]


@pytest.mark.parametrize("parts", [("h", "ada\n1", "2"), ("h\nada", "1", "2")])
def test_no_name_counts_against_another_account(
    owner: psycopg.Connection, parts: tuple[str, str, str]
) -> None:
    subjects = "SELECT subject FROM hotelmate.log_in_limits(%s, %s, %s) WHERE place < 3"
    theirs = {row[0] for row in owner.execute(subjects, parts)}
    other = {row[0] for row in owner.execute(subjects, ("h", "ada", "1\n2"))}
    assert len(theirs | other) == 4


def test_whoever_asks_too_often_is_sent_away_before_the_database_is_asked(
    database_url: str, hotel: HotelBuilder
) -> None:
    application = create_app(settings_for(database_url))
    with serving(application) as address:
        for path, sent in (("", {"username": "a", "password": "b"}), ("/refresh", REFRESH)):
            application.state.limits = Limits(1, clock=lambda: 0.0)
            there = f"{address}/api/hotels/{hotel.slug}/log-in{path}"
            answers = [httpx.post(there, json=sent) for _ in range(3)]
            assert [answer.status_code for answer in answers[:2]] == [401, 401]
            refusal(answers[2], "too-many-requests", 429)
            assert answers[2].headers["retry-after"] == "1"
