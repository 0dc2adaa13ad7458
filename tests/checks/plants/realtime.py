"""Contradictions in the outbox, the log of messages and their delivery."""

import uuid
from collections.abc import Iterable
from typing import Any

from psycopg.types.json import Jsonb

from tests.checks.planting import Plant, Planting

NUMBER_EVENTS = "SELECT hotelmate.number_events(%s, 100000)"
LAST_POSITION = "SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s"


def number(planting: Planting) -> int:
    """Turn the events of the hotel into messages; return the position of the newest."""
    hotel = planting.hotel
    hotel.run(NUMBER_EVENTS, hotel.hotel_id)
    return int(hotel.value(LAST_POSITION, hotel.hotel_id))


def publish(planting: Planting, **columns: Any) -> None:
    """Write an event of a task that exists, unless told otherwise."""
    hotel = planting.hotel
    task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    event: dict[str, Any] = {
        "channels": ["hotel"],
        "category": "housekeeping",
        "event_type": "task_updated",
        "payload": Jsonb({}),
        "scope": Jsonb({"task_id": task}),
    }
    hotel.insert("outbox_event", **{**event, **columns})


def event(rule: str, **columns: Any) -> Plant:
    """Return a plant of an event that breaks a rule of the outbox."""

    def plant(planting: Planting) -> None:
        planting.drop(rule)
        publish(planting, **columns)

    return plant


def change(planting: Planting, table: str, where: str, **columns: Any) -> None:
    """Change rows of the hotel: columns are SQL expressions."""
    assignments = ", ".join(f"{name} = {value}" for name, value in columns.items())
    rows = planting.hotel.run(
        f"UPDATE hotelmate.{table} SET {assignments} WHERE hotel_id = %s AND {where}",
        planting.hotel.hotel_id,
    )
    assert rows, f"no row of {table} where {where}"


def remove(planting: Planting, table: str, where: str) -> None:
    """Remove rows of the hotel."""
    rows = planting.hotel.run(
        f"DELETE FROM hotelmate.{table} WHERE hotel_id = %s AND {where}", planting.hotel.hotel_id
    )
    assert rows, f"no row of {table} where {where}"


def speak_of_a_version_to_come(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    reference = hotel.read("room_booking", booking, "booking_reference")
    version = hotel.read("room_booking", booking, "version")
    publish(
        planting,
        category="booking",
        event_type="booking_updated",
        scope=Jsonb({"booking_id": reference, "version": version + 1}),
    )


def speak_of_no_booking(planting: Planting) -> None:
    scope = Jsonb({"booking_id": "BK-1999-000001", "version": 1})
    publish(planting, category="booking", event_type="booking_updated", scope=scope)
    number(planting)


def speak_of_a_room_to_come(planting: Planting) -> None:
    """Just after another room came to the version that the event speaks of."""
    hotel = planting.hotel
    others, behind = hotel.room(), hotel.room()
    for is_required in (True, False, True, False):
        hotel.update("room", others, maintenance_required=is_required)
    version = hotel.read("room", others, "version")
    assert hotel.read("room", behind, "version") < version
    number_of_room = hotel.read("room", behind, "room_number")
    scope = {"room_id": behind, "room_number": number_of_room, "version": version}
    publish(
        planting,
        category="rooms",
        event_type="room_updated",
        channels=["rooms"],
        scope=Jsonb(scope),
    )


def speak_of_no_room(planting: Planting) -> None:
    scope = Jsonb({"room_id": 999_999_999, "room_number": "101", "version": 1})
    publish(planting, category="rooms", event_type="room_updated", channels=["rooms"], scope=scope)


def speak_of_rooms_by_hand(planting: Planting) -> None:
    """What names no room by its id tells nobody which room it is about."""
    named: dict[str, Any] = {"room_number": "101", "version": 1}
    ids: list[Any] = [None, "one", [1], 10**30, -1]
    for scope in (5, [], {}, named, *({**named, "room_id": room_id} for room_id in ids)):
        publish(
            planting,
            category="rooms",
            event_type="room_updated",
            channels=["rooms"],
            scope=Jsonb(scope),
        )


def speak_of_no_task(planting: Planting) -> None:
    publish(planting, scope=Jsonb({"task_id": 999_999_999}))


def lose_the_event_of_a_booking(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    reference = hotel.read("room_booking", booking, "booking_reference")
    planting.drop("outbox_event_kept_until_numbered")
    remove(planting, "outbox_event", f"scope ->> 'booking_id' = '{reference}'")


def lose_the_event_of_a_room(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("outbox_event_kept_until_numbered")
    remove(planting, "outbox_event", f"scope ->> 'room_id' = '{room}'")


def change_rooms_at_once(planting: Planting) -> None:
    """Make twenty rooms in one statement, and change them in another."""
    hotel = planting.hotel
    hotel.run(
        "INSERT INTO hotelmate.room (hotel_id, room_number, room_type_id)"
        " SELECT %s, 'AT-' || number, %s FROM generate_series(1, 20) AS number",
        hotel.hotel_id,
        hotel.double,
    )
    change(planting, "room", "room_number LIKE 'AT-%%'", maintenance_required="true")


def lose_the_events_of_rooms_changed_at_once(planting: Planting) -> None:
    """Of twenty rooms one alone was reported, the last."""
    change_rooms_at_once(planting)
    planting.drop("outbox_event_kept_until_numbered")
    remove(
        planting,
        "outbox_event",
        "scope ->> 'room_number' LIKE 'AT-%%' AND scope ->> 'room_number' <> 'AT-20'",
    )


def lose_events(planting: Planting, name: str, values: Iterable[object]) -> None:
    """Remove the events that wait in the outbox and name one of these in their scope."""
    planting.drop("outbox_event_kept_until_numbered")
    lost = ",".join(map(str, values))
    remove(planting, "outbox_event", f"scope ->> '{name}' = ANY ('{{{lost}}}')")


def change_bookings_at_once(planting: Planting) -> dict[str, int]:
    """Change twenty bookings in one statement; return their versions by reference."""
    hotel = planting.hotel
    bookings = [hotel.booking() for _ in range(20)]
    ids = ",".join(map(str, bookings))
    change(planting, "room_booking", f"id IN ({ids})", total_amount="total_amount + 1")
    return {
        hotel.read("room_booking", booking, "booking_reference"): hotel.read(
            "room_booking", booking, "version"
        )
        for booking in bookings
    }


def lose_the_events_of_bookings_changed_at_once(planting: Planting) -> None:
    """Of twenty bookings one alone was reported, the last."""
    lose_events(planting, "booking_id", list(change_bookings_at_once(planting))[:-1])


def make_tasks(planting: Planting) -> dict[int, str]:
    """Make a task in each of twenty rooms; return the rooms' numbers by the ids of the tasks."""
    hotel = planting.hotel
    rooms = [hotel.room() for _ in range(20)]
    return {
        hotel.insert("housekeeping_task", room_id=room, task_type="STAYOVER"): hotel.read(
            "room", room, "room_number"
        )
        for room in rooms
    }


def lose_the_events_of_many_tasks(planting: Planting) -> None:
    """Of twenty tasks one alone was reported, the last."""
    lose_events(planting, "task_id", list(make_tasks(planting))[:-1])


def pass_the_number_on(planting: Planting) -> tuple[int, int]:
    """Give the number of a room to another one; return both, who had it first."""
    hotel = planting.hotel
    first, second = hotel.room(), hotel.room()
    number_of_room = hotel.read("room", first, "room_number")
    for is_required in (True, False, True):
        hotel.update("room", first, maintenance_required=is_required)
    hotel.update("room", first, room_number="renamed")
    hotel.update("room", second, room_number=number_of_room)
    return first, second


def lose_an_event_that_another_room_seems_to_have_told(planting: Planting) -> None:
    _, second = pass_the_number_on(planting)
    told = "SELECT event_id FROM hotelmate.outbox_event WHERE category = 'rooms'"
    newest = planting.hotel.value(f"{told} ORDER BY id DESC LIMIT 1")
    # Version 2 of both rooms was told of by the same number.
    assert planting.hotel.read("room", second, "version") == 2
    planting.drop("outbox_event_kept_until_numbered")
    remove(planting, "outbox_event", f"event_id = '{newest}'")


def lose_the_event_of_a_task(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("tg_housekeeping_task__3_publish")
    hotel.insert("housekeeping_task", room_id=room, task_type="STAYOVER")


def tell_a_guest_of_another(planting: Planting) -> None:
    hotel = planting.hotel
    first, second = (
        hotel.read("room_booking", hotel.booking(), "booking_reference") for _ in range(2)
    )
    publish(
        planting,
        category="booking",
        event_type="booking_updated",
        channels=[f"guest.{second}"],
        scope=Jsonb({"booking_id": first, "version": 1}),
    )
    number(planting)


def tell_the_rooms_of_a_task(planting: Planting) -> None:
    publish(planting, channels=["rooms"])


def write_an_event_again(planting: Planting) -> None:
    number(planting)
    event_id = planting.hotel.value(
        "SELECT event_id FROM hotelmate.realtime_message WHERE hotel_id = %s LIMIT 1",
        planting.hotel.hotel_id,
    )
    publish(planting, event_id=event_id)


def happen_some_time(planting: Planting) -> None:
    planting.drop("outbox_event_is_dated", "outbox_event_is_immutable")
    publish(planting, event_type="task_postponed")
    change(planting, "outbox_event", "event_type = 'task_postponed'", occurred_at="'infinity'")


def wait_in_the_outbox(planting: Planting) -> None:
    then = planting.hotel.value("SELECT now() - interval '5 minutes 1 second'")
    publish(planting, occurred_at=then)


def wait_for_delivery(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_message_is_immutable")
    change(
        planting,
        "realtime_message",
        "channel = 'rooms'",
        numbered_at="now() - interval '5 minutes 1 second'",
    )


def bury(planting: Planting, **columns: Any) -> None:
    """Make the newest message a dead letter."""
    letter: dict[str, Any] = {"position": number(planting), "reason": "413", "attempts": 1}
    planting.hotel.insert("realtime_dead_letter", **{**letter, **columns})


def bury_without_reason(planting: Planting) -> None:
    planting.drop("dead_letter_has_reason")
    bury(planting, reason=" ")


def bury_untried(planting: Planting) -> None:
    planting.drop("dead_letter_was_tried")
    bury(planting, attempts=0)


def count_twice(planting: Planting) -> None:
    planting.drop("relay_statistics_single_row")
    planting.hotel.run("INSERT INTO hotelmate.relay_statistics (only_row) VALUES (false)")


def count_nothing(planting: Planting) -> None:
    planting.drop("tg_relay_statistics__refuse_removal")
    planting.hotel.run("DELETE FROM hotelmate.relay_statistics")


def end_a_stream_beyond(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_stream_ends_with_message")
    change(planting, "realtime_stream", "true", last_position="last_position + 5")


def remove_what_is_to_come(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_stream_positions_in_order")
    change(planting, "realtime_stream", "true", removed_position="last_position + 1")


def end_a_channel_beyond(planting: Planting) -> None:
    last = number(planting)
    planting.drop("realtime_channel_ends_with_message")
    change(planting, "realtime_channel", "name = 'rooms'", last_position=str(last + 5))


def end_a_channel_too_early(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_channel_goes_forward")
    before = (
        "(SELECT max(position) FROM hotelmate.realtime_message AS message WHERE message.hotel_id"
        " = realtime_channel.hotel_id AND channel = 'rooms' AND position < last_position)"
    )
    change(planting, "realtime_channel", "name = 'rooms'", last_position=before)


def deliver_what_is_to_come(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_channel_positions_in_order")
    where = "name = 'hotel'"
    change(planting, "realtime_channel", where, delivered_position="last_position + 1")


def open_a_lobby(planting: Planting) -> None:
    planting.drop("realtime_channel_well_formed", "outbox_event_has_channel")
    publish(planting, channels=["lobby"])
    number(planting)


def send(planting: Planting, position: int, previous: int | None, channel: str = "hotel") -> None:
    """Write a message by hand, of an event of its own about a task that exists."""
    hotel = planting.hotel
    task = hotel.value(
        "SELECT max(id) FROM hotelmate.housekeeping_task WHERE hotel_id = %s", hotel.hotel_id
    )
    hotel.insert(
        "realtime_message",
        position=position,
        previous=previous,
        channel=channel,
        event_id=uuid.uuid4(),
        category="housekeeping",
        event_type="task_updated",
        payload=Jsonb({}),
        scope=Jsonb({"task_id": task}),
        occurred_at=hotel.value("SELECT now()"),
    )


def send_without_a_number(planting: Planting) -> None:
    publish(planting)
    last = number(planting)
    planting.drop("realtime_message_was_numbered")
    send(planting, last + 3, last)


def follow_nobody(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_message_is_immutable")
    newest = "(SELECT max(position) FROM hotelmate.realtime_message WHERE channel = 'rooms')"
    change(planting, "realtime_message", f"position = {newest}", previous="NULL")


def follow_another_channel(planting: Planting) -> None:
    """The message before it is there, but others hear it."""
    number(planting)
    planting.drop("realtime_message_is_immutable")
    first = "(SELECT min(position) FROM hotelmate.realtime_message WHERE channel LIKE 'guest.%%')"
    change(planting, "realtime_message", f"position = {first}", previous="position - 1")


def follow_itself(planting: Planting) -> None:
    number(planting)
    planting.drop("realtime_message_positions_in_order", "realtime_message_is_immutable")
    newest = "(SELECT max(position) FROM hotelmate.realtime_message WHERE channel = 'rooms')"
    change(planting, "realtime_message", f"position = {newest}", previous="position")


def remove_from_the_middle(planting: Planting) -> None:
    """A message is gone that was not delivered, and replay does not tell of a gap."""
    number(planting)
    planting.drop(
        "realtime_message_kept_until_delivered", "tg_realtime_message__tell_what_was_removed"
    )
    # Of a task: its change is no version whose event could be missed.
    publish(planting)
    remove(planting, "realtime_message", f"position = {number(planting)}")
    publish(planting)
    number(planting)


def remove_before_delivery(planting: Planting) -> None:
    """The stream says that messages were removed, but the channel did not deliver them."""
    number(planting)
    planting.drop("realtime_message_kept_until_delivered")
    where = (
        "channel = 'rooms' AND position < (SELECT max(position) FROM hotelmate.realtime_message)"
    )
    remove(planting, "realtime_message", where)
    change(planting, "realtime_stream", "true", removed_position="last_position")


PLANTS: dict[str, Plant] = {
    "changes_without_event": lose_the_event_of_a_booking,
    "dead_letter_has_reason": bury_without_reason,
    "dead_letter_was_tried": bury_untried,
    "dead_letters": bury,
    "events_undelivered": wait_in_the_outbox,
    "events_without_change": speak_of_a_version_to_come,
    "messages_of_another_audience": tell_a_guest_of_another,
    "messages_of_waiting_events": write_an_event_again,
    "outbox_event_category_known": event("outbox_event_category_known", category="weather"),
    "outbox_event_fits_message": event(
        "outbox_event_fits_message", payload=Jsonb({"note": "x" * 9000})
    ),
    "outbox_event_has_channel": event("outbox_event_has_channel", channels=["hotel,rooms"]),
    "outbox_event_is_dated": happen_some_time,
    "outbox_event_type_well_formed": event("outbox_event_type_well_formed", event_type="Task!"),
    "realtime_channel_ends_with_message": end_a_channel_beyond,
    "realtime_channel_positions_in_order": deliver_what_is_to_come,
    "realtime_channel_well_formed": open_a_lobby,
    "realtime_message_kept_until_delivered": remove_from_the_middle,
    "realtime_message_positions_in_order": follow_itself,
    "realtime_message_was_numbered": send_without_a_number,
    "realtime_stream_ends_with_message": end_a_stream_beyond,
    "realtime_stream_positions_in_order": remove_what_is_to_come,
    "relay_statistics_single_row": count_twice,
}
# Other ways in which the same is wrong.
MORE: tuple[tuple[str, Plant], ...] = (
    ("changes_without_event", lose_the_event_of_a_room),
    ("changes_without_event", lose_the_event_of_a_task),
    ("changes_without_event", lose_an_event_that_another_room_seems_to_have_told),
    ("changes_without_event", lose_the_events_of_bookings_changed_at_once),
    ("changes_without_event", lose_the_events_of_many_tasks),
    ("changes_without_event", lose_the_events_of_rooms_changed_at_once),
    ("events_undelivered", wait_for_delivery),
    ("events_without_change", speak_of_a_room_to_come),
    ("events_without_change", speak_of_no_booking),
    ("events_without_change", speak_of_no_room),
    ("events_without_change", speak_of_no_task),
    ("events_without_change", speak_of_rooms_by_hand),
    ("messages_of_another_audience", tell_the_rooms_of_a_task),
    ("realtime_channel_ends_with_message", end_a_channel_too_early),
    ("realtime_message_kept_until_delivered", remove_before_delivery),
    ("realtime_message_was_numbered", follow_another_channel),
    ("realtime_message_was_numbered", follow_nobody),
    ("relay_statistics_single_row", count_nothing),
)
