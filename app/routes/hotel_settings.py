"""A hotel's settings: read, and changed one by one."""

import msgspec
from litestar import Response, Router, get, patch
from litestar.params import JSONBody

from app.credentials import Staff
from app.models.hotel_settings import HotelChange, HotelSettings
from app.models.parameters import DryRun
from app.queries import hotel_settings as queries
from app.routes.answers import DRY_RUN_HEADER, READING, WRITING_BODY, allow, represent


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
    answer = await staff.carry_out(
        queries.CHANGE,
        {"said": msgspec.json.encode(data).decode()},
        lambda row: represent(row[0], HotelSettings),
        dry_run=dry_run,
    )
    assert answer is not None  # whoever acts at a hotel finds it
    return answer


router = Router(
    path="/settings",
    route_handlers=[allow("/", "GET", "PATCH", "OPTIONS"), read_settings, change_settings],
    tags=["Hotel"],
)
