"""Contradictions in what Stripe is told to do, and in the pages on which guests pay."""

from tests.checks.planting import Plant, Planting
from tests.stripe_payments import captured_booking, held_booking, instruct, payment_of, settle

PAGES = dict.fromkeys(("success_url", "cancel_url"), "https://hotel.example")


def on_hold(rule: str, kind: str, amount: int = 20000) -> Plant:
    """Return a plant of an instruction for a hold that waits for approval."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        booking, intent = held_booking(hotel)
        planting.drop(rule)
        instruct(hotel, booking, kind, payment_id=payment_of(hotel, intent), amount=amount)

    return plant


def refund_of(planting: Planting, amount: int) -> int:
    """Tell Stripe to refund a part of what it captured; return the instruction's id."""
    hotel = planting.hotel
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    return instruct(hotel, booking, "REFUND", payment_id=payment, amount=amount)


def refund_of_too_much(planting: Planting) -> None:
    planting.drop("payment_instruction_within_amounts")
    refund_of(planting, 20001)


def void_of_a_part(planting: Planting) -> None:
    hotel = planting.hotel
    booking, _ = held_booking(hotel)
    hotel.cancel(booking)
    with planting.unguarded():
        changed = hotel.run(
            "UPDATE hotelmate.payment_instruction SET amount = 1"
            " WHERE hotel_id = %s AND booking_id = %s AND kind = 'VOID'",
            hotel.hotel_id,
            booking,
        )
    assert changed == 1


def refund_that_nobody_made(planting: Planting) -> None:
    refund = refund_of(planting, 1)
    planting.drop("payment_instruction_done_by_evidence")
    settle(planting.hotel, refund, "DONE")


def refund_in_no_state(planting: Planting) -> None:
    refund = refund_of(planting, 1)
    planting.drop("payment_instruction_state_known")
    settle(planting.hotel, refund, "FORGOTTEN")


def refund_pending_and_settled(planting: Planting) -> None:
    hotel = planting.hotel
    refund = refund_of(planting, 1)
    planting.drop("payment_instruction_settled_stamped")
    with planting.unguarded():
        now = hotel.value("SELECT now()")
        hotel.update("payment_instruction", refund, settled_at=now)


def refund_of_nothing(planting: Planting) -> None:
    booking, _ = captured_booking(planting.hotel)
    planting.drop("payment_instruction_has_object")
    instruct(planting.hotel, booking, "REFUND")


def refund_of_the_desk_by_stripe(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("payment_instruction_of_stripe_payment")
    instruct(hotel, booking, "REFUND", payment_id=hotel.payment(booking), amount=1)


def page(rule: str, **columns: object) -> Plant:
    """Return a plant of a page for a booking that waits for payment."""

    def plant(planting: Planting) -> None:
        booking = planting.hotel.booking()
        planting.drop(rule)
        planting.hotel.insert("payment_session", booking_id=booking, **{**PAGES, **columns})

    return plant


def page_in_kronur(planting: Planting) -> None:
    booking = planting.hotel.booking(currency="ISK")
    planting.drop("payment_session_currency_unit_is_stripes")
    planting.hotel.insert("payment_session", booking_id=booking, **PAGES)


def page_for_nothing(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("payment_session_amount_positive")
    with planting.unguarded():
        over = {"state": "EXPIRED", "expires_at": hotel.value("SELECT now()")}
        asked = {"amount": 0, "currency": "EUR"}
        hotel.insert("payment_session", booking_id=booking, **over, **asked, **PAGES)


def page_for_what_is_paid(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("payment_session_needs_pending_payment")
    asked = {"amount": 20000, "currency": "EUR", "expires_at": hotel.value("SELECT now()")}
    hotel.insert("payment_session", booking_id=booking, **asked, **PAGES)


PLANTS: dict[str, Plant] = {
    "payment_capture_needs_approval": on_hold("payment_capture_needs_approval", "CAPTURE"),
    "payment_instruction_done_by_evidence": refund_that_nobody_made,
    "payment_instruction_has_object": refund_of_nothing,
    "payment_instruction_kind_known": on_hold("payment_instruction_kind_known", "DOUBLE"),
    "payment_instruction_of_stripe_payment": refund_of_the_desk_by_stripe,
    "payment_instruction_settled_stamped": refund_pending_and_settled,
    "payment_instruction_state_known": refund_in_no_state,
    "payment_instruction_within_amounts": refund_of_too_much,
    "payment_session_addresses_are_web_pages": page(
        "payment_session_addresses_are_web_pages", success_url="ftp://hotel.example"
    ),
    "payment_session_amount_positive": page_for_nothing,
    "payment_session_currency_unit_is_stripes": page_in_kronur,
    "payment_session_needs_pending_payment": page_for_what_is_paid,
    "payment_session_open_has_address": page("payment_session_open_has_address", state="OPEN"),
    "payment_session_state_known": page("payment_session_state_known", state="AJAR"),
    "payment_void_needs_closed_booking": on_hold("payment_void_needs_closed_booking", "VOID"),
}

MORE: tuple[tuple[str, Plant], ...] = (("payment_instruction_within_amounts", void_of_a_part),)
