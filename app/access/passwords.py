"""Passwords: kept as Argon2id, compared in threads, a few at a time.

Whoever asks with a name that nobody has, or one that has no password, costs the same work as
everybody: their password is compared with a hash of nothing.
"""

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.models.fields import LONGEST_PASSWORD_BYTES, SHORTEST_PASSWORD
from app.models.problem import FieldError
from app.problems import ProblemError

# Each comparison takes 64 MiB of memory and a processor.
AT_ONCE = 2
# Whoever comes when so many wait is sent away before their attempt counts.
MOST_WAITING = 64

_HASHER = PasswordHasher()


def hash_password(text: str) -> str:
    """Return what is kept of a password; takes a tenth of a second, by design."""
    return _HASHER.hash(_prepared(text))


def is_password_of(password_hash: str, text: str) -> bool:
    """Say whether a password is the one that a hash was made of."""
    try:
        return _HASHER.verify(password_hash, _prepared(text))
    except (VerificationError, InvalidHashError):
        return False


def what_is_wrong(text: str, username: str) -> str | None:
    """Return what keeps a text from being the password of a member of staff, None if nothing.

    Length is all that is asked for: rules about kinds of characters make passwords that are easier
    to guess and harder to remember.
    """
    prepared = unicodedata.normalize("NFKC", text)
    if len(prepared) < SHORTEST_PASSWORD:
        return f"Expected a password of {SHORTEST_PASSWORD} characters or more"
    if len(prepared.encode()) > LONGEST_PASSWORD_BYTES:
        return f"Expected a password of {LONGEST_PASSWORD_BYTES} bytes or less"
    if prepared.casefold() == username.casefold():
        return "Expected a password that is not the username"
    return None


def require_good(password: str, username: str, field: str) -> None:
    """Let a new password in only when it is long enough and not the username.

    Raises:
        ProblemError: `request-invalid`, which names the field.
    """
    wrong = what_is_wrong(password, username)
    if wrong is not None:
        raise ProblemError("request-invalid", errors=[FieldError(field, wrong)])


class Passwords:
    """Hashes and compares passwords beside the event loop.

    Attributes:
        compared: how many comparisons were made.
        hashed: how many passwords were hashed.
    """

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys = _hash_of_nothing()
        self.compared = self.hashed = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Keep a place in the queue of those who are compared.

        Raises:
            ProblemError: `log-in-busy`: the queue is full.
        """
        if self._waiting >= MOST_WAITING:
            raise ProblemError("log-in-busy")
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def is_of(self, password_hash: str | None, text: str) -> bool:
        """Say whether a password is the one of a hash; None is nobody's, at the same cost."""
        async with self._places:
            self.compared += 1
            known = self._nobodys if password_hash is None else password_hash
            equal = await asyncio.to_thread(is_password_of, known, text)
        return equal and password_hash is not None

    async def made_anew(self, password_hash: str, text: str) -> str | None:
        """Return a new hash of a password that was right, None while the old one is good."""
        return await self.hash(text) if _HASHER.check_needs_rehash(password_hash) else None

    async def hash(self, text: str) -> str:
        """Return what is kept of a password."""
        async with self._places:
            self.hashed += 1
            return await asyncio.to_thread(hash_password, text)


def _prepared(text: str) -> bytes:
    """Return a password as bytes: the same ones, however a keyboard composes its characters."""
    return unicodedata.normalize("NFKC", text).encode()


def _hash_of_nothing() -> str:
    """Return a hash with today's parameters that no password has."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (_HASHER.salt_len, _HASHER.hash_len)
    )
    costs = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
