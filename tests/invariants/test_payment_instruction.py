"""Instructions to Stripe: what each is about, and that what is settled stays settled."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_evidence import Intent, intent_for, says
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    instructions,
    last_instruction,
    ledger,
    open_session,
    payment_of,
    settle,
    stray_hold,
)

PRICE = 20000
NO_SUCH = -1


def refund_in(hotel: HotelBuilder, *states: str) -> int:
    """Make a refund that staff instructed and take it through states; return its id."""
    booking, intent = captured_booking(hotel)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=500)
    made = intent.refund(500, instruction=refund)
    for state in states:
        if state == "DONE":
            says(hotel.connection, made)
        elif hotel.read("payment_instruction", refund, "state") == "DONE":
            says(hotel.connection, made | {"status": "failed"})
        else:
            settle(hotel, refund, state)
    return refund


def capture_in(hotel: HotelBuilder, state: str) -> int:
    """Make a capture that ended in a state; return its id."""
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    capture = last_instruction(hotel, booking)
    if state == "WITHDRAWN":
        hotel.cancel(booking)
    shown = intent.canceled("expired") if state == "FAILED" else intent.captured()
    says(hotel.connection, shown)
    assert hotel.read("payment_instruction", capture, "state") == state
    return capture


@pytest.mark.parametrize("kind", ["", "capture", "TRANSFER"])
def test_payment_instruction_kind_known__rejects_others(hotel: HotelBuilder, kind: str) -> None:
    booking, intent = held_booking(hotel)
    with refused_by("payment_instruction_kind_known"):
        instruct(hotel, booking, kind, payment_id=payment_of(hotel, intent), amount=PRICE)


def test_payment_instruction_kind_known__allows_the_four(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1)
    assert [kind for kind, _, _ in instructions(hotel, booking)] == ["CAPTURE", "REFUND"]
    stray, _ = stray_hold(hotel)
    assert [kind for kind, _, _ in instructions(hotel, stray)] == ["VOID"]
    draft = hotel.booking()
    assert instruct(hotel, draft, "EXPIRE_SESSION", session_id=open_session(hotel, draft))


@pytest.mark.parametrize("state", ["", "done", "SENT"])
def test_payment_instruction_state_known__rejects_others(hotel: HotelBuilder, state: str) -> None:
    refund = refund_in(hotel)
    with refused_by("payment_instruction_state_known"):
        settle(hotel, refund, state)


@pytest.mark.parametrize("state", ["PENDING", "DONE", "WITHDRAWN", "FAILED"])
def test_payment_instruction_state_known__allows_the_four(hotel: HotelBuilder, state: str) -> None:
    assert hotel.read("payment_instruction", refund_in(hotel, state), "state") == state


def test_payment_instruction_has_object__rejects_half_of_it(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment, draft = payment_of(hotel, intent), hotel.booking()
    session = open_session(hotel, draft)
    for of, kind, columns in (
        (booking, "REFUND", {"payment_id": payment}),
        (booking, "REFUND", {"payment_id": payment, "amount": 0}),
        (booking, "REFUND", {"payment_id": payment, "amount": -1}),
        (booking, "VOID", {}),
        (draft, "EXPIRE_SESSION", {}),
        (draft, "EXPIRE_SESSION", {"session_id": session, "amount": 1}),
    ):
        with refused_by("payment_instruction_has_object"):
            instruct(hotel, of, kind, **columns)


def test_payment_instruction_has_object__rejects_a_session_beside_a_payment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session, intent = open_session(hotel, booking), intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    hotel.cancel(booking)
    both = {"payment_id": payment_of(hotel, intent), "session_id": session}
    for kind, columns in (("VOID", {**both, "amount": PRICE}), ("EXPIRE_SESSION", both)):
        with refused_by("payment_instruction_has_object"):
            instruct(hotel, booking, kind, **columns)


def test_payment_instruction_has_object__allows_the_payment_and_how_much_or_the_session(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    assert instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1)
    draft = hotel.booking()
    assert instruct(hotel, draft, "EXPIRE_SESSION", session_id=open_session(hotel, draft))


def test_payment_instruction_of_booking__rejects_no_booking_and_that_of_another_hotel(
    hotel: HotelBuilder,
) -> None:
    session = open_session(hotel, hotel.booking())
    for stranger in (NO_SUCH, HotelBuilder(hotel.connection).booking()):
        with refused_by("payment_instruction_of_booking"):
            instruct(hotel, stranger, "EXPIRE_SESSION", session_id=session)


def test_payment_instruction_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    booking, _ = stray_hold(hotel)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


def test_payment_instruction_of_session__rejects_the_session_of_another_booking(
    hotel: HotelBuilder,
) -> None:
    session = open_session(hotel, hotel.booking())
    booking = hotel.booking()
    for other in (session, NO_SUCH):
        with refused_by("payment_instruction_of_session"):
            instruct(hotel, booking, "EXPIRE_SESSION", session_id=other)


def test_payment_instruction_of_session__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.expire(booking)
    instruction = last_instruction(hotel, booking)
    assert hotel.read("payment_instruction", instruction, "session_id") == session


def test_payment_instruction_of_stripe_payment__rejects_a_payment_at_the_desk(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    payment = hotel.read("room_booking", booking, "payment_id")
    with refused_by("payment_instruction_of_stripe_payment"):
        instruct(hotel, booking, "REFUND", payment_id=payment, amount=PRICE)


def test_payment_instruction_of_stripe_payment__allows_stripes(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    assert instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=PRICE)


def test_payment_instruction_settled_stamped__rejects_one_without_the_other(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1)
    now = hotel.value("SELECT now()")
    for stamp in ({"state": "DONE"}, {"state": "PENDING", "settled_at": now}):
        with (
            refused_by("payment_instruction_settled_stamped"),
            checks_alone(hotel.connection),
        ):
            hotel.update("payment_instruction", refund, **stamp)


def test_payment_instruction_settled_stamped__allows_the_moment_of_settling_alone(
    hotel: HotelBuilder,
) -> None:
    refund = refund_in(hotel)
    assert hotel.read("payment_instruction", refund, "settled_at") is None
    settle(hotel, refund, "WITHDRAWN")
    settled = hotel.read("payment_instruction", refund, "settled_at")
    assert settled is not None
    # What is written to it counts for nothing.
    hotel.update("payment_instruction", refund, settled_at=None)
    assert hotel.read("payment_instruction", refund, "settled_at") == settled


@pytest.mark.parametrize(
    ("states", "again"),
    [
        (("DONE",), "PENDING"),
        (("DONE",), "WITHDRAWN"),
        (("WITHDRAWN",), "PENDING"),
        (("WITHDRAWN",), "FAILED"),
        (("FAILED",), "PENDING"),
        (("FAILED",), "WITHDRAWN"),
        (("DONE", "FAILED"), "PENDING"),
    ],
)
def test_payment_instruction_is_final__rejects_going_back(
    hotel: HotelBuilder, states: tuple[str, ...], again: str
) -> None:
    refund = refund_in(hotel, *states)
    with refused_by("payment_instruction_is_final"):
        settle(hotel, refund, again)


@pytest.mark.parametrize("state", ["DONE", "WITHDRAWN", "FAILED"])
def test_payment_instruction_is_final__rejects_every_other_end_of_a_capture(
    hotel: HotelBuilder, state: str
) -> None:
    capture = capture_in(hotel, state)
    for other in {"PENDING", "DONE", "WITHDRAWN", "FAILED"} - {state}:
        with refused_by("payment_instruction_is_final"):
            settle(hotel, capture, other)


@pytest.mark.parametrize("state", ["PENDING", "DONE"])
@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 499},
        {"is_derived": True},
        {"kind": "VOID"},
        {"payment_id": NO_SUCH},
        {"booking_id": NO_SUCH},
        {"session_id": NO_SUCH},
        {"actor": "system:nobody"},
        {"source": "SYSTEM"},
        {"reason": "another"},
        {"request_id": "r-2"},
        {"created_at": "2020-01-01T00:00Z"},
        {"key_generation": 0},
        {"tries": -1},
    ],
    ids=lambda changed: next(iter(changed)) if isinstance(changed, dict) else None,
)
def test_payment_instruction_is_final__rejects_another_decision(
    hotel: HotelBuilder, state: str, changed: dict[str, object]
) -> None:
    with hotel.acting(source="FRONT_DESK"):
        refund = refund_in(hotel, state)
    with refused_by("payment_instruction_is_final"):
        hotel.update("payment_instruction", refund, **changed)


def test_payment_instruction_is_final__rejects_forgetting_it(hotel: HotelBuilder) -> None:
    refund_in(hotel, "WITHDRAWN")
    with refused_by("payment_instruction_is_final"):
        hotel.run("DELETE FROM hotelmate.payment_instruction WHERE hotel_id = %s", hotel.hotel_id)
    with refused_by("payment_instruction_is_final"):
        hotel.run("TRUNCATE hotelmate.payment_instruction CASCADE")


@pytest.mark.parametrize(
    "states", [("DONE", "FAILED"), ("WITHDRAWN", "DONE"), ("FAILED", "DONE", "FAILED")]
)
def test_payment_instruction_is_final__allows_a_refund_to_come_back(
    hotel: HotelBuilder, states: tuple[str, ...]
) -> None:
    assert hotel.read("payment_instruction", refund_in(hotel, *states), "state") == states[-1]


def test_payment_instruction_is_final__rejects_to_fail_what_the_guest_has_back(
    hotel: HotelBuilder,
) -> None:
    refund = refund_in(hotel, "DONE")
    with refused_by("payment_instruction_is_final"):
        settle(hotel, refund, "FAILED")
    with refused_by("payment_instruction_is_final"):
        hotel.update("payment_instruction", refund, state="FAILED", last_error="refund_failed")
    booking = hotel.read("payment_instruction", refund, "booking_id")
    hotel.cancel(booking)
    assert instructions(hotel, booking)[1:] == [
        ("REFUND", 500, "DONE"),
        ("REFUND", PRICE - 500, "PENDING"),
    ]


def test_payment_instruction_is_final__allows_people_to_take_their_word_back(
    hotel: HotelBuilder,
) -> None:
    refund = refund_in(hotel, "FAILED")
    hotel.update("payment_instruction", refund, state="DONE", last_error="paid back in cash")
    settle(hotel, refund, "FAILED")
    assert hotel.read("payment_instruction", refund, "state") == "FAILED"


def test_a_refund_made_twice_of_which_one_came_back_stays_done(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment, amount=500)
    first, second = (intent.refund(500, instruction=refund) for _ in range(2))
    for shown in (first, second, first | {"status": "failed"}):
        says(hotel.connection, shown)
    assert hotel.read("payment_instruction", refund, "state") == "DONE"
    says(hotel.connection, second | {"status": "failed"})
    assert hotel.read("payment_instruction", refund, "state") == "FAILED"


@pytest.mark.parametrize("made", ["infinity", "-infinity", "2090-01-01T00:00Z"])
def test_an_instruction_is_made_at_a_point_in_time_that_was(hotel: HotelBuilder, made: str) -> None:
    booking, intent = captured_booking(hotel)
    refund = instruct(
        hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1, created_at=made
    )
    assert hotel.value(
        "SELECT now() - created_at < interval '1 minute' FROM hotelmate.payment_instruction"
        " WHERE hotel_id = %s AND id = %s AND created_at <= clock_timestamp()",
        hotel.hotel_id,
        refund,
    )


def test_payment_instruction_is_final__allows_the_worker_to_count_its_tries(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    refund = refund_in(hotel)
    later = hotel.value("SELECT now() + interval '1 minute'")
    tried = hotel.through(api_role).update(
        "payment_instruction",
        refund,
        tries=1,
        key_generation=2,
        next_try_at=later,
        claimed_until=later,
        last_error="rate_limit",
    )
    assert tried == 1


def test_payment_instruction_done_by_evidence__rejects_a_word_without_it(
    hotel: HotelBuilder,
) -> None:
    approved, _ = held_booking(hotel)
    approve(hotel, approved)
    stray, _ = stray_hold(hotel)
    for booking in (approved, stray):
        with refused_by("payment_instruction_done_by_evidence"):
            settle(hotel, last_instruction(hotel, booking), "DONE")
    for refund in (refund_in(hotel), refund_in(hotel, "WITHDRAWN")):
        with refused_by("payment_instruction_done_by_evidence"):
            settle(hotel, refund, "DONE")


def test_payment_instruction_done_by_evidence__rejects_that_of_another_refund(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    made, other = (
        instruct(hotel, booking, "REFUND", payment_id=payment, amount=500) for _ in range(2)
    )
    says(hotel.connection, intent.refund(500, instruction=made))
    says(hotel.connection, intent.refund(500))
    with refused_by("payment_instruction_done_by_evidence"):
        settle(hotel, other, "DONE")


def test_payment_instruction_done_by_evidence__rejects_a_capture_whose_rest_is_waited_for(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    for captured in (15000, 19999):
        left = {"amount_capturable": PRICE - captured, "amount_received": captured}
        says(hotel.connection, intent.shown("requires_capture", **left))
        with refused_by("payment_instruction_done_by_evidence"):
            settle(hotel, last_instruction(hotel, booking), "DONE")
    says(hotel.connection, intent.captured())
    assert instructions(hotel, booking)[-1] == ("CAPTURE", 1, "DONE")


def test_payment_instruction_done_by_evidence__allows_what_the_ledger_shows(
    hotel: HotelBuilder,
) -> None:
    booking, _ = captured_booking(hotel)
    assert instructions(hotel, booking)[0][2] == "DONE"
    second = intent_for(hotel, booking)
    says(hotel.connection, second.held())
    says(hotel.connection, second.canceled())
    assert instructions(hotel, booking)[1][2] == "DONE"
    assert hotel.read("payment_instruction", refund_in(hotel, "DONE"), "state") == "DONE"


def test_payment_instruction_done_by_evidence__rejects_a_failed_refund_that_tells_of_nothing(
    hotel: HotelBuilder,
) -> None:
    refund = refund_in(hotel, "FAILED")
    with refused_by("payment_instruction_done_by_evidence"):
        settle(hotel, refund, "DONE")
    hotel.update("payment_instruction", refund, state="DONE", last_error="paid back in cash")
    with refused_by("payment_instruction_done_by_evidence"):
        hotel.update("payment_instruction", refund, last_error=None)


@pytest.mark.parametrize("nothing", ["", " ", "\n\t"])
def test_payment_instruction_done_by_evidence__rejects_a_failed_refund_that_tells_nothing_legible(
    hotel: HotelBuilder, nothing: str
) -> None:
    refund = refund_in(hotel, "FAILED")
    with refused_by("payment_instruction_done_by_evidence"):
        hotel.update("payment_instruction", refund, state="DONE", last_error=nothing)
    hotel.update("payment_instruction", refund, last_error=nothing)
    with refused_by("payment_instruction_done_by_evidence"):
        settle(hotel, refund, "DONE")
    hotel.update("payment_instruction", refund, state="DONE", last_error="paid back in cash")
    with refused_by("payment_instruction_done_by_evidence"):
        hotel.update("payment_instruction", refund, last_error=nothing)
    hotel.update("payment_instruction", refund, last_error="paid back by transfer")


def released(hotel: HotelBuilder) -> tuple[int, Intent]:
    """Make a cancelled booking whose hold was released, by a row of the ledger alone."""
    booking, intent = held_booking(hotel)
    hotel.cancel(booking)
    hotel.pay_by_stripe(booking, "VOIDED", PRICE)
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]
    return booking, intent


def test_payment_instruction_done_by_evidence__rejects_to_hold_again_what_was_released(
    hotel: HotelBuilder,
) -> None:
    booking, intent = released(hotel)
    for amount in (1, PRICE):
        with refused_by("payment_instruction_done_by_evidence"):
            hotel.pay_by_stripe(booking, "AUTHORISED", amount)
    with refused_by("payment_instruction_done_by_evidence"):
        says(hotel.connection, intent.held())
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE), ("VOIDED", PRICE)]


def test_payment_instruction_done_by_evidence__allows_to_hear_of_the_release_and_to_hold_another(
    hotel: HotelBuilder,
) -> None:
    booking, intent = released(hotel)
    for shown in (intent.canceled(), intent.held()):
        says(hotel.connection, shown)
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE), ("VOIDED", PRICE)]
    says(hotel.connection, intent_for(hotel, booking).held())
    assert instructions(hotel, booking)[1:] == [("VOID", PRICE, "PENDING")]


def test_payment_instruction_done_by_evidence__allows_people_to_have_seen_to_a_failed_refund(
    hotel: HotelBuilder,
) -> None:
    refund = refund_in(hotel, "FAILED")
    hotel.update("payment_instruction", refund, state="DONE", last_error="paid back in cash")
    assert hotel.read("payment_instruction", refund, "state") == "DONE"
    came_back = refund_in(hotel, "DONE", "FAILED")
    settle(hotel, came_back, "DONE")
    hotel.update("payment_instruction", came_back, last_error=None)
    assert hotel.read("payment_instruction", came_back, "state") == "DONE"


def test_payment_instruction_done_by_evidence__rejects_the_word_that_a_page_is_closed(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.expire(booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    says(hotel.connection, intent_for(hotel, hotel.booking()).session("expired"))
    says(hotel.connection, intent_for(hotel, booking, session=session).session("open", id=page))
    with refused_by("payment_instruction_done_by_evidence"):
        settle(hotel, last_instruction(hotel, booking), "DONE")


@pytest.mark.parametrize("named_by", ["session", "page"])
def test_payment_instruction_done_by_evidence__allows_stripe_to_say_that_a_page_is_closed(
    hotel: HotelBuilder, named_by: str
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.expire(booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    named = session if named_by == "session" else None
    closed = intent_for(hotel, booking, session=named).session("expired", id=page)
    says(hotel.connection, closed)
    if named_by == "page":
        settle(hotel, last_instruction(hotel, booking), "DONE")
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "DONE")]
