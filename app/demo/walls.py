"""Who may not do what, tried by each role, in another hotel, and in SQL as a role of the API."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import psycopg

from app.demo.attempts import Contradiction, Outcome, Verdict
from app.demo.desk import Body, Desk
from app.demo.people import AUDITOR, HOUSEKEEPING, INTEGRATION, MANAGER, RECEPTION
from schema import roles

NOT_PERMITTED = "role-not-permitted"
REASON = {"reason": "because"}


@dataclass(frozen=True)
class Knock:
    """A call by somebody who must not be let in.

    Attributes:
        by: username; empty: nobody, with a token that was made up.
        call: method and path below the hotel, in which {booking} and {room} are filled in.
        refused_by: the problem's name.
        slug: of another hotel.
    """

    says: str
    by: str
    call: str
    refused_by: str = NOT_PERMITTED
    body: Body | None = None
    slug: str | None = None


@dataclass(frozen=True)
class Reach:
    """A statement of a role of the API that the database must refuse.

    Attributes:
        role: of PostgreSQL.
        refused_by: the rule's name, or what PostgreSQL calls a missing privilege.
        in_hotel: whether the transaction says of which hotel it is.
    """

    says: str
    role: str
    sql: str
    refused_by: str
    in_hotel: bool = True


KNOCKS: tuple[Knock, ...] = (
    Knock("Housekeeping checks a guest in", HOUSEKEEPING, "POST /bookings/{booking}/check-in"),
    Knock("Housekeeping reads a booking", HOUSEKEEPING, "GET /bookings/{booking}"),
    Knock(
        "The front desk takes a room against the order of turnover",
        RECEPTION,
        "POST /rooms/{room}/turnover",
        body={"to": "READY_FOR_GUEST", **REASON},
    ),
    Knock("The auditor cancels", AUDITOR, "POST /bookings/{booking}/cancel", body=REASON),
    Knock(
        "The channel manager's API key approves", INTEGRATION, "POST /bookings/{booking}/approve"
    ),
    Knock(
        "A manager asks for another hotel",
        MANAGER,
        "GET /rooms",
        "hotel-not-found",
        slug="another-hotel",
    ),
    Knock("Somebody makes a token up", "", "GET /rooms", "not-authenticated"),
)
INSUFFICIENT = "SQLSTATE 42501"
REACHES: tuple[Reach, ...] = (
    Reach(
        "A manager's role reads bookings without a hotel",
        roles.OF_STAFF["MANAGER"],
        "SELECT count(*) FROM hotelmate.room_booking",
        "hotel_is_chosen",
        in_hotel=False,
    ),
    Reach(
        "A manager's role writes a derived column",
        roles.OF_STAFF["MANAGER"],
        "UPDATE hotelmate.room SET last_cleaned_by = 'me'",
        INSUFFICIENT,
    ),
    Reach(
        "A manager's role rewrites the audit trail",
        roles.OF_STAFF["MANAGER"],
        "UPDATE hotelmate.booking_event SET actor = 'staff:somebody'",
        INSUFFICIENT,
    ),
    Reach(
        "What the API connects as reads password hashes",
        roles.GATE,
        "SELECT password_hash FROM hotelmate.staff_password",
        INSUFFICIENT,
    ),
    Reach(
        "Housekeeping's role reads an address",
        roles.OF_STAFF["HOUSEKEEPING"],
        "SELECT booker_email FROM hotelmate.room_booking",
        INSUFFICIENT,
    ),
)


def try_walls(
    desk: Desk,
    nobody: httpx.Client,
    owner: psycopg.Connection[tuple[object, ...]],
    hotel_id: int,
    names: Mapping[str, str],
) -> Verdict:
    """Knock at every wall.

    Args:
        desk: the staff of the hotel.
        nobody: a client without a credential.
        owner: connection of a DBA, in autocommit, who can act as each role.
        hotel_id: of the hotel.
        names: {booking} and {room}.
    """
    what = Contradiction("W", "Tried by those who may not", http=(), sql=())
    return Verdict(
        what,
        http=[_knock(desk, nobody, knock, names) for knock in KNOCKS],
        sql=[_reach(owner, hotel_id, reach) for reach in REACHES],
    )


def _knock(desk: Desk, nobody: httpx.Client, knock: Knock, names: Mapping[str, str]) -> Outcome:
    method, path = knock.call.format(**names).split(" ", 1)
    at = desk if knock.slug is None else desk.elsewhere(knock.slug)
    headers = None
    if not knock.by:
        at, headers = Desk({"": nobody}, desk.slug), {"Authorization": "Bearer made-up"}
    answer = at.call(method, path, knock.body, by=knock.by, headers=headers)
    return Outcome(
        knock.says,
        f"{method} /api/hotels/{at.slug}{path}",
        knock.refused_by,
        answer.refused_by or f"accepted ({answer.status})",
        answer.refused_by == knock.refused_by,
        how=f"refused with {answer.status} by",
    )


def _reach(owner: psycopg.Connection[tuple[object, ...]], hotel_id: int, reach: Reach) -> Outcome:
    """Try a statement in a transaction that is rolled back in any case."""
    seen = "accepted"
    try:
        with owner.transaction(force_rollback=True):
            chosen = str(hotel_id) if reach.in_hotel else ""
            owner.execute("SELECT set_config('hotelmate.hotel_id', %s, true)", (chosen,))
            owner.execute("SELECT set_config('role', %s, true)", (reach.role,))
            owner.execute(reach.sql.encode())
    except psycopg.Error as error:
        seen = error.diag.constraint_name or f"SQLSTATE {error.sqlstate}"
    return Outcome(
        reach.says,
        f"SET ROLE {reach.role}; {reach.sql}",
        reach.refused_by,
        seen,
        seen == reach.refused_by,
    )
