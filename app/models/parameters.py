"""Parameters that routes share: what a path or a query may hold, and what OpenAPI says of it."""

from typing import Annotated

from litestar.params import Parameter

from app.models.fields import LARGEST, LINK_TOKEN_FORM, USERNAME_FORM

Slug = Annotated[
    str,
    Parameter(description="The hotel's slug.", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=50),
]
_BOOKING_ID = r"^BK-[0-9]{4}-[0-9]{6,}\Z"
BookingId = Annotated[
    str,
    Parameter(
        description="Public reference of the booking, like BK-2026-000123.",
        pattern=_BOOKING_ID,
        max_length=20,
    ),
]
BookingCursor = Annotated[
    str | None,
    Parameter(description="`next_cursor` of the page before.", pattern=_BOOKING_ID, max_length=20),
]
_ROOM_NUMBER = r"^[A-Za-z0-9-]{1,10}\Z"
RoomNumber = Annotated[str, Parameter(description="Number of the room.", pattern=_ROOM_NUMBER)]
OfRoom = Annotated[
    str | None, Parameter(description="Only of the room of this number.", pattern=_ROOM_NUMBER)
]
TaskId = Annotated[int, Parameter(description="Id of the task.", ge=1, le=LARGEST)]
Username = Annotated[
    str,
    Parameter(description="Username of the member of staff.", pattern=USERNAME_FORM),
]
ApiKeyId = Annotated[int, Parameter(description="Id of the API key.", ge=1, le=LARGEST)]
GuestId = Annotated[int, Parameter(description="Id of the member of the party.", ge=1, le=LARGEST)]
# Whatever is no token is told the same as one that nobody has, so its form is not required.
LinkToken = Annotated[
    str,
    Parameter(
        description="Token of a link to a guest, as the hotel sent it.",
        schema_extra={"pattern": rf"^{LINK_TOKEN_FORM}\Z"},
    ),
]
DryRun = Annotated[
    bool,
    Parameter(
        description="Run the change, deferred rules included, and roll it back: the answer is what"
        " the real one would be, with the header `Dry-Run: true`.",
    ),
]
Limit = Annotated[int, Parameter(description="Items on a page.", ge=1, le=200)]
PAGE = 50
NumberCursor = Annotated[
    int | None,
    Parameter(description="`next_cursor` of the page before.", ge=1, le=LARGEST),
]
