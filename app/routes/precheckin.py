"""Pre-check-in: by the guest with a link, and by the hotel that asks."""

import msgspec
import psycopg
from litestar import Response, Router, get, post, put
from litestar.di import Provide
from litestar.params import JSONBody

from app.access.staff_session import Staff, StaffSession
from app.guests import precheckin
from app.guests.session import Guest, guest_session
from app.models.parameters import BookingId, DryRun, LinkToken
from app.models.precheckin import (
    MAX_ANSWERS_BYTES,
    AnswersAtDesk,
    Form,
    NewForm,
    Precheckin,
    PrecheckinAnswers,
)
from app.models.problem import FieldError
from app.problems import ProblemError, known, refusal
from app.problems.types import PROBLEM_TYPES, ProblemType
from app.queries import precheckin as queries
from app.queries import precheckin_forms as forms
from app.requests.unstorable import naming_unstorable
from app.routes.admission import admit_with_link
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING_BODY,
    allow,
    refusals,
    represent,
    represent_change,
)
from app.routes.booking_changes import require

_OF_LINK = {
    404: "There is no such link.",
    410: "The link does not work any more; `type` says why.",
    429: "Too many requests: repeat after `Retry-After` seconds.",
}
# A key, which is no rule of the catalogue.
_OWN_TYPES = {"precheckin_field_pkey": "precheckin-field-repeated"}


@get("/", summary="Read pre-check-in by a link", responses=refusals(400, 503, own=_OF_LINK))
async def read_by_link(guest: Guest, token: LinkToken) -> Response[Precheckin]:
    """Read what the hotel asks, what is answered already and what is missing."""
    return represent(await precheckin.precheckin_json(guest), Precheckin)


@post(
    "/",
    summary="Save or submit pre-check-in by a link",
    status_code=200,
    request_max_body_size=MAX_ANSWERS_BYTES,
    responses=refusals(400, 409, 413, 415, 422, 503, own=_OF_LINK),
    response_headers=[DRY_RUN_HEADER],
)
async def answer_by_link(
    guest: Guest, token: LinkToken, data: JSONBody[PrecheckinAnswers], dry_run: DryRun = False
) -> Response[Precheckin]:
    """Save answers in part, as often as one likes, or submit them, once.

    What is refused is named field by field, with the rule that it breaks. Submitting uses the link
    up: whoever submits once more is told so.
    """
    return represent(
        await precheckin.answer_json(guest, data, dry_run=dry_run),
        Precheckin,
    )


@get(
    "/precheckin",
    summary="Read a booking's pre-check-in",
    responses=READING,
    permission="precheckin:read",
)
async def read_precheckin(staff: Staff, booking_id: BookingId) -> Response[Precheckin]:
    """Read what guests were asked and have answered, and what is missing."""
    rows = await staff.read(queries.READ, {"booking_id": booking_id})
    if not rows:
        raise ProblemError("booking-not-found")
    return represent(rows[0][0], Precheckin)


@put(
    "/precheckin",
    summary="Fill in pre-check-in for guests",
    request_max_body_size=MAX_ANSWERS_BYTES,
    responses=WRITING_BODY,
    permission="precheckin:change",
)
async def answer_precheckin(
    staff: Staff, booking_id: BookingId, data: JSONBody[AnswersAtDesk], dry_run: DryRun = False
) -> Response[Precheckin]:
    """Fill in what guests tell at the desk; the rules are those of the link.

    After the submission, answers stay; only who has joined since is filled in, at once and
    complete. Leave the others out then.
    """
    given = {"booking_id": booking_id, **precheckin.parameters_of(data)}
    try:
        answer = await staff.carry_out(
            queries.ANSWER,
            given,
            lambda row: represent_change(row[0], Precheckin, part_of=row[1], dry_run=dry_run),
            dry_run=dry_run,
        )
    except psycopg.Error as error:
        raise await precheckin.explained(
            error, data, lambda: staff.read(queries.FAULTS, given)
        ) from error
    if answer is None:
        await require(staff, booking_id)
        raise ProblemError("party-member-unknown")
    return answer


@get("/", summary="Read the form", responses=READING, permission="precheckin:read")
async def read_form(staff: Staff) -> Response[Form]:
    """Read what new links ask; version 0 asks nothing."""
    rows = await staff.read(forms.READ)
    return represent(rows[0][0], Form)


@put("/", summary="Publish a form", responses=WRITING_BODY, permission="precheckin:configure")
async def publish_form(
    staff: Staff, data: JSONBody[NewForm], dry_run: DryRun = False
) -> Response[Form]:
    """Publish a form as a new version. Links that are out keep the version they were issued with.

    A field that is refused is named by its place in the list, with the rule that it breaks.
    """
    given: dict[str, object] = {"fields": msgspec.json.encode(data.fields).decode()}
    try:
        with naming_unstorable(data, place="[{}]"):
            answer = await staff.carry_out(
                forms.PUBLISH, given, lambda row: represent(row[0], Form), dry_run=dry_run
            )
    except psycopg.Error as error:
        raise await _refused_form(staff, error, given, dry_run=dry_run) from error
    assert answer is not None  # it answers with the form that it published
    return answer


async def _refused_form(
    staff: StaffSession, error: psycopg.Error, given: dict[str, object], *, dry_run: bool
) -> Exception:
    """Return why a form was refused, field by field."""
    if refusal(error) is None:
        return error
    row = await staff.write(forms.FAULTS, given, dry_run=True)
    staff.request.scope["state"]["dry_run"] = dry_run
    faults = msgspec.json.decode(row[0], type=list[tuple[int, str]]) if row else []
    return ProblemError(
        _OWN_TYPES.get(refusal(error) or "", known(error).kind.name),
        errors=[FieldError(f"fields[{index}]", _kind(rule).title, rule) for index, rule in faults],
    )


def _kind(rule: str) -> ProblemType:
    """Return the type of problem that is named after a rule."""
    name = _OWN_TYPES.get(rule, rule.replace("_", "-"))
    return PROBLEM_TYPES.get(name, PROBLEM_TYPES["rule-violated"])


link_router = Router(
    path="/api/precheckin/{token:str}",
    route_handlers=[allow("/", "GET", "POST", "OPTIONS"), read_by_link, answer_by_link],
    guards=[admit_with_link],
    dependencies={"guest": Provide(guest_session)},
    tags=["Guests"],
)
router = Router(
    path="/",
    route_handlers=[
        Router(
            path="/bookings/{booking_id:str}",
            route_handlers=[
                allow("/precheckin", "GET", "PUT", "OPTIONS"),
                read_precheckin,
                answer_precheckin,
            ],
        ),
        Router(
            path="/precheckin-form",
            route_handlers=[allow("/", "GET", "PUT", "OPTIONS"), read_form, publish_form],
        ),
    ],
    response_headers=[DRY_RUN_HEADER],
    tags=["Pre-check-in"],
)
