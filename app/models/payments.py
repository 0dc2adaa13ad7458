"""Payments of a booking: sessions in which guests pay, ledgers, instructions to Stripe."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.models.fields import LARGEST, Moment, Reason, RowId, Source

Provider = Literal["desk", "stripe"]
InstructionKind = Literal["CAPTURE", "VOID", "REFUND", "EXPIRE_SESSION"]
InstructionState = Literal["PENDING", "DONE", "WITHDRAWN", "FAILED"]
SessionState = Literal["REQUESTED", "OPEN", "COMPLETE", "EXPIRED"]
EntryKind = Literal[
    "AUTHORISED",
    "CAPTURED",
    "VOIDED",
    "REFUNDED",
    "REFUND_FAILED",
    "DISPUTED",
    "DISPUTE_WON",
]
EventOutcome = Literal["KNOWN", "PROCESSED", "RECEIVED", "FAILED"]
# As payment_session_addresses_are_web_pages; that cannot say which of the two is none.
WebAddress = Annotated[
    str, Meta(pattern=r"^https?://\S+\Z", max_length=2000, description="http or https.")
]
# As payment_entry_amount_positive; but of money that Stripe gives back, the rule of its instruction
# (payment_instruction_has_object) does not say what is wrong.
MoreThanNothing = Annotated[int, Meta(ge=1, le=LARGEST, description="Minor units of the currency.")]


class SessionRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the guest goes on to after paying, and where without."""

    success_url: WebAddress
    cancel_url: WebAddress


class PaymentSession(Struct, frozen=True):
    """The page on which the guest pays. A dry run of a new one has no address."""

    payment_session_id: RowId
    url: str | None
    expires_at: Moment
    amount: int
    currency: str


class Refund(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of what was captured is given back, and why."""

    amount: MoreThanNothing
    reason: Reason


class LedgerEntry(Struct, frozen=True):
    """One row of a payment's ledger."""

    seq: int
    kind: EntryKind
    amount: int
    method: str | None
    reference: str | None
    refund_id: str | None
    dispute_id: str | None
    instruction_id: int | None
    occurred_at: Moment
    actor: str
    source: Source
    reason: str | None
    request_id: str | None
    at: Moment


class Instruction(Struct, frozen=True):
    """What Stripe is told to do, and what became of it; `last_error` is Stripe's code."""

    instruction_id: int
    kind: InstructionKind
    amount: int | None
    state: InstructionState
    tries: int
    last_error: str | None
    actor: str
    source: Source
    reason: str | None
    request_id: str | None
    created_at: Moment
    settled_at: Moment | None


class BookingPayment(Struct, frozen=True):
    """One attempt to pay the booking: at the desk, or a payment intent of Stripe.

    Amounts are the ledger's totals, in minor units. The one that `counts` is the booking's own;
    of any other a hold is voided and a capture refunded.
    """

    payment_id: RowId
    counts: bool
    provider: Provider
    currency: str
    payment_intent_id: str | None
    status: str | None
    failure_code: str | None
    capture_before: Moment | None
    authorised_amount: int
    captured_amount: int
    voided_amount: int
    refunded_amount: int
    disputed_amount: int
    created_at: Moment
    entries: list[LedgerEntry]
    instructions: list[Instruction]


class BookingPaymentSession(Struct, frozen=True):
    """One page on which the guest could pay, and whether Stripe is told to close it."""

    payment_session_id: RowId
    state: SessionState
    amount: int
    currency: str
    expires_at: Moment
    created_at: Moment
    instructions: list[Instruction]


class BookingPayments(Struct, frozen=True):
    """Every payment and every payment session of a booking, oldest first."""

    items: list[BookingPayment]
    sessions: list[BookingPaymentSession]


class EventReceipt(Struct, frozen=True):
    """What became of an event: its effect is committed, it waits, or it is kept without effect."""

    outcome: EventOutcome
