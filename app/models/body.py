"""The body that a route takes: its shape, and which of its fields a column of the database is."""

from typing import Any

from litestar.handlers import HTTPRouteHandler


def shape_of_body(handler: object) -> Any:
    """Return the type that a route's body is decoded to, None for a route without a body."""
    field = handler.parsed_data_field if isinstance(handler, HTTPRouteHandler) else None
    return None if field is None else field.annotation


def field_of(column: str, handler: object) -> str | None:
    """Return the field of a route's body that a column takes its value from, None if none does.

    A column is named like its field; one that holds an id, a part or a purpose of it says so in
    front or behind: room_type_id, booker_email, decline_reason.
    """
    for field in getattr(shape_of_body(handler), "__struct_fields__", ()):
        if column in (field, f"{field}_id") or column.endswith(f"_{field}"):
            return str(field)
        if column.startswith(f"{field}_"):
            return f"{field}.{column.removeprefix(f'{field}_')}"
    return None
