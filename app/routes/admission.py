"""What a request passes before anything of it is carried out, in one guard.

One, and asynchronous, because Litestar copies the route's handler for each guard and runs one that
is not asynchronous in a thread of its own.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.access.credentials import identify
from app.guests.session import OPENED, open_link, open_stay
from app.requests.shapes import require_json, require_known_query, require_plain_ids


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: a valid credential first, then JSON where there is a body, then a known query."""
    connection.scope["state"]["credential"] = await identify(connection)
    _require_shape(connection, handler)


async def admit_anybody(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Guard of what needs no credential, like a log-in: all the rest, at a stranger's rate.

    How many attempts may fail is counted in the database; this keeps it from being asked too often.
    """
    client = connection.client
    connection.app.state.limits.admit_stranger(client.host if client else None)
    _require_shape(connection, handler)


async def admit_with_link(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Guard of pre-check-in: a link that works, in the path, then the rest."""
    token: str = connection.path_params["token"]
    connection.scope["state"][OPENED] = await open_link(connection, token)
    _require_shape(connection, handler)


async def admit_guest(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Guard of a guest's own view: the token of a stay as the bearer token, then the rest."""
    connection.scope["state"][OPENED] = await open_stay(connection)
    _require_shape(connection, handler)


def _require_shape(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    require_json(connection, handler)
    require_plain_ids(connection)
    require_known_query(connection)
