"""The three ways that answers come in: SQL of a DBA, JSON to the API, a form on the page.

Each says whether they are accepted and, where not, which rule each field breaks.
"""

from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
from psycopg.types.json import Jsonb

from bench.guests.bookings import Booking
from tests.hotel_builder import HotelBuilder
from tests.page.forms import BOOKING, GUEST

# Where the answers of a booking and of its guests stand: `None` is the booking, a number a guest.
Place = int | None
Faults = frozenset[tuple[Place, str, str]]

REFUSALS = ("precheckin_answers_fit_form", "booking_precheckin_complete")
# Not a fault of a field: the body has another shape than the document says, or text has a NUL.
NOT_OF_A_FIELD = ("request-invalid", "value-invalid")
NO_FAULTS: Faults = frozenset()

_FAULTS = """\
SELECT fault.field, fault.rule FROM hotelmate.precheckin_faults(
    %(hotel)s, %(form)s, %(whom)s,
    hotelmate.precheckin_normalised(%(hotel)s, %(form)s, %(whom)s, %(answers)s), %(submit)s
) AS fault
"""
_ANSWER_OF_GUEST = """\
UPDATE hotelmate.booking_guest SET precheckin_payload = %s WHERE hotel_id = %s AND id = %s
"""
_ANSWER_OF_BOOKING = """\
UPDATE hotelmate.room_booking
SET precheckin_payload = %s, precheckin_submitted_at = CASE WHEN %s THEN now() END
WHERE hotel_id = %s AND id = %s
"""
_KEPT = """\
SELECT precheckin_payload FROM hotelmate.room_booking
WHERE hotel_id = %(hotel)s AND id = %(booking)s
UNION ALL (
    SELECT precheckin_payload FROM hotelmate.booking_guest
    WHERE hotel_id = %(hotel)s AND booking_id = %(booking)s ORDER BY role DESC, id
)
"""


class Divergence(AssertionError):
    """Two ways came to different verdicts, or one way says two things."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent, by whom it is of: the booking, then its guests in order."""

    booking: dict[str, Any]
    guests: tuple[dict[str, Any], ...]
    submit: bool
    language: str

    def by_place(self) -> dict[Place, dict[str, Any]]:
        """Return the answers by where they stand."""
        return {None: self.booking, **dict(enumerate(self.guests))}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of it.

    Attributes:
        is_accepted: whether it was saved or submitted.
        faults: the rule that each refused field breaks; None where only its shape was refused.
        kept: what is kept then, of the booking and of each guest, without moments.
    """

    is_accepted: bool
    faults: Faults | None = NO_FAULTS
    kept: tuple[Any, ...] | None = None


def by_database(hotel: HotelBuilder, booking: Booking, form: int, sent: Sent) -> Verdict:
    """Write the answers as a DBA would, and roll back."""
    connection = hotel.connection
    with connection.transaction(force_rollback=True):
        _speak(connection, sent.language)
        try:
            faults = _faults(connection, hotel.hotel_id, form, sent)
        except psycopg.errors.DataError:
            faults = None  # text that no database keeps
        try:
            with connection.transaction():
                for guest, answers in zip(booking.guest_ids, sent.guests, strict=True):
                    connection.execute(_ANSWER_OF_GUEST, (Jsonb(answers), hotel.hotel_id, guest))
                connection.execute(
                    _ANSWER_OF_BOOKING,
                    (Jsonb(sent.booking), sent.submit, hotel.hotel_id, booking.booking_id),
                )
        except psycopg.errors.DataError:
            return Verdict(False, None)
        except psycopg.errors.CheckViolation as refused:
            if refused.diag.constraint_name not in REFUSALS:
                raise
            if faults is not None and not faults:
                raise Divergence("refused, and no field is at fault") from refused
            return Verdict(False, faults)
        if faults:
            raise Divergence(f"accepted, and these are at fault: {faults}")
        return Verdict(True, NO_FAULTS, kept(hotel, booking))


def by_api(
    client: httpx.Client, hotel: HotelBuilder, booking: Booking, token: str, sent: Sent
) -> Verdict:
    """Send the answers as JSON."""
    body = {
        "submit": sent.submit,
        "language": sent.language,
        "answers": sent.booking,
        "guests": [
            {"id": guest, "answers": answers}
            for guest, answers in zip(booking.guest_ids, sent.guests, strict=True)
        ],
    }
    answer = client.post(f"/api/precheckin/{token}", json=body)
    if answer.is_success:
        return Verdict(True, NO_FAULTS, kept(hotel, booking))
    problem = answer.json()
    name = problem["type"].removeprefix("/problems/")
    if name in NOT_OF_A_FIELD:
        return Verdict(False, None)
    if name.replace("-", "_") not in REFUSALS:
        raise Divergence(f"an answer of another kind: {answer.status_code} {answer.text[:500]}")
    return Verdict(False, frozenset(map(_fault_of_api, problem["errors"])))


def _fault_of_api(error: dict[str, str]) -> tuple[Place, str, str]:
    """Read `answers.phone` or `guests.0.answers.email`; a field's own name may have dots."""
    place, name = None, error["field"]
    if name.startswith("guests."):
        _, number, name = name.split(".", 2)
        place = int(number)
    return place, name.removeprefix("answers."), error["rule"]


def kept(hotel: HotelBuilder, booking: Booking) -> tuple[Any, ...]:
    """Return what is kept of the answers, but for the moments of consents."""
    rows = hotel.connection.execute(
        _KEPT, {"hotel": hotel.hotel_id, "booking": booking.booking_id}
    ).fetchall()
    return tuple(
        {name: _without_moment(answer) for name, answer in answers.items()} for (answers,) in rows
    )


def _without_moment(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: said for name, said in answer.items() if name != "at"}
    return answer


def _faults(connection: psycopg.Connection[Any], hotel_id: int, form: int, sent: Sent) -> Faults:
    found = set()
    with connection.transaction():
        for place, answers in sent.by_place().items():
            asked = {
                "hotel": hotel_id,
                "form": form,
                "whom": BOOKING if place is None else GUEST,
                "answers": Jsonb(answers),
                "submit": sent.submit,
            }
            found |= {(place, name, rule) for name, rule in connection.execute(_FAULTS, asked)}
    return frozenset(found)


def _speak(connection: psycopg.Connection[Any], language: str) -> None:
    connection.execute("SELECT set_config('hotelmate.language', %s, true)", (language,))
