"""One write by lot: any column of any row of any table, a copy of a row, or its end."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.torture.sample import Row, Sample
from bench.torture.tables import Column, Table
from bench.torture.values import expression, literal

# What the hotel is about is written most; the rest is there too.
FAVOURED = (
    *("room_booking",) * 10,
    *("room",) * 6,
    *("booking_guest", "payment_entry", "payment", "guest") * 3,
    *("guest_chat_session", "booking_token", "housekeeping_task", "payment_instruction") * 2,
)
SHARE_FAVOURED = 0.5
SHARE_IN_ONE_HOTEL = 0.8
# The law itself: what steps there are, who may do what. Migrations write it, and who changes it
# changes the rules, as DDL would; that checks notice is for `law` to try.
LAW = frozenset(
    {
        *("booking_transition", "turnover_transition", "task_transition"),
        *("permission", "staff_role", "staff_role_permission", "permission_privilege"),
        *("secret_column", "precheckin_kind", "country", "time_zone"),
    }
)
SETTINGS = {
    "source": ("HOUSEKEEPING", "FRONT_DESK", "SYSTEM", "MANAGER_OVERRIDE", "GUEST", "STRIPE", "x"),
    "reason": ("because", "", " "),
    "actor": ("system:torture", "staff:1", "staff:2", "", "guest:BK-2026-000001"),
    "correction": ("on", "off", ""),
    "hotel_id": ("1", "2", "", "99"),
}


@dataclass(frozen=True, slots=True)
class Write:
    """A statement, whole, and the table that it writes."""

    table: str
    statement: str


def draw(chance: random.Random, sample: Sample) -> Write:
    """Draw a write to any table but the law."""
    return draw_on(chance, sample, _table(chance, sample))


def draw_on(
    chance: random.Random, sample: Sample, table: Table, about: frozenset[str] = frozenset()
) -> Write:
    """Draw a write to a table; about some of its columns, or about any."""
    lot = chance.random()
    row = sample.row(chance, table.name)
    if row is None:
        return _made_up(chance, sample, table)
    if lot < 0.7:
        return _update(chance, sample, table, row, about)
    if lot < 0.85:
        return _copy(chance, sample, table, row, about)
    if lot < 0.9:
        return _made_up(chance, sample, table)
    return Write(table.name, f"DELETE FROM hotelmate.{table.name} WHERE {_where(table, row)}")


def settings(chance: random.Random) -> list[str]:
    """Draw statements that say who acts, from where, why, or in which hotel; mostly none."""
    if chance.random() < 0.7:
        return []
    drawn = []
    for name in chance.sample(list(SETTINGS), chance.choice((1, 1, 2, 3))):
        value = chance.choice(SETTINGS[name])
        drawn.append(f"SELECT set_config('hotelmate.{name}', '{value}', true)")
        if name == "hotel_id":
            # Whoever bypasses row-level security would write where the triggers do not look.
            drawn.append("SET LOCAL ROLE hotelmate_owner")
    return drawn


def changing(chance: random.Random, write: Write) -> tuple[Write, list[str]]:
    """Let a statement change a setting while it runs, mostly which hotel there is to see.

    Returns:
        The write, which may set the hotel back at its end; and what comes before it.
    """
    name = chance.choice(("hotel_id", "hotel_id", "hotel_id", *SETTINGS))
    change = f"set_config('hotelmate.{name}', '{chance.choice(SETTINGS[name])}', true)"
    is_insert = write.statement.startswith("INSERT")
    by_condition = not is_insert and chance.random() < 0.5
    how = f" AND {change} IS NOT NULL" if by_condition else f" RETURNING {change}"
    back = "; SELECT set_config('hotelmate.hotel_id', '', true)" if chance.random() < 0.7 else ""
    return Write(write.table, write.statement + how + back), ["SET LOCAL ROLE hotelmate_owner"]


def _table(chance: random.Random, sample: Sample) -> Table:
    if chance.random() < SHARE_FAVOURED:
        return sample.tables[chance.choice(FAVOURED)]
    return chance.choice([table for name, table in sample.tables.items() if name not in LAW])


def some_columns(
    chance: random.Random, table: Table, about: frozenset[str] = frozenset()
) -> list[Column]:
    """Pick one column mostly, else a few."""
    columns = [each for each in table.writable if each.name in about] or [*table.writable]
    wanted = min(chance.choice((1, 1, 1, 1, 2, 2, 3, 5)), len(columns))
    return chance.sample(columns, wanted)


def _update(
    chance: random.Random, sample: Sample, table: Table, row: Row, about: frozenset[str]
) -> Write:
    changes = ", ".join(
        f"{column.name} = {expression(chance, sample, table, column, row[column.name])}"
        for column in some_columns(chance, table, about)
    )
    return Write(
        table.name, f"UPDATE hotelmate.{table.name} SET {changes} WHERE {_where(table, row)}"
    )


def _copy(
    chance: random.Random, sample: Sample, table: Table, row: Row, about: frozenset[str]
) -> Write:
    """Insert a row like one that is there, with another key and some other values."""
    changed = {column.name for column in some_columns(chance, table, about)}
    values: dict[str, str] = {}
    for column in table.writable:
        if column.has_default and column.is_key:
            continue
        own = row[column.name]
        is_new = column.is_key and column.name != "hotel_id"
        if column.name in changed or is_new or column.name == "room_number":
            values[column.name] = expression(chance, sample, table, column, own)
        elif not (column.has_default and chance.random() < 0.4):
            values[column.name] = literal(own, column.kind)
    return insert(table.name, [values])


def _made_up(chance: random.Random, sample: Sample, table: Table) -> Write:
    """Insert a row of which each value is drawn, mostly about rows that belong together."""
    hotel_id = sample.value(chance, "hotel", "hotel_id")
    targets = {name for column in table.writable for name, _ in column.refers_to}
    picked = ((name, sample.row(chance, name, hotel_id)) for name in sorted(targets))
    beside = {name: row for name, row in picked if row is not None}
    values = {
        column.name: expression(chance, sample, table, column, None, beside)
        for column in table.writable
        if not (column.has_default and chance.random() < 0.6)
    }
    if chance.random() < SHARE_IN_ONE_HOTEL and "hotel_id" in values:
        values["hotel_id"] = literal(hotel_id, "bigint")
    return insert(table.name, [values])


def insert(table: str, rows: Sequence[dict[str, str]]) -> Write:
    """Insert rows that name the same columns; values by column, as expressions."""
    lists = ", ".join(f"({', '.join(row.values())})" for row in rows)
    named = f"({', '.join(rows[0])}) VALUES {lists}"
    return Write(table, f"INSERT INTO hotelmate.{table} {named if rows[0] else 'DEFAULT VALUES'}")


def _where(table: Table, row: Row) -> str:
    """Return the condition that only this row meets."""
    kinds = {column.name: column.kind for column in table.columns}
    names = table.key or tuple(name for name in row if row[name] is not None)
    return " AND ".join(f"{name} = {literal(row[name], kinds[name])}" for name in names)
