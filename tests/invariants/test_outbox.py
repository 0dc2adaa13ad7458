"""The outbox: whose an event is, who hears it, and that it stays until it is a message."""

import uuid

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import messages, number, publish, waiting
from tests.refusal import refused_by

AUDIENCES = ["hotel", "rooms", "staff.1", "staff.9223372036854775807", "guest.BK-2026-000123"]
# One event has this many channels at most: as many as a publisher takes.
MOST_CHANNELS = 100
# Bytes of payload and scope together.
LIMIT = 9000


def set_event(hotel: HotelBuilder, event: uuid.UUID, assignment: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.outbox_event SET {assignment} WHERE hotel_id = %s AND event_id = %s",
        hotel.hotel_id,
        event,
    )


def remove_event(hotel: HotelBuilder, event: uuid.UUID) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.outbox_event WHERE hotel_id = %s AND event_id = %s",
        hotel.hotel_id,
        event,
    )


def of_size(hotel: HotelBuilder, letter: str, size: int) -> Jsonb:
    """Return a payload of so many bytes as the database writes it, of one letter."""
    frame = int(hotel.value("SELECT octet_length(%s::text)", Jsonb({"note": ""})))
    filling, rest = divmod(size - frame, len(letter.encode()))
    return Jsonb({"note": letter * filling + "." * rest})


@pytest.mark.parametrize("category", ["", "payments", "Rooms", "room"])
def test_outbox_event_category_known__rejects_others(hotel: HotelBuilder, category: str) -> None:
    with refused_by("outbox_event_category_known"):
        publish(hotel, category=category)


@pytest.mark.parametrize("category", ["booking", "rooms", "housekeeping"])
def test_outbox_event_category_known__allows_the_three(hotel: HotelBuilder, category: str) -> None:
    assert publish(hotel, category=category) in waiting(hotel)


@pytest.mark.parametrize("count", [0, MOST_CHANNELS + 1])
def test_outbox_event_has_channel__rejects_none_and_more_than_one_publication_takes(
    hotel: HotelBuilder, count: int
) -> None:
    with refused_by("outbox_event_has_channel"):
        publish(hotel, channels=[f"staff.{n + 1}" for n in range(count)])


@pytest.mark.parametrize("channel", [None, ""])
@pytest.mark.parametrize("others", [[], ["hotel"]])
def test_outbox_event_has_channel__rejects_a_channel_without_a_name(
    hotel: HotelBuilder, others: list[str], channel: str | None
) -> None:
    for channels in ([*others, channel], [channel, *others]):
        with refused_by("outbox_event_has_channel"):
            publish(hotel, channels=channels)


@pytest.mark.parametrize(
    "name",
    [
        "rooms,hotel",
        "hotel,",
        ",hotel",
        "hotel\n",
        "\nhotel",
        "hotel\nrooms",
        " hotel",
        "Hotel",
        "ROOMS",
        "room",
        "hotels",
        "private-hotel-grand",
        "hotel-grand",
        "staff",
        "staff.",
        "staff.0",
        "staff.01",
        "staff.-1",
        "staff.1.2",
        "staff.x",
        "staff.\u0661",
        "staff.12345678901234567890",
        "guest",
        "guest.",
        "guest.BK",
        "guest.bk-2026-000123",
        "guest.BK-2026-123",
        "guest.BK-2026-000123,hotel",
        "guest.BK-2026-000123\n",
        "guest.grand.BK-2026-000123",
        "other-hotel.rooms",
    ],
)
@pytest.mark.parametrize("others", [[], ["hotel"]])
def test_outbox_event_has_channel__rejects_a_name_of_no_audience(
    hotel: HotelBuilder, others: list[str], name: str
) -> None:
    for channels in ([*others, name], [name, *others]):
        with refused_by("outbox_event_has_channel"):
            publish(hotel, channels=channels)


@pytest.mark.parametrize("channels", [[["hotel"]], [["hotel", "rooms"], ["rooms", "hotel"]]])
def test_outbox_event_has_channel__rejects_a_list_of_lists(
    hotel: HotelBuilder, channels: list[object]
) -> None:
    with refused_by("outbox_event_has_channel"):
        publish(hotel, channels=channels)


@pytest.mark.parametrize("name", AUDIENCES)
def test_outbox_event_has_channel__allows_each_audience(hotel: HotelBuilder, name: str) -> None:
    assert publish(hotel, name) in waiting(hotel)


def test_outbox_event_has_channel__allows_all_audiences_of_one_event(hotel: HotelBuilder) -> None:
    publish(hotel, *AUDIENCES)
    number(hotel)
    assert sorted(message.channel for message in messages(hotel)) == sorted(AUDIENCES)


@pytest.mark.parametrize("count", [1, MOST_CHANNELS])
def test_outbox_event_has_channel__allows_one_to_a_hundred(hotel: HotelBuilder, count: int) -> None:
    publish(hotel, *(f"staff.{n + 1}" for n in range(count)))
    number(hotel)
    assert len(messages(hotel)) == count


def test_outbox_event_has_channel__allows_the_reference_of_every_booking(
    hotel: HotelBuilder,
) -> None:
    # The reference of a hotel with more bookings a year than six digits count.
    hotel.insert("booking_counter", year=hotel.today().year, last_number=999_999_998)
    booking = hotel.booking()
    reference = hotel.read("room_booking", booking, "booking_reference")
    assert reference.endswith("-999999999")


def test_outbox_event_id_unique__rejects_the_id_twice(hotel: HotelBuilder) -> None:
    event = publish(hotel)
    with refused_by("outbox_event_id_unique"):
        publish(hotel, event_id=event)


def test_outbox_event_id_unique__allows_ids_made_by_the_database(hotel: HotelBuilder) -> None:
    for _ in range(2):
        hotel.run(
            "INSERT INTO hotelmate.outbox_event"
            " (hotel_id, channels, category, event_type, payload, scope)"
            " VALUES (%s, '{hotel}', 'rooms', 'room_updated', '{}', '{}')",
            hotel.hotel_id,
        )
    assert len(set(waiting(hotel))) == 2


def test_outbox_event_of_hotel__rejects_an_event_of_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("outbox_event_of_hotel"):
        publish(hotel, hotel_id=-1)


def test_outbox_event_of_hotel__allows_an_event_of_a_hotel(hotel: HotelBuilder) -> None:
    assert publish(hotel) in waiting(hotel)


def add_dated(hotel: HotelBuilder, when: str) -> int:
    """Write an event of a time that Python may not know."""
    return hotel.run(
        "INSERT INTO hotelmate.outbox_event"
        " (hotel_id, channels, category, event_type, payload, scope, occurred_at)"
        " VALUES (%s, '{hotel}', 'rooms', 'room_updated', '{}', '{}', %s)",
        hotel.hotel_id,
        when,
    )


@pytest.mark.parametrize("when", ["infinity", "-infinity"])
def test_outbox_event_is_dated__rejects_a_time_that_is_none(hotel: HotelBuilder, when: str) -> None:
    # Its envelope would have no ts, and the relay's sum of latencies would never be a number again.
    with refused_by("outbox_event_is_dated"):
        add_dated(hotel, when)


@pytest.mark.parametrize("when", ["now", "1970-01-01T00:00Z", "294276-12-31", "4713-01-01 BC"])
def test_outbox_event_is_dated__allows_any_time_of_a_clock(hotel: HotelBuilder, when: str) -> None:
    assert add_dated(hotel, when) == 1
    assert number(hotel) == 1


@pytest.mark.parametrize(
    "event_type",
    [
        "",
        "_",
        "room_",
        "_room",
        "room__updated",
        "Room",
        "room-updated",
        "room1",
        "room\n",
        "x" * 65,
    ],
)
def test_outbox_event_type_well_formed__rejects_others(
    hotel: HotelBuilder, event_type: str
) -> None:
    with refused_by("outbox_event_type_well_formed"):
        publish(hotel, event_type=event_type)


@pytest.mark.parametrize("event_type", ["x", "room_updated", "a_b_c", "x" * 64])
def test_outbox_event_type_well_formed__allows_words(hotel: HotelBuilder, event_type: str) -> None:
    assert publish(hotel, event_type=event_type) in waiting(hotel)


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u20ac", "\U0001f6cf"])
@pytest.mark.parametrize("column", ["payload", "scope"])
def test_outbox_event_fits_message__rejects_a_byte_too_many(
    hotel: HotelBuilder, column: str, letter: str
) -> None:
    other = {"payload": "scope", "scope": "payload"}[column]
    # The other column has the two bytes of an empty object.
    told = {column: of_size(hotel, letter, LIMIT - 2 + 1), other: Jsonb({})}
    with refused_by("outbox_event_fits_message"):
        publish(hotel, **told)


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u20ac", "\U0001f6cf"])
@pytest.mark.parametrize("column", ["payload", "scope"])
def test_outbox_event_fits_message__allows_the_last_byte(
    hotel: HotelBuilder, column: str, letter: str
) -> None:
    other = {"payload": "scope", "scope": "payload"}[column]
    told = {column: of_size(hotel, letter, LIMIT - 2), other: Jsonb({})}
    assert publish(hotel, **told) in waiting(hotel)


def test_outbox_event_fits_message__rejects_what_only_both_together_exceed(
    hotel: HotelBuilder,
) -> None:
    half = of_size(hotel, "a", LIMIT // 2)
    assert publish(hotel, payload=half, scope=half) in waiting(hotel)
    with refused_by("outbox_event_fits_message"):
        publish(hotel, payload=half, scope=of_size(hotel, "a", LIMIT // 2 + 1))


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "assignment",
    [
        "id = DEFAULT",
        "hotel_id = hotel_id - 1",
        "event_id = uuidv7()",
        "channels = channels || 'rooms'::text",
        "category = 'booking'",
        "event_type = 'room_created'",
        "payload = '{}'",
        "payload = NULL",
        "scope = '{}'",
        "occurred_at = now()",
        "request_id = 'r-2'",
        "payload = payload",
    ],
)
def test_outbox_event_is_immutable__rejects_a_change_of_what_it_says(
    hotel: HotelBuilder, owner: psycopg.Connection, assignment: str, mode: str
) -> None:
    event = publish(hotel, request_id="r-1")
    with refused_by("outbox_event_is_immutable"), owner.transaction():
        # In the mode of a replica only triggers that are ENABLE ALWAYS fire.
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        set_event(hotel, event, assignment)


def test_outbox_event_is_immutable__allows_more_events_beside_it(hotel: HotelBuilder) -> None:
    written = [publish(hotel), publish(hotel)]
    assert waiting(hotel) == written


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_outbox_event_kept_until_numbered__rejects_removing_it_before(
    hotel: HotelBuilder, owner: psycopg.Connection, mode: str
) -> None:
    publish(hotel)
    number(hotel)
    event = publish(hotel)
    with refused_by("outbox_event_kept_until_numbered"), owner.transaction():
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        remove_event(hotel, event)


def test_outbox_event_kept_until_numbered__rejects_removing_it_for_the_message_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    event = publish(other)
    number(other)
    publish(hotel, event_id=event)
    with refused_by("outbox_event_kept_until_numbered"):
        remove_event(hotel, event)


@pytest.mark.parametrize("channels", [("hotel", "rooms"), ("rooms", "hotel")])
def test_outbox_event_kept_until_numbered__rejects_removing_it_before_each_channel_has_it(
    hotel: HotelBuilder, channels: tuple[str, ...]
) -> None:
    event = publish(hotel, "hotel")
    number(hotel)
    publish(hotel, *channels, event_id=event)
    with refused_by("outbox_event_kept_until_numbered"):
        remove_event(hotel, event)


def test_outbox_event_kept_until_numbered__allows_removing_what_each_channel_has(
    hotel: HotelBuilder,
) -> None:
    event = publish(hotel, "rooms", "hotel", "rooms")
    assert number(hotel) == 1
    publish(hotel, "hotel", "rooms", event_id=event)
    assert remove_event(hotel, event) == 1


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_outbox_event_kept_until_numbered__rejects_truncating_them(
    owner: psycopg.Connection, mode: str
) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with (
        refused_by("outbox_event_kept_until_numbered"),
        owner.transaction(force_rollback=True),
    ):
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        owner.execute("TRUNCATE hotelmate.outbox_event")


def test_outbox_event_kept_until_numbered__allows_leaving_as_a_message(hotel: HotelBuilder) -> None:
    event = publish(hotel)
    assert number(hotel) == 1
    assert waiting(hotel) == []
    assert [message.event_id for message in messages(hotel)] == [event]


def test_outbox_event_kept_until_numbered__allows_removing_what_is_a_message_already(
    hotel: HotelBuilder,
) -> None:
    event = publish(hotel)
    number(hotel)
    publish(hotel, event_id=event)
    assert remove_event(hotel, event) == 1
