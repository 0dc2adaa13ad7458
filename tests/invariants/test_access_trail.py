"""The trail of access: whose it is and what it tells."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by


def test_access_event_of_staff__rejects_staff_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    staff = HotelBuilder(owner).staff()
    # Of all triggers only those of the foreign keys: another would refuse before.
    with refused_by("access_event_of_staff"), owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE hotelmate.access_event DISABLE TRIGGER USER")
        hotel.insert("access_event", staff_id=staff, event="PASSWORD_SET")


def test_access_event_of_staff__rejects_removing_staff_of_whom_something_is_told(
    hotel: HotelBuilder,
) -> None:
    hotel.staff()
    ann = hotel.staff("ann", "FRONT_DESK")
    with refused_by("access_event_of_staff"):
        hotel.run("DELETE FROM hotelmate.staff WHERE id = %s", ann)


def test_access_event_of_staff__allows_what_a_trigger_tells(hotel: HotelBuilder) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    told = hotel.value("SELECT event FROM hotelmate.access_event WHERE staff_id = %s", ann)
    assert told == "STAFF_ADDED"


@pytest.mark.parametrize("event", ["", "PROMOTED", "staff_added"])
def test_access_event_known__rejects_others(hotel: HotelBuilder, event: str) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    with refused_by("access_event_known"), checks_alone(hotel.connection):
        hotel.insert("access_event", staff_id=ann, event=event, actor="forger")


@pytest.mark.parametrize(
    "event",
    [
        "STAFF_ADDED",
        "STAFF_CHANGED",
        "PASSWORD_SET",
        "PASSWORD_REMOVED",
        "SESSION_REVOKED",
        "API_KEY_ISSUED",
        "API_KEY_CHANGED",
        "API_KEY_REVOKED",
    ],
)
def test_access_event_known__allows_the_eight(hotel: HotelBuilder, event: str) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    with checks_alone(hotel.connection):
        assert hotel.insert("access_event", staff_id=ann, event=event, actor="forger")
