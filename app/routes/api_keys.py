"""API keys: issued, listed, revoked."""

from typing import Any

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.params import JSONBody

from app.access.staff_session import Staff
from app.access.tokens import API_KEY, hash_of
from app.database import Row
from app.models.parameters import ApiKeyId, DryRun
from app.models.staff import ApiKey, ApiKeyList, IssuedApiKey, NewApiKey
from app.problems import ProblemError
from app.queries import staff as queries
from app.requests.secrets_shown_once import secret_for
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING,
    WRITING_BODY,
    allow,
    represent,
    whole,
)


@get("/", summary="List API keys", responses=READING, permission="staff:read")
async def list_api_keys(staff: Staff) -> Response[ApiKeyList]:
    """List API keys, newest first; no list shows what a key is."""
    return whole(await staff.read(queries.LIST_KEYS), ApiKeyList)


@post(
    "/",
    summary="Issue an API key",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="api-keys:manage",
)
async def issue_api_key(
    request: Request[Any, Any, Any],
    staff: Staff,
    data: JSONBody[NewApiKey],
    dry_run: DryRun = False,
) -> Response[IssuedApiKey]:
    """Issue a key to a program. It is shown only here."""
    key = API_KEY.make(staff.hotel_id, secret_for(request, "api-key"))

    def shown(row: Row) -> Response[IssuedApiKey]:
        body = {"key": key, "api_key": msgspec.Raw(row[0])}
        return represent(msgspec.json.encode(body), IssuedApiKey)

    answer = await staff.carry_out(
        queries.ISSUE_KEY,
        {
            "username": data.username,
            "name": data.name,
            "scopes": data.scopes,
            "days": data.expires_in_days,
            "key_hash": hash_of(key),
        },
        shown,
        dry_run=dry_run,
    )
    assert answer is not None  # it answers with the key that it made
    return answer


@delete(
    "/{api_key_id:int}",
    summary="Revoke an API key",
    status_code=200,
    responses=WRITING,
    response_headers=[DRY_RUN_HEADER],
    permission="api-keys:manage",
)
async def revoke_api_key(
    staff: Staff, api_key_id: ApiKeyId, dry_run: DryRun = False
) -> Response[ApiKey]:
    """Revoke a key: it works no more, for good."""
    answer = await staff.carry_out(
        queries.REVOKE_KEY,
        {"api_key_id": api_key_id},
        lambda row: represent(row[0], ApiKey),
        dry_run=dry_run,
    )
    if answer is None:
        raise ProblemError("api-key-not-found")
    return answer


router = Router(
    path="/api-keys",
    route_handlers=[
        allow("/", "GET", "POST", "OPTIONS"),
        list_api_keys,
        issue_api_key,
        revoke_api_key,
    ],
    tags=["Staff"],
)
