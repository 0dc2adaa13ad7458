"""Idempotency keys: a request that is sent twice has one effect and gets one answer.

A client names a change by the header Idempotency-Key. The key is claimed in the transaction of the
effect: a lock that lasts as long as the transaction, a look whether the key has an answer, the
effect, and the answer as a row. So the row is there exactly when the effect is. Whoever comes
second waits for the first, finds the row and gets its answer, byte for byte.

Kept are the answers to requests that had an effect, for 24 hours. A refusal had none: it leaves the
key free, and its repetition is judged anew. So does a dry run.

What an answer shows only once is not kept: app.requests.secrets_shown_once.
"""

import re
from collections.abc import Sequence
from hmac import digest
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType

from app.database import Condition, Parameters, Row
from app.models.body import shape_of_body
from app.models.problem import FieldError
from app.problems import ProblemError
from app.queries import idempotency as queries

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
FORM = r"^[\x21-\x7e]{1,255}\Z"
REUSED = "idempotency-key-reused"
_CLAIM = "claim"
_NOT_OF_THE_ANSWER = {"content-length", "content-type"}


class Claim(msgspec.Struct, frozen=True):
    """A key, whose it is, and the request that it names.

    Attributes:
        hotel_id, staff_id: who sent it.
        key: the header.
        hashes: of method, path, query and body, one under each key of the server. Such a hash
            tells nothing of what was hashed, which may be a password.
    """

    hotel_id: int
    staff_id: int
    key: str
    hashes: tuple[bytes, ...]

    @property
    def parameters(self) -> Parameters:
        """Of the statements about the key."""
        return {"hotel_id": self.hotel_id, "staff_id": self.staff_id, "key": self.key}

    @property
    def unused(self) -> Condition:
        """What must hold before the effect: the key has no answer yet."""
        return Condition(REUSED, queries.UNUSED, self.parameters, lock=queries.LOCK)


class Answer(msgspec.Struct, frozen=True):
    """An answer, as it is sent.

    Attributes:
        status: of HTTP.
        headers: that belong to it, in lower case.
        body: byte for byte.
    """

    status: int
    headers: dict[str, str]
    body: bytes

    def response(self, *, replayed: bool = False) -> Response[Any]:
        """Return it as routes do."""
        marks = {REPLAYED: "true"} if replayed else {}
        return Response(
            self.body if self.body else None,
            status_code=self.status,
            headers={**self.headers, **marks},
            media_type=MediaType.JSON if self.body else None,
        )


async def claim(request: Request[Any, Any, Any], hotel_id: int, staff_id: int) -> None:
    """Take down the key that a request carries, if it does, for what follows.

    Raises:
        ProblemError: `request-invalid`: the header is malformed, or there twice.
    """
    given = request.headers.getall(HEADER, [])
    if not given or request.method == "GET":
        return
    if len(given) > 1:
        raise _wrong("Give it once, or leave it out")
    if re.match(FORM, given[0]) is None:
        raise _wrong("Expected 1 to 255 visible characters of ASCII")
    # What a route does not take is not read.
    body = b"" if shape_of_body(request.route_handler) is None else await request.body()
    request.scope["state"][_CLAIM] = Claim(hotel_id, staff_id, given[0], _hashes(request, body))


def _wrong(message: str) -> ProblemError:
    return ProblemError("request-invalid", errors=[FieldError(HEADER, message)])


def _hashes(request: Request[Any, Any, Any], body: bytes) -> tuple[bytes, ...]:
    scope = request.scope
    parts = (scope["method"].encode(), scope["path"].encode(), scope["query_string"], body)
    text = b"".join(b"%d:%b" % (len(part), part) for part in parts)
    return tuple(digest(key.encode(), text, "sha256") for key in request.app.state.token_keys)


def claim_of(request: Request[Any, Any, Any]) -> Claim | None:
    """Return the key that a request was found to carry."""
    found: Claim | None = request.scope["state"].get(_CLAIM)
    return found


def answer_of(request: Request[Any, Any, Any], response: Response[Any]) -> Answer:
    """Return the answer that a response will be."""
    content = response.content
    if content is None:
        body = b""
    else:
        body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    status = response.status_code or request.route_handler.status_code
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(
        int(status),
        {name: text for name, text in headers.items() if name not in _NOT_OF_THE_ANSWER},
        body,
    )


def to_keep(of: Claim, answer: Answer) -> Parameters:
    """Return the parameters of the statement that keeps an answer, which holds no secret."""
    return {
        **of.parameters,
        "request_hash": of.hashes[0],
        "status": answer.status,
        "headers": msgspec.json.encode(answer.headers).decode(),
        "body": answer.body,
    }


def kept(of: Claim, rows: Sequence[Row]) -> Answer | None:
    """Return the answer that was kept for a key, from the rows found; None when there are none.

    Raises:
        ProblemError: the key names another request, or none that can be known again, since the
            server's key of that time is gone.
    """
    if not rows:
        return None
    request_hash, status, headers, body = rows[0]
    if request_hash not in of.hashes:
        raise ProblemError(REUSED)
    return Answer(status, headers, body)
