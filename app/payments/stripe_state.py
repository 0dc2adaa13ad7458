"""What Stripe shows of a payment at one moment, in the words of our ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.payments.evidence import Evidence

Json = dict[str, Any]

NOT_GIVEN_BACK = ("failed", "canceled")


class Seen(msgspec.Struct, frozen=True):
    """A payment intent with its latest charge, the charge's refunds, and its disputes.

    Attributes:
        intent, disputes: as Stripe shows them.
        evidence: the same, ready to be recorded, in the order in which it is to be.
    """

    intent: Json
    disputes: tuple[Json, ...]
    evidence: tuple[Evidence, ...]

    @property
    def metadata(self) -> Mapping[str, str]:
        """What we wrote on the payment intent."""
        return self.intent.get("metadata") or {}

    @property
    def charge(self) -> Json:
        """The charge, empty before the first attempt."""
        charge = self.intent.get("latest_charge")
        return charge if isinstance(charge, dict) else {}

    @property
    def refunds(self) -> list[Json]:
        """The charge's refunds, those that failed too."""
        refunds: list[Json] = (self.charge.get("refunds") or {}).get("data") or []
        return refunds

    def is_refunded_for(self, instruction_id: int) -> bool:
        """Say whether a refund was made for an instruction of ours, whatever became of it."""
        return any(
            (refund.get("metadata") or {}).get("instruction") == str(instruction_id)
            for refund in self.refunds
        )

    def standing(self) -> "Standing":
        """Return how the payment stands by what is shown."""
        capture_before = ((self.charge.get("payment_method_details") or {}).get("card") or {}).get(
            "capture_before"
        )
        return Standing(
            status=self.intent["status"],
            held=self.intent.get("amount_capturable") or 0,
            captured=self.intent.get("amount_received") or 0,
            refunded=sum(
                refund["amount"]
                for refund in self.refunds
                if refund.get("status") not in NOT_GIVEN_BACK
            ),
            disputed=sum(
                dispute["amount"] for dispute in self.disputes if _is_held_back(dispute["status"])
            ),
            capture_before=datetime.fromtimestamp(capture_before, UTC) if capture_before else None,
        )


def _is_held_back(status: str) -> bool:
    """Say whether the bank holds the amount of a dispute back; it does not for an inquiry."""
    return status not in ("won", "prevented") and not status.startswith("warning")


class Standing(msgspec.Struct, frozen=True):
    """How a payment stands. What was authorised is not compared: it is held, captured or over.

    Attributes:
        status: of the payment intent.
        held, captured, refunded, disputed: minor units of its currency.
        capture_before: when the hold lapses, where that is known.
    """

    status: str | None
    held: int
    captured: int
    refunded: int
    disputed: int
    capture_before: datetime | None

    def lacks(self, shown: "Standing") -> list[str]:
        """Say, for each way in which ours (self) is not what Stripe shows, both values."""
        differences = []
        for name in ("status", "held", "captured", "refunded", "disputed"):
            ours, theirs = getattr(self, name), getattr(shown, name)
            if ours != theirs:
                differences.append(f"{name} {ours if ours is not None else '-'}, Stripe: {theirs}")
        if shown.capture_before not in (None, self.capture_before):
            differences.append(f"capture_before, Stripe: {shown.capture_before:%Y-%m-%dT%H:%M:%SZ}")
        return differences
