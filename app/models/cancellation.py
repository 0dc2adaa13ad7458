"""Cancellation: a hotel's terms, and what they make of one booking."""

from typing import Annotated

from msgspec import Meta, Struct

# The database has the last word (cancellation_term_percent, cancellation_term_days_from_zero), but
# of a list only the shape can say which term is wrong.
Days = Annotated[int, Meta(ge=0, le=3650)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class CancellationTerm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cancelled so many days before arrival or more, this percentage is refunded."""

    days_before_arrival: Days
    refund_percent: Percent


class CancellationPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """A hotel's terms, most days first. Without terms everything is refunded.

    With terms, a cancellation that fits none of them refunds nothing.
    """

    terms: Annotated[list[CancellationTerm], Meta(max_length=100)]


class Cancellation(Struct, frozen=True):
    """What cancelling now would do to what was captured, in minor units of the currency.

    A hold on a card or at the desk is released whole.
    """

    refund_percent: int
    fee_amount: int
    refund_amount: int
