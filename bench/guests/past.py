"""Guests of the past, with answers, of bookings of every outcome: plain SQL, with all rules on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from bench.guests.bookings import authorise, book, set_status
from tests.hotel_builder import HotelBuilder
from tests.page.forms import BOOKING, GUEST, Field, Form, publish

GUESTS_OF_A_BOOKING = 2
# How long the hotel keeps personal data, and how long ago the oldest and the newest stays were.
KEPT_DAYS = 30
OVERDUE_DAYS, RECENT_DAYS = 90, 10
# Every outcome, as often as there are names here of ten.
OUTCOMES = (
    *("COMPLETED",) * 5,
    "NO_SHOW",
    "CANCELLED",
    "DECLINED",
    "CANCELLED_DRAFT",
    "CANCELLED_DRAFT",
)
_WORDS = {"en": "I agree that my data are kept.", "ar": "أوافق على حفظ بياناتي."}
FORM = Form(
    (
        Field("wishes", BOOKING, "TEXT", True, {"en": "Wishes"}),
        Field("phone", BOOKING, "PHONE", False, {"en": "Telephone"}),
        Field("name", GUEST, "SIGNATURE", True, {"en": "Name"}),
        Field("born", GUEST, "DATE", True, {"en": "Day of birth"}),
        Field("country", GUEST, "COUNTRY", True, {"en": "Country"}),
        Field("passport", GUEST, "DOCUMENT_NUMBER", True, {"en": "Passport"}),
        Field("mail", GUEST, "EMAIL", False, {"en": "E-mail"}),
        Field("consent", GUEST, "CONSENT", True, {"en": "Consent"}, consent_texts=_WORDS),
    )
)

_ISSUE_LINKS = """\
INSERT INTO hotelmate.booking_token (hotel_id, booking_id, purpose, token_hash, expires_at)
SELECT %(hotel)s, booking, 'PRECHECKIN', sha256(uuidv4()::text::bytea), now() + interval '1 day'
FROM unnest(%(bookings)s::bigint[]) AS booking ORDER BY booking
"""
_ANSWER_OF_GUESTS = """\
UPDATE hotelmate.booking_guest SET precheckin_payload = %(answers)s
WHERE hotel_id = %(hotel)s AND booking_id = ANY (%(bookings)s)
"""
_ANSWER_OF_BOOKINGS = """\
UPDATE hotelmate.room_booking
SET precheckin_payload = %(answers)s, precheckin_submitted_at = CASE WHEN %(submit)s THEN now() END
WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s)
"""
_GIVE_REASONS = """\
UPDATE hotelmate.room_booking
SET status = %(status)s,
    cancellation_reason = CASE WHEN %(status)s = 'CANCELLED' THEN %(mark)s || ' is ill' END,
    decline_reason = CASE WHEN %(status)s = 'DECLINED' THEN %(mark)s || ' was rude' END
WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s)
"""
_MAKE_ROOMS = """\
INSERT INTO hotelmate.room (hotel_id, room_number, room_type_id)
SELECT %(hotel)s, 'R' || (%(from)s + n), %(room_type)s FROM generate_series(1, %(count)s) AS n
RETURNING id
"""
_STAY = (
    """\
UPDATE hotelmate.room_booking AS booking SET assigned_room_id = given.room
FROM unnest(%(bookings)s::bigint[], %(rooms)s::bigint[]) AS given (booking, room)
WHERE booking.hotel_id = %(hotel)s AND booking.id = given.booking
""",
    """\
UPDATE hotelmate.room_booking
SET checked_in_at = (check_in + interval '15 hours') AT TIME ZONE time_zone
WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s)
""",
    """\
UPDATE hotelmate.room_booking
SET checked_out_at = (check_out + interval '9 hours') AT TIME ZONE time_zone
WHERE hotel_id = %(hotel)s AND id = ANY (%(bookings)s)
""",
)


@dataclass(slots=True)
class Past:
    """A hotel with guests whose data are overdue, and others whose data are not.

    Attributes:
        overdue: bookings by their outcome.
        kept: bookings whose data are still needed: of guests to come, and of stays not long ago.
        mark, kept_mark: in every text about the ones and about the others.
    """

    hotel: HotelBuilder
    mark: str
    kept_mark: str
    overdue: dict[str, list[int]] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)

    @property
    def guests(self) -> int:
        """How many guests' data are overdue."""
        return GUESTS_OF_A_BOOKING * sum(map(len, self.overdue.values()))


def write_past(hotel: HotelBuilder, bookings: int, mark: str) -> Past:
    """Write so many bookings that are overdue, a tenth as many that are not.

    Args:
        hotel: new, of its owner's connection.
        bookings: how many of every outcome together; ten or a multiple of it.
        mark: of this hotel alone.
    """
    hotel.run(
        "UPDATE hotelmate.hotel SET personal_data_days = %s WHERE hotel_id = %s",
        KEPT_DAYS,
        hotel.hotel_id,
    )
    publish(hotel.connection, hotel.hotel_id, FORM)
    past = Past(hotel, f"{mark}Gone", f"{mark}Kept")
    long_ago = hotel.today() - timedelta(days=OVERDUE_DAYS)
    for outcome, count in _shares(bookings):
        past.overdue[outcome] = _played(hotel, outcome, count, long_ago, past.mark)
    few = max(1, bookings // 20)
    recently = hotel.today() - timedelta(days=RECENT_DAYS)
    past.kept = _played(hotel, "COMPLETED", few, recently, past.kept_mark)
    soon = hotel.today() + timedelta(days=1)
    past.kept += _played(hotel, "CONFIRMED", few, soon, past.kept_mark)
    return past


def _shares(bookings: int) -> Iterator[tuple[str, int]]:
    for outcome in dict.fromkeys(OUTCOMES):
        yield outcome, bookings * OUTCOMES.count(outcome) // len(OUTCOMES)


def _played(hotel: HotelBuilder, outcome: str, count: int, day: date, mark: str) -> list[int]:
    """Book so many times, let every second party submit its answers, and come to an outcome."""
    made = book(hotel, count, day, day + timedelta(days=2), mark)
    with hotel.connection.transaction():
        hotel.run("SELECT set_config('hotelmate.language', 'en', true)")
        _let_answer(hotel, made[::2], mark, submit=True)
        _let_answer(hotel, made[1::2], mark, submit=False)
    if outcome != "CANCELLED_DRAFT":
        authorise(hotel, made)
    if outcome in ("COMPLETED", "NO_SHOW", "CONFIRMED"):
        set_status(hotel, made, "CONFIRMED")
    if outcome == "COMPLETED":
        _let_stay(hotel, made)
    elif outcome != "CONFIRMED":
        parameters = {"hotel": hotel.hotel_id, "bookings": made, "mark": mark, "status": outcome}
        hotel.connection.execute(_GIVE_REASONS, parameters)
    return made


def _let_answer(hotel: HotelBuilder, bookings: list[int], mark: str, *, submit: bool) -> None:
    of_guest = {
        "name": f"{mark} Lovelace",
        "born": "1984-02-29",
        "country": "GB",
        "passport": f"{mark}7",
        "mail": f"{mark}@example.org",
        "consent": True,
    }
    of_booking = {"wishes": f"{mark} is allergic to nuts", "phone": "+441234567890"}
    parameters: dict[str, Any] = {"hotel": hotel.hotel_id, "bookings": bookings, "submit": submit}
    hotel.connection.execute(_ISSUE_LINKS, parameters)
    for statement, answers in (
        (_ANSWER_OF_GUESTS, of_guest),
        (_ANSWER_OF_BOOKINGS, of_booking),
    ):
        hotel.connection.execute(statement, {**parameters, "answers": Jsonb(answers)})


def _let_stay(hotel: HotelBuilder, bookings: list[int]) -> None:
    """Let each stay in a room of its own."""
    parameters: dict[str, Any] = {
        "hotel": hotel.hotel_id,
        "bookings": bookings,
        "count": len(bookings),
        "room_type": hotel.double,
        "from": hotel.rooms_made,
    }
    hotel.rooms_made += len(bookings)
    rooms = [row[0] for row in hotel.connection.execute(_MAKE_ROOMS, parameters)]
    for statement in _STAY:
        hotel.connection.execute(statement, {**parameters, "rooms": rooms})
