"""The guest's own view of the stay: app.routes.links has the token that opens it."""

from litestar import Response, Router, delete, get, put
from litestar.di import Provide
from litestar.params import JSONBody

from app.guests.session import Guest, guest_session
from app.models.guests import Device, GuestStay
from app.models.parameters import DryRun
from app.openapi import STAFF_SECURITY
from app.problems import ProblemError
from app.queries import guests as queries
from app.requests.unstorable import naming_unstorable
from app.routes.admission import admit_guest
from app.routes.answers import DRY_RUN_HEADER, allow, refusals, represent

_OF_TOKEN = {
    401: "No token of a stay.",
    410: "The token does not work any more; `type` says why.",
    429: "Too many requests: repeat after `Retry-After` seconds.",
}


@get("/stay", summary="The guest's own stay", responses=refusals(400, 503, own=_OF_TOKEN))
async def read_stay(guest: Guest) -> Response[GuestStay]:
    """Read one's own stay: dates, times, the room once one is in it, and what is open."""
    rows = await guest.read(queries.STAY)
    return represent(rows[0][0], GuestStay)


@put(
    "/device",
    summary="Set the device in the guest's room",
    status_code=204,
    responses=refusals(400, 409, 413, 415, 422, 503, own=_OF_TOKEN),
    response_headers=[DRY_RUN_HEADER],
)
async def set_device(guest: Guest, data: JSONBody[Device], dry_run: DryRun = False) -> None:
    """Say which device messages to the room go to, while one is in it.

    The database forgets it when the guest moves or checks out.
    """
    with naming_unstorable(data):
        row = await guest.write(queries.SET_DEVICE, {"device": data.token}, dry_run=dry_run)
    if row is None:
        raise ProblemError("room-device-needs-guest")


@delete(
    "/device",
    summary="Forget the device in the guest's room",
    status_code=204,
    responses=refusals(400, 503, own=_OF_TOKEN),
    response_headers=[DRY_RUN_HEADER],
)
async def forget_device(guest: Guest, dry_run: DryRun = False) -> None:
    """Have no messages go to a device in the room; where there is none, nothing changes."""
    await guest.write(queries.SET_DEVICE, {"device": None}, dry_run=dry_run)


router = Router(
    path="/api/guest",
    route_handlers=[
        allow("/device", "PUT", "DELETE", "OPTIONS"),
        read_stay,
        set_device,
        forget_device,
    ],
    guards=[admit_guest],
    dependencies={"guest": Provide(guest_session)},
    security=STAFF_SECURITY,
    tags=["Guests"],
)
