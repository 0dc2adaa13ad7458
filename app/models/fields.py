r"""Kinds of values that several shapes share.

Only what a type can say stands here: form, length, range of the storage. Whether a value is
allowed is the database's to judge. A pattern ends in \Z, because Python's $ lets a line feed pass;
the OpenAPI document says $, which in its dialect is the end and no more.
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

# Every client reads JSON integers exactly up to here.
LARGEST = 2**53 - 1

Moment = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(max_length=100)]
Contact = Annotated[str, Meta(max_length=254)]
Note = Annotated[str, Meta(max_length=2000)]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]
Headcount = Annotated[int, Meta(ge=0, le=32767)]
Amount = Annotated[int, Meta(ge=0, le=LARGEST, description="Minor units of the currency.")]
RowId = Annotated[int, Meta(ge=1, le=LARGEST)]
RoomNumberText = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{1,10}\Z")]
RoomTypeCode = Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9_-]{0,19}\Z")]
Username = Annotated[str, Meta(min_length=1, max_length=50)]

Source = Literal["HOUSEKEEPING", "FRONT_DESK", "SYSTEM", "MANAGER_OVERRIDE", "GUEST"]
