"""Every operation of the API, with a request that succeeds.

`EXAMPLES` is the list that all tests of the walls go by. One of them holds it against the running
application, so a new route has to come here.
"""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import stripe

from tests.api.bodies import PAGES, new_booking
from tests.credentials import bearer
from tests.precheckin import issue_link
from tests.stripe_server.server import WEBHOOK_SECRET
from tests.stripe_server.signing import signature
from tests.walls.two_hotels import House

HOTEL = "/api/hotels/{slug}"


@dataclass(frozen=True)
class Call:
    """A request.

    Attributes:
        path: values of the path's parameters, but the hotel's slug.
        query: values of the query.
        body: of JSON; None for none.
        headers: besides the credential.
        raw: the body, where it is not JSON or its bytes matter.
    """

    path: dict[str, object] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass(frozen=True)
class Example:
    """A request that succeeds.

    Attributes:
        method, template: the operation.
        status: of success.
        make: readies a hotel for the request, and returns it.
        variant: what sets it apart from others of the operation.
    """

    method: str
    template: str
    status: int
    make: Callable[[House], Call]
    variant: str = ""

    @property
    def of_hotel(self) -> bool:
        """Say whether it is at a hotel."""
        return self.template.startswith(HOTEL)

    @property
    def changes(self) -> bool:
        """Say whether it changes anything."""
        return self.method != "GET"

    @property
    def name(self) -> str:
        """The operation, and the variant."""
        shown = f"{self.method} {self.template.removeprefix(HOTEL)}"
        return f"{shown}, {self.variant}" if self.variant else shown


EXAMPLES: list[Example] = []
_Make = Callable[[House], Call]


def example(
    method: str, path: str, status: int = 200, *, variant: str = ""
) -> Callable[[_Make], _Make]:
    """Put a request of a hotel on the list; paths that begin with ! are of no hotel."""

    def put(make: _Make) -> _Make:
        template = path[1:] if path.startswith("!") else f"{HOTEL}{path}"
        EXAMPLES.append(Example(method, template, status, make, variant))
        return make

    return put


def _of(house: House, booking: int, **call: Any) -> Call:
    return Call(path={"booking_id": house.reference(booking)}, **call)


# Bookings.


@example("GET", "/bookings")
def _(house: House) -> Call:
    return Call(query={"limit": "200"})


@example("POST", "/bookings", 201)
def _(house: House) -> Call:
    texts = {"first_name": house.mark, "last_name": house.mark, "phone": house.mark}
    person = {**texts, "email": f"{house.mark}@example.org"}
    return Call(
        body=new_booking(
            guests=[person, {**person, "role": "PRIMARY"}],
            booker=person,
            special_requests=house.mark,
        )
    )


@example("GET", "/bookings/{booking_id}")
@example("GET", "/bookings/{booking_id}/events")
@example("GET", "/bookings/{booking_id}/payments")
@example("GET", "/bookings/{booking_id}/messages")
def _(house: House) -> Call:
    return _of(house, house.booking("CONFIRMED"))


# Decisions.


@example("POST", "/bookings/{booking_id}/desk-payment")
def _(house: House) -> Call:
    return _of(house, house.booking(), body={"method": "CASH", "reference": house.mark})


@example("POST", "/bookings/{booking_id}/approve")
def _(house: House) -> Call:
    return _of(house, house.booking("PENDING_APPROVAL"))


@example("POST", "/bookings/{booking_id}/decline")
def _(house: House) -> Call:
    return _of(house, house.booking("PENDING_APPROVAL"), body={"reason": house.mark})


@example("POST", "/bookings/{booking_id}/cancel")
def _(house: House) -> Call:
    return _of(house, house.booking("CONFIRMED"), body={"reason": house.mark})


@example("POST", "/bookings/{booking_id}/no-show")
def _(house: House) -> Call:
    return _of(house, house.booking("CONFIRMED", arrival=-1))


@example("POST", "/bookings/{booking_id}/refund")
def _(house: House) -> Call:
    body = {"amount": 500, "reason": house.mark}
    return _of(house, house.booking("CONFIRMED"), body=body)


@example("POST", "/bookings/{booking_id}/payment-session", 201)
def _(house: House) -> Call:
    pages = {name: f"{page}?for={house.mark}" for name, page in PAGES.items()}
    return _of(house, house.booking(), body=pages)


# Stays.


@example("POST", "/bookings/{booking_id}/assign-room")
def _(house: House) -> Call:
    body = {"room_number": house.number(house.room())}
    return _of(house, house.booking("CONFIRMED"), body=body)


@example("POST", "/bookings/{booking_id}/unassign-room")
@example("POST", "/bookings/{booking_id}/check-in")
def _(house: House) -> Call:
    return _of(house, house.assigned(house.room()))


@example("POST", "/bookings/{booking_id}/check-out")
def _(house: House) -> Call:
    return _of(house, house.in_house(house.room()))


@example("POST", "/bookings/{booking_id}/move-room")
def _(house: House) -> Call:
    guest = house.in_house(house.room())
    other = house.number(house.room())
    return _of(house, guest, body={"room_number": other, "reason": house.mark})


# Party.


@example("GET", "/bookings/{booking_id}/party")
def _(house: House) -> Call:
    booking = house.booking("CONFIRMED", adults=2)
    house.guest(booking)
    return _of(house, booking)


@example("PUT", "/bookings/{booking_id}/party")
def _(house: House) -> Call:
    booking = house.booking("CONFIRMED")
    member = house.value(
        "SELECT id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s",
        house.hotel_id,
        booking,
    )
    told = {"first_name": house.mark, "last_name": house.mark, "phone": house.mark}
    primary = {"id": member, "role": "PRIMARY", "age_group": "ADULT", **told}
    return _of(house, booking, body={"guests": [primary]})


@example("PUT", "/bookings/{booking_id}/party", variant="of another size")
def _(house: House) -> Call:
    told = {"first_name": house.mark, "last_name": house.mark}
    body = {"guests": [told, told], "adults": 2, "children": 0}
    return _of(house, house.booking("CONFIRMED"), body=body)


@example("POST", "/bookings/{booking_id}/precheckin-token", 201)
def _(house: House) -> Call:
    return _of(house, house.booking("CONFIRMED"), body={"ttl_hours": 5})


# Guests, and what they are asked.


def _fields(house: House) -> list[dict[str, Any]]:
    labels = {"en": f"Question of {house.mark}"}
    asked = {"kind": "TEXT", "labels": labels}
    return [
        {"name": "arrival", "asked_of": "BOOKING", **asked},
        {"name": "wishes", "asked_of": "GUEST", **asked},
        {
            "name": "rules",
            "asked_of": "BOOKING",
            "kind": "CONSENT",
            "labels": labels,
            "consent_texts": {"en": f"Rules of {house.mark}"},
        },
    ]


def _ask(house: House) -> None:
    """Let the hotel have a form."""
    house.run(
        "WITH form AS (INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%s) RETURNING *)"
        " INSERT INTO hotelmate.precheckin_field (hotel_id, form_version, name, asked_of, kind,"
        " is_required, position, labels, choices, choice_labels, consent_texts)"
        " SELECT form.hotel_id, form.version, field.name, field.asked_of, field.kind, false,"
        " field.place, field.labels, field.choices, '{}', field.consent_texts"
        " FROM form CROSS JOIN hotelmate.precheckin_fields_of(%s::jsonb) AS field",
        house.hotel_id,
        json.dumps([{"choices": [], **field} for field in _fields(house)]),
    )


def _answers(house: House, booking: int) -> dict[str, Any]:
    told = {"first_name": house.mark, "last_name": house.mark, "phone": house.mark}
    return {
        "answers": {"arrival": house.mark, "rules": True},
        "guests": [{"id": house.primary(booking), **told, "answers": {"wishes": house.mark}}],
        "language": "en",
        "submit": True,
    }


@example("POST", "/bookings/{booking_id}/guest-token", 201)
def _(house: House) -> Call:
    return _of(house, house.booking("CONFIRMED"), body={"ttl_hours": 5})


@example("DELETE", "/bookings/{booking_id}/guest-token")
def _(house: House) -> Call:
    booking = house.booking("CONFIRMED")
    issue_link(house, booking, "GUEST_CHAT")
    return _of(house, booking)


@example("DELETE", "/bookings/{booking_id}/precheckin-token")
def _(house: House) -> Call:
    booking = house.booking("CONFIRMED")
    issue_link(house, booking, "PRECHECKIN")
    return _of(house, booking)


@example("GET", "/bookings/{booking_id}/precheckin")
def _(house: House) -> Call:
    _ask(house)
    return _of(house, house.booking("CONFIRMED"))


@example("PUT", "/bookings/{booking_id}/precheckin")
def _(house: House) -> Call:
    _ask(house)
    booking = house.booking("CONFIRMED")
    return _of(house, booking, body=_answers(house, booking))


@example("GET", "/precheckin-form")
@example("GET", "/settings")
def _(house: House) -> Call:
    return Call()


@example("PUT", "/precheckin-form")
def _(house: House) -> Call:
    return Call(body={"fields": _fields(house)})


@example("PATCH", "/settings")
def _(house: House) -> Call:
    contact = f"{house.mark}@example.org"
    return Call(body={"name": house.mark, "contact_email": contact, "brand_color": "#00aa11"})


@example("GET", "!/api/precheckin/{token}")
def _(house: House) -> Call:
    _ask(house)
    return Call({"token": issue_link(house, house.booking("CONFIRMED"), "PRECHECKIN")})


@example("POST", "!/api/precheckin/{token}")
def _(house: House) -> Call:
    _ask(house)
    booking = house.booking("CONFIRMED")
    token = issue_link(house, booking, "PRECHECKIN")
    return Call({"token": token}, body=_answers(house, booking))


def _stay(house: House) -> dict[str, str]:
    """Let a guest of a booking that is in house in, and return the headers."""
    return bearer(issue_link(house, house.in_house(house.room()), "GUEST_CHAT"))


@example("GET", "!/api/guest/stay")
@example("DELETE", "!/api/guest/device", 204)
def _(house: House) -> Call:
    return Call(headers=_stay(house))


@example("PUT", "!/api/guest/device", 204)
def _(house: House) -> Call:
    return Call(headers=_stay(house), body={"token": house.mark})


# The page of pre-check-in, which is no JSON.


@example("GET", "!/precheckin/{token}")
def _(house: House) -> Call:
    _ask(house)
    return Call({"token": issue_link(house, house.booking("CONFIRMED"), "PRECHECKIN")})


@example("POST", "!/precheckin/{token}", 303)
def _(house: House) -> Call:
    _ask(house)
    booking = house.booking("CONFIRMED")
    typed = {
        "answers.arrival": house.mark,
        "answers.rules": "true",
        "guests.0.id": str(house.primary(booking)),
        "guests.0.first_name": house.mark,
        "guests.0.answers.wishes": house.mark,
        "do": "send",
    }
    return Call(
        {"token": issue_link(house, booking, "PRECHECKIN")},
        raw=urlencode(typed).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


@example("GET", "!/precheckin/{token}/sent")
def _(house: House) -> Call:
    _ask(house)
    booking = house.booking("CONFIRMED")
    token = issue_link(house, booking, "PRECHECKIN")
    house.run(
        "UPDATE hotelmate.room_booking SET precheckin_submitted_at = now()"
        " WHERE hotel_id = %s AND id = %s",
        *(house.hotel_id, booking),
    )
    return Call({"token": token})


# Personal data.


@example("GET", "/bookings/{booking_id}/guests/{guest_id}/personal-data")
@example("POST", "/bookings/{booking_id}/guests/{guest_id}/erase")
def _(house: House) -> Call:
    booking = house.booking("CANCELLED")
    path: dict[str, object] = {
        "booking_id": house.reference(booking),
        "guest_id": house.primary(booking),
    }
    return Call(path)


@example("POST", "/bookings/{booking_id}/erase")
def _(house: House) -> Call:
    return _of(house, house.booking("CANCELLED"))


# Rooms.


@example("GET", "/rooms")
def _(house: House) -> Call:
    return Call(query={"available": "true"})


@example("GET", "/rooms/{room_number}")
@example("GET", "/rooms/{room_number}/events")
def _(house: House) -> Call:
    room = house.room()
    house.in_house(room)
    return Call({"room_number": house.number(room)})


@example("POST", "/rooms/{room_number}/turnover")
def _(house: House) -> Call:
    room = house.room()
    house.checked_out(room)
    return Call({"room_number": house.number(room)}, body={"to": "CLEANING_IN_PROGRESS"})


@example("POST", "/rooms/{room_number}/turnover", variant="with a reason")
def _(house: House) -> Call:
    room = house.room()
    house.checked_out(room)
    body = {"to": "READY_FOR_GUEST", "reason": house.mark}
    return Call({"room_number": house.number(room)}, body=body)


@example("PATCH", "/rooms/{room_number}")
def _(house: House) -> Call:
    return Call({"room_number": house.number(house.room())}, body={"maintenance_required": True})


@example("PATCH", "/rooms/{room_number}", variant="taking it from its guest")
def _(house: House) -> Call:
    room = house.room()
    house.assigned(room)
    body = {"is_out_of_order": True, "release_assignment": True}
    return Call({"room_number": house.number(room)}, body=body)


# Housekeeping.


@example("GET", "/housekeeping/tasks")
def _(house: House) -> Call:
    house.task()
    return Call(query={"open": "true"})


@example("POST", "/housekeeping/tasks", 201)
def _(house: House) -> Call:
    return Call(
        body={
            "room_number": house.number(house.room()),
            "task_type": "STAYOVER",
            "note": house.mark,
            "assigned_to": "housekeeping",
        }
    )


@example("POST", "/housekeeping/tasks/{task_id}/start")
@example("POST", "/housekeeping/tasks/{task_id}/cancel")
def _(house: House) -> Call:
    return Call({"task_id": house.task()})


@example("POST", "/housekeeping/tasks/{task_id}/done")
def _(house: House) -> Call:
    return Call({"task_id": house.task("IN_PROGRESS")})


# The hotel.


@example("GET", "/cancellation-policy")
@example("GET", "/consistency")
@example("GET", "/events")
@example("GET", "/events/stream")
def _(house: House) -> Call:
    return Call()


@example("PUT", "/cancellation-policy")
def _(house: House) -> Call:
    days = 3 + uuid.uuid4().int % 3000
    return Call(body={"terms": [{"days_before_arrival": days, "refund_percent": 70}]})


# Access.


@example("POST", "/log-in")
def _(house: House) -> Call:
    return Call(body={"username": house.new_staff(), "password": house.password})


@example("POST", "/log-in/refresh")
def _(house: House) -> Call:
    return Call(body={"refresh_token": house.refresh_token()})


@example("POST", "/log-out")
@example("GET", "/me")
def _(house: House) -> Call:
    return Call()


@example("PUT", "/me/password")
def _(house: House) -> Call:
    people = {role: staff for role, staff in house.staff_ids.items() if role != "INTEGRATION"}
    house.give_password(*people.values())
    return Call(body={"old": house.password, "new": f"another {house.password}"})


# Staff.


@example("GET", "/staff")
@example("GET", "/roles")
@example("GET", "/api-keys")
def _(house: House) -> Call:
    return Call()


@example("POST", "/staff", 201)
def _(house: House) -> Call:
    return Call(
        body={
            "username": f"desk-{uuid.uuid4().hex[:8]}",
            "display_name": house.mark,
            "role": "FRONT_DESK",
            "password": house.password,
        }
    )


@example("GET", "/staff/{username}")
@example("GET", "/staff/{username}/events")
@example("DELETE", "/staff/{username}/sessions")
def _(house: House) -> Call:
    return Call({"username": house.new_staff()})


@example("PATCH", "/staff/{username}")
def _(house: House) -> Call:
    body = {"display_name": house.mark, "role": "HOUSEKEEPING"}
    return Call({"username": house.new_staff()}, body=body)


@example("PUT", "/staff/{username}/password")
def _(house: House) -> Call:
    return Call({"username": house.new_staff()}, body={"password": f"new {house.password}"})


@example("POST", "/api-keys", 201)
def _(house: House) -> Call:
    return Call(
        body={
            "username": "integration",
            "name": house.mark,
            "scopes": ["bookings:read"],
            "expires_in_days": 30,
        }
    )


@example("DELETE", "/api-keys/{api_key_id}")
def _(house: House) -> Call:
    return Call({"api_key_id": house.api_key("rooms:read")[0]})


# Of no hotel.


@example("POST", "!/api/realtime/auth")
def _(house: House) -> Call:
    return Call(body={"socket_id": "12.34", "channel_name": f"private-{house.slug}.rooms"})


@example("POST", "!/webhooks/stripe")
def _(house: House) -> Call:
    event = {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": "customer.updated",
        "livemode": False,
        "created": int(time.time()),
        "api_version": stripe.api_version,
        "data": {"object": {"id": "cus_1", "object": "customer", "name": house.mark}},
    }
    body = json.dumps(event).encode()
    headers = {"stripe-signature": signature(body, [WEBHOOK_SECRET])}
    return Call(raw=body, headers={**headers, "content-type": "application/json"})


@example("GET", "!/health/live")
@example("GET", "!/health/ready")
@example("GET", "!/metrics")
@example("GET", "!/problems")
@example("GET", "!/schema")
@example("GET", "!/schema/openapi.json")
def _(house: House) -> Call:
    return Call()


@example("GET", "!/problems/{name}")
def _(house: House) -> Call:
    return Call({"name": "booking-not-found"})
