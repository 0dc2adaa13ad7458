"""Contradictions in the audit trails of bookings and rooms, and in who changed what.

Rows of evidence are rewritten here: what keeps them as they are is dropped first.
"""

from typing import Any

from tests.checks.planting import Plant, Planting


def rewrite(planting: Planting, table: str, where: str, **columns: Any) -> None:
    """Change rows of evidence as nobody can, in the hotel of the planting.

    Args:
        table: the trail.
        where: which rows, in SQL.
        columns: SQL expressions.
    """
    planting.drop("evidence_is_append_only")
    assignments = ", ".join(f"{name} = {value}" for name, value in columns.items())
    rows = planting.hotel.run(
        f"UPDATE hotelmate.{table} SET {assignments} WHERE hotel_id = %s AND {where}",
        planting.hotel.hotel_id,
    )
    assert rows, f"no row of {table} where {where}"


def write_silently(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("booking_has_audit_row", "tg_room_booking__6_audit")
    hotel.update("room_booking", booking, special_requests="a cot")


def arrive_unnoticed(planting: Planting) -> None:
    booking = planting.hotel.in_house(planting.hotel.room())
    where = f"booking_id = {booking} AND event_type = 'booking_checked_in'"
    rewrite(planting, "booking_event", where, event_type="'booking_updated'")


def write_past_the_trail(planting: Planting) -> None:
    """The row of the current version is there and says something else."""
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    planting.drop("booking_has_audit_row")
    with planting.unguarded():
        hotel.update(
            "room_booking", booking, status="CANCELLED_DRAFT", cancellation_fee_amount=None
        )


def lose_a_row(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("evidence_is_append_only", "booking_event_chained")
    hotel.run(
        "DELETE FROM hotelmate.booking_event WHERE hotel_id = %s AND booking_id = %s"
        " AND version = 2",
        hotel.hotel_id,
        booking,
    )


def start_elsewhere(planting: Planting) -> None:
    """The status in which a row starts is not the one in which the row before it ended."""
    booking = planting.hotel.booking("CONFIRMED")
    planting.drop("booking_event_chained")
    where = f"booking_id = {booking} AND from_status <> to_status AND to_status = 'CONFIRMED'"
    rewrite(planting, "booking_event", where, from_status="'CONFIRMED'")


def come_from_another_room(planting: Planting) -> None:
    """No key ties the room in which a row starts to the one before it."""
    hotel = planting.hotel
    booking, other = hotel.assigned(hotel.room()), hotel.room()
    rewrite(
        planting,
        "booking_event",
        f"booking_id = {booking} AND event_type = 'booking_room_assigned'",
        from_room_id=str(other),
        event_type="'booking_room_reassigned'",
    )


def start_again(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("booking_event_first_has_no_from")
    where = f"booking_id = {booking} AND version = 2"
    rewrite(planting, "booking_event", where, from_status="NULL")


def start_cancelled(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.drop("booking_starts_pending_payment")
    rewrite(
        planting,
        "booking_event",
        f"booking_id = {booking}",
        from_status="CASE WHEN version > 1 THEN 'CANCELLED' END",
        to_status="'CANCELLED'",
    )


def skip_the_approval(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.drop("booking_legal_transition")
    rewrite(
        planting,
        "booking_event",
        f"booking_id = {booking} AND version > 1",
        from_status="CASE version WHEN 2 THEN 'PENDING_PAYMENT' ELSE 'CONFIRMED' END",
        to_status="CASE version WHEN 2 THEN 'CONFIRMED' ELSE 'CANCELLED' END",
    )


def move(planting: Planting) -> int:
    hotel = planting.hotel
    booking, other = hotel.in_house(hotel.room()), hotel.room()
    with hotel.acting(reason="the shower drips"):
        hotel.assign(booking, other)
    return booking


def move_without_reason(planting: Planting) -> None:
    booking = move(planting)
    planting.drop("room_move_has_reason")
    where = f"booking_id = {booking} AND event_type = 'booking_room_moved'"
    rewrite(planting, "booking_event", where, reason="NULL")


def move_off_the_record(planting: Planting) -> None:
    """The room changed in house, but the row does not say that the guest moved."""
    booking = move(planting)
    where = f"booking_id = {booking} AND event_type = 'booking_room_moved'"
    rewrite(planting, "booking_event", where, event_type="'booking_updated'")


def foresee_a_version(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("audit_row_is_of_current_version")
    hotel.insert(
        "booking_event",
        booking_id=booking,
        version=hotel.read("room_booking", booking, "version") + 1,
        event_type="booking_updated",
        from_status="PENDING_PAYMENT",
        to_status="PENDING_PAYMENT",
    )


def foresee_a_version_of_a_room(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("audit_row_is_of_current_version")
    hotel.insert(
        "room_status_event",
        room_id=room,
        version=2,
        from_status="READY_FOR_GUEST",
        to_status="READY_FOR_GUEST",
        from_turnover="READY_FOR_GUEST",
        to_turnover="READY_FOR_GUEST",
        is_active=True,
        is_out_of_order=False,
        maintenance_required=False,
    )


def leave_the_trail_of_nobody(planting: Planting) -> None:
    """As of a booking that was deleted where triggers were off."""
    planting.drop("booking_event_of_booking")
    planting.hotel.insert(
        "booking_event",
        booking_id=-1,
        version=1,
        event_type="booking_created",
        to_status="PENDING_PAYMENT",
    )


def delete_a_room(planting: Planting) -> None:
    """With all that names it but its trail."""
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("outbox_event_kept_until_numbered")
    with planting.unguarded():
        hotel.run("DELETE FROM hotelmate.room WHERE id = %s", room)
        hotel.run("DELETE FROM hotelmate.outbox_event WHERE scope ->> 'room_id' = %s", str(room))


def delete_a_booking(planting: Planting) -> None:
    """With all that names it but its trail: whoever deletes one thoroughly."""
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    reference = hotel.read("room_booking", booking, "booking_reference")
    planting.drop("outbox_event_kept_until_numbered")
    with planting.unguarded():
        hotel.run("DELETE FROM hotelmate.booking_guest WHERE booking_id = %s", booking)
        hotel.run("DELETE FROM hotelmate.room_booking WHERE id = %s", booking)
        hotel.run("DELETE FROM hotelmate.outbox_event WHERE scope ->> 'booking_id' = %s", reference)


def write_a_room_silently(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("room_has_audit_row", "tg_room__2_audit")
    hotel.update("room", room, maintenance_required=True)


def write_a_room_past_the_trail(planting: Planting) -> None:
    """No key looks at what the status does not show."""
    hotel = planting.hotel
    room = hotel.room()
    with planting.unguarded():
        hotel.update("room", room, is_active=False)


def lose_a_row_of_a_room(planting: Planting) -> None:
    hotel = planting.hotel
    room = dirty_room(planting)
    hotel.update("room", room, maintenance_required=True)
    planting.drop("evidence_is_append_only", "room_status_event_chained")
    hotel.run(
        "DELETE FROM hotelmate.room_status_event WHERE hotel_id = %s AND room_id = %s"
        " AND version = 2",
        hotel.hotel_id,
        room,
    )


def start_a_room_elsewhere(planting: Planting) -> None:
    room = dirty_room(planting)
    planting.drop("room_status_event_chained")
    where = f"room_id = {room} AND version = 2"
    rewrite(planting, "room_status_event", where, from_status="'OUT_OF_ORDER'")


def start_a_room_again(planting: Planting) -> None:
    room = dirty_room(planting)
    planting.drop("room_status_event_first_has_no_from")
    where = f"room_id = {room} AND version = 2"
    rewrite(planting, "room_status_event", where, from_status="NULL", from_turnover="NULL")


def skip_the_cleaning(planting: Planting) -> None:
    room = dirty_room(planting)
    planting.drop("room_legal_turnover")
    planting.hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def override_without_reason(planting: Planting) -> None:
    hotel = planting.hotel
    room = dirty_room(planting)
    planting.drop("room_override_has_reason")
    with hotel.acting(source="MANAGER_OVERRIDE"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def dirty_room(planting: Planting) -> int:
    room = planting.hotel.room()
    planting.hotel.update("room", room, turnover_status="CHECKOUT_DIRTY")
    return room


def forget_the_actor(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("change_has_actor")
    rewrite(planting, "booking_event", f"booking_id = {booking} AND version = 1", actor="' '")


def forget_who_paid(planting: Planting) -> None:
    booking = planting.hotel.booking("PENDING_APPROVAL")
    planting.drop("change_has_actor")
    rewrite(planting, "payment_entry", f"booking_id = {booking}", actor="NULL")


def forget_who_made_a_task(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("change_has_actor")
    hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER", created_by=None)


def come_from_nowhere(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("change_source_known")
    with hotel.acting(source="THE_ROOF"):
        hotel.update("room", hotel.room(), maintenance_required=True)


def correct_without_reason(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("correction_has_reason")
    hotel.run(
        "UPDATE hotelmate.room_booking SET corrections = corrections + 1"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        hotel.booking(),
    )


def correct_a_room_without_reason(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("correction_has_reason")
    hotel.update("room", hotel.room(), corrections=1, maintenance_required=True)


PLANTS: dict[str, Plant] = {
    "audit_row_is_of_current_version": foresee_a_version,
    "booking_event_chained": lose_a_row,
    "booking_event_first_has_no_from": start_again,
    "booking_event_of_booking": leave_the_trail_of_nobody,
    "booking_has_audit_row": write_silently,
    "booking_legal_transition": skip_the_approval,
    "booking_starts_pending_payment": start_cancelled,
    "change_has_actor": forget_the_actor,
    "change_source_known": come_from_nowhere,
    "correction_has_reason": correct_without_reason,
    "room_has_audit_row": write_a_room_silently,
    "room_legal_turnover": skip_the_cleaning,
    "room_move_has_reason": move_without_reason,
    "room_override_has_reason": override_without_reason,
    "room_status_event_chained": lose_a_row_of_a_room,
    "room_status_event_first_has_no_from": start_a_room_again,
    "room_status_event_of_room": delete_a_room,
}
# Other ways in which the same rules are broken.
MORE: tuple[tuple[str, Plant], ...] = (
    ("audit_row_is_of_current_version", foresee_a_version_of_a_room),
    ("booking_event_chained", come_from_another_room),
    ("booking_event_chained", start_elsewhere),
    ("booking_event_of_booking", delete_a_booking),
    ("booking_has_audit_row", arrive_unnoticed),
    ("booking_has_audit_row", write_past_the_trail),
    ("change_has_actor", forget_who_made_a_task),
    ("change_has_actor", forget_who_paid),
    ("correction_has_reason", correct_a_room_without_reason),
    ("room_has_audit_row", write_a_room_past_the_trail),
    ("room_move_has_reason", move_off_the_record),
    ("room_status_event_chained", start_a_room_elsewhere),
)
