"""Secrets that an answer shows only once, like the token of a link, and a repetition shows again.

None is kept. With an idempotency key a secret is derived from that key, with a key of the server:
in the answer that is kept a placeholder stands for it, and whoever repeats the request has it
derived again. What a secret is derived from, its recipe, tells nothing of it.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from typing import Any

import msgspec
from litestar import Request

from app.requests.idempotency import Answer, Claim, claim_of

_SECRETS = "claimed_secrets"
# Not a header that is sent: what stands in the body for the secrets that were there.
_PLACEHOLDERS = "placeholders"


class Secret(msgspec.Struct, frozen=True):
    """A secret to show once.

    Attributes:
        text: 43 characters of A-Z, a-z, 0-9, - and _.
        recipe: what it is derived from, with a key of the server; it tells nothing of the secret.
    """

    text: str
    recipe: str


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


def without_secrets(request: Request[Any, Any, Any], answer: Answer) -> Answer:
    """Return an answer as it may be kept, with a placeholder for each secret of the request."""
    held: dict[str, str] = request.scope["state"].get(_SECRETS, {})
    if not held:
        return answer
    body = answer.body
    for placeholder, secret in held.items():
        body = body.replace(secret.encode(), placeholder.encode())
    return Answer(answer.status, {**answer.headers, _PLACEHOLDERS: " ".join(held)}, body)


def with_secrets(keys: Sequence[str], of: Claim, answer: Answer) -> Answer:
    """Return an answer that was kept as it was sent.

    Args:
        keys: of the server.
        of: the claim that the answer was kept for.
        answer: what `without_secrets` made of it.
    """
    headers, body = dict(answer.headers), answer.body
    for placeholder in headers.pop(_PLACEHOLDERS, "").split():
        secret = derived_again(keys, _recipe(of, placeholder))
        assert secret is not None  # without its key, the request would not have been known again
        body = body.replace(placeholder.encode(), secret.encode())
    return Answer(answer.status, headers, body)


def name_of_key(signing_key: str) -> str:
    """Return what names a signing key in recipes: it tells nothing of the key."""
    return sha256(b"hotelmate key of secrets\0" + signing_key.encode()).hexdigest()[:12]


def _placeholder(signing_key: str, purpose: str) -> str:
    """Return a name that is given once: what the secret is for, and with which key it is made."""
    return f"{purpose}:{name_of_key(signing_key)}:{secrets.token_hex(16)}"


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
    return next((each for each in keys if name_of_key(each) == name), None)
