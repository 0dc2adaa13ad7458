"""Who is let in to a private channel at Pusher: whoever may hear it gets a signature."""

import re
from hashlib import sha256

from pusher.authentication_client import AuthenticationClient

from app.access.staff_session import StaffSession
from app.database import Database
from app.models.realtime import Subscription
from app.problems import ProblemError
from app.queries import channel_rights as queries
from app.realtime.channels import parse
from app.settings import Settings

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


class ChannelSigner:
    """Signs subscriptions with the secret that Pusher and we share."""

    def __init__(self, settings: Settings) -> None:
        self._legacy = settings.legacy_channels
        # The id of the application has no part in a signature, and the package takes only digits
        # for one, which other servers of the protocol do not have.
        self._client = AuthenticationClient(
            "0", settings.pusher_key or "", settings.pusher_secret or ""
        )

    @classmethod
    def of(cls, settings: Settings) -> "ChannelSigner | None":
        """Return a signer, None where Pusher is not configured."""
        return cls(settings) if settings.pusher_key and settings.pusher_secret else None

    def channel(self, name: str) -> tuple[str, str] | None:
        """Return the slug and the database's name of a channel that can be asked for."""
        # Some of the report's names are public, and nobody is let in to those; nor is it anybody's
        # business who is present.
        return parse(name, self._legacy) if name.startswith("private-") else None

    def sign(self, asked: Subscription) -> str:
        """Return the signature for a channel that `channel` knows: `<key>:<HMAC-SHA256>`."""
        answer = self._client.authenticate(asked.channel_name, asked.socket_id)
        return str(answer["auth"])


async def authorise(
    signer: ChannelSigner,
    database: Database,
    staff: StaffSession | None,
    authorization: str,
    asked: Subscription,
) -> str:
    """Return the signature with which a client is let in to a channel.

    Args:
        signer: with the secret.
        database: where the rights are looked up.
        staff: who asks, None when the token is not one of staff.
        authorization: the header of the request.
        asked: the channel, and for which connection.

    Raises:
        ProblemError: `channel-not-permitted`, for whatever reason: it does not say whether there is
            such a hotel, staff member or booking.
    """
    found = signer.channel(asked.channel_name)
    if found is None:
        raise ProblemError("channel-not-permitted")
    slug, channel = found
    if staff is None:
        rows = await database.find(
            queries.GUEST_MAY_HEAR,
            {"slug": slug, "channel": channel, "token_hash": _hash_of(authorization)},
        )
    elif staff.credential.slug == slug:
        rows = await staff.read(queries.STAFF_MAY_HEAR, {"channel": channel})
    else:
        rows = []
    if not rows:
        raise ProblemError("channel-not-permitted")
    return signer.sign(asked)


def is_bearer(authorization: str) -> bool:
    """Say whether a header carries a token at all."""
    return _BEARER.fullmatch(authorization) is not None


def _hash_of(authorization: str) -> bytes:
    """Return the SHA-256 of the token in a header, which is all that is kept of a guest's."""
    _, _, token = authorization.partition(" ")
    return sha256(token.strip(" ").encode()).digest()
