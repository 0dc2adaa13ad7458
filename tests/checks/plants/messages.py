"""Contradictions about messages to guests."""

from datetime import timedelta
from typing import Any

from tests.checks.planting import Plant, Planting


def message(rule: str, **columns: Any) -> Plant:
    """Write a message that breaks a rule."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        planting.drop(rule)
        made = {"booking_id": hotel.booking(), "kind": "BOOKING_CONFIRMED", **columns}
        with planting.unguarded():
            hotel.insert("guest_message", **made)

    return plant


def never(rule: str, **columns: Any) -> Plant:
    """Give a message times that break a rule."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        planting.drop(rule)
        made = {"booking_id": hotel.booking(), "kind": "BOOKING_CONFIRMED"}
        with planting.unguarded():
            hotel.update("guest_message", hotel.insert("guest_message", **made), **columns)

    return plant


def wait_for_days(planting: Planting) -> None:
    hotel = planting.hotel
    then = hotel.value("SELECT now()") - timedelta(days=2)
    made = {"booking_id": hotel.booking(), "kind": "BOOKING_CONFIRMED"}
    with planting.unguarded():
        hotel.insert("guest_message", **made, expires_at=then)


def be_sent_for_days(planting: Planting) -> None:
    hotel = planting.hotel
    then = hotel.value("SELECT now()") - timedelta(days=2)
    made = {"booking_id": hotel.booking(), "kind": "BOOKING_CONFIRMED"}
    with planting.unguarded():
        hotel.insert("guest_message", **made, state="SENDING", claimed_until=then)


def be_claimed_for_ever(planting: Planting) -> None:
    hotel = planting.hotel
    later = hotel.value("SELECT now()") + timedelta(days=2)
    hotel.booking("CONFIRMED")
    hotel.run(
        "UPDATE hotelmate.guest_message SET state = 'SENDING', claimed_until = %s"
        " WHERE hotel_id = %s AND kind = 'BOOKING_CONFIRMED' AND id = ("
        "    SELECT max(id) FROM hotelmate.guest_message WHERE hotel_id = %s)",
        later,
        hotel.hotel_id,
        hotel.hotel_id,
    )


PLANTS: dict[str, Plant] = {
    "guest_message_kind_known": message("guest_message_kind_known", kind="BOOKING_BIRTHDAY"),
    "guest_message_state_known": message(
        "guest_message_state_known", state="LOST", finished_at="2026-01-01T00:00Z"
    ),
    "guest_message_link_has_token": message("guest_message_link_has_token", kind="PRECHECKIN_LINK"),
    "guest_message_claimed_while_sending": message(
        "guest_message_claimed_while_sending", state="SENDING"
    ),
    "guest_message_finished_once": message("guest_message_finished_once", state="SENT"),
    "guest_messages_overdue": wait_for_days,
}
MORE: tuple[tuple[str, Plant], ...] = (
    ("guest_messages_overdue", be_sent_for_days),
    ("guest_messages_overdue", be_claimed_for_ever),
    (
        "guest_message_claimed_while_sending",
        never("guest_message_claimed_while_sending", state="SENDING", claimed_until="infinity"),
    ),
    ("guest_message_finished_once", never("guest_message_finished_once", next_try_at="infinity")),
)
