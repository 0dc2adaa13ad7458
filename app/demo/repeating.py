"""A request that is sent twice: one effect, one answer; and no other request under its key."""

import uuid
from datetime import date

from app.demo.attempts import Outcome
from app.demo.desk import Desk
from app.demo.guests import booking_for_two
from app.demo.traces import Traces

HEADER = "Idempotency-Key"
REUSED = "idempotency-key-reused"


def repeat(desk: Desk, traces: Traces, today: date) -> list[Outcome]:
    """Send a booking twice under one key, then another booking under the same.

    Raises:
        DemoError: the hotel takes no booking.
    """
    room_type = desk.must("GET", "/rooms").body["items"][0]["room_type"]
    headers = {HEADER: f"demo-{uuid.uuid4()}"}
    wanted = booking_for_two(room_type, today)
    first, again = (desk.must("POST", "/bookings", wanted, headers=headers) for _ in range(2))
    made = {str(answer.body["booking_id"]) for answer in (first, again)}
    for booking in made:
        traces.booked(booking)
    other = desk.call("POST", "/bookings", {**wanted, "children": 1}, headers=headers)
    if other.succeeded:
        traces.booked(str(other.body["booking_id"]))
    return [
        Outcome(
            "A booking is sent twice under one Idempotency-Key",
            "POST /bookings and POST /bookings",
            "one booking",
            f"{', '.join(sorted(made))}: {len(made)} made",
            len(made) == 1 and first.body == again.body,
            how="one effect, one answer:",
        ),
        Outcome(
            "Another booking is sent under the same key",
            "POST /bookings",
            REUSED,
            other.refused_by or f"accepted ({other.status})",
            other.refused_by == REUSED,
            how=f"refused with {other.status} by",
        ),
    ]
