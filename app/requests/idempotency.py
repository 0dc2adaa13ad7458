"""Idempotency keys: a request that is sent twice has one effect and gets one answer.

A client names a change by the header Idempotency-Key. The key is claimed in the transaction of the
effect: a lock that lasts as long as the transaction, a look whether the key has an answer, the
effect, and the answer as a row. So the row is there exactly when the effect is. Whoever comes
second waits for the first, finds the row and gets its answer, byte for byte.

Kept are the answers to requests that had an effect, for 24 hours. A refusal had none: it leaves the
key free, and its repetition is judged anew. So does a dry run.

What an answer shows only once, like the token of a link, is not kept. It is derived from the key
instead, so that a repetition can show it again.
"""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType

from app.database import Condition, Parameters, Row
from app.models.problem import FieldError
from app.problems import ProblemError
from app.requests.body_fields import shape_of_body

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
HOURS = 24
FORM = r"^[\x21-\x7e]{1,255}$"
REUSED = "idempotency-key-reused"
_FORM = re.compile(r"[\x21-\x7e]{1,255}")
_CLAIM = "claim"
_SECRETS = "claimed_secrets"
# Not a header that is sent: what stands in the body for the secrets that were there.
_PLACEHOLDERS = "placeholders"
_NOT_OF_THE_ANSWER = {"content-length", "content-type"}

_THIS_KEY = """\
kept.hotel_id = %(hotel_id)s AND kept.staff_id = %(staff_id)s AND kept.key = %(key)s"""
_IS_LIVE = f"kept.created_at > now() - interval '{HOURS} hours'"
_LOCK = """\
SELECT pg_advisory_xact_lock(
    hashtextextended(concat_ws(' ', %(hotel_id)s::bigint, %(staff_id)s::bigint, %(key)s::text), 24)
)
"""
# Like the context, it divides by zero where the transaction must not go on.
_UNUSED = f"""\
SELECT 1 / (1 - count(*)) FROM hotelmate.idempotency_key AS kept WHERE {_THIS_KEY} AND {_IS_LIVE}
"""
FIND = f"""\
SELECT kept.request_hash, kept.status, kept.headers, kept.body
FROM hotelmate.idempotency_key AS kept
WHERE {_THIS_KEY} AND {_IS_LIVE}
"""
KEEP = f"""\
INSERT INTO hotelmate.idempotency_key AS kept (
    hotel_id, staff_id, key, request_hash, status, headers, body
)
VALUES (
    %(hotel_id)s, %(staff_id)s, %(key)s, %(request_hash)s, %(status)s, %(headers)s::jsonb, %(body)s
)
ON CONFLICT (hotel_id, staff_id, key) DO UPDATE
SET request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
    body = excluded.body, created_at = now()
WHERE NOT {_IS_LIVE}
"""


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
        return Condition(REUSED, _UNUSED, self.parameters, lock=_LOCK)


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
    if _FORM.fullmatch(given[0]) is None:
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


def secret_for(request: Request[Any, Any, Any], purpose: str) -> str:
    """Return a new secret of 256 bits, 43 characters of A-Z, a-z, 0-9, - and _, to show once.

    Without an idempotency key it is random. With one it is derived from the key, so that a
    repetition of the request shows it again although it is nowhere kept: in the answer that is kept
    a placeholder stands for it. Call it in the route and have the answer made of what it returns.

    Args:
        request: the route's, after the dependency `staff`.
        purpose: what it is for, in lower case and dashes.
    """
    if claim_of(request) is None:
        return secrets.token_urlsafe(32)
    return derived_secret_for(request, purpose).text


class Secret(msgspec.Struct, frozen=True):
    """A secret to show once.

    Attributes:
        text: 43 characters of A-Z, a-z, 0-9, - and _.
        recipe: what it is derived from, with a key of the server; it tells nothing of the secret.
    """

    text: str
    recipe: str


def derived_secret_for(request: Request[Any, Any, Any], purpose: str) -> Secret:
    """Return a new secret as `secret_for` does, which whoever has the server's keys makes again.

    Args:
        request: the route's, after the dependency `staff`.
        purpose: what it is for, in lower case and dashes.
    """
    found = claim_of(request)
    signing_key: str = request.app.state.token_keys[0]
    if found is None:
        return derived_secret(signing_key, purpose)
    placeholder = _placeholder(signing_key, purpose)
    recipe = _recipe(found, placeholder)
    secret = _derive(signing_key, recipe)
    request.scope["state"].setdefault(_SECRETS, {})[placeholder] = secret
    return Secret(secret, recipe)


def derived_secret(signing_key: str, purpose: str) -> Secret:
    """Return a new secret of no request, which whoever has the key makes again.

    Args:
        signing_key: of the server.
        purpose: what it is for, in lower case and dashes.
    """
    recipe = _placeholder(signing_key, purpose)
    return Secret(_derive(signing_key, recipe), recipe)


def derived_again(keys: Sequence[str], recipe: str) -> str | None:
    """Return the secret of a recipe, None when the key that it was derived with is gone."""
    signing_key = _key_of(keys, recipe)
    return None if signing_key is None else _derive(signing_key, recipe)


def _placeholder(signing_key: str, purpose: str) -> str:
    """Return a name that is given once: what the secret is for, and with which key it is made."""
    return f"{purpose}:{_name(signing_key)}:{secrets.token_hex(16)}"


def _recipe(of: Claim, placeholder: str) -> str:
    """Say what a secret is derived from, without the client's key: it may be anything."""
    whose = sha256(f"{of.hotel_id} {of.staff_id} {of.key}".encode()).hexdigest()
    return f"{placeholder}:{whose}"


def _derive(signing_key: str, recipe: str) -> str:
    """Derive a secret. The recipe has a number that is used once, so no two are the same."""
    text = b"hotelmate secret shown once\0" + recipe.encode()
    return urlsafe_b64encode(digest(signing_key.encode(), text, "sha256")).rstrip(b"=").decode()


def _key_of(keys: Sequence[str], recipe: str) -> str | None:
    """Return the key that a secret was derived with, None when it is gone."""
    _, name, *_ = *recipe.split(":"), "", ""
    return next((each for each in keys if _name(each) == name), None)


def _name(signing_key: str) -> str:
    """Return what names a signing key: it tells nothing of it."""
    return sha256(b"hotelmate key of secrets\0" + signing_key.encode()).hexdigest()[:12]


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


def to_keep(request: Request[Any, Any, Any], of: Claim, answer: Answer) -> Parameters:
    """Return the parameters of KEEP, without any secret."""
    body, headers = answer.body, dict(answer.headers)
    held: dict[str, str] = request.scope["state"].get(_SECRETS, {})
    for placeholder, secret in held.items():
        body = body.replace(secret.encode(), placeholder.encode())
    if held:
        headers[_PLACEHOLDERS] = " ".join(held)
    return {
        **of.parameters,
        "request_hash": of.hashes[0],
        "status": answer.status,
        "headers": msgspec.json.encode(headers).decode(),
        "body": body,
    }


def kept(request: Request[Any, Any, Any], of: Claim, rows: Sequence[Row]) -> Answer | None:
    """Return the answer that is kept for a key, from the rows of FIND; None when there is none.

    Raises:
        ProblemError: the key names another request, or none that can be known again, since the
            server's key of that time is gone.
    """
    if not rows:
        return None
    request_hash, status, headers, body = rows[0]
    if request_hash not in of.hashes:
        raise ProblemError(REUSED)
    shown = dict(headers)
    for placeholder in shown.pop(_PLACEHOLDERS, "").split():
        secret = derived_again(request.app.state.token_keys, _recipe(of, placeholder))
        assert secret is not None  # without its key, the request would not have been known again
        body = body.replace(placeholder.encode(), secret.encode())
    return Answer(status, shown, body)
