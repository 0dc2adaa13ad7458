"""Contradictions in payments and their ledgers."""

from tests.checks.planting import Plant, Planting
from tests.stripe_evidence import Object, intent_for, says
from tests.stripe_payments import approve, captured_booking, held_booking, payment_of

BEFORE = dict.fromkeys(
    (f"{what}_before" for what in ("authorised", "captured", "voided", "refunded", "disputed")), 0
)

# Keeps a row of a ledger to what its event shows.
SHOWN = "tg_payment_entry__5_shown"


def desk_row(rule: str, kind: str, amount: int, **columns: object) -> Plant:
    """Return a plant of one row more in the ledger of what was paid at the desk."""

    def plant(planting: Planting) -> None:
        booking = planting.hotel.booking("CONFIRMED")
        planting.drop(rule)
        planting.hotel.pay(booking, kind, amount, **columns)

    return plant


def stripe_row(rule: str, kind: str, amount: int, **columns: object) -> Plant:
    """Return a plant of one row more in the ledger of what Stripe captured."""

    def plant(planting: Planting) -> None:
        booking, _ = captured_booking(planting.hotel)
        planting.drop(rule, SHOWN)
        planting.hotel.pay_by_stripe(booking, kind, amount, **columns)

    return plant


def refund_without_evidence(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = captured_booking(hotel)
    planting.drop("payment_entry_has_evidence")
    by_stripe = {"provider": "stripe", "method": None, "refund_id": "re_nowhere"}
    hotel.pay(booking, "REFUNDED", 1, payment_id=payment_of(hotel, intent), **by_stripe)


def evidence_that_shows_less(kind: str) -> Plant:
    """Return a plant of a row whose event is one that showed less of that payment."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        booking, intent = held_booking(hotel)
        less = says(hotel.connection, intent.held(19999))
        approve(hotel, booking)
        says(hotel.connection, intent.captured())
        planting.drop("evidence_is_append_only")
        hotel.run(
            "UPDATE hotelmate.payment_entry SET provider_event_id = %s"
            " WHERE hotel_id = %s AND booking_id = %s AND kind = %s",
            less,
            hotel.hotel_id,
            booking,
            kind,
        )

    return plant


def evidence_of_another_intent(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = captured_booking(hotel)
    second = intent_for(hotel, booking)
    says(hotel.connection, second.held())
    said = says(hotel.connection, second.held())
    planting.drop(SHOWN)
    names = {"payment_id": payment_of(hotel, intent), "refund_id": "re_1"}
    hotel.pay_by_stripe(booking, "REFUNDED", 1, provider_event_id=said, **names)


def release_of_what_is_shown_as_held(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = held_booking(hotel)
    said = says(hotel.connection, intent.held())
    planting.drop(SHOWN)
    hotel.pay_by_stripe(booking, "VOIDED", 20000, provider_event_id=said)


def money_by_a_session(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = held_booking(hotel)
    said = says(hotel.connection, intent.session())
    planting.drop(SHOWN)
    hotel.pay_by_stripe(booking, "CAPTURED", 20000, provider_event_id=said)


def refund_that_is_not_shown(shown: Object) -> Plant:
    """Return a plant of a refund of 100 whose event shows another, as told."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        booking, intent = captured_booking(hotel)
        failed = intent.refund(100, "failed") | shown
        said = says(hotel.connection, failed)
        planting.drop(SHOWN)
        names = {"provider_event_id": said, "refund_id": str(failed["id"])}
        hotel.pay_by_stripe(booking, "REFUNDED", 100, **names)

    return plant


def dispute_that_is_not_shown(planting: Planting) -> None:
    hotel = planting.hotel
    booking, intent = captured_booking(hotel)
    said = says(hotel.connection, intent.dispute(100, "warning_needs_response"))
    planting.drop(SHOWN)
    names = {"provider_event_id": said, "dispute_id": "du_another"}
    hotel.pay_by_stripe(booking, "DISPUTED", 100, **names)


def refund_back_that_was_not_made(planting: Planting) -> None:
    hotel = planting.hotel
    booking, _ = captured_booking(hotel)
    hotel.pay_by_stripe(booking, "REFUNDED", 100, refund_id="re_1")
    planting.drop(SHOWN)
    hotel.pay_by_stripe(booking, "REFUND_FAILED", 100, refund_id="re_2")


def row_in_another_currency(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    dollars = hotel.stripe_payment(booking, currency="USD")
    planting.drop("payment_entry_of_payment")
    hotel.pay_by_stripe(booking, "AUTHORISED", 1, payment_id=dollars, currency="EUR")


def first_row_that_continues(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("payment_entry_starts_at_zero", "tg_payment_entry__1_derive")
    row = {"seq": 1, "currency": "EUR", **BEFORE, "authorised_before": 5, "voided_before": 5}
    hotel.pay_by_stripe(booking, "AUTHORISED", 100, **row)


def row_that_does_not_continue(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", 100)
    planting.drop("payment_entry_chained", "tg_payment_entry__1_derive")
    row = {"seq": 2, "currency": "EUR", **BEFORE, "authorised_before": 99}
    hotel.pay_by_stripe(booking, "AUTHORISED", 100, **row)
    # The hold is no price and let go, by what its last row says; its rows say what is held.
    with planting.unguarded():
        let_go = "hotel_id = %s AND booking_id = %s AND kind = 'VOID' AND state = 'PENDING'"
        hotel.run(
            f"UPDATE hotelmate.payment_instruction SET amount = 200 WHERE {let_go}",
            hotel.hotel_id,
            booking,
        )


def refund_before_all_time(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("payment_entry_time_finite")
    # By a statement that returns nothing: Python has no such time.
    hotel.run(
        "INSERT INTO hotelmate.payment_entry"
        " (hotel_id, booking_id, kind, amount, provider, method, occurred_at)"
        " VALUES (%s, %s, 'REFUNDED', 1, 'desk', 'CASH', '-infinity')",
        hotel.hotel_id,
        booking,
    )


def stripe_payment_without_intent(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("payment_names_its_intent")
    planting.hotel.insert("payment", booking_id=booking, provider="stripe", currency="EUR")


def payment_by_nobody(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("payment_provider_known")
    planting.hotel.insert("payment", booking_id=booking, provider="barter", currency="EUR")


def payment_of_unknown_status(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("payment_provider_status_known", "tg_payment__begins_without_facts")
    planting.hotel.stripe_payment(booking, provider_status="gone")


def payment_by_the_intent_of_another(planting: Planting) -> None:
    hotel = planting.hotel
    booking, other = hotel.booking(), hotel.booking()
    hotel.insert("stripe_payment_intent", payment_intent_id="pi_of_another", booking_id=other)
    planting.drop("payment_of_intent")
    row = {"provider": "stripe", "currency": "EUR", "payment_intent_id": "pi_of_another"}
    hotel.insert("payment", booking_id=booking, **row)


def intent_without_name(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("payment_intent_not_blank")
    planting.hotel.insert("stripe_payment_intent", payment_intent_id=" ", booking_id=booking)


def captured_that_was_canceled(planting: Planting) -> None:
    _, intent = captured_booking(planting.hotel)
    planting.drop("payment_outcome_is_final", "payment_facts_by_evidence")
    payment = payment_of(planting.hotel, intent)
    planting.hotel.update("payment", payment, provider_status="canceled")


def status_that_stripe_did_not_show(planting: Planting) -> None:
    payment = planting.hotel.stripe_payment(planting.hotel.booking())
    planting.drop("payment_facts_by_evidence")
    planting.hotel.update("payment", payment, provider_status="processing")


PLANTS: dict[str, Plant] = {
    "payment_captured_within_authorised": desk_row(
        "payment_captured_within_authorised", "VOIDED", 1
    ),
    "payment_disputed_not_negative": stripe_row("payment_disputed_not_negative", "DISPUTE_WON", 1),
    "payment_entry_amount_positive": desk_row("payment_entry_amount_positive", "REFUNDED", 0),
    "payment_entry_chained": row_that_does_not_continue,
    "payment_entry_desk_method_known": desk_row(
        "payment_entry_desk_method_known", "REFUNDED", 1, method="CHEQUE"
    ),
    "payment_entry_event_known": stripe_row(
        "payment_entry_event_known", "REFUNDED", 1, provider_event_id="evt_nowhere"
    ),
    "payment_entry_has_evidence": refund_without_evidence,
    "payment_entry_kind_known": desk_row("payment_entry_kind_known", "TIPPED", 1),
    "payment_entry_names_its_dispute": stripe_row(
        "payment_entry_names_its_dispute", "DISPUTED", 1, dispute_id=None
    ),
    "payment_entry_names_its_refund": stripe_row(
        "payment_entry_names_its_refund", "REFUNDED", 1, refund_id=None
    ),
    "payment_entry_of_instruction": stripe_row(
        "payment_entry_of_instruction", "REFUNDED", 1, instruction_id=0
    ),
    "payment_entry_of_payment": row_in_another_currency,
    "payment_entry_starts_at_zero": first_row_that_continues,
    "payment_entry_time_finite": refund_before_all_time,
    "payment_facts_by_evidence": status_that_stripe_did_not_show,
    "payment_intent_not_blank": intent_without_name,
    "payment_names_its_intent": stripe_payment_without_intent,
    "payment_of_intent": payment_by_the_intent_of_another,
    "payment_outcome_is_final": captured_that_was_canceled,
    "payment_provider_known": payment_by_nobody,
    "payment_provider_status_known": payment_of_unknown_status,
    "payment_refunded_within_captured": desk_row(
        "payment_refunded_within_captured", "REFUNDED", 20001
    ),
}
# Other ways in which the same rules are broken.
MORE: tuple[tuple[str, Plant], ...] = tuple(
    ("payment_entry_event_known", plant)
    for plant in (
        *map(evidence_that_shows_less, ("AUTHORISED", "CAPTURED")),
        evidence_of_another_intent,
        release_of_what_is_shown_as_held,
        money_by_a_session,
        *(refund_that_is_not_shown(shown) for shown in ({"amount": 99}, {"currency": "jpy"})),
        dispute_that_is_not_shown,
        refund_back_that_was_not_made,
    )
)
