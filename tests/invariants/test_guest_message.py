"""Messages to guests: written by what they report, claimed by one, sent once, kept as they were."""

from datetime import timedelta
from typing import Any

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.precheckin import link
from tests.refusal import refused_by

NO_SUCH = -1
UNFINISHED = ("WAITING", "SENDING")
FINISHED = ("SENT", "REFUSED", "UNCERTAIN", "NO_ADDRESS", "OVERTAKEN", "EXPIRED")


def message(hotel: HotelBuilder, **columns: Any) -> int:
    """Write a message by hand, that a booking was confirmed unless told otherwise."""
    made = {"kind": "BOOKING_CONFIRMED", **columns}
    if "booking_id" not in made:
        made["booking_id"] = hotel.booking()
    return int(hotel.insert("guest_message", **made))


def confirmation(hotel: HotelBuilder, booking: int | None = None) -> int:
    """Return the message that a booking was confirmed, of a new one unless told otherwise."""
    of = hotel.booking("CONFIRMED") if booking is None else booking
    return int(
        hotel.value(
            "SELECT id FROM hotelmate.guest_message WHERE hotel_id = %s AND booking_id = %s"
            " AND kind = 'BOOKING_CONFIRMED'",
            hotel.hotel_id,
            of,
        )
    )


def link_message(hotel: HotelBuilder, **columns: Any) -> int:
    """Write by hand that there is a link, of which nobody is told yet."""
    booking = hotel.booking()
    token = link(hotel, booking, purpose="GUEST_CHAT")
    return message(hotel, booking_id=booking, kind="PRECHECKIN_LINK", token_id=token, **columns)


def in_state(hotel: HotelBuilder, state: str) -> dict[str, Any]:
    """Return what a message in a state is written with."""
    now = hotel.value("SELECT now()")
    return {
        "state": state,
        "claimed_until": now + timedelta(minutes=1) if state == "SENDING" else None,
        "finished_at": now if state in FINISHED else None,
    }


def goes(hotel: HotelBuilder, row: int, state: str) -> int:
    return hotel.update("guest_message", row, **in_state(hotel, state))


def told(hotel: HotelBuilder, booking: int) -> list[tuple[str, str]]:
    return hotel.connection.execute(
        "SELECT kind, state FROM hotelmate.guest_message WHERE hotel_id = %s AND booking_id = %s"
        " ORDER BY id",
        (hotel.hotel_id, booking),
    ).fetchall()


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("PENDING_PAYMENT", []),
        ("PENDING_APPROVAL", []),
        ("CANCELLED_DRAFT", []),
        ("CONFIRMED", ["BOOKING_CONFIRMED"]),
        ("DECLINED", ["BOOKING_DECLINED"]),
        ("CANCELLED", ["BOOKING_CANCELLED"]),
        ("NO_SHOW", ["BOOKING_CONFIRMED"]),
    ],
)
def test_guests_are_told_of_what_was_decided(
    hotel: HotelBuilder, status: str, kinds: list[str]
) -> None:
    booking = hotel.booking(status, arrival=-1)
    assert told(hotel, booking) == [(kind, "WAITING") for kind in kinds]


def test_guests_are_told_of_a_link_for_precheckin_alone(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    token = link(hotel, booking)
    link(hotel, booking, purpose="MANAGEMENT")
    link(hotel, booking, revoked_at=hotel.value("SELECT now()"))
    assert told(hotel, booking) == [("PRECHECKIN_LINK", "WAITING")]
    assert (
        hotel.value(
            "SELECT token_id FROM hotelmate.guest_message WHERE hotel_id = %s AND booking_id = %s",
            hotel.hotel_id,
            booking,
        )
        == token
    )


def test_what_is_rolled_back_tells_nobody(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with hotel.connection.transaction(force_rollback=True):
        hotel.approve(booking)
    assert told(hotel, booking) == []


def test_guest_message_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    for booking in (NO_SUCH, HotelBuilder(hotel.connection).booking()):
        with refused_by("guest_message_of_booking"):
            message(hotel, booking_id=booking)


def test_guest_message_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    assert confirmation(hotel)


def test_guest_message_single__rejects_telling_it_again(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("guest_message_single"):
        message(hotel, booking_id=booking)
    token = link(hotel, booking)
    with refused_by("guest_message_single"):
        message(hotel, booking_id=booking, kind="PRECHECKIN_LINK", token_id=token)


def test_guest_message_single__allows_each_link_and_each_decision(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    link(hotel, booking)
    link(hotel, booking)
    hotel.cancel(booking)
    kinds = [kind for kind, _ in told(hotel, booking)]
    assert sorted(kinds) == [
        "BOOKING_CANCELLED",
        "BOOKING_CONFIRMED",
        "PRECHECKIN_LINK",
        "PRECHECKIN_LINK",
    ]


def test_guest_message_of_link__rejects_a_link_of_another_booking(hotel: HotelBuilder) -> None:
    other = HotelBuilder(hotel.connection)
    for token in (NO_SUCH, link(hotel, hotel.booking()), link(other, other.booking())):
        with refused_by("guest_message_of_link"):
            message(hotel, kind="PRECHECKIN_LINK", token_id=token)


def test_guest_message_of_link__allows_its_own(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    token = link(hotel, booking, purpose="GUEST_CHAT")  # nobody is told of it yet
    assert message(hotel, booking_id=booking, kind="PRECHECKIN_LINK", token_id=token)


@pytest.mark.parametrize("kind", ["", "booking_confirmed", "BOOKING_NO_SHOW"])
def test_guest_message_kind_known__rejects_others(hotel: HotelBuilder, kind: str) -> None:
    with refused_by("guest_message_kind_known"):
        message(hotel, kind=kind)


@pytest.mark.parametrize("status", ["CONFIRMED", "DECLINED", "CANCELLED"])
def test_guest_message_kind_known__allows_the_four(hotel: HotelBuilder, status: str) -> None:
    assert told(hotel, hotel.booking(status)) == [(f"BOOKING_{status}", "WAITING")]
    assert link_message(hotel)


def test_guest_message_link_has_token__rejects_one_without_the_other(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    token = link(hotel, booking)
    with refused_by("guest_message_link_has_token"):
        message(hotel, kind="PRECHECKIN_LINK")
    with refused_by("guest_message_link_has_token"):
        message(hotel, booking_id=booking, token_id=token)


def test_guest_message_link_has_token__allows_both_or_neither(hotel: HotelBuilder) -> None:
    assert link_message(hotel)
    assert confirmation(hotel)


@pytest.mark.parametrize("state", ["", "sent", "DELIVERED"])
def test_guest_message_state_known__rejects_others(hotel: HotelBuilder, state: str) -> None:
    with refused_by("guest_message_state_known"):
        message(hotel, state=state, finished_at=hotel.value("SELECT now()"))


@pytest.mark.parametrize("state", [*UNFINISHED, *FINISHED])
def test_guest_message_state_known__allows_the_eight(hotel: HotelBuilder, state: str) -> None:
    booking = hotel.booking()
    with checks_alone(hotel.connection):
        assert message(hotel, booking_id=booking, **in_state(hotel, state))


def test_guest_message_claimed_while_sending__rejects_a_claim_without_sending(
    hotel: HotelBuilder,
) -> None:
    until = hotel.value("SELECT now() + interval '1 minute'")
    row = confirmation(hotel)
    with refused_by("guest_message_claimed_while_sending"):
        hotel.update("guest_message", row, claimed_until=until)
    for never in (None, "infinity", "-infinity"):
        with refused_by("guest_message_claimed_while_sending"):
            hotel.update("guest_message", row, state="SENDING", claimed_until=never)


def test_guest_message_claimed_while_sending__allows_a_claim_and_its_end(
    hotel: HotelBuilder,
) -> None:
    row = confirmation(hotel)
    assert goes(hotel, row, "SENDING") == 1
    assert goes(hotel, row, "SENT") == 1


@pytest.mark.parametrize("state", FINISHED)
def test_guest_message_finished_once__rejects_an_end_without_its_moment(
    hotel: HotelBuilder, state: str
) -> None:
    with refused_by("guest_message_finished_once"):
        message(hotel, state=state)


def test_guest_message_finished_once__rejects_a_moment_before_the_end(hotel: HotelBuilder) -> None:
    now = hotel.value("SELECT now()")
    for state in UNFINISHED:
        with refused_by("guest_message_finished_once"):
            message(hotel, **{**in_state(hotel, state), "finished_at": now})


@pytest.mark.parametrize("column", ["created_at", "expires_at", "next_try_at"])
@pytest.mark.parametrize("never", ["infinity", "-infinity"])
def test_guest_message_finished_once__rejects_what_waits_for_ever(
    hotel: HotelBuilder, column: str, never: str
) -> None:
    with refused_by("guest_message_finished_once"):
        link_message(hotel, **{column: never})
    with refused_by("guest_message_finished_once"):
        hotel.update("guest_message", confirmation(hotel), next_try_at=never)


def test_guest_message_finished_once__rejects_an_end_that_never_comes(hotel: HotelBuilder) -> None:
    row = confirmation(hotel)
    goes(hotel, row, "SENDING")
    with refused_by("guest_message_finished_once"):
        hotel.update("guest_message", row, state="SENT", claimed_until=None, finished_at="infinity")


def test_guest_message_finished_once__allows_what_is_not_sent(hotel: HotelBuilder) -> None:
    for state in ("NO_ADDRESS", "REFUSED"):
        row = confirmation(hotel)
        goes(hotel, row, "SENDING")
        assert goes(hotel, row, state) == 1


def ended(hotel: HotelBuilder, end: str) -> int:
    """Make a message and take it to an end; return it."""
    booking = hotel.booking("CONFIRMED")
    row = confirmation(hotel, booking)
    if end == "OVERTAKEN":
        hotel.cancel(booking)
    if end == "EXPIRED":
        with hotel.connection.transaction():
            hotel.run("SET LOCAL session_replication_role = replica")
            hotel.update("guest_message", row, expires_at=hotel.value("SELECT now()"))
    goes(hotel, row, "SENDING")
    goes(hotel, row, end)
    return row


@pytest.mark.parametrize("end", FINISHED)
def test_guest_message_sent_once__rejects_what_comes_after_the_end(
    hotel: HotelBuilder, end: str
) -> None:
    row = ended(hotel, end)
    for again in [*UNFINISHED, *FINISHED]:
        with refused_by("guest_message_sent_once"):
            goes(hotel, row, again)


@pytest.mark.parametrize("end", ["SENT", "REFUSED", "UNCERTAIN", "NO_ADDRESS"])
def test_guest_message_sent_once__rejects_sending_what_nobody_claimed(
    hotel: HotelBuilder, end: str
) -> None:
    row = confirmation(hotel)
    with refused_by("guest_message_sent_once"):
        goes(hotel, row, end)


def test_guest_message_sent_once__rejects_taking_what_somebody_sends(hotel: HotelBuilder) -> None:
    row = confirmation(hotel)
    goes(hotel, row, "SENDING")
    with refused_by("guest_message_sent_once"):
        goes(hotel, row, "SENDING")


@pytest.mark.parametrize(
    "assignment",
    [
        "message_id = gen_random_uuid()",
        "kind = 'BOOKING_CANCELLED'",
        "created_at = created_at - interval '1 day'",
        "expires_at = expires_at + interval '1 day'",
        "booking_id = booking_id + 1",
        "id = id + 1000000",
    ],
)
def test_guest_message_sent_once__rejects_another_message_in_its_place(
    hotel: HotelBuilder, assignment: str
) -> None:
    row = confirmation(hotel)
    with refused_by("guest_message_sent_once"):
        hotel.run(
            f"UPDATE hotelmate.guest_message SET {assignment} WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            row,
        )


def test_guest_message_sent_once__rejects_forgetting_it(hotel: HotelBuilder) -> None:
    confirmation(hotel)
    with refused_by("guest_message_sent_once"):
        hotel.run("DELETE FROM hotelmate.guest_message WHERE hotel_id = %s", hotel.hotel_id)
    with refused_by("guest_message_sent_once"):
        hotel.run("TRUNCATE hotelmate.guest_message")


def test_guest_message_sent_once__allows_another_try(hotel: HotelBuilder) -> None:
    row = confirmation(hotel)
    for state in ("SENDING", "WAITING", "SENDING", "SENT"):
        assert goes(hotel, row, state) == 1


@pytest.mark.parametrize("kind", ["BOOKING_CONFIRMED", "BOOKING_DECLINED", "BOOKING_CANCELLED"])
@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL", "CANCELLED_DRAFT"])
def test_guest_message_sent_once__rejects_telling_what_was_not_decided(
    hotel: HotelBuilder, kind: str, status: str
) -> None:
    booking = hotel.booking(status)
    with refused_by("guest_message_sent_once"):
        message(hotel, booking_id=booking, kind=kind)


@pytest.mark.parametrize("state", ["SENDING", *FINISHED])
def test_guest_message_sent_once__rejects_one_that_begins_at_its_end(
    hotel: HotelBuilder, state: str
) -> None:
    with refused_by("guest_message_sent_once"):
        link_message(hotel, **in_state(hotel, state))


def test_guest_message_sent_once__rejects_an_end_that_it_has_not_come_to(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    link(hotel, booking)
    linked = hotel.value(
        "SELECT id FROM hotelmate.guest_message WHERE hotel_id = %s AND booking_id = %s",
        hotel.hotel_id,
        booking,
    )
    for row in (linked, confirmation(hotel)):
        for state in ("OVERTAKEN", "EXPIRED"):
            with refused_by("guest_message_sent_once"):
                goes(hotel, row, state)


def test_guest_message_sent_once__allows_one_that_was_overtaken_or_expired(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.cancel(booking)
    assert goes(hotel, confirmation(hotel, booking), "OVERTAKEN") == 1
    superseded = hotel.booking()
    link(hotel, superseded)
    link(hotel, superseded)
    first = hotel.value(
        "SELECT min(id) FROM hotelmate.guest_message WHERE hotel_id = %s AND booking_id = %s",
        hotel.hotel_id,
        superseded,
    )
    assert goes(hotel, first, "OVERTAKEN") == 1
    assert hotel.read("guest_message", ended(hotel, "EXPIRED"), "state") == "EXPIRED"


def test_guest_message_sent_once__allows_what_is_so(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with hotel.connection.transaction(force_rollback=True):
        hotel.run("SET LOCAL session_replication_role = replica")
        hotel.run("DELETE FROM hotelmate.guest_message WHERE booking_id = %s", booking)
        hotel.run("SET LOCAL session_replication_role = origin")
        assert message(hotel, booking_id=booking)
