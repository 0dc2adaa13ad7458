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
# What a token consists of that leads to a hotel (app.access.tokens): the id, in no more digits
# than LARGEST has, and 256 bits.
HOTEL_ID_FORM = "[1-9][0-9]{0,15}"
SECRET_FORM = "[A-Za-z0-9_-]{43}"
LINK_TOKEN_FORM = f"{HOTEL_ID_FORM}-{SECRET_FORM}"
# A password's, in characters and in bytes of UTF-8.
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD_BYTES = 256

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
# Of whoever is added or named: the database judges the form.
Username = Annotated[str, Meta(min_length=1, max_length=50)]
# The form that they all have, where a path leads to one and where somebody logs in.
USERNAME_FORM = r"^[a-z0-9][a-z0-9._-]{0,49}\Z"

Source = Literal["HOUSEKEEPING", "FRONT_DESK", "SYSTEM", "MANAGER_OVERRIDE", "GUEST"]
