"""What took effect at the provider, and at whose request."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["api", "guest", "dashboard", "stripe"]
EffectKind = Literal[
    "authorisation",
    "capture",
    "cancel",
    "dispute",
    "dispute_lost",
    "dispute_won",
    "refund",
    "refund_failed",
]


@dataclass(frozen=True)
class Origin:
    """Who causes a change: a request of the API, a person, or Stripe by itself."""

    source: Source
    request_id: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Effect:
    """One movement of money or of a hold, counted where it happens.

    Attributes:
        amount: minor units of the payment intent's currency.
        object_id: the charge, refund or dispute that it is about.
    """

    kind: EffectKind
    payment_intent: str
    amount: int
    object_id: str
    origin: Origin

    @property
    def source(self) -> Source:
        """Say who caused it."""
        return self.origin.source
