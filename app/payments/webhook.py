"""Webhooks: is it Stripe that speaks, is it new, and does it speak to us?

Made to be cheap, for it is measured: the signature and one look at the envelope of the JSON. What
the event says about a payment the database reads.
"""

import json
import time
from collections.abc import Sequence
from typing import Self

import msgspec
import psycopg
import stripe

from app.database import Context, Database
from app.models.problem import FieldError
from app.payments.api_release import why_unreadable
from app.payments.evidence import Evidence, Origin, Outcome, record
from app.payments.stored_text import as_stored
from app.problems import ProblemError, is_unstorable
from app.settings import Settings

# Stripe's own limit for replays; ours for a clock ahead of time as well, which Stripe leaves open.
TOLERANCE_SECONDS = 300
MAX_EVENT_BYTES = 1024 * 1024
# Ids and types are short; what is longer is none, and would not fit in an index.
_MAX_NAME = 255


class _Envelope(msgspec.Struct):
    id: str
    type: str
    livemode: bool = False
    account: str | None = None
    api_version: str | None = None


_ENVELOPE = msgspec.json.Decoder(_Envelope)


class Receiver:
    """One endpoint of Stripe's webhooks.

    Args:
        secrets: what Stripe signs with; several while one replaces another.
        livemode: whether events of real money are ours, or those of tests.
    """

    def __init__(self, secrets: Sequence[str], *, livemode: bool) -> None:
        self._secrets = tuple(secrets)
        self._livemode = livemode

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """Return the endpoint of the settings, None without a secret."""
        if not settings.stripe_webhook_secrets:
            return None
        key = settings.stripe_secret_key or ""
        return cls(
            settings.stripe_webhook_secrets, livemode=key.startswith(("sk_live_", "rk_live_"))
        )

    def read(self, header: str | None, body: bytes) -> Evidence:
        """Return what was sent as evidence.

        Args:
            header: `Stripe-Signature`.
            body: as it came.

        Raises:
            ProblemError: `webhook-signature-invalid`, or `request-invalid` for another body than
                an event of Stripe.
        """
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise _no_event("The body is not UTF-8") from error
        self._require_signature(header, text)
        try:
            envelope, text = _opened(text)
        except (ValueError, RecursionError) as error:
            raise _no_event("The body is not an event") from error
        if not (0 < len(envelope.id) <= _MAX_NAME and 0 < len(envelope.type) <= _MAX_NAME):
            raise _no_event("The event has no id or type")
        return Evidence(
            envelope.id, envelope.type, text, Origin.WEBHOOK, self._why_not_ours(envelope)
        )

    def _require_signature(self, header: str | None, text: str) -> None:
        for secret in self._secrets:
            try:
                stripe.WebhookSignature.verify_header(text, header, secret, TOLERANCE_SECONDS)
            except (stripe.SignatureVerificationError, TypeError):
                continue  # TypeError: a signature that is not ASCII
            if _signed_at(header or "") > time.time() + TOLERANCE_SECONDS:
                break
            return
        raise ProblemError("webhook-signature-invalid")

    def _why_not_ours(self, envelope: _Envelope) -> str | None:
        if envelope.livemode != self._livemode:
            return "livemode"
        return why_unreadable(envelope.account, envelope.api_version)


def _signed_at(header: str) -> int:
    """Return the time of a header that was verified, read as the verification reads it."""
    items = (item.split("=", 2) for item in header.split(","))
    return next(int(item[1]) for item in items if item[0] == "t")


def _opened(text: str) -> tuple[_Envelope, str]:
    """Return the envelope of a body, and the body as it can be stored.

    A body with half a surrogate pair is JSON that a strict reader does not take; as an event that
    is listed it would be stored, so it is written anew as that is.

    Raises:
        ValueError, RecursionError: it is no event.
    """
    try:
        return _ENVELOPE.decode(text), text
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        mended = as_stored(json.loads(text))
        return _ENVELOPE.decode(mended), mended


def _no_event(why: str) -> ProblemError:
    return ProblemError("request-invalid", errors=[FieldError("", why)])


async def take(database: Database, evidence: Evidence, context: Context) -> Outcome:
    """Record what was sent, and return after the COMMIT.

    JSON has texts that the database does not take, so what it will not store is written anew.

    Raises:
        ProblemError, psycopg.Error: nothing was stored.
    """
    try:
        return await record(database, evidence, context)
    except psycopg.Error as error:
        if not is_unstorable(error):
            raise
    try:
        mended = as_stored(json.loads(evidence.payload))
        return await record(database, msgspec.structs.replace(evidence, payload=mended), context)
    except (psycopg.Error, ValueError, RecursionError) as error:
        if isinstance(error, psycopg.Error) and not is_unstorable(error):
            raise
        raise _no_event("The event cannot be stored") from error
