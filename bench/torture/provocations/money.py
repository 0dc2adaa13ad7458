"""Provocations of rules about payments and what Stripe says of them."""

from bench.torture.provocations.saying import (
    CHECKS_ALONE,
    NO_SUCH,
    Provocation,
    add,
    any_of,
    keep,
    kept,
    without_triggers,
)

_DESK = {
    "hotel_id": "hotel_id",
    "booking_id": "id",
    "kind": "'AUTHORISED'",
    "amount": "total_amount",
    "provider": "'desk'",
    "method": "'CASH'",
}
_UNPAID = "status = 'PENDING_PAYMENT' AND payment_id IS NULL"
# A row of the ledger that Stripe's event shows, for a payment that was captured.
_BY_STRIPE = {
    "hotel_id": "hotel_id",
    "booking_id": "booking_id",
    "payment_id": "payment_id",
    "kind": "'REFUNDED'",
    "amount": "1",
    "provider": "'stripe'",
    "provider_event_id": "'evt_' || uuidv7()",
    "refund_id": "'re_' || uuidv7()",
}
_EVENT = {
    "event_id": "'evt_' || uuidv7()",
    "event_type": "'charge'",
    "payload": "'{}'",
}
_CAPTURED = "provider = 'stripe' AND kind = 'CAPTURED'"
_INSTRUCTION = {"hotel_id": "hotel_id", "booking_id": "booking_id"}
_CLOSE = {**_INSTRUCTION, "kind": "'EXPIRE_SESSION'", "session_id": "id"}
_SESSION = {
    "hotel_id": "hotel_id",
    "booking_id": "id",
    "success_url": "'https://hotel.test/paid'",
    "cancel_url": "'https://hotel.test/'",
}
_BOOKING = f"id = {kept('booking')}"


def _shown(
    rule: str, *, again: bool = False, where: str = _CAPTURED, **changed: str
) -> Provocation:
    """Let an event show a row of the ledger that cannot be; with `again`, for the second time."""
    told = [
        statement
        for number in range(1 + again)
        for statement in (
            add(
                "stripe_webhook_event",
                "payment",
                f"id = {kept('payment')}",
                hotel_id="hotel_id",
                booking_id="booking_id",
                **{**_EVENT, "event_id": f"'evt_{number}_' || {kept('payment')}"},
            ),
            add(
                "payment_entry",
                "payment",
                f"id = {kept('payment')}",
                **{
                    **_BY_STRIPE,
                    "payment_id": "id",
                    "provider_event_id": f"'evt_{number}_' || {kept('payment')}",
                    **changed,
                },
            ),
        )
    ]
    return Provocation(rule, keep("payment_entry", where, payment="o.payment_id"), *told)


LEDGER = (
    Provocation(
        "payment_entry_amount_positive",
        add(
            "payment_entry",
            "room_booking",
            "payment_provider = 'desk' AND captured_amount > 0",
            **{**_DESK, "kind": "'REFUNDED'", "amount": "0"},
        ),
    ),
    Provocation(
        "payment_entry_kind_known",
        add("payment_entry", "room_booking", _UNPAID, **{**_DESK, "kind": "'LOST'"}),
    ),
    Provocation(
        "payment_entry_time_finite",
        add("payment_entry", "room_booking", _UNPAID, **_DESK, occurred_at="'-infinity'"),
    ),
    Provocation(
        "desk_payment_is_the_price",
        add("payment_entry", "room_booking", _UNPAID, **{**_DESK, "amount": "total_amount + 1"}),
    ),
    Provocation(
        "booking_pending_payment_is_unpaid",
        CHECKS_ALONE,
        any_of("room_booking", "payment_id = 1, payment_seq = 1", _UNPAID),
    ),
    Provocation(
        "payment_entry_has_evidence",
        add(
            "payment_entry",
            "payment_entry",
            _CAPTURED,
            **{**_BY_STRIPE, "provider_event_id": "NULL"},
        ),
    ),
    Provocation(
        "payment_entry_event_known", add("payment_entry", "payment_entry", _CAPTURED, **_BY_STRIPE)
    ),
    Provocation(
        "payment_entry_chained",
        without_triggers("payment_entry"),
        add(
            "payment_entry",
            "payment_entry",
            "provider = 'desk' AND kind = 'AUTHORISED' AND NOT EXISTS (SELECT FROM"
            " hotelmate.payment_entry AS later WHERE later.payment_id = o.payment_id"
            " AND later.seq > o.seq)",
            hotel_id="hotel_id",
            booking_id="booking_id",
            payment_id="payment_id",
            seq="seq + 1",
            kind="'AUTHORISED'",
            amount="1",
            currency="currency",
            provider="'desk'",
            method="'CASH'",
            authorised_before="authorised_total + 1",
            captured_before="captured_total",
            voided_before="voided_total",
            refunded_before="refunded_total",
            disputed_before="disputed_total",
        ),
    ),
    Provocation(
        "payment_entry_starts_at_zero",
        CHECKS_ALONE,
        add(
            "payment_entry",
            "payment_entry",
            "seq = 1 AND provider = 'desk'",
            hotel_id="hotel_id",
            booking_id="booking_id",
            payment_id="payment_id",
            seq="1",
            kind="'AUTHORISED'",
            amount="1",
            currency="currency",
            provider="'desk'",
            method="'CASH'",
            authorised_before="1",
            captured_before="0",
            voided_before="0",
            refunded_before="0",
            disputed_before="0",
        ),
    ),
    _shown("payment_entry_of_instruction", instruction_id=NO_SUCH),
    _shown("payment_entry_names_its_refund", refund_id="NULL"),
    _shown("payment_entry_refund_once", again=True, refund_id="'re_twice'"),
    _shown(
        "payment_entry_dispute_once",
        again=True,
        kind="'DISPUTED'",
        refund_id="NULL",
        dispute_id="'dp_twice'",
    ),
    _shown(
        "payment_disputed_not_negative",
        kind="'DISPUTE_WON'",
        amount="1000000",
        refund_id="NULL",
        dispute_id="'dp_won'",
    ),
)
INSTRUCTIONS = (
    Provocation(
        "payment_instruction_of_booking",
        add("payment_instruction", "payment_session", **{**_CLOSE, "booking_id": NO_SUCH}),
    ),
    Provocation(
        "payment_instruction_of_session",
        add("payment_instruction", "payment_session", **{**_CLOSE, "session_id": NO_SUCH}),
    ),
    Provocation(
        "payment_instruction_of_stripe_payment",
        add(
            "payment_instruction",
            "room_booking",
            "payment_provider = 'desk' AND captured_amount > 0",
            hotel_id="hotel_id",
            booking_id="id",
            kind="'REFUND'",
            payment_id="payment_id",
            amount="1",
        ),
    ),
    Provocation(
        "payment_instruction_kind_known",
        add(
            "payment_instruction",
            "room_booking",
            "payment_provider = 'stripe' AND is_open AND captured_amount = 0",
            hotel_id="hotel_id",
            booking_id="id",
            kind="'GIVE'",
            payment_id="payment_id",
            amount="1",
        ),
    ),
    Provocation(
        "payment_instruction_has_object",
        add(
            "payment_instruction",
            "payment",
            "provider = 'stripe'",
            **_INSTRUCTION,
            kind="'REFUND'",
            payment_id="id",
            amount="0",
        ),
    ),
    Provocation(
        "payment_instruction_settled_stamped",
        CHECKS_ALONE,
        any_of("payment_instruction", "settled_at = now()", "state = 'PENDING'"),
    ),
    Provocation(
        "payment_void_needs_closed_booking",
        add(
            "payment_instruction",
            "room_booking",
            "payment_provider = 'stripe' AND is_open AND authorised_amount > captured_amount",
            hotel_id="hotel_id",
            booking_id="id",
            kind="'VOID'",
            payment_id="payment_id",
            amount="authorised_amount",
        ),
    ),
)
SESSIONS = (
    Provocation(
        "payment_session_amount_positive",
        CHECKS_ALONE,
        any_of("payment_session", "amount = 0"),
    ),
    Provocation(
        "payment_session_currency_unit_is_stripes",
        CHECKS_ALONE,
        any_of("payment_session", "currency = 'ISK'"),
    ),
    Provocation(
        "payment_session_state_known",
        add("payment_session", "room_booking", _UNPAID, **_SESSION, state="'x'"),
    ),
    Provocation(
        "payment_session_open_has_address",
        any_of("payment_session", "state = 'OPEN', url = NULL", "state IN ('REQUESTED', 'OPEN')"),
    ),
    Provocation(
        "payment_session_single_live",
        keep(
            "room_booking",
            f"{_UNPAID} AND id NOT IN (SELECT booking_id FROM hotelmate.payment_session)",
            booking="o.id",
        ),
        CHECKS_ALONE,
        *(
            add(
                "payment_session",
                "room_booking",
                _BOOKING,
                **_SESSION,
                amount="1",
                currency="'EUR'",
                expires_at="now()",
            )
            for _ in range(2)
        ),
    ),
    Provocation(
        "payment_session_single_stripe_session",
        CHECKS_ALONE,
        keep("room_booking", hotel="o.hotel_id"),
        *(
            add(
                "payment_session",
                "room_booking",
                f"hotel_id = {kept('hotel')}",
                **_SESSION,
                amount="1",
                currency="'EUR'",
                expires_at="now()",
                state="'EXPIRED'",
                stripe_session_id="'cs_same'",
            )
            for _ in range(2)
        ),
    ),
    Provocation(
        "payment_session_expired_once",
        CHECKS_ALONE,
        keep("payment_session", session="o.id"),
        *(
            add("payment_instruction", "payment_session", f"id = {kept('session')}", **_CLOSE)
            for _ in range(2)
        ),
    ),
)
STRIPE = (
    Provocation(
        "payment_intent_not_blank",
        add(
            "stripe_payment_intent",
            "room_booking",
            hotel_id="hotel_id",
            booking_id="id",
            payment_intent_id="' '",
        ),
    ),
    Provocation(
        "payment_intent_of_booking",
        add(
            "stripe_payment_intent",
            "hotel",
            hotel_id="hotel_id",
            booking_id=NO_SUCH,
            payment_intent_id="'pi_lost'",
        ),
    ),
    Provocation(
        "payment_provider_known",
        add(
            "payment",
            "room_booking",
            hotel_id="hotel_id",
            booking_id="id",
            provider="'bank'",
            currency="currency",
        ),
    ),
    Provocation(
        "payment_provider_status_known",
        CHECKS_ALONE,
        any_of("payment", "provider_status = 'lost'", "provider = 'stripe'"),
    ),
    Provocation(
        "webhook_event_foreign_has_no_effect",
        CHECKS_ALONE,
        add(
            "stripe_webhook_event",
            "room_booking",
            hotel_id="hotel_id",
            booking_id="id",
            **_EVENT,
            is_foreign="true",
            status="'PROCESSED'",
            processed_at="now()",
        ),
    ),
    Provocation(
        "webhook_event_processed_stamped",
        CHECKS_ALONE,
        add("stripe_webhook_event", "hotel", **_EVENT, processed_at="now()"),
    ),
    Provocation(
        "webhook_event_status_known",
        CHECKS_ALONE,
        add("stripe_webhook_event", "hotel", **_EVENT, status="'DONE'"),
    ),
    Provocation(
        "webhook_event_names_hotel",
        CHECKS_ALONE,
        add("stripe_webhook_event", "room_booking", **_EVENT, booking_id="id"),
    ),
    Provocation(
        "webhook_event_of_booking",
        add("stripe_webhook_event", "hotel", **_EVENT, hotel_id="hotel_id", booking_id=NO_SUCH),
    ),
    Provocation(
        "webhook_event_origin_known",
        add("stripe_webhook_event", "hotel", **_EVENT, origin="'RUMOUR'"),
    ),
    Provocation(
        "webhook_event_is_object",
        add("stripe_webhook_event", "hotel", **{**_EVENT, "payload": "'[]'"}),
    ),
)
