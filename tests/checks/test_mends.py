"""A mend that can be run as it is does mend: its finding goes, and nothing is found instead.

The form: a text that ends with a semicolon (and a bracket, where the statements stand in brackets)
ends with statements that can be run as they stand. Where only people know a value, there is an
ellipsis, and the text does not end so.
"""

import re
from collections.abc import Callable

import psycopg
import pytest

from app.consistency.checks import Check, all_checks
from tests.checks.looking import undone
from tests.checks.planting import Plant, Planting, found_in
from tests.checks.plants import enforcement, numbering, party, realtime, trail
from tests.checks.test_coverage import plants
from tests.hotel_builder import HotelBuilder
from tests.stripe_payments import captured_booking, held_booking

# How a statement begins, in no words of people.
BEGINNING = re.compile(
    r"(?:ALTER (?:TABLE|DOMAIN) hotelmate\.|ALTER (?:DATABASE|ROLE|SYSTEM) |REINDEX INDEX "
    r"|(?:DELETE FROM|INSERT INTO|UPDATE|SELECT) hotelmate\.|SELECT setval\('hotelmate\."
    r"|(?:GRANT|REVOKE) [A-Z]+ )"
)
# A statement that changes or removes rows and nothing else: none falls behind its identity.
ROWS = re.compile(r"(?:DELETE FROM|UPDATE) hotelmate\.[^;]+;", re.DOTALL)
# Statements of which all take effect or none.
AT_ONCE = re.compile(r"BEGIN; .+; COMMIT;\)?$")
CHECK_BY_NAME = {name: check for check in all_checks() for name in check.row_names}
CASES: dict[str, tuple[str, Plant]] = {
    **{name: (name, plant) for name, plant in plants().items()},
    **{
        plant.__name__: (name, plant)
        for name, plant in (*numbering.MORE, *party.MORE, *realtime.MORE, *trail.MORE)
    },
    **enforcement.MORE,
}
# A CHECK as it is put back where rows are there that break it.
CHECKS = """
    SELECT conname, format(
        'ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID', conrelid::regclass, conname,
        pg_get_constraintdef(oid)
    )
    FROM pg_constraint
    WHERE connamespace = 'hotelmate'::regnamespace AND contype = 'c' AND conrelid <> 0
"""


def statements_of(mend: str) -> str | None:
    """Return the statements that a mend ends with, if it ends with any."""
    if not mend.endswith((";", ";)")):
        return None
    beginning = BEGINNING.search(mend)
    assert beginning, mend
    return mend[beginning.start() :].removesuffix(")")


def mends(connection: psycopg.Connection, name: str) -> list[str]:
    """Return the mends of the findings of a name."""
    rows = connection.execute(CHECK_BY_NAME[name].query.encode()).fetchall()
    return [mend for check_name, *_, mend in rows if check_name == name]


def to_ask_after(name: str, statements: list[str]) -> list[Check]:
    """Return every check; without those of the catalog, where only rows were planted and mended.

    What was dropped for the plant is looked at by the tests of contradictions.
    """
    is_of_catalog = CHECK_BY_NAME[name].domain == "Enforcement"
    if is_of_catalog or not all(ROWS.fullmatch(statement) for statement in statements):
        return list(all_checks())
    return [check for check in all_checks() if check.domain != "Enforcement"]


def is_mended(planting: Planting, name: str, statements: list[str]) -> None:
    """Run the statements; nothing is found but rules that the plant has dropped."""
    connection = planting.hotel.connection
    for statement in statements:
        # That, nobody can do in a transaction, and this is one; the rest is the same.
        connection.execute(re.sub(r" CONCURRENTLY|\bBEGIN; | COMMIT;", "", statement).encode())
    planting.commits()
    found = found_in(connection, to_ask_after(name, statements))
    others = [
        finding
        for check, finding in found
        if check.domain != "Enforcement" or finding.subject.split()[-1] not in planting.dropped
    ]
    assert others == [], (name, statements)


@pytest.mark.proof
@pytest.mark.parametrize("case", sorted(CASES))
def test_what_can_be_run_mends(case: str, house: HotelBuilder) -> None:
    name, plant = CASES[case]
    connection = house.connection
    checks = connection.execute(CHECKS).fetchall()
    with connection.transaction(force_rollback=True):
        planting = Planting(house)
        plant(planting)
        planting.commits()
        told = mends(connection, name)
        assert told
        # Else a paste that stops half way leaves a guard off.
        switched_off = [mend for mend in told if " DISABLE TRIGGER " in mend]
        assert [mend for mend in switched_off if not AT_ONCE.search(mend)] == []
        statements = [each for mend in told if (each := statements_of(mend)) is not None]
        if not statements:
            # Then none looks as if it could be run: it lacks a value, or a command comes after it.
            looking = [mend for mend in told if BEGINNING.search(mend)]
            assert [each for each in looking if "…" not in each and "then hotel" not in each] == []
            return
        assert len(statements) == len(told)
        with connection.transaction(force_rollback=True):
            is_mended(planting, name, statements)
        put_back = [again for rule, again in checks if rule in planting.dropped]
        if put_back:
            for again in put_back:
                connection.execute(again.encode())
            is_mended(planting, name, statements)


def forge(planting: Planting, booking: int, **columns: object) -> None:
    """Write to a booking what its trail does not know."""
    planting.drop("booking_cancellation_fee_stamped", "booking_closing_stamped")
    with planting.unguarded():
        planting.hotel.update("room_booking", booking, **columns)


def forge_a_cancellation_after_capture(planting: Planting) -> None:
    forge(planting, captured_booking(planting.hotel)[0], status="CANCELLED")


def forge_a_cancellation_of_what_is_held(planting: Planting) -> None:
    forge(planting, held_booking(planting.hotel)[0], status="CANCELLED")


def forge_an_approval(planting: Planting) -> None:
    now = planting.hotel.value("SELECT now()")
    forged = {"approved_at": now, "decision_at": now, "decision_by": "nobody", "version": 99}
    forge(planting, held_booking(planting.hotel)[0], **forged)


def number_a_row_beyond(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    with planting.unguarded():
        hotel.run("UPDATE hotelmate.room SET id = %s WHERE id = %s", 2**63 - 2, room)


def number_a_message_beyond(planting: Planting) -> None:
    last = realtime.number(planting)
    planting.drop("realtime_message_was_numbered")
    realtime.send(planting, 2**62 + 1, last)


def forget_a_check_in(planting: Planting) -> int:
    """The booking says that its guest has not checked in, its trail that they have."""
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.in_house(room)
    planting.commits()
    with planting.unguarded():
        hotel.update("room_booking", booking, checked_in_at=None)
    return room


def forget_who_is_in_a_room_that_is_not_ready(planting: Planting) -> None:
    room = forget_a_check_in(planting)
    with planting.unguarded():
        planting.hotel.update("room", room, in_house_booking_id=None)


# What was written past every guard, by the name that is found; its mend would make it worse.
FORGED: tuple[tuple[str, Callable[[Planting], object]], ...] = (
    ("money_kept_without_right", forge_a_cancellation_after_capture),
    ("holds_without_release", forge_a_cancellation_of_what_is_held),
    ("approved_holds_without_capture", forge_an_approval),
    ("identities_behind", number_a_row_beyond),
    ("realtime_message_was_numbered", number_a_message_beyond),
    ("room_occupied_by_in_house_booking", forget_a_check_in),
    ("booking_waits_for_ready_room", forget_who_is_in_a_room_that_is_not_ready),
)


@pytest.mark.parametrize(("name", "plant"), FORGED, ids=[plant.__name__ for _, plant in FORGED])
def test_no_command_follows_from_what_was_forged(
    name: str, plant: Callable[[Planting], object], house: HotelBuilder
) -> None:
    with undone(house) as planting:
        plant(planting)
        told = mends(house.connection, name)
    assert told
    assert [each for each in told if statements_of(each) is not None] == []
