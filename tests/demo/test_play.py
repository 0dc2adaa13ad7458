"""`hotelmate demo` against a real server: it proves refusals by name, and knows when it cannot."""

import re
from dataclasses import replace
from typing import Any

import msgspec
import psycopg
import pytest

from app.demo.credentials import DemoCredentials, make_credentials
from tests.conftest import Connect
from tests.consistency import contradictions
from tests.demo.conftest import Server

pytestmark = pytest.mark.proof

Connection = psycopg.Connection[Any]
ALL_REFUSED = "HTTP: 15 of 15 refused, SQL: 15 of 15 refused"
WITHOUT_CARDS = "HTTP: 10 of 10 refused, SQL: 10 of 10 refused"
# D.1  Guest in house, room READY            HTTP  ✓ room_ready_is_vacant
#                                            SQL   ✓ generated column
ROW = re.compile(r"^([DFP]\.\d)  (?:.*\n)+?(?=[DFP]\.\d|\n)", re.MULTILINE)


def table(printed: str) -> dict[str, str]:
    """Return the mark of each row of the closing table, ✗ when one attempt was not refused."""
    closing = printed[printed.index("What refused it") :]
    return {row[1]: "✗" if "✗" in row[0] else "✓" for row in ROW.finditer(closing)}


def rack(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT room_number, room_status, turnover_status, is_active, is_out_of_order,"
        " maintenance_required FROM hotelmate.room ORDER BY room_number"
    ).fetchall()


def open_bookings(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT booking_reference, status, occupancy FROM hotelmate.room_booking WHERE is_open"
        " ORDER BY booking_reference"
    ).fetchall()


def scalar(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def told(story: str, titles: list[str]) -> None:
    """Demand that the titles stand in a story, one after the other."""
    position = 0
    for title in titles:
        position = story.index(title, position)


@pytest.fixture
def hotel(lasting: Server, connect: Connect) -> Connection:
    """The owner's connection to the hotel of the lasting server."""
    return connect(url=lasting.database)


def test_everything_is_refused_again_and_again_and_the_hotel_stays_usable(
    lasting: Server, hotel: Connection
) -> None:
    before = rack(hotel), open_bookings(hotel)
    for _ in range(2):
        status, printed = lasting.play()
        assert status == 0, printed
        assert printed.splitlines()[-1] == ALL_REFUSED
        assert table(printed) == {
            f"{part}.{number}": "✓" for part in "DFP" for number in range(1, 6)
        }
        assert "✗" not in printed
        assert "\x1b" not in printed
        assert (rack(hotel), open_bookings(hotel)) == before
    assert contradictions(hotel) == []


def test_both_stories_are_told_and_stripe_is_left_with_nothing_to_do(
    lasting: Server, hotel: Connection
) -> None:
    before = scalar(hotel, "SELECT count(*) FROM hotelmate.stripe_webhook_event")
    _, printed = lasting.play()
    assert_the_stay_is_told(printed[: printed.index("One payment by card")])
    assert_the_walls_are_told(printed[printed.index("Who may do what") :])
    last = "SELECT max(booking_id) FROM hotelmate.room_move"
    trail = (
        "SELECT array_agg(event_type ORDER BY version) FROM hotelmate.booking_event"
        f" WHERE booking_id = ({last})"
    )
    assert scalar(hotel, trail)[-1] == "booking_checked_out"
    rest = printed[printed.index("One payment by card") :]
    assert_the_payment_is_told(rest[: rest.index("Who may do what")])
    states = "SELECT array_agg(DISTINCT state) FROM hotelmate.payment_instruction"
    assert scalar(hotel, states) == ["DONE"]
    statuses = "SELECT array_agg(DISTINCT status) FROM hotelmate.stripe_webhook_event"
    assert scalar(hotel, statuses) == ["PROCESSED"]
    # The story tells of five things. In the scene there are three holds; of two a capture, of one
    # a refund. In the end one hold is let go and what was paid is refunded. Forgeries are not kept.
    stored = scalar(hotel, "SELECT count(*) FROM hotelmate.stripe_webhook_event")
    assert stored - before == 5 + 6 + 2


def assert_the_stay_is_told(story: str) -> None:
    titles = [
        "A guest books",
        "The guest pays at the desk",
        "A manager approves",
        "The desk assigns room",
        "The guest checks in",
        "The guest moves to room",
        "The guest checks out",
        "Housekeeping cleans room",
        "is cleaned",
        "passes inspection",
        "Housekeeping starts the task",
    ]
    told(story, titles)
    assert re.search(r"derived +booking.occupancy +ASSIGNED → IN_HOUSE", story)
    assert re.search(r"room_status +OCCUPIED → CHECKOUT_DIRTY", story)


def assert_the_walls_are_told(story: str) -> None:
    titles = [
        "Housekeeping checks a guest in",
        "refused with 403 by role-not-permitted",
        "A booking is sent twice",
        "one effect, one answer",
        "refused with 422 by idempotency-key-reused",
        "without a hotel",
        "refused by hotel_is_chosen",
        "What this hotel cannot hold",
    ]
    told(story, titles)


def assert_the_payment_is_told(story: str) -> None:
    titles = [
        "Stripe holds the price",
        "PENDING_PAYMENT → PENDING_APPROVAL",
        "the same event once more",
        "200 KNOWN",
        "how long",
        "A manager approves",
        "none → CAPTURE",
        "Old news arrives late",
        "Stripe has captured",
        "PENDING_APPROVAL → CONFIRMED",
        "a dry run",
        "The guest cancels",
        "none → REFUND",
        "Stripe has refunded",
        "AUTHORISED 318.00 → CAPTURED 318.00 → REFUNDED 159.00",
    ]
    told(story, titles)
    assert story.count("nothing has changed") == 3
    assert len(re.findall(r"booking.cancellation_fee_amount +159.00", story)) == 2


def test_without_stripes_part_the_rest_is_played_and_it_is_said_why(
    lasting: Server, hotel: Connection
) -> None:
    before = scalar(hotel, "SELECT count(*) FROM hotelmate.stripe_webhook_event")
    another = ("whsec_of_another_server",)
    for (status, printed), said in (
        (lasting.play(has_key=True), "STRIPE_SECRET_KEY is set"),
        (lasting.play(secrets=()), "There is no secret to sign"),
        (lasting.play(secrets=another), "The server does not know the secret"),
    ):
        assert (status, printed.splitlines()[-1]) == (0, WITHOUT_CARDS)
        assert f"Left out. {said}" in printed
    assert scalar(hotel, "SELECT count(*) FROM hotelmate.stripe_webhook_event") == before


def test_a_server_with_an_account_at_stripe_hears_nothing_made_up(
    server_with_key: Server, database: Connection
) -> None:
    before = scalar(database, "SELECT count(*) FROM hotelmate.stripe_webhook_event")
    status, printed = server_with_key.play()
    assert (status, printed.splitlines()[-1]) == (0, WITHOUT_CARDS)
    assert "Left out. STRIPE_SECRET_KEY is set" in printed
    assert scalar(database, "SELECT count(*) FROM hotelmate.stripe_webhook_event") == before
    assert scalar(database, "SELECT count(*) FROM hotelmate.payment_session") == 0


def test_a_consequence_that_is_missing_is_noticed(server: Server, database: Connection) -> None:
    database.execute(
        "ALTER TABLE hotelmate.room_booking"
        " DISABLE TRIGGER tg_room_booking__7_settle_stripe_payment"
    )
    status, printed = server.play()
    assert status == 1
    assert "✗ instruction.CAPTURE must be PENDING, and is None" in printed
    assert "✗ Stripe was told 0 things" in printed


def test_too_few_ready_rooms_are_made_ready_first(server: Server, database: Connection) -> None:
    database.execute(
        "UPDATE hotelmate.room SET turnover_status = 'CHECKOUT_DIRTY'"
        " WHERE is_assignable AND room_number >= '202'"
    )
    status, printed = server.play()
    assert (status, printed.splitlines()[-1]) == (0, ALL_REFUSED)


@pytest.mark.parametrize(
    ("missing", "broken"),
    [
        ("DROP INDEX hotelmate.room_single_active_assignment", {"D.5", "F.1"}),
        pytest.param(
            "ALTER TABLE hotelmate.room DROP CONSTRAINT room_ready_is_vacant",
            {"D.1", "D.3"},
            marks=pytest.mark.proof,
        ),
        # Still refused, but by another name: no proof of this rule.
        pytest.param(
            "ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_check_in_needs_room",
            {"D.2", "F.2"},
            marks=pytest.mark.proof,
        ),
        pytest.param(
            "DROP TRIGGER webhook_event_is_evidence ON hotelmate.stripe_webhook_event;"
            "DROP TRIGGER payment_capture_needs_approval ON hotelmate.payment_instruction",
            {"P.1", "P.3"},
            marks=pytest.mark.proof,
        ),
    ],
)
def test_a_rule_that_is_missing_is_noticed(
    server: Server, database: Connection, missing: str, broken: set[str]
) -> None:
    database.execute(missing.encode())
    status, printed = server.play()
    assert status == 1
    assert "expected" in printed
    last = printed.splitlines()[-1]
    assert re.fullmatch(r"HTTP: \d+ of 15 refused, SQL: \d+ of 15 refused", last), last
    assert last != ALL_REFUSED
    assert broken <= {number for number, mark in table(printed).items() if mark != "✓"}


@pytest.mark.parametrize(
    ("missing", "seen"),
    [
        pytest.param(
            "GRANT SELECT (password_hash) ON hotelmate.staff_password TO hotelmate_gate",
            "✗ accepted; expected was SQLSTATE 42501",
            marks=pytest.mark.proof,
        ),
        (
            "INSERT INTO hotelmate.staff_role_permission VALUES ('AUDITOR', 'bookings:cancel')",
            "expected was role-not-permitted",
        ),
    ],
)
def test_a_wall_that_is_missing_is_noticed(
    server: Server, database: Connection, missing: str, seen: str
) -> None:
    database.execute(missing.encode())
    status, printed = server.play()
    assert status == 1
    assert seen in printed


def test_a_wrong_credential_is_said_and_fails(lasting: Server) -> None:
    wrong = msgspec.structs.replace(
        lasting.credentials, passwords=dict.fromkeys(lasting.credentials.passwords, "wrong")
    )
    status, printed = replace(lasting, credentials=wrong).play()
    assert status == 1
    assert "log-in-refused" in printed


def test_a_server_that_is_not_there_is_said_and_fails(
    clone: str, demo: tuple[int, DemoCredentials]
) -> None:
    status, printed = Server("http://127.0.0.1:1", clone, demo[1]).play()
    assert status == 1
    assert "http://127.0.0.1:1 does not answer" in printed


def test_a_database_without_the_demo_hotel_is_said_and_fails(clone: str) -> None:
    status, printed = Server("http://127.0.0.1:1", clone, make_credentials(1)).play()
    assert status == 1
    assert "no hotel harbour-view" in printed


def test_a_full_house_is_said_and_fails(server: Server, database: Connection) -> None:
    database.execute("UPDATE hotelmate.room SET is_active = false WHERE is_assignable AND id > 2")
    database.execute(
        "UPDATE hotelmate.room SET is_out_of_order = true"
        " WHERE NOT is_occupied AND NOT is_assignable"
    )
    status, printed = server.play()
    assert status == 1
    assert "2 vacant rooms in service are needed, the hotel has 0" in printed
