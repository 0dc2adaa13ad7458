"""ETag, If-Match and If-None-Match: whoever knows an outdated state overwrites nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import httpx
import psycopg
import pytest

from tests.api.bodies import new_booking
from tests.api.conftest import Desk, refusal
from tests.api.test_dry_run import SCENES, everything
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import new_key, require_replayed

OLD = '"0123456789abcdef0123456789abcdef"'
PATIENCE_SECONDS = 30
POLL_SECONDS = 0.005
# What changes a booking or a room: their scenes.
OF_NO_VERSION = {"create", "policy", "form", "settings", "task", "start", "done", "give up"}
VERSIONED = sorted(set(SCENES) - OF_NO_VERSION)
# These leave what every answer shows of a booking as it was, or answer with something else.
UNSEEN = {"session", "link", "no link", "guest token", "no guest token", "pre-check-in"}


def subject(path: str) -> str:
    """Return the path of the booking or the room that a change is of."""
    return "/".join(path.split("/")[:3])


@pytest.fixture
def scene(desk: Desk, hotel: HotelBuilder) -> Callable[[str], tuple[str, str, object]]:
    """Prepare a change: its method, path and body."""
    hotel.room(room_number="1")

    def prepare(name: str) -> tuple[str, str, object]:
        method, prepared, body = SCENES[name]
        return method, prepared(desk, hotel), body

    return prepare


Scene = Callable[[str], tuple[str, str, object]]


@pytest.mark.parametrize("name", VERSIONED)
def test_a_change_of_an_outdated_state_is_refused(
    name: str, desk: Desk, hotel: HotelBuilder, scene: Scene
) -> None:
    method, path, body = scene(name)
    before = everything(hotel)

    outdated = desk.request(method, path, json=body, headers={"If-Match": OLD})

    refusal(outdated, "version-outdated", 412)
    assert everything(hotel) == before


@pytest.mark.parametrize("name", VERSIONED)
def test_a_change_of_the_present_state_is_made(name: str, desk: Desk, scene: Scene) -> None:
    method, path, body = scene(name)
    tag = desk.get(subject(path)).headers["etag"]

    made = desk.request(method, path, json=body, headers={"If-Match": tag})

    assert made.is_success, made.text


@pytest.mark.parametrize("name", sorted(set(VERSIONED) - UNSEEN))
def test_a_change_answers_with_the_tag_of_the_new_state(
    name: str, desk: Desk, scene: Scene
) -> None:
    method, path, body = scene(name)
    before = desk.get(subject(path)).headers["etag"]

    made = desk.request(method, path, json=body)

    after = desk.get(subject(path)).headers["etag"]
    # The tag of a booking's readers has a part more, of what only they are told.
    assert after.strip('"').partition(".")[0] == made.headers["etag"].strip('"')
    assert after.partition(".")[0] != before.partition(".")[0]


def test_the_tag_of_an_answer_lets_the_next_change_through(desk: Desk) -> None:
    created = desk.post("/bookings", json=new_booking())
    path = created.headers["location"].partition(desk.slug)[2]

    paid = desk.post(
        f"{path}/desk-payment",
        json={"method": "CASH"},
        headers={"If-Match": created.headers["etag"]},
    )
    approved = desk.post(f"{path}/approve", headers={"If-Match": paid.headers["etag"]})

    assert approved.status_code == 200, approved.text
    late = desk.post(
        f"{path}/cancel", json={"reason": "Ill"}, headers={"If-Match": paid.headers["etag"]}
    )
    refusal(late, "version-outdated", 412)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE hotelmate.booking_guest SET phone = '+41 1' WHERE hotel_id = %s AND is_staying",
        "UPDATE hotelmate.room_booking SET special_requests = 'Quiet' WHERE hotel_id = %s",
        "UPDATE hotelmate.room SET room_number = '900' WHERE hotel_id = %s AND room_number = '101'",
        "UPDATE hotelmate.room_type SET code = 'DBX' WHERE hotel_id = %s AND code = 'DBL'",
    ],
)
def test_whatever_changes_what_is_shown_changes_the_tag(
    desk: Desk, hotel: HotelBuilder, change: str
) -> None:
    path = f"/bookings/{desk.assigned()}"
    before = desk.get(path).headers["etag"]

    assert hotel.run(change, hotel.hotel_id) > 0

    assert desk.get(path).headers["etag"].partition(".")[0] != before.partition(".")[0]
    outdated = desk.post(f"{path}/unassign-room", headers={"If-Match": before})
    refusal(outdated, "version-outdated", 412)


def test_a_dry_run_has_no_tag_and_is_refused_alike(desk: Desk) -> None:
    path, dry = f"/bookings/{desk.assigned()}/unassign-room", {"dry_run": "true"}

    assert "etag" not in desk.post(path, params=dry).headers
    refusal(desk.post(path, params=dry, headers={"If-Match": OLD}), "version-outdated", 412)


@pytest.mark.parametrize(
    ("header", "is_made"),
    [
        ("*", True),
        ("{tag}", True),
        (f"{OLD}, {{tag}}", True),
        (f"{OLD},{{tag}},", True),
        ('"a,b", {tag}', True),
        ('"*"', False),
        ("W/{tag}", False),
        ('"", "x"', False),
    ],
)
def test_if_match_lists_tags(desk: Desk, header: str, is_made: bool) -> None:
    path = f"/bookings/{desk.assigned()}"
    tag = desk.get(path).headers["etag"]

    made = desk.post(f"{path}/unassign-room", headers={"If-Match": header.format(tag=tag)})

    if is_made:
        assert made.status_code == 200, made.text
    else:
        refusal(made, "version-outdated", 412)


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("wrong", ["", "7", '"open', '"a" "b"', 'w/"a"', '*, "a"', ","])
def test_a_malformed_list_of_tags_is_refused(desk: Desk, name: str, wrong: str) -> None:
    path = f"/bookings/{desk.assigned()}"
    if name == "If-Match":
        refused = desk.post(f"{path}/unassign-room", headers={name: wrong})
    else:
        refused = desk.get(path, headers={name: wrong})

    problem = refusal(refused, "request-invalid", 400)
    assert [error["field"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize("header", ["*", OLD])
@pytest.mark.parametrize(
    ("path", "body", "problem"),
    [
        ("/bookings/BK-2001-000001/approve", None, "booking-not-found"),
        ("/rooms/999/turnover", {"to": "CHECKOUT_DIRTY"}, "room-not-found"),
    ],
)
def test_what_is_not_there_is_not_found(
    desk: Desk, header: str, path: str, body: object, problem: str
) -> None:
    refusal(desk.post(path, json=body, headers={"If-Match": header}), problem, 404)


def test_a_repetition_by_key_is_answered_though_the_state_moved_on(desk: Desk) -> None:
    path = f"/bookings/{desk.assigned()}"
    headers = new_key() | {"If-Match": desk.get(path).headers["etag"]}

    first, again = (desk.post(f"{path}/unassign-room", headers=headers) for _ in range(2))

    require_replayed(first, again)


@pytest.mark.parametrize("header", ["{tag}", "W/{tag}", f"{OLD}, {{tag}}", "*"])
@pytest.mark.parametrize("what", ["booking", "room"])
def test_a_reader_who_knows_the_state_gets_nothing_anew(desk: Desk, what: str, header: str) -> None:
    path = f"/bookings/{desk.make()}" if what == "booking" else "/rooms/101"
    tag = desk.get(path).headers["etag"]

    known = desk.get(path, headers={"If-None-Match": header.format(tag=tag)})

    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["etag"] == tag


def test_a_reader_who_knows_another_state_gets_this_one(desk: Desk) -> None:
    booking = desk.make()
    tag = desk.get(f"/bookings/{booking}").headers["etag"]
    desk.do(booking, "desk-payment", method="CASH")

    news = desk.get(f"/bookings/{booking}", headers={"If-None-Match": tag})

    assert news.status_code == 200
    assert news.json()["status"] == "PENDING_APPROVAL"


def test_what_only_readers_are_told_decides_about_304_and_not_about_412(
    desk: Desk, hotel: HotelBuilder
) -> None:
    path = f"/bookings/{desk.confirmed(check_in='2030-05-01', check_out='2030-05-03')}"
    tag = desk.get(path).headers["etag"]
    state, _, told = tag.strip('"').partition(".")
    assert told

    other = f'"{state}.{"0" * 32}"'

    assert desk.get(path, headers={"If-None-Match": other}).status_code == 200
    cancelled = desk.post(f"{path}/cancel", json={"reason": "Ill"}, headers={"If-Match": other})
    assert cancelled.status_code == 200


@pytest.fixture
def strict(hotel: HotelBuilder) -> HotelBuilder:
    """The hotel, which wants changes to say their version."""
    hotel.run(
        "UPDATE hotelmate.hotel SET requires_if_match = true WHERE hotel_id = %s", hotel.hotel_id
    )
    return hotel


@pytest.mark.parametrize("name", VERSIONED)
def test_precondition_required_where_the_hotel_says_so(
    name: str, desk: Desk, hotel: HotelBuilder, scene: Scene
) -> None:
    method, path, body = scene(name)
    hotel.run(
        "UPDATE hotelmate.hotel SET requires_if_match = true WHERE hotel_id = %s", hotel.hotel_id
    )
    before = everything(hotel)

    refusal(desk.request(method, path, json=body), "precondition-required", 428)

    assert everything(hotel) == before
    tag = desk.get(subject(path)).headers["etag"]
    assert desk.request(method, path, json=body, headers={"If-Match": tag}).is_success


def test_what_has_no_version_needs_none(desk: Desk, strict: HotelBuilder) -> None:
    assert desk.post("/bookings", json=new_booking()).status_code == 201
    assert desk.put("/cancellation-policy", json={"terms": []}).status_code == 200


def sent_beside(
    owner: psycopg.Connection[Any],
    meanwhile: str,
    hotel: HotelBuilder,
    send: Callable[[], httpx.Response],
    *,
    commits: bool,
) -> httpx.Response:
    """Send a request while a change is open that it waits for, then end the change."""
    with (
        ThreadPoolExecutor(1) as thread,
        # The request waits for two seconds only.
        psycopg.connect(owner.info.dsn, autocommit=True) as watcher,
    ):
        owner.execute("BEGIN")
        try:
            assert owner.execute(meanwhile, (hotel.hotel_id,)).rowcount == 1
            future = thread.submit(send)
            _wait_until_blocked(watcher, owner.info.backend_pid, future)
        finally:
            owner.execute("COMMIT" if commits else "ROLLBACK")
        return future.result(timeout=PATIENCE_SECONDS)


def _wait_until_blocked(watcher: psycopg.Connection[Any], blocker: int, future: Any) -> None:
    query = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        if watcher.execute(query, (blocker,)).fetchall()[0][0]:
            return
        assert not wait([future], timeout=POLL_SECONDS).done, future.result().text
    pytest.fail("the request does not wait")


@pytest.mark.parametrize("commits", [True, False])
def test_a_change_that_waited_for_another_is_judged_by_what_that_left(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any], commits: bool
) -> None:
    path = f"/bookings/{desk.assigned()}"
    tag = desk.get(path).headers["etag"]

    answer = sent_beside(
        owner,
        "UPDATE hotelmate.room_booking SET special_requests = 'Quiet' WHERE hotel_id = %s",
        hotel,
        lambda: desk.post(f"{path}/unassign-room", headers={"If-Match": tag}),
        commits=commits,
    )

    if commits:
        refusal(answer, "version-outdated", 412)
        assert desk.get(path).json()["room_number"] == "101"
    else:
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("commits", [True, False])
def test_a_change_of_a_room_that_waited_for_another_is_judged_by_what_that_left(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any], commits: bool
) -> None:
    tag = desk.get("/rooms/101").headers["etag"]

    answer = sent_beside(
        owner,
        "UPDATE hotelmate.room SET maintenance_required = true"
        " WHERE hotel_id = %s AND room_number = '101'",
        hotel,
        lambda: desk.post(
            "/rooms/101/turnover", json={"to": "CHECKOUT_DIRTY"}, headers={"If-Match": tag}
        ),
        commits=commits,
    )

    if commits:
        refusal(answer, "version-outdated", 412)
        assert desk.room("101")["turnover_status"] == "READY_FOR_GUEST"
    else:
        assert answer.status_code == 200, answer.text


def test_of_two_who_know_the_same_state_one_changes_it(desk: Desk) -> None:
    booking = desk.make()
    tag = desk.get(f"/bookings/{booking}").headers["etag"]

    def rename(name: str) -> httpx.Response:
        guests = [{"first_name": name, "last_name": "Hopper"}]
        body = {"guests": guests, "adults": 1}
        return desk.put(f"/bookings/{booking}/party", json=body, headers={"If-Match": tag})

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(rename, "ABCDEFGH"))

    assert sorted(each.status_code for each in answers) == [200] + [412] * 7
    (winner,) = (each for each in answers if each.is_success)
    assert desk.shown(booking) == winner.json()
