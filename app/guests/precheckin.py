"""Pre-check-in by whoever may fill it in: a guest with a link, or staff for them.

The database judges; after a refusal it is asked for everything that is wrong, field by field.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
import psycopg
from msgspec import UNSET

from app import problems
from app.database import Row
from app.guests.session import GuestSession
from app.models.precheckin import AnswersAtDesk, Precheckin, PrecheckinAnswers
from app.models.problem import FieldError
from app.problems import ProblemError
from app.problems.types import PROBLEM_TYPES
from app.queries import precheckin as queries
from app.requests.unstorable import unstorable

# Refusals that more than one field may have a part in.
_EXPLAINED = (
    "precheckin_answers_fit_form",
    "booking_precheckin_complete",
    "booking_guest_has_name",
)
# The rules of single answers have their sentences in the database, these two apart.
_SENTENCES = {
    "field_is_enabled": "The form has no such field.",
    "field_is_required": "An answer is required.",
}
Ask = Callable[[], Awaitable[Sequence[Row]]]


async def precheckin_of(guest: GuestSession) -> Precheckin:
    """Return the pre-check-in of a guest's booking.

    Raises:
        ProblemError: the link does not work any more.
    """
    return _decoded(await precheckin_json(guest))


async def answer(guest: GuestSession, data: PrecheckinAnswers) -> Precheckin:
    """Save answers in part, or submit them, and return what was made of them.

    Raises:
        ProblemError: the link does not work any more, or what is wrong: `errors` names each field,
            like `answers.phone` or `guests.0.answers.email`, and its rule.
    """
    return _decoded(await answer_json(guest, data))


async def precheckin_json(guest: GuestSession) -> bytes:
    """Return the pre-check-in of a guest's booking, as JSON that the database made."""
    rows = await guest.read(queries.READ_OF_GUEST)
    found: bytes = rows[0][0]
    return found


async def answer_json(
    guest: GuestSession, data: PrecheckinAnswers, *, dry_run: bool = False
) -> bytes:
    """Do what `answer` does and return the JSON that the database made."""
    given = parameters_of(data)
    try:
        async with guest.turn() as was_busy:
            # Of many who submit at once, those who waited take no lock of the database.
            if was_busy:
                await guest.require_live()
            row = await guest.write(
                queries.ANSWER_AS_GUEST, given, dry_run=dry_run, language=data.language
            )
    except psycopg.Error as error:
        raise await explained(
            error, data, lambda: guest.read(queries.FAULTS_OF_GUEST, given)
        ) from error
    if row is None:
        # Somebody else has submitted it meanwhile; else it is a member that the party has not.
        await guest.require_live()
        raise ProblemError("party-member-unknown")
    found: bytes = row[0]
    return found


def parameters_of(data: PrecheckinAnswers | AnswersAtDesk) -> dict[str, object]:
    """Return what the statements of pre-check-in take."""
    answers = None if data.answers is UNSET else _json(data.answers)
    return {"answers": answers, "guests": _json(data.guests), "submit": data.submit}


async def explained(
    error: psycopg.Error, data: PrecheckinAnswers | AnswersAtDesk, ask: Ask
) -> Exception:
    """Return a refusal as a problem that names everything that is wrong, not only the first.

    Args:
        error: the database's.
        data: what it refused.
        ask: runs `FAULTS` of `app.queries.precheckin`.

    Returns:
        The error itself where it is about something else.
    """
    # What is no text of the database reaches none of its rules.
    if problems.is_unstorable(error) and (errors := unstorable(data)):
        return ProblemError(problems.known(error).kind.name, errors=errors)
    if not any(problems.is_refused_by(error, rule) for rule in _EXPLAINED):
        return error
    faults = sorted(map(_fault, await ask()), key=lambda fault: fault[0])
    known = problems.known(error)
    return ProblemError(known.kind.name, errors=[each for _, each in faults] or known.errors)


def _fault(row: Row) -> tuple[tuple[bool, int, int], FieldError]:
    """Return one thing that is wrong, and where it stands among the others."""
    place, guest_id, field, rule, meaning = row
    if place is not None:
        where = f"guests.{place}.{field}"
    else:
        where = field if guest_id is None else f"guests#{guest_id}.{field}"
    message = meaning or _SENTENCES.get(rule) or PROBLEM_TYPES[rule.replace("_", "-")].title
    of_booking = place is None and guest_id is None
    return (not of_booking, -1 if place is None else place, guest_id or 0), FieldError(
        where, message, rule
    )


def _decoded(json: bytes) -> Precheckin:
    return msgspec.json.decode(json, type=Precheckin)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
