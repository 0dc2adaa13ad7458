"""Two hotels on one server: nothing of one is read or changed from the other, by any route."""

import json
from datetime import timedelta

import httpx
import jwt
import msgspec
import pytest

from app.access.access_tokens import AccessTokens
from tests.api.event_source import listening
from tests.credentials import TOKEN_KEY, TOKENS, bearer, session_of
from tests.walls.asking import ask, problem, told
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import ROLES, House

# Whoever logs in proves who they are by what they send.
OF_HOTEL = [each for each in EXAMPLES if each.of_hotel and "/log-in" not in each.template]
BY_NAME = {each.name: each for each in EXAMPLES}
# A body that names something of the hotel, and what is answered when the hotel has no such thing.
NAMES_IN_BODY = {
    "POST /bookings/{booking_id}/assign-room": (404, "room-not-found"),
    "POST /bookings/{booking_id}/move-room": (404, "room-not-found"),
    "POST /housekeeping/tasks": (404, "room-not-found"),
    "PUT /bookings/{booking_id}/party": (422, "party-member-unknown"),
    "PUT /bookings/{booking_id}/precheckin": (422, "party-member-unknown"),
}


def by_key(house: House) -> dict[str, str]:
    """Return the headers of a key with every scope that there is."""
    permitted = house.connection.execute(
        "SELECT permission FROM hotelmate.staff_role_permission WHERE role = 'INTEGRATION'"
    )
    return bearer(house.api_key(*(name for (name,) in permitted))[1])


@pytest.fixture(scope="module")
def strangers(other_house: House) -> dict[str, dict[str, str]]:
    """The headers of everybody who may do something at the other hotel."""
    return {role: other_house.headers(role) for role in ROLES} | {"key": by_key(other_house)}


# Another hotel's slug.


@pytest.mark.parametrize("route", OF_HOTEL, ids=lambda each: each.name)
def test_another_hotel_does_not_exist_for_anybody(
    http: httpx.Client, house: House, strangers: dict[str, dict[str, str]], route: Example
) -> None:
    call = route.make(house)
    before = house.digests()

    for who, headers in strangers.items():
        answer = ask(http, route, call, house.slug, headers)
        assert problem(answer) == (404, "hotel-not-found"), who
        assert house.mark not in told(answer)
        nowhere = ask(http, route, call, "no-such-hotel", headers)
        assert without_its_own(nowhere) == without_its_own(answer)

    assert house.digests() == before


def without_its_own(answer: httpx.Response) -> dict[str, object]:
    """Return a problem without what is each request's own."""
    return {
        name: value
        for name, value in answer.json().items()
        if name not in {"instance", "request_id"}
    }


# One's own slug, and what is another hotel's.


@pytest.mark.parametrize(
    "route", [each for each in OF_HOTEL if "{" in each.name], ids=lambda each: each.name
)
def test_what_another_hotel_has_is_not_there(
    http: httpx.Client,
    house: House,
    other_house: House,
    strangers: dict[str, dict[str, str]],
    route: Example,
) -> None:
    call = renamed(house, route.make(house))
    before, own = house.digests(), other_house.digests()

    answer = ask(http, route, call, other_house.slug, strangers["MANAGER"])

    status, name = problem(answer)
    assert (status, name.endswith("-not-found")) == (404, True), told(answer)
    assert house.mark not in told(answer)
    assert (house.digests(), other_house.digests()) == (before, own)


def renamed(house: House, call: Call) -> Call:
    """Give a room that the call names a number that no other hotel has."""
    number = call.path.get("room_number")
    if number is None:
        return call
    name = f"X{house.mark[-6:]}{number}"[:10]
    house.run(
        "UPDATE hotelmate.room SET room_number = %s WHERE hotel_id = %s AND room_number = %s",
        name,
        house.hotel_id,
        number,
    )
    return Call({"room_number": name}, call.query, call.body, call.headers, call.raw)


@pytest.mark.parametrize("name", NAMES_IN_BODY)
def test_a_body_names_nothing_of_another_hotel(
    http: httpx.Client, house: House, other_house: House, name: str
) -> None:
    route = BY_NAME[name]
    theirs = route.make(house)
    if "room_number" in theirs.body:
        number = theirs.body["room_number"]
        only_there = renamed(house, Call({"room_number": number})).path["room_number"]
        theirs = Call(theirs.path, body={**theirs.body, "room_number": only_there})
    own = route.make(other_house)
    before = house.digests()

    asked = Call(own.path, body=theirs.body)
    answer = ask(http, route, asked, other_house.slug, other_house.headers())

    assert problem(answer) == NAMES_IN_BODY[name]
    assert house.mark not in told(answer)
    assert house.digests() == before


@pytest.mark.parametrize("name", ["POST /log-in", "POST /log-in/refresh"])
def test_nobody_logs_in_at_another_hotel(
    http: httpx.Client, house: House, other_house: House, name: str
) -> None:
    route = BY_NAME[name]
    call = route.make(house)

    elsewhere = ask(http, route, call, other_house.slug, {})

    assert elsewhere.status_code == 401
    assert house.mark not in told(elsewhere)
    assert ask(http, route, call, house.slug, {}).status_code == 200


def test_a_key_is_for_nobody_of_another_hotel(
    http: httpx.Client, house: House, other_house: House
) -> None:
    route = BY_NAME["POST /api-keys"]
    body = route.make(other_house).body

    def issued(username: str) -> httpx.Response:
        call = Call(body={**body, "username": username})
        return ask(http, route, call, other_house.slug, other_house.headers())

    answer = issued(house.new_staff("INTEGRATION"))

    assert answer.status_code >= 400
    assert without_its_own(answer) == without_its_own(issued("nobody-at-all"))
    assert issued("integration").status_code == 201


def test_a_task_is_for_nobody_of_another_hotel(
    http: httpx.Client, house: House, other_house: House
) -> None:
    username = house.new_staff()
    route = BY_NAME["POST /housekeeping/tasks"]
    call = route.make(other_house)
    asked = Call(body={**call.body, "assigned_to": username})

    answer = ask(http, route, asked, other_house.slug, other_house.headers())

    nobody = Call(body={**call.body, "assigned_to": "nobody-at-all"})
    expected = ask(http, route, nobody, other_house.slug, other_house.headers())
    assert answer.status_code >= 400
    assert without_its_own(answer) == without_its_own(expected)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("GET /bookings", "cursor"),
        ("GET /bookings", "room_number"),
        ("GET /housekeeping/tasks", "cursor"),
        ("GET /housekeeping/tasks", "room_number"),
        ("GET /consistency", "cursor"),
        ("GET /events", "after"),
    ],
)
def test_a_query_names_nothing_of_another_hotel(
    http: httpx.Client, house: House, other_house: House, name: str, query: str
) -> None:
    route = BY_NAME[name]
    asked = Call(query={query: known_only_at(house, name, query)})

    answer = ask(http, route, asked, other_house.slug, other_house.headers())

    assert house.mark not in told(answer)
    if query == "cursor":
        assert problem(answer) == (400, "request-invalid")
    elif query == "room_number":
        assert (answer.status_code, answer.json()["items"]) == (200, [])
    else:
        assert answer.status_code in (200, 410, 422)


def known_only_at(house: House, name: str, query: str) -> str:
    """Return a value of a query that stands for something of one hotel and of no other."""
    if query == "room_number":
        return str(renamed(house, Call({"room_number": house.number(house.room())})).path[query])
    if name == "GET /bookings":
        # So far on that the other hotel has not come to it.
        for _ in range(30):
            reference = house.reference(house.booking())
        return reference
    if name == "GET /housekeeping/tasks":
        return str(house.task())
    if name == "GET /consistency":
        return "999999-1"
    return str(
        house.value(
            "SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s",
            house.hotel_id,
        )
    )


@pytest.mark.parametrize(
    "route", [each for each in OF_HOTEL if each.method == "GET"], ids=lambda each: each.name
)
def test_no_answer_has_a_word_of_another_hotel(
    http: httpx.Client, house: House, other_house: House, route: Example
) -> None:
    answer = ask(http, route, route.make(other_house), other_house.slug, other_house.headers())

    assert answer.status_code == route.status
    assert house.mark not in told(answer)
    assert house.slug not in told(answer)


# Realtime.


def test_channels_of_another_hotel_are_not_opened(
    http: httpx.Client, house: House, strangers: dict[str, dict[str, str]]
) -> None:
    booking = house.reference(house.booking("CONFIRMED"))
    staff = house.staff_ids["MANAGER"]
    for name in (
        f"private-hotel-{house.slug}",
        f"private-{house.slug}.rooms",
        f"private-{house.slug}-staff-{staff}-notifications",
        f"private-guest-booking.{house.slug}.{booking}",
    ):
        for who, headers in strangers.items():
            answer = http.post(
                "/api/realtime/auth",
                json={"socket_id": "1.2", "channel_name": name},
                headers=headers,
            )
            assert problem(answer) == (403, "channel-not-permitted"), (name, who)


def test_notifications_of_another_hotels_staff_are_not_opened(
    http: httpx.Client, house: House, other_house: House
) -> None:
    """The slug is the caller's own, the member of staff is not."""
    theirs = house.staff_ids["MANAGER"]
    own = other_house.staff_ids["MANAGER"]

    def opened(staff: int) -> httpx.Response:
        name = f"private-{other_house.slug}-staff-{staff}-notifications"
        body = {"socket_id": "1.2", "channel_name": name}
        return http.post("/api/realtime/auth", json=body, headers=other_house.headers())

    assert problem(opened(theirs)) == (403, "channel-not-permitted")
    assert opened(own).status_code == 200


def test_a_stream_hears_nothing_of_another_hotel(
    http: httpx.Client, address: str, house: House, other_house: House
) -> None:
    patch = BY_NAME["PATCH /rooms/{room_number}"]

    def number(of: House) -> None:
        of.run("SELECT hotelmate.number_events(%s)", of.hotel_id)

    with listening(address, other_house) as source:
        for _ in range(3):
            ask(http, patch, patch.make(house), house.slug, house.headers())
            number(house)
        call = patch.make(other_house)
        ask(http, patch, call, other_house.slug, other_house.headers())
        number(other_house)
        heard = [source.event()]
        while heard[-1]["meta"]["request_id"] is None:
            heard.append(source.event())

    assert {event["meta"]["hotel_slug"] for event in heard} == {other_house.slug}
    assert house.slug not in json.dumps(heard)


# Crafted tokens.


def crafted(house: House, **changes: object) -> str:
    """Return a token signed with the right key that says otherwise than a log-in would."""
    said = session_of(house.connection, house.hotel_id)
    return TOKENS.issue(msgspec.structs.replace(said, **changes))


def refused(http: httpx.Client, slug: str, token: str) -> tuple[int, str]:
    answer = http.get(f"/api/hotels/{slug}/bookings", headers=bearer(token))
    assert answer.status_code >= 400, answer.text
    return problem(answer)


NOT_AUTHENTICATED = (401, "not-authenticated")


def test_a_token_must_not_contradict_itself(
    http: httpx.Client, house: House, other_house: House
) -> None:
    theirs = session_of(house.connection, house.hotel_id)
    own = session_of(other_house.connection, other_house.hotel_id)
    replace = msgspec.structs.replace

    for said in (
        replace(own, hotel_id=theirs.hotel_id),
        replace(own, hotel_id=theirs.hotel_id, session_id=theirs.session_id),
        replace(own, staff_id=theirs.staff_id),
        replace(own, staff_id=theirs.staff_id, session_id=theirs.session_id),
        replace(own, session_id=theirs.session_id),
        replace(theirs, slug=own.slug),
        replace(theirs, slug=own.slug, staff_id=own.staff_id),
        replace(own, hotel_id=0),
        replace(own, staff_id=-1),
        replace(own, session_id="00000000-0000-0000-0000-000000000000"),
    ):
        assert refused(http, said.slug, TOKENS.issue(said)) == NOT_AUTHENTICATED, said
    answer = http.get(f"/api/hotels/{own.slug}/bookings", headers=bearer(TOKENS.issue(own)))
    assert answer.status_code == 200


def test_what_a_token_says_of_the_role_gives_no_right(http: httpx.Client, house: House) -> None:
    said = session_of(house.connection, house.hotel_id, "housekeeping")
    promoted = TOKENS.issue(msgspec.structs.replace(said, role="MANAGER"))

    assert refused(http, house.slug, promoted) == (403, "role-not-permitted")
    rooms = http.get(f"/api/hotels/{house.slug}/rooms", headers=bearer(promoted))
    assert rooms.status_code == 200


@pytest.mark.parametrize("session_id", ["", "x", "1", "' OR true --", "é"])
def test_a_session_that_is_none_is_refused(
    http: httpx.Client, house: House, session_id: str
) -> None:
    assert refused(http, house.slug, crafted(house, session_id=session_id)) == NOT_AUTHENTICATED


def test_a_token_of_another_signer_is_refused(
    http: httpx.Client, house: House, other_house: House
) -> None:
    stranger = AccessTokens(["a-key-that-somebody-else-made-up-by-hand"], timedelta(hours=1))
    said = session_of(house.connection, house.hotel_id)
    good = TOKENS.issue(said)
    claims = jwt.decode(good, options={"verify_signature": False})
    header = {"kid": jwt.get_unverified_header(good)["kid"]}
    head, payload, signature = good.split(".")
    other = jwt.encode({**claims, "hid": other_house.hotel_id}, TOKEN_KEY, headers=header)

    for token in (
        stranger.issue(said),
        jwt.encode(claims, "a-key-that-somebody-else-made-up-by-hand", headers=header),
        jwt.encode(claims, "", algorithm="none", headers=header),
        jwt.encode(claims, TOKEN_KEY + TOKEN_KEY, algorithm="HS512", headers=header),
        jwt.encode(claims, TOKEN_KEY, headers={}),
        jwt.encode({**claims, "iss": "another"}, TOKEN_KEY, headers=header),
        jwt.encode({**claims, "exp": 1}, TOKEN_KEY, headers=header),
        jwt.encode({**claims, "hid": None}, TOKEN_KEY, headers=header),
        jwt.encode({**claims, "hid": "1 OR 1=1"}, TOKEN_KEY, headers=header),
        jwt.encode({**claims, "hid": 2**70}, TOKEN_KEY, headers=header),
        jwt.encode({**claims, "sub": str(2**70)}, TOKEN_KEY, headers=header),
        f"{head}.{other.split('.')[1]}.{signature}",
        f"{head}.{payload}.",
        f"{head}.{payload}",
        good[:-4],
        other,
    ):
        assert refused(http, house.slug, token) == NOT_AUTHENTICATED, token
    assert http.get(f"/api/hotels/{house.slug}/rooms", headers=bearer(good)).status_code == 200


def test_a_key_is_of_the_hotel_that_it_names(
    http: httpx.Client, house: House, other_house: House
) -> None:
    _, key = house.api_key("rooms:read")
    elsewhere = key.replace(f"hk_{house.hotel_id}_", f"hk_{other_house.hotel_id}_")

    assert refused(http, other_house.slug, elsewhere) == NOT_AUTHENTICATED
    assert refused(http, house.slug, elsewhere) == NOT_AUTHENTICATED
    assert refused(http, other_house.slug, key) == (404, "hotel-not-found")
    assert http.get(f"/api/hotels/{house.slug}/rooms", headers=bearer(key)).status_code == 200
