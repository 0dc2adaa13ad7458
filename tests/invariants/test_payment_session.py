"""Payment sessions: for whom and for how much they are, one at a time, and never opened again."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_evidence import intent_for, new_id, says
from tests.stripe_payments import instructions, open_session

PRICE = 20000
NO_SUCH = -1
AFTER, BACK = "https://hotel.example/paid?b=1", "http://hotel.example/"


def ask(hotel: HotelBuilder, booking: int, **columns: object) -> int:
    """Ask for a session, as the API does before it turns to Stripe; return its id."""
    addresses: dict[str, object] = {"success_url": AFTER, "cancel_url": BACK}
    return int(hotel.insert("payment_session", booking_id=booking, **{**addresses, **columns}))


def move(hotel: HotelBuilder, session: int, state: str) -> None:
    """Take a session to a state, with its page at Stripe when it is open.

    That the guest has paid only Stripe says.
    """
    page: dict[str, object] = {}
    if state == "COMPLETE":
        booking = hotel.read("payment_session", session, "booking_id")
        known = hotel.read("payment_session", session, "stripe_session_id") or new_id("cs")
        intent = intent_for(hotel, booking, session=session)
        says(hotel.connection, intent.session("complete", id=known))
        return
    if state == "OPEN":
        page = {"stripe_session_id": new_id("cs"), "url": "https://pay.example/c"}
    hotel.update("payment_session", session, state=state, **page)


def in_state(hotel: HotelBuilder, *states: str) -> int:
    """Make a session of a booking of its own and take it through the states."""
    session = ask(hotel, hotel.booking())
    for state in states:
        move(hotel, session, state)
    return session


@pytest.mark.parametrize(
    "status",
    ["PENDING_APPROVAL", "CONFIRMED", "DECLINED", "CANCELLED", "CANCELLED_DRAFT", "NO_SHOW"],
)
def test_payment_session_needs_pending_payment__rejects_every_other_status(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    with refused_by("payment_session_needs_pending_payment"):
        ask(hotel, booking)


def test_payment_session_needs_pending_payment__allows_the_price_alone(
    hotel: HotelBuilder,
) -> None:
    session = ask(hotel, hotel.booking(), amount=1, currency="USD")
    assert hotel.read("payment_session", session, "amount") == PRICE
    assert hotel.read("payment_session", session, "currency") == "EUR"


@pytest.mark.parametrize(
    ("draft", "shown"), [(0, 31), (240, 240), (10_000, 23 * 60)], ids=["over", "hours", "days"]
)
def test_payment_session_needs_pending_payment__allows_as_long_as_stripe_keeps_a_page(
    hotel: HotelBuilder, draft: int, shown: int
) -> None:
    # At once, for the API that other tests share lets drafts expire.
    with hotel.connection.transaction():
        expiry = hotel.value("SELECT now() + make_interval(mins => %s)", draft)
        session = ask(hotel, hotel.booking(expires_at=expiry))
    minutes = hotel.value(
        "SELECT extract(epoch FROM expires_at - created_at) / 60"
        " FROM hotelmate.payment_session WHERE id = %s",
        session,
    )
    assert abs(minutes - shown) < 1


def test_payment_session_needs_pending_payment__allows_the_api_to_ask_and_to_open(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    booking = hotel.booking()
    hotel.through(api_role)
    api_role.execute(
        "INSERT INTO hotelmate.payment_session (hotel_id, booking_id, success_url, cancel_url)"
        " VALUES (%s, %s, %s, %s)",
        (hotel.hotel_id, booking, AFTER, BACK),
    )
    opened = api_role.execute(
        "UPDATE hotelmate.payment_session SET state = 'OPEN', stripe_session_id = %s, url = %s"
        " WHERE hotel_id = %s AND booking_id = %s",
        (new_id("cs"), "https://pay.example/c", hotel.hotel_id, booking),
    )
    assert opened.rowcount == 1


def test_payment_session_of_booking__rejects_a_booking_that_does_not_exist_or_of_another_hotel(
    hotel: HotelBuilder,
) -> None:
    for stranger in (NO_SUCH, HotelBuilder(hotel.connection).booking()):
        with refused_by("payment_session_of_booking"):
            ask(hotel, stranger)


def test_payment_session_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    assert hotel.read("payment_session", ask(hotel, booking), "booking_id") == booking


@pytest.mark.parametrize("state", ["", "open", "PAID"])
def test_payment_session_state_known__rejects_others(hotel: HotelBuilder, state: str) -> None:
    with refused_by("payment_session_state_known"):
        ask(hotel, hotel.booking(), state=state)
    session = ask(hotel, hotel.booking())
    with refused_by("payment_session_state_known"):
        hotel.update("payment_session", session, state=state)


@pytest.mark.parametrize("state", ["REQUESTED", "OPEN", "COMPLETE", "EXPIRED"])
def test_payment_session_state_known__allows_the_four(hotel: HotelBuilder, state: str) -> None:
    session = in_state(hotel, state)
    assert hotel.read("payment_session", session, "state") == state


@pytest.mark.parametrize("missing", ["stripe_session_id", "url"])
def test_payment_session_open_has_address__rejects_a_page_without_either(
    hotel: HotelBuilder, missing: str
) -> None:
    session = ask(hotel, hotel.booking())
    page = {"stripe_session_id": new_id("cs"), "url": "https://pay.example/c"} | {missing: None}
    with refused_by("payment_session_open_has_address"):
        hotel.update("payment_session", session, state="OPEN", **page)


def test_payment_session_open_has_address__rejects_taking_it_away(hotel: HotelBuilder) -> None:
    session = in_state(hotel, "OPEN")
    with refused_by("payment_session_open_has_address"):
        hotel.update("payment_session", session, url=None)


def test_payment_session_open_has_address__allows_none_before_and_after(
    hotel: HotelBuilder,
) -> None:
    for states in ((), ("EXPIRED",), ("COMPLETE",)):
        session = in_state(hotel, *states)
        assert hotel.read("payment_session", session, "url") is None


@pytest.mark.parametrize("amount", [0, -1])
def test_payment_session_amount_positive__rejects_nothing_and_less(
    hotel: HotelBuilder, amount: int
) -> None:
    booking, soon = hotel.booking(), hotel.value("SELECT now()")
    # The amount is the price of the booking, which is more than nothing; the check holds without.
    with refused_by("payment_session_amount_positive"), checks_alone(hotel.connection):
        ask(hotel, booking, amount=amount, currency="EUR", expires_at=soon)


def test_payment_session_amount_positive__allows_the_least(hotel: HotelBuilder) -> None:
    session = ask(hotel, hotel.booking(total_amount=1))
    assert hotel.read("payment_session", session, "amount") == 1


@pytest.mark.parametrize("currency", ["ISK", "MGA", "UGX"])
def test_payment_session_currency_unit_is_stripes__rejects_what_stripe_counts_otherwise(
    owner: psycopg.Connection, currency: str
) -> None:
    hotel = HotelBuilder(owner, currency=currency)
    with refused_by("payment_session_currency_unit_is_stripes"):
        ask(hotel, hotel.booking())


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_payment_session_currency_unit_is_stripes__allows_the_units_of_iso_4217(
    owner: psycopg.Connection, currency: str
) -> None:
    hotel = HotelBuilder(owner, currency=currency)
    session = ask(hotel, hotel.booking())
    assert hotel.read("payment_session", session, "currency") == currency


@pytest.mark.parametrize("column", ["success_url", "cancel_url"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "hotel.example",
        "ftp://hotel.example",
        "javascript:alert(1)",
        " https://hotel.example",
        "https://hotel.example/ a",
        "https://hotel.example\n",
        "https://hotel.example/".ljust(2001, "x"),
    ],
)
def test_payment_session_addresses_are_web_pages__rejects_others(
    hotel: HotelBuilder, column: str, address: str
) -> None:
    booking = hotel.booking()
    with refused_by("payment_session_addresses_are_web_pages"):
        ask(hotel, booking, **{column: address})


def test_payment_session_addresses_are_web_pages__allows_2000_characters(
    hotel: HotelBuilder,
) -> None:
    long = "https://hotel.example/".ljust(2000, "x")
    assert ask(hotel, hotel.booking(), success_url=long, cancel_url="http://x")


@pytest.mark.parametrize("state", ["REQUESTED", "OPEN"])
def test_payment_session_single_live__rejects_a_second_beside(
    hotel: HotelBuilder, state: str
) -> None:
    session = in_state(hotel, state)
    with refused_by("payment_session_single_live"):
        ask(hotel, hotel.read("payment_session", session, "booking_id"))


def test_payment_session_single_live__allows_the_next_after_the_last_and_another_booking(
    hotel: HotelBuilder,
) -> None:
    for over in ("EXPIRED", "COMPLETE"):
        session = in_state(hotel, "OPEN", over)
        assert ask(hotel, hotel.read("payment_session", session, "booking_id"))
    assert ask(hotel, hotel.booking())


def test_payment_session_single_stripe_session__rejects_one_page_for_two(
    hotel: HotelBuilder,
) -> None:
    page = hotel.read("payment_session", in_state(hotel, "OPEN"), "stripe_session_id")
    session = ask(hotel, hotel.booking())
    with refused_by("payment_session_single_stripe_session"):
        hotel.update("payment_session", session, stripe_session_id=page)


def test_payment_session_single_stripe_session__allows_many_without_a_page(
    hotel: HotelBuilder,
) -> None:
    for _ in range(2):
        assert ask(hotel, hotel.booking())


@pytest.mark.parametrize(
    ("states", "again"),
    [
        (("OPEN",), "REQUESTED"),
        (("OPEN", "COMPLETE"), "OPEN"),
        (("COMPLETE",), "REQUESTED"),
        (("OPEN", "COMPLETE"), "EXPIRED"),
        (("OPEN", "EXPIRED"), "OPEN"),
        (("EXPIRED",), "REQUESTED"),
    ],
)
def test_payment_session_moves_on__rejects_going_back(
    hotel: HotelBuilder, states: tuple[str, ...], again: str
) -> None:
    session = in_state(hotel, *states)
    with refused_by("payment_session_moves_on"):
        hotel.update("payment_session", session, state=again)


@pytest.mark.parametrize("states", [("OPEN",), ("EXPIRED",), ("COMPLETE",)])
@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 1},
        {"currency": "USD"},
        {"success_url": "https://elsewhere.example"},
        {"cancel_url": "https://elsewhere.example"},
        {"created_at": "2020-01-01T00:00Z"},
    ],
)
def test_payment_session_moves_on__rejects_another_purpose(
    hotel: HotelBuilder, states: tuple[str, ...], changed: dict[str, object]
) -> None:
    session = in_state(hotel, *states)
    with refused_by("payment_session_moves_on"):
        hotel.update("payment_session", session, **changed)


def test_payment_session_moves_on__rejects_another_booking_and_another_page(
    hotel: HotelBuilder,
) -> None:
    session = in_state(hotel, "OPEN")
    for changed in (
        {"booking_id": hotel.booking()},
        {"stripe_session_id": new_id("cs")},
        {"url": "https://pay.example/elsewhere"},
    ):
        with refused_by("payment_session_moves_on"):
            hotel.update("payment_session", session, **changed)


@pytest.mark.parametrize(
    "states",
    [
        ("OPEN", "COMPLETE"),
        ("OPEN", "EXPIRED"),
        # What the guest did counts for more than the clock.
        ("OPEN", "EXPIRED", "COMPLETE"),
        ("EXPIRED", "COMPLETE"),
        ("COMPLETE",),
    ],
)
def test_payment_session_moves_on__allows_forward(
    hotel: HotelBuilder, states: tuple[str, ...]
) -> None:
    session = in_state(hotel, *states)
    assert hotel.read("payment_session", session, "state") == states[-1]


def test_payment_session_moves_on__allows_what_stripe_says_of_the_page(
    hotel: HotelBuilder,
) -> None:
    session = in_state(hotel, "OPEN")
    later = hotel.value("SELECT now() + interval '1 hour'")
    assert hotel.update("payment_session", session, expires_at=later) == 1


@pytest.mark.parametrize("states", [(), ("OPEN",), ("EXPIRED",), ("OPEN", "EXPIRED")])
def test_payment_facts_by_evidence__rejects_a_page_completed_by_hand(
    hotel: HotelBuilder, states: tuple[str, ...]
) -> None:
    session = in_state(hotel, *states)
    with refused_by("payment_facts_by_evidence"):
        hotel.update("payment_session", session, state="COMPLETE")


@pytest.mark.parametrize("state", ["COMPLETE", "EXPIRED"])
def test_payment_facts_by_evidence__rejects_a_page_that_begins_at_its_end(
    hotel: HotelBuilder, state: str
) -> None:
    with refused_by("payment_facts_by_evidence"):
        ask(hotel, hotel.booking(), state=state, stripe_session_id=new_id("cs"))


def test_payment_facts_by_evidence__allows_a_page_completed_by_its_hold(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = ask(hotel, booking)  # cut off before the answer: its page has no id yet
    says(hotel.connection, intent_for(hotel, booking, session=session).held())
    assert hotel.read("payment_session", session, "state") == "COMPLETE"


def test_a_page_closed_by_hand_is_closed_at_stripe_too(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    for _ in range(2):
        hotel.update("payment_session", session, state="EXPIRED")
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "PENDING")]


def test_a_page_whose_id_is_heard_of_after_its_end_is_closed_at_stripe(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = ask(hotel, booking)
    hotel.update("payment_session", session, state="EXPIRED")
    assert instructions(hotel, booking) == []
    hotel.update("payment_session", session, stripe_session_id=new_id("cs"))
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "PENDING")]


def test_a_page_that_stripe_said_is_over_is_not_closed_again(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    intent = intent_for(hotel, booking, session=session)
    says(hotel.connection, intent.session("expired", id=page))
    assert instructions(hotel, booking) == []


def test_a_page_and_its_booking_are_written_by_one_statement(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.run(
        "WITH asked AS (INSERT INTO hotelmate.payment_session"
        " (hotel_id, booking_id, success_url, cancel_url) VALUES (%s, %s, %s, %s) RETURNING *)"
        " UPDATE hotelmate.room_booking AS booking SET special_requests = 'quiet' FROM asked"
        " WHERE booking.hotel_id = asked.hotel_id AND booking.id = asked.booking_id",
        hotel.hotel_id,
        booking,
        AFTER,
        BACK,
    )
    assert hotel.read("room_booking", booking, "special_requests") == "quiet"


@pytest.mark.parametrize(
    ("change", "state"), [("total_amount = 1", "EXPIRED"), ("status = 'CANCELLED'", "EXPIRED")]
)
def test_a_page_asked_for_by_the_statement_that_ends_its_purpose_is_closed(
    hotel: HotelBuilder, change: str, state: str
) -> None:
    booking = hotel.booking()
    hotel.run(
        "WITH asked AS (INSERT INTO hotelmate.payment_session"
        " (hotel_id, booking_id, success_url, cancel_url) VALUES (%s, %s, %s, %s) RETURNING *)"
        f" UPDATE hotelmate.room_booking AS booking SET {change} FROM asked"
        " WHERE booking.hotel_id = asked.hotel_id AND booking.id = asked.booking_id",
        hotel.hotel_id,
        booking,
        AFTER,
        BACK,
    )
    assert (
        hotel.value(
            "SELECT state FROM hotelmate.payment_session WHERE hotel_id = %s", hotel.hotel_id
        )
        == state
    )
