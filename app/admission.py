"""What a staff request passes before anything of it is carried out, in one guard.

One, and asynchronous, because Litestar copies the route's handler for each guard and runs one that
is not asynchronous in a thread of its own.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.credentials import require_staff
from app.strict_requests import require_json, require_known_query, require_plain_ids


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: a valid credential first, then JSON where there is a body, then a known query."""
    require_staff(connection)
    require_json(connection, handler)
    require_plain_ids(connection)
    require_known_query(connection)
