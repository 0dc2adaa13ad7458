"""A hotel's settings: read, and changed one by one."""

import msgspec
import psycopg
from litestar import Response, Router, get, patch
from litestar.params import JSONBody
from msgspec import UNSET

from app.access.staff_session import Staff
from app.models.hotel_settings import HotelChange, HotelSettings
from app.models.parameters import DryRun
from app.models.problem import FieldError
from app.problems import ProblemError, is_refused_by, known
from app.queries import hotel_settings as queries
from app.requests.unstorable import naming_unstorable
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING_BODY, allow, represent

# A CHECK is of a row, so the database names no column: what each is about.
_FIELDS = {
    "hotel_has_name": ("name",),
    "hotel_brand_color_well_formed": ("brand_color",),
    "hotel_contact_well_formed": ("contact_email", "contact_phone"),
    "hotel_periods_positive": ("personal_data_days",),
}


@get("/", summary="Read the hotel's settings", responses=READING, permission="hotel:read")
async def read_settings(staff: Staff) -> Response[HotelSettings]:
    """Read what the hotel is called, when guests come and go, and how it speaks to them."""
    rows = await staff.read(queries.READ)
    return represent(rows[0][0], HotelSettings)


@patch(
    "/",
    summary="Change the hotel's settings",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="hotel:change",
)
async def change_settings(
    staff: Staff, data: JSONBody[HotelChange], dry_run: DryRun = False
) -> Response[HotelSettings]:
    """Change the settings that are sent; others stay."""
    try:
        with naming_unstorable(data):
            answer = await staff.carry_out(
                queries.CHANGE,
                {"said": msgspec.json.encode(data).decode()},
                lambda row: represent(row[0], HotelSettings),
                dry_run=dry_run,
            )
    except psycopg.Error as error:
        raise _explained(error, data) from error
    assert answer is not None  # whoever acts at a hotel finds it
    return answer


def _explained(error: psycopg.Error, data: HotelChange) -> Exception:
    """Return why settings were refused, with those that were sent of which the rule speaks."""
    for rule, fields in _FIELDS.items():
        if is_refused_by(error, rule):
            kind = known(error).kind
            sent = [name for name in fields if getattr(data, name) is not UNSET]
            return ProblemError(kind.name, errors=[FieldError(name, kind.title) for name in sent])
    return error


router = Router(
    path="/settings",
    route_handlers=[allow("/", "GET", "PATCH", "OPTIONS"), read_settings, change_settings],
    tags=["Hotel"],
)
