"""Evidence is written once: by nobody, in no way and in no mode is it changed or removed."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.precheckin import erase
from tests.refusal import refused_by

# A column of each table that somebody might like to change.
EVIDENCE = {
    "room_status_event": "actor",
    "booking_event": "actor",
    "payment_entry": "reference",
    "stripe_payment_intent": "payment_intent_id",
    "access_event": "actor",
}
CHANGES = {
    "update": "UPDATE hotelmate.{table} SET {column} = 'nobody' WHERE hotel_id = {hotel_id}",
    "update without effect": "UPDATE hotelmate.{table} SET {column} = {column} WHERE false",
    "delete": "DELETE FROM hotelmate.{table} WHERE hotel_id = {hotel_id}",
    # CASCADE, because the tables are referred to, which a bare TRUNCATE is refused for.
    "truncate": "TRUNCATE hotelmate.{table} CASCADE",
    "merge": "MERGE INTO hotelmate.{table} AS old USING hotelmate.hotel AS h"
    " ON old.hotel_id = h.hotel_id AND h.hotel_id = {hotel_id} WHEN MATCHED THEN DELETE",
}


def hotel_with_evidence(owner: psycopg.Connection) -> HotelBuilder:
    """Make a hotel with rows in every table of evidence."""
    hotel = HotelBuilder(owner)
    hotel.staff()
    hotel.stripe_payment(hotel.booking())
    booking = hotel.in_house(hotel.room())
    with hotel.acting(reason="noise"):
        hotel.assign(booking, hotel.room())
    return hotel


def evidence(hotel: HotelBuilder, table: str) -> list[str]:
    rows = hotel.connection.execute(
        f"SELECT e::text FROM hotelmate.{table} AS e WHERE hotel_id = %s", (hotel.hotel_id,)
    ).fetchall()
    return [text for (text,) in rows]


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", EVIDENCE)
def test_evidence_is_append_only__rejects(
    owner: psycopg.Connection, table: str, change: str, mode: str
) -> None:
    hotel = hotel_with_evidence(owner)
    before = evidence(hotel, table)
    statement = CHANGES[change].format(table=table, column=EVIDENCE[table], hotel_id=hotel.hotel_id)
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with refused_by("evidence_is_append_only"), owner.transaction(force_rollback=True):
        # In the mode of a replica only triggers that are ENABLE ALWAYS fire.
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        hotel.run(statement)
    assert evidence(hotel, table) == before


@pytest.mark.parametrize("change", sorted(CHANGES.keys() - {"truncate"}))
def test_evidence_is_append_only__rejects_changing_the_history_of_moves(
    owner: psycopg.Connection, change: str
) -> None:
    hotel = hotel_with_evidence(owner)
    before = evidence(hotel, "room_move")
    assert before
    # A view of the audit trail, which a change of it would reach.
    with refused_by("evidence_is_append_only"), owner.transaction(force_rollback=True):
        hotel.run(
            CHANGES[change].format(table="room_move", column="reason", hotel_id=hotel.hotel_id)
        )
    assert evidence(hotel, "room_move") == before


def test_evidence_is_append_only__rejects_telling_by_hand_who_was_let_in(
    hotel: HotelBuilder,
) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    before = evidence(hotel, "access_event")
    # The hotel never had a manager, and would seem to have lost one.
    with refused_by("evidence_is_append_only"):
        hotel.insert(
            "access_event", staff_id=ann, event="STAFF_ADDED", role="MANAGER", is_active=True
        )
    assert evidence(hotel, "access_event") == before


def test_evidence_is_append_only__allows_the_triggers_to_tell_who_was_let_in(
    hotel: HotelBuilder,
) -> None:
    hotel.staff("bob", "MANAGER")
    ann = hotel.staff("ann", "FRONT_DESK")
    assert hotel.update("staff", ann, role="MANAGER") == 1
    assert hotel.connection.execute(
        "SELECT event, role FROM hotelmate.access_event WHERE hotel_id = %s AND staff_id = %s"
        " ORDER BY id",
        (hotel.hotel_id, ann),
    ).fetchall() == [("STAFF_ADDED", "FRONT_DESK"), ("STAFF_CHANGED", "MANAGER")]


def test_evidence_is_append_only__allows_a_replica_to_receive_the_trail_of_access(
    hotel: HotelBuilder,
) -> None:
    ann = hotel.staff("ann", "FRONT_DESK")
    with checks_alone(hotel.connection):
        assert hotel.insert("access_event", staff_id=ann, event="PASSWORD_SET")


PRETEXT = """\
CREATE FUNCTION pg_temp.rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hotelmate.{table} SET {assignment} WHERE hotel_id = {hotel_id} AND reason IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TEMPORARY TABLE pretext (nothing integer) ON COMMIT DROP;
CREATE TRIGGER pretext AFTER INSERT ON pretext
FOR EACH ROW EXECUTE FUNCTION pg_temp.rewrite();
INSERT INTO pretext VALUES (1)
"""


def rewrite_by_trigger(hotel: HotelBuilder, table: str, assignment: str) -> None:
    """Change evidence out of a trigger of one's own, which looks like that of erasure."""
    told = {"table": table, "assignment": assignment, "hotel_id": hotel.hotel_id}
    hotel.connection.execute(PRETEXT.format(**told))


def noisy_stay(hotel: HotelBuilder) -> int:
    """Make a stay of which every trail has a reason."""
    with hotel.acting(reason="noise"):
        booking = hotel.in_house(hotel.room())
        hotel.assign(booking, hotel.room())
    return booking


@pytest.mark.parametrize("table", ["room_status_event", "booking_event", "payment_entry"])
def test_evidence_is_append_only__rejects_erasing_under_a_pretext(
    owner: psycopg.Connection, table: str
) -> None:
    hotel = HotelBuilder(owner)
    noisy_stay(hotel)
    before = evidence(hotel, table)
    with (
        refused_by("evidence_is_append_only"),
        owner.transaction(force_rollback=True),
    ):
        rewrite_by_trigger(hotel, table, "reason = '(erased)'")
    assert evidence(hotel, table) == before


@pytest.mark.parametrize(
    "assignment", ["reason = 'another'", "reason = '(erased)', actor = 'nobody'"]
)
@pytest.mark.parametrize("table", ["room_status_event", "booking_event", "payment_entry"])
def test_evidence_is_append_only__rejects_more_than_the_reason_of_whoever_is_erased(
    owner: psycopg.Connection, table: str, assignment: str
) -> None:
    hotel = HotelBuilder(owner)
    booking = noisy_stay(hotel)
    hotel.check_out(booking)
    erase(hotel, hotel.primary(booking))
    before = evidence(hotel, table)
    with (
        refused_by("evidence_is_append_only"),
        owner.transaction(force_rollback=True),
    ):
        rewrite_by_trigger(hotel, table, assignment)
    assert evidence(hotel, table) == before


@pytest.mark.parametrize("table", ["room_status_event", "booking_event", "payment_entry"])
def test_evidence_is_append_only__allows_erasure_of_reasons(
    owner: psycopg.Connection, table: str
) -> None:
    hotel = HotelBuilder(owner)
    booking = noisy_stay(hotel)
    hotel.check_out(booking)
    before = evidence(hotel, table)
    assert any("noise" in row for row in before)
    erase(hotel, hotel.primary(booking))
    told = [row.replace("noise", '"(erased)"') for row in before]
    assert set(told) <= set(evidence(hotel, table))


@pytest.mark.parametrize("parent", ["room", "room_booking", "staff"])
def test_evidence_is_append_only__rejects_truncating_what_it_is_about(
    owner: psycopg.Connection, parent: str
) -> None:
    hotel_with_evidence(owner)
    with refused_by("evidence_is_append_only"), owner.transaction(force_rollback=True):
        owner.execute(f"TRUNCATE hotelmate.{parent} CASCADE")


def test_evidence_is_append_only__rejects_an_insert_that_would_overwrite(
    owner: psycopg.Connection,
) -> None:
    hotel = hotel_with_evidence(owner)
    with refused_by("evidence_is_append_only"):
        hotel.run(
            "INSERT INTO hotelmate.booking_event"
            " (hotel_id, booking_id, version, event_type, from_status, to_status)"
            " SELECT hotel_id, booking_id, version, event_type, from_status, to_status"
            " FROM hotelmate.booking_event WHERE hotel_id = %s"
            " ON CONFLICT (hotel_id, booking_id, version) DO UPDATE SET reason = 'nobody'",
            hotel.hotel_id,
        )


@pytest.mark.parametrize("table", EVIDENCE)
def test_evidence_is_append_only__allows_more_rows_beside_the_old(
    owner: psycopg.Connection, table: str
) -> None:
    hotel = hotel_with_evidence(owner)
    before = evidence(hotel, table)
    hotel.staff("another")
    hotel.stripe_payment(hotel.booking())
    booking = hotel.in_house(hotel.room())
    with hotel.acting(reason="view"):
        hotel.assign(booking, hotel.room())
    after = evidence(hotel, table)
    assert set(before) < set(after)


def test_every_table_that_is_guarded_is_tried_here(owner: psycopg.Connection) -> None:
    guarded = owner.execute(
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE tgname = 'evidence_is_append_only' AND tgenabled = 'A'"
    ).fetchall()
    assert {table for (table,) in guarded} == EVIDENCE.keys()
