"""Tokens of links to guests: `<id of the hotel>-<43 characters>`, kept as their SHA-256 only.

The id leads to the one hotel that may have the link, so nobody searches through all of them. The
secret part is derived with a key of the server, and the link keeps what of: whoever sends the link
by e-mail makes the token again, and the database alone cannot.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request

from app.access.tokens import TokenKind, hash_of
from app.requests import secrets_shown_once

LINK = TokenKind("", "-")


class Link(msgspec.Struct, frozen=True):
    """A token as the database knows it.

    Attributes:
        hotel_id: whose link it is, if there is one.
        token_hash: SHA-256 of the whole token.
    """

    hotel_id: int
    token_hash: bytes


class NewLink(msgspec.Struct, frozen=True):
    """A token to be shown once.

    Attributes:
        token: for the guest.
        token_hash: what is kept of it.
        recipe: what `token_of` makes it of again.
    """

    token: str
    token_hash: bytes
    recipe: str


def read(token: str) -> Link | None:
    """Return what a token is looked up by, None where it is none."""
    hotel_id = LINK.hotel_of(token)
    return None if hotel_id is None else Link(hotel_id, hash_of(token))


def make(request: Request[Any, Any, Any], hotel_id: int, purpose: str) -> NewLink:
    """Return a new token of a hotel; a repeated request with an idempotency key shows it again.

    Args:
        request: the route's, after the dependency `staff`.
        hotel_id: whose link it is.
        purpose: what it is for, in lower case and dashes.
    """
    return _of(hotel_id, secrets_shown_once.derived_secret_for(request, purpose))


def make_by_key(signing_key: str, hotel_id: int, purpose: str) -> NewLink:
    """Return a new token of a hotel where there is no request.

    Args:
        signing_key: of the server, the first of `settings.token_keys`.
        hotel_id: whose link it is.
        purpose: what it is for, in lower case and dashes.
    """
    return _of(hotel_id, secrets_shown_once.derived_secret(signing_key, purpose))


def token_of(keys: Sequence[str], hotel_id: int, recipe: str) -> str | None:
    """Return the token of a link again, None when the server's key of that time is gone.

    Args:
        keys: of the server, as in `settings.token_keys`.
        hotel_id: whose link it is.
        recipe: what the link keeps, `booking_token.token_recipe`.
    """
    secret = secrets_shown_once.derived_again(keys, recipe)
    return None if secret is None else LINK.make(hotel_id, secret)


def _of(hotel_id: int, secret: secrets_shown_once.Secret) -> NewLink:
    token = LINK.make(hotel_id, secret.text)
    return NewLink(token, hash_of(token), secret.recipe)
