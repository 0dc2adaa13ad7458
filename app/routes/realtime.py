"""Realtime through Pusher: clients ask here to be let in to a private channel."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Router, post
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from app.access.credentials import CHALLENGE, identify
from app.access.staff_session import StaffSession
from app.models.problem import FieldError
from app.models.realtime import (
    LONGEST_CHANNEL,
    LONGEST_SOCKET_ID,
    ChannelAuthorisation,
    Subscription,
)
from app.openapi import STAFF_SECURITY
from app.problems import ProblemError
from app.realtime.authorisation import ChannelSigner, authorise, is_bearer
from app.requests.shapes import is_utf_8, require_known_query, wrong
from app.routes.answers import refusals

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_MOST_FIELDS = 20


@dataclass
class _FormOrJson(Operation):
    """The handler reads the body raw, so the document learns of it here."""

    def __post_init__(self) -> None:
        asked = Schema(
            type=OpenAPIType.OBJECT,
            required=["socket_id", "channel_name"],
            properties={
                "socket_id": Schema(
                    type=OpenAPIType.STRING,
                    pattern=r"^[0-9]+\.[0-9]+$",
                    max_length=LONGEST_SOCKET_ID,
                ),
                "channel_name": Schema(
                    type=OpenAPIType.STRING, min_length=1, max_length=LONGEST_CHANNEL
                ),
            },
        )
        kinds = {kind: OpenAPIMediaType(schema=asked) for kind in (FORM, JSON)}
        self.request_body = RequestBody(content=kinds, required=True)


@post(
    "/auth",
    summary="Be let in to a channel",
    status_code=200,
    responses=refusals(
        400,
        413,
        415,
        own={
            401: "No bearer token at all.",
            403: "The token does not open this channel, or nothing any more.",
            503: "This server has no credentials of Pusher (`realtime-not-configured`), or the"
            " database is away or busy: repeat after `Retry-After` seconds, where there is one.",
        },
    ),
    operation_class=_FormOrJson,
    security=STAFF_SECURITY,
)
async def authorise_channel(request: Request[Any, Any, Any], state: State) -> ChannelAuthorisation:
    """Sign a subscription, as clients of Pusher ask for it.

    Staff get the channels of their hotel and of their own notifications. A guest, who sends the
    token of a link as the bearer token, gets the channel of the booking that it is for. Every other
    channel is refused alike, whether there is such a one or not.
    """
    authorization = request.headers.get("authorization", "")
    if not is_bearer(authorization):
        raise ProblemError("not-authenticated", headers=CHALLENGE)
    require_known_query(request)
    signer: ChannelSigner | None = state.channel_signer
    if signer is None:
        raise ProblemError("realtime-not-configured")
    asked = _subscription(request.headers.get("content-type", JSON), await request.body())
    staff = await _staff(request)
    try:
        signature = await authorise(signer, state.database, staff, authorization, asked)
    except ProblemError as error:
        # Whatever is wrong with the credential, it opens nothing, and no more is told.
        if error.kind.status not in (401, 403):
            raise
        raise ProblemError("channel-not-permitted") from error
    return ChannelAuthorisation(signature)


async def _staff(request: Request[Any, Any, Any]) -> StaffSession | None:
    """Return the member of staff who asks; None when the token may be a guest's.

    A guest's is looked up, so it may be tried as often as any that nothing is known of.
    """
    try:
        credential = await identify(request)
    except ProblemError as error:
        if error.kind.status != 401:
            raise
        client = request.client
        request.app.state.limits.admit_stranger(client.host if client else None)
        return None
    return StaffSession(request, request.app.state.database, credential, "events:read")


def _subscription(content_type: str, body: bytes) -> Subscription:
    """Read the body as what it says that it is."""
    kind, *parameters = content_type.split(";")
    media_type = kind.strip().lower()
    if media_type not in (FORM, JSON) or not all(map(is_utf_8, parameters)):
        raise ProblemError("media-type-unsupported")
    try:
        given = _form(body) if media_type == FORM else msgspec.json.decode(body)
        return msgspec.convert(given, Subscription)
    except msgspec.ValidationError as error:
        raise ProblemError("request-invalid", errors=[wrong(str(error))]) from error
    except (ValueError, RecursionError) as error:
        errors = [FieldError("", "The body cannot be read")]
        raise ProblemError("request-invalid", errors=errors) from error


def _form(body: bytes) -> dict[str, str]:
    """Return the fields of a form, each of which is there once."""
    pairs = parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        errors="strict",
        max_num_fields=_MOST_FIELDS,
    )
    fields = dict(pairs)
    if len(fields) < len(pairs):
        twice = next(name for name, _ in pairs if [each for each, _ in pairs].count(name) > 1)
        raise ProblemError("request-invalid", errors=[FieldError(twice, "Give it once")])
    return fields


router = Router(path="/api/realtime", route_handlers=[authorise_channel], tags=["Realtime"])
