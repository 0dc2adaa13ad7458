"""The outbox: whose an event is, where it goes, and that it stays as it was written."""

import uuid

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def add_event(hotel: HotelBuilder, **columns: object) -> int:
    defaults: dict[str, object] = {
        "channels": ["private-lobby"],
        "category": "rooms",
        "event_type": "room_updated",
        "payload": Jsonb({"room_number": "7"}),
        "scope": Jsonb({"room_number": "7"}),
        "hotel_slug": hotel.slug,
    }
    return int(hotel.insert("outbox_event", **{**defaults, **columns}))


def set_event(hotel: HotelBuilder, event: int, assignment: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.outbox_event SET {assignment} WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        event,
    )


def remove_event(hotel: HotelBuilder, event: int) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.outbox_event WHERE hotel_id = %s AND id = %s", hotel.hotel_id, event
    )


@pytest.mark.parametrize("category", ["", "payments", "Rooms", "room"])
def test_outbox_event_category_known__rejects_others(hotel: HotelBuilder, category: str) -> None:
    with refused_by("outbox_event_category_known"):
        add_event(hotel, category=category)


@pytest.mark.parametrize("category", ["booking", "rooms", "housekeeping"])
def test_outbox_event_category_known__allows_the_three(hotel: HotelBuilder, category: str) -> None:
    assert add_event(hotel, category=category)


@pytest.mark.parametrize("count", [0, 101])
def test_outbox_event_has_channel__rejects_none_and_more_than_one_publication_takes(
    hotel: HotelBuilder, count: int
) -> None:
    with refused_by("outbox_event_has_channel"):
        add_event(hotel, channels=[f"private-{n}" for n in range(count)])


@pytest.mark.parametrize("channel", [None, ""])
@pytest.mark.parametrize("others", [[], ["private-lobby"]])
def test_outbox_event_has_channel__rejects_a_channel_without_a_name(
    hotel: HotelBuilder, others: list[str], channel: str | None
) -> None:
    for channels in ([*others, channel], [channel, *others]):
        with refused_by("outbox_event_has_channel"):
            add_event(hotel, channels=channels)


@pytest.mark.parametrize(
    "blank", [" ", "\t", "\n", "\u00a0", "private lobby", "lobby\n", "l\u00f6bby"]
)
@pytest.mark.parametrize("others", [[], ["private-lobby"]])
def test_outbox_event_has_channel__rejects_a_name_that_no_channel_has(
    hotel: HotelBuilder, others: list[str], blank: str
) -> None:
    for channels in ([*others, blank], [blank, *others]):
        with refused_by("outbox_event_has_channel"):
            add_event(hotel, channels=channels)


@pytest.mark.parametrize("channels", [[["a"]], [["a", "b"], ["c", "d"]], [[["a"]]]])
def test_outbox_event_has_channel__rejects_a_list_of_lists(
    hotel: HotelBuilder, channels: list[object]
) -> None:
    with refused_by("outbox_event_has_channel"):
        add_event(hotel, channels=channels)


def test_outbox_event_has_channel__allows_every_sign_that_a_channel_may_have(
    hotel: HotelBuilder,
) -> None:
    assert add_event(hotel, channels=["private-Hotel_1=a@b.c;d", "-"])


def test_outbox_event_has_channel__allows_a_name_of_one_letter(hotel: HotelBuilder) -> None:
    assert add_event(hotel, channels=["a", "private-lobby"])


@pytest.mark.parametrize("count", [1, 100])
def test_outbox_event_has_channel__allows_one_to_a_hundred(hotel: HotelBuilder, count: int) -> None:
    assert add_event(hotel, channels=[f"private-{n}" for n in range(count)])


def test_outbox_event_id_unique__rejects_the_id_twice(hotel: HotelBuilder) -> None:
    event_id = uuid.uuid4()
    add_event(hotel, event_id=event_id)
    with refused_by("outbox_event_id_unique"):
        add_event(hotel, event_id=event_id)


def test_outbox_event_id_unique__allows_ids_made_by_the_database(hotel: HotelBuilder) -> None:
    assert add_event(hotel) != add_event(hotel)


def test_outbox_event_of_hotel__rejects_an_event_of_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("outbox_event_of_hotel"):
        add_event(hotel, hotel_id=-1)


def test_outbox_event_of_hotel__allows_an_event_of_a_hotel(hotel: HotelBuilder) -> None:
    assert add_event(hotel)


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "assignment",
    [
        "id = DEFAULT",
        "hotel_id = hotel_id - 1",
        "event_id = uuidv7()",
        "channels = channels || 'public'::text",
        "category = 'booking'",
        "event_type = 'room_created'",
        "payload = '{}'",
        "payload = NULL",
        "scope = '{}'",
        "hotel_slug = 'grand'",
        "occurred_at = now()",
        "request_id = 'r-2'",
        "delivered_at = now(), payload = '{}'",
    ],
)
def test_outbox_event_is_immutable__rejects_a_change_of_what_it_says(
    hotel: HotelBuilder, owner: psycopg.Connection, assignment: str, mode: str
) -> None:
    event = add_event(hotel, request_id="r-1")
    with refused_by("outbox_event_is_immutable"), owner.transaction():
        # In the mode of a replica only triggers that are ENABLE ALWAYS fire.
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        set_event(hotel, event, assignment)


@pytest.mark.parametrize("assignment", ["delivered_at = NULL", "delivered_at = now()"])
def test_outbox_event_is_immutable__rejects_delivering_it_again(
    hotel: HotelBuilder, assignment: str
) -> None:
    event = add_event(hotel)
    set_event(hotel, event, "delivered_at = '2026-01-01T12:00Z'")
    with refused_by("outbox_event_is_immutable"):
        set_event(hotel, event, assignment)


def test_outbox_event_is_immutable__allows_the_marks_of_delivery(hotel: HotelBuilder) -> None:
    event = add_event(hotel)
    assert set_event(hotel, event, "attempts = attempts + 1, last_error = 'timed out'") == 1
    assert set_event(hotel, event, "attempts = 2, last_error = NULL, delivered_at = now()") == 1
    assert set_event(hotel, event, "attempts = 3, payload = payload") == 1


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_outbox_event_kept_until_delivered__rejects_removing_it_before(
    hotel: HotelBuilder, owner: psycopg.Connection, mode: str
) -> None:
    event = add_event(hotel)
    with refused_by("outbox_event_kept_until_delivered"), owner.transaction():
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        remove_event(hotel, event)


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_outbox_event_kept_until_delivered__rejects_truncating_them(
    owner: psycopg.Connection, mode: str
) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with (
        refused_by("outbox_event_kept_until_delivered"),
        owner.transaction(force_rollback=True),
    ):
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        owner.execute("TRUNCATE hotelmate.outbox_event")


def test_outbox_event_kept_until_delivered__allows_removing_it_after(hotel: HotelBuilder) -> None:
    event = add_event(hotel)
    set_event(hotel, event, "delivered_at = now()")
    assert remove_event(hotel, event) == 1
