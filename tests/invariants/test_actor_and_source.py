"""Who made a change: asked of every row that records one."""

from functools import partial

import psycopg
import pytest

from schema.roles import API as API_ROLE
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.invariants.conftest import LogIn
from tests.invariants.recording import (
    AUDITED,
    RECORDING,
    assert_refused,
    new_link,
    new_rows,
    recorded,
    writes,
)
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

BLANK = ["", "   ", "\t\r\n", " \n ", "\f", "\v", "\u00a0", " \f\v\u00a0\u2003 "]


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__rejects_the_api_that_does_not_say_who(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    assert_refused("change_has_actor", table, write, hotel.through(api_role))


@pytest.mark.parametrize("table", RECORDING)
@pytest.mark.parametrize("name", BLANK)
def test_change_has_actor__rejects_a_blank_name(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str, name: str
) -> None:
    write = writes(hotel)[table]

    def act(by: HotelBuilder) -> None:
        with by.acting(actor=name, source="FRONT_DESK"):
            write(by)

    assert_refused("change_has_actor", table, act, hotel.through(api_role))


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__rejects_a_name_of_an_earlier_transaction(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        pass
    assert_refused("change_has_actor", table, write, by_api)


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__rejects_the_owner_who_acts_as_the_api(
    hotel: HotelBuilder, owner: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    with refused_by("change_has_actor"), owner.transaction():
        owner.execute("SELECT set_config('hotelmate.hotel_id', %s, true)", (str(hotel.hotel_id),))
        owner.execute("SET LOCAL ROLE hotelmate_api")
        write(hotel)


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__rejects_a_log_in_of_the_api_that_does_not_say_who(
    hotel: HotelBuilder, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    api = log_in(f"IN ROLE {API_ROLE}")
    assert_refused("change_has_actor", table, write, hotel.through(api))
    by_way_of_a_group = log_in(f"IN ROLE {api.info.user}")
    assert_refused("change_has_actor", table, write, hotel.through(by_way_of_a_group))
    becomes_it = log_in(f"NOINHERIT IN ROLE {API_ROLE}")
    becomes_it.execute(f"SET ROLE {API_ROLE}")
    assert_refused("change_has_actor", table, write, hotel.through(becomes_it))


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__rejects_a_log_in_of_the_api_that_leaves_its_role_or_is_blank(
    hotel: HotelBuilder, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    api = log_in(f"IN ROLE {API_ROLE}")
    for role in (API_ROLE, "none", api.info.user):
        api.execute(f"SET ROLE {role}")
        assert_refused("change_has_actor", table, write, hotel.through(api))
    by_api = hotel.through(api)
    with refused_by("change_has_actor"), by_api.acting(actor="\t", source="FRONT_DESK"):
        write(by_api)


# An audit row by hand would be refused for its version before: test_forged_audit.py.
WRITTEN_BY_HAND = ("payment_entry", "payment_instruction", "housekeeping_task", "booking_token")


@pytest.mark.parametrize("table", WRITTEN_BY_HAND)
def test_change_has_actor__rejects_a_dba_who_names_nobody(hotel: HotelBuilder, table: str) -> None:
    row = new_rows(hotel)[table]
    with refused_by("change_has_actor"):
        hotel.insert(table, **{**row, RECORDING[table]: None})
    assert hotel.insert(table, **row)


@pytest.mark.parametrize("name", [None, *BLANK])
def test_change_has_actor__rejects_forgetting_who_made_a_link(
    hotel: HotelBuilder, name: str | None
) -> None:
    link = hotel.insert("booking_token", **new_link(hotel.booking()))
    # By an UPDATE the link is what it was: token_used_once. The check holds without.
    with refused_by("change_has_actor"), checks_alone(hotel.connection):
        hotel.update("booking_token", link, created_by=name)


def test_change_has_actor__rejects_a_blank_name_in_the_row(clone: str, connect: Connect) -> None:
    hotel = HotelBuilder(connect(url=clone))
    for write in writes(hotel).values():
        write(hotel)
    # Audit rows are append-only and makers are final, so only without triggers is a name blanked.
    switch_triggers_off(hotel.connection, *RECORDING)
    for table, column in RECORDING.items():

        def name_it(by: HotelBuilder, name: str, table: str = table, column: str = column) -> int:
            query = f"UPDATE hotelmate.{table} SET {column} = %s WHERE hotel_id = %s"
            return by.run(query, name, by.hotel_id)

        for name in BLANK:
            assert_refused("change_has_actor", table, partial(name_it, name=name), hotel)
        assert name_it(hotel, " a ") > 0


@pytest.mark.parametrize("table", WRITTEN_BY_HAND)
@pytest.mark.parametrize("name", BLANK)
def test_change_has_actor__rejects_a_dba_who_gives_a_blank_name(
    hotel: HotelBuilder, table: str, name: str
) -> None:
    row = new_rows(hotel)[table]
    with refused_by("change_has_actor"):
        hotel.insert(table, **{**row, RECORDING[table]: name})
    assert hotel.insert(table, **{**row, RECORDING[table]: "a"})


def test_change_has_actor__rejects_the_api_that_works_on_a_task_and_does_not_say_who(
    hotel: HotelBuilder, api_role: psycopg.Connection, log_in: LogIn
) -> None:
    task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    for connection in (api_role, log_in(f"IN ROLE {API_ROLE}")):
        for change in ({"status": "IN_PROGRESS"}, {"note": "twin beds"}, {"priority": "HIGH"}):

            def work(by: HotelBuilder, change: dict[str, str] = change) -> None:
                by.update("housekeeping_task", task, **change)

            assert_refused("change_has_actor", "housekeeping_task", work, hotel.through(connection))


@pytest.mark.parametrize("column", ["created_by", "changed_by"])
def test_change_has_actor__rejects_a_task_that_forgets_a_name(
    hotel: HotelBuilder, column: str
) -> None:
    task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    # Both follow no hand, so only past the triggers can one be cleared.
    with refused_by("change_has_actor"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, **{column: None})


@pytest.mark.parametrize("table", RECORDING)
@pytest.mark.parametrize("name", ["staff:ann", " staff:ann\r\n"])
def test_change_has_actor__allows_the_api_that_says_who(
    hotel: HotelBuilder, api_role: psycopg.Connection, table: str, name: str
) -> None:
    write = writes(hotel)[table]
    by_api = hotel.through(api_role)
    with by_api.acting(actor=name, source="FRONT_DESK"):
        write(by_api)
    assert recorded(hotel, table, RECORDING[table]) == "staff:ann"


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__allows_a_log_in_of_the_api_that_says_who(
    hotel: HotelBuilder, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    by_api = hotel.through(log_in(f"IN ROLE {API_ROLE}"))
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        write(by_api)
    assert recorded(hotel, table, RECORDING[table]) == "staff:ann"


def test_change_has_actor__allows_the_api_to_work_on_a_task_under_its_own_name(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    with hotel.acting(actor="staff:boss"):
        task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="STAYOVER")
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        by_api.update("housekeeping_task", task, status="IN_PROGRESS")
    assert hotel.read("housekeeping_task", task, "created_by") == "staff:boss"
    assert hotel.read("housekeeping_task", task, "changed_by") == "staff:ann"


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__allows_a_dba_under_the_name_of_the_role(
    hotel: HotelBuilder, owner: psycopg.Connection, table: str
) -> None:
    writes(hotel)[table](hotel)
    assert recorded(hotel, table, RECORDING[table]) == f"role:{owner.info.user}"


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__allows_a_superuser_who_is_of_the_api_too(
    hotel: HotelBuilder, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    dba = log_in(f"SUPERUSER IN ROLE {API_ROLE}")
    write(hotel.through(dba))
    assert recorded(hotel, table, RECORDING[table]) == f"role:{dba.info.user}"


@pytest.mark.parametrize("table", RECORDING)
def test_change_has_actor__allows_a_dba_who_may_become_the_api(
    hotel: HotelBuilder, owner: psycopg.Connection, log_in: LogIn, table: str
) -> None:
    write = writes(hotel)[table]
    dba = log_in(f"IN ROLE {owner.info.user}")
    # As migrations grant it: without SET ROLE it gives none of the API's privileges.
    owner.execute(f"GRANT {API_ROLE} TO {dba.info.user} WITH SET TRUE, INHERIT FALSE")
    write(hotel.through(dba))
    assert recorded(hotel, table, RECORDING[table]) == f"role:{dba.info.user}"


def test_every_table_that_asks_for_an_actor_is_tried_here(owner: psycopg.Connection) -> None:
    asking = owner.execute(
        "SELECT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE conname = 'change_has_actor'"
    ).fetchall()
    assert {table for (table,) in asking} == RECORDING.keys() | {"precheckin_form"}


def test_change_has_actor__rejects_a_form_that_nobody_publishes(hotel: HotelBuilder) -> None:
    with refused_by("change_has_actor"):
        hotel.insert("precheckin_form", published_by=None)
    with refused_by("change_has_actor"), hotel.acting(hotel_id=hotel.hotel_id):
        hotel.run("SET LOCAL ROLE hotelmate_manager")
        hotel.run("INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%s)", hotel.hotel_id)


def test_change_has_actor__allows_a_form_that_a_manager_publishes(hotel: HotelBuilder) -> None:
    with hotel.acting(hotel_id=hotel.hotel_id, actor="staff:ann"):
        hotel.run("SET LOCAL ROLE hotelmate_manager")
        hotel.run("INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%s)", hotel.hotel_id)
    query = "SELECT published_by FROM hotelmate.precheckin_form WHERE hotel_id = %s"
    assert hotel.value(query, hotel.hotel_id) == "staff:ann"


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_staff_of_hotel__rejects_staff_of_another_hotel_and_of_none(
    hotel: HotelBuilder, owner: psycopg.Connection, table: str
) -> None:
    write = writes(hotel)[table]
    for stranger in (HotelBuilder(owner).staff(), -1):

        def act(by: HotelBuilder, staff_id: int = stranger) -> None:
            with by.acting(staff_id=staff_id):
                write(by)

        assert_refused("change_by_staff_of_hotel", table, act, hotel)


def test_change_by_staff_of_hotel__rejects_removing_a_member_who_acted(hotel: HotelBuilder) -> None:
    ann = hotel.staff("ann")
    with hotel.acting(staff_id=ann):
        hotel.room()
    with refused_by("change_by_staff_of_hotel"):
        hotel.run("DELETE FROM hotelmate.staff WHERE id = %s", ann)


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_staff_of_hotel__allows_staff_of_the_hotel(
    hotel: HotelBuilder, table: str
) -> None:
    write, ann = writes(hotel)[table], hotel.staff("ann")
    with hotel.acting(staff_id=ann):
        write(hotel)
    assert recorded(hotel, table, "changed_by") == ann


@pytest.mark.parametrize("table", AUDITED)
def test_change_by_staff_of_hotel__allows_a_change_without_staff(
    hotel: HotelBuilder, table: str
) -> None:
    writes(hotel)[table](hotel)
    assert recorded(hotel, table, "changed_by") is None
