"""Writes that belong together: two or three about one booking, room or hotel.

Two rows in one INSERT, two writes in one statement, or a transaction. What a trigger sees after a
statement is all of it, what a guard sees before a row is nothing of it yet.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.torture.sample import Row, Sample
from bench.torture.tables import Column, Table
from bench.torture.values import expression, literal
from bench.torture.writes import Write, insert, some_columns

# What is written about each; the first is the subject itself.
ABOUT = {
    "room_booking": (
        *("room_booking",) * 4,
        *("payment_entry",) * 3,
        *("payment", "booking_guest", "guest", "guest_chat_session", "payment_instruction"),
        *("payment_session", "stripe_webhook_event", "booking_token", "room"),
    ),
    "room": (*("room",) * 4, *("room_booking",) * 4, "guest", "guest_chat_session"),
    "hotel": (
        *("realtime_message", "realtime_stream", "realtime_channel") * 3,
        *("outbox_event", "staff", "access_event", "booking_counter", "room_type"),
    ),
}
# The columns that name a subject, the first that a table has.
NAMED_BY = {
    "room_booking": ("booking_id", "in_house_booking_id"),
    "room": ("room_id", "assigned_room_id"),
}
# What is there of these stays as it is: rows are added.
ADDED = frozenset({"payment_entry", "access_event", "outbox_event", "realtime_message"})
SUBJECTS = (*("room_booking",) * 6, *("room",) * 3, "hotel")
SIZES = (2, 2, 2, 3, 3)
STEPS = (1, 1, 1, 2, 1000)
# Steps that only somebody with a reason may do.
OVERRIDE = (
    "SELECT set_config('hotelmate.source', 'MANAGER_OVERRIDE', true)",
    "SELECT set_config('hotelmate.reason', 'because', true)",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the writes are about.

    Attributes:
        table: of a booking, a room or a hotel.
        row: as it was a moment ago.
        step: by which numbers grow, the same in each of the writes.
    """

    table: str
    row: Row
    step: int

    @property
    def hotel(self) -> str:
        """Return its hotel."""
        return literal(self.row["hotel_id"], "bigint")

    def column(self, table: Table) -> str | None:
        """Return the column of a table that names the subject; None for a hotel."""
        if self.table == "hotel":
            return None
        if table.name == self.table:
            return "id"
        there = {column.name for column in table.writable}
        return next(name for name in NAMED_BY[self.table] if name in there)

    def names(self, table: Table) -> dict[str, str]:
        """Return what makes a row of the table one about the subject: values by column."""
        column, hotel = self.column(table), {"hotel_id": self.hotel}
        return {**hotel, column: literal(self.row["id"], "bigint")} if column else hotel


def draw_together(chance: random.Random, sample: Sample) -> tuple[list[Write], list[str]]:
    """Draw writes about one subject, and the settings before them.

    Returns:
        One statement of several writes or rows, or a transaction's statements.
    """
    subject = _subject(chance, sample)
    if subject is None:
        return [], []
    before = [*OVERRIDE] if chance.random() < 0.4 else []
    lot = chance.random()
    if lot < 0.2:
        return [_rows(chance, sample, subject)], before
    drawn = [_write(chance, sample, subject) for _ in range(chance.choice(SIZES))]
    return ([in_one(drawn)] if lot < 0.55 else drawn), before


def in_one(writes: Sequence[Write]) -> Write:
    """Put writes into one statement, which returns a row for each that they touched."""
    parts = ", ".join(f"w{n} AS ({each.statement} RETURNING 1)" for n, each in enumerate(writes))
    touched = " UNION ALL ".join(f"TABLE w{n}" for n in range(len(writes)))
    return Write(writes[0].table, f"WITH {parts} {touched}")


def _subject(chance: random.Random, sample: Sample) -> Subject | None:
    """Pick a subject, of any state: most bookings that there are are over."""
    table = chance.choice(SUBJECTS)
    picked = (sample.row(chance, table) for _ in range(8))
    by_state = {row.get("status"): row for row in picked if row is not None}
    if not by_state:
        return None
    return Subject(table, chance.choice(list(by_state.values())), chance.choice(STEPS))


def _table(chance: random.Random, sample: Sample, subject: Subject) -> Table:
    return sample.tables[chance.choice(ABOUT[subject.table])]


def _write(chance: random.Random, sample: Sample, subject: Subject) -> Write:
    """Draw a write: to what is there of the subject, of something new, or of what comes to it."""
    table, lot = _table(chance, sample, subject), chance.random()
    if table.name in ADDED or (lot < 0.4 and table.name != subject.table):
        return insert(table.name, [_new_row(chance, sample, subject, table)])
    if lot < 0.48 and subject.column(table) not in (None, "id"):
        return _come(chance, sample, subject, table)
    if lot > 0.95:
        where = _where(subject, table)
        return Write(table.name, f"DELETE FROM hotelmate.{table.name} WHERE {where}")
    return _update(chance, sample, subject, table)


def _rows(chance: random.Random, sample: Sample, subject: Subject) -> Write:
    """Draw an INSERT of two rows, most of whose values are the same."""
    names = [name for name in ABOUT[subject.table] if name != subject.table]
    table = sample.tables[chance.choice(names)]
    first = _new_row(chance, sample, subject, table)
    second = dict(first)
    for column in table.writable:
        if column.name in first and (column.is_key or chance.random() < 0.05):
            second[column.name] = _value(chance, sample, subject, table, column, None)
    return insert(table.name, [first, {**second, **subject.names(table)}])


def _new_row(
    chance: random.Random, sample: Sample, subject: Subject, table: Table
) -> dict[str, str]:
    """Take a row of any subject, change some values, and make it one about this subject."""
    like = sample.row(chance, table.name, subject.row["hotel_id"]) or {}
    # As it is mostly, it is a second of its kind: two payments, two stays.
    changed = (
        {each.name for each in some_columns(chance, table)} if chance.random() < 0.4 else set()
    )
    values: dict[str, str] = {}
    for column in table.writable:
        own = like.get(column.name)
        if column.has_default and (column.is_key or chance.random() < 0.8):
            continue
        is_ours = own is not None and _kept_in(sample, subject, column)
        if is_ours or column.is_key or column.name in changed:
            values[column.name] = _value(chance, sample, subject, table, column, own)
        else:
            values[column.name] = literal(own, column.kind)
    return {**values, **subject.names(table)}


def _update(chance: random.Random, sample: Sample, subject: Subject, table: Table) -> Write:
    """Change what is there of the subject: the row that was written last, or all of its rows."""
    like = sample.row(chance, table.name, subject.row["hotel_id"]) or {}
    if table.name != subject.table and chance.random() < 0.4:
        changed = _become(chance, table, like)
    else:
        changed = {
            column.name: _value(chance, sample, subject, table, column, like.get(column.name))
            for column in some_columns(chance, table)
        }
    changes = ", ".join(f"{name} = {value}" for name, value in changed.items())
    where = _where(subject, table)
    if chance.random() < 0.6:
        where = f"ctid = {_last(subject, table, 'ctid')}"
    return Write(table.name, f"UPDATE hotelmate.{table.name} SET {changes} WHERE {where}")


def _become(chance: random.Random, table: Table, like: Row) -> dict[str, str]:
    """Let a row go where another has got, by all that it need not have: it has begun, or ended."""
    values = {"hotel_id": "hotel_id"}
    for column in table.writable:
        own = like.get(column.name)
        if column.is_needed or column.has_default:
            continue
        if own is not None and column.kind == "timestamp with time zone":
            values[column.name] = chance.choice(("now()", "clock_timestamp()"))
        else:
            values[column.name] = literal(own, column.kind)
    return values


def _come(chance: random.Random, sample: Sample, subject: Subject, table: Table) -> Write:
    """Let a row that is another's be the subject's."""
    row = sample.row(chance, table.name, subject.row["hotel_id"]) or {}
    kinds = {column.name: column.kind for column in table.columns}
    where = " AND ".join(f"{name} = {literal(row.get(name), kinds[name])}" for name in table.key)
    column = subject.column(table)
    change = f"{column} = {subject.names(table)[str(column)]}"
    return Write(table.name, f"UPDATE hotelmate.{table.name} SET {change} WHERE {where}")


def _where(subject: Subject, table: Table) -> str:
    return " AND ".join(f"{name} = {value}" for name, value in subject.names(table).items())


def _last(subject: Subject, table: Table, column: str) -> str:
    """Return a query for a column of the row about the subject that was written last."""
    # Where a row lies tells when it was written, but for space that was used again.
    return (
        f"(SELECT {column} FROM hotelmate.{table.name} WHERE {_where(subject, table)}"
        " ORDER BY ctid DESC LIMIT 1)"
    )


def _kept_in(sample: Sample, subject: Subject, column: Column) -> list[tuple[str, str]]:
    """Return whose keys a column names, of what is written about the subject."""
    return [
        (name, target)
        for name, target in column.refers_to
        if name in ABOUT[subject.table] and target in sample.tables[name].key
        if (name, target) != (subject.table, "id")
    ]


def _value(
    chance: random.Random,
    sample: Sample,
    subject: Subject,
    table: Table,
    column: Column,
    own: str | None,
) -> str:
    """Draw a value: mostly of the subject's rows, as they are when the statement runs."""
    targets = _kept_in(sample, subject, column)
    if targets and chance.random() < 0.9:
        name, target = chance.choice(targets)
        return _last(subject, sample.tables[name], target)
    if column.is_key and column.kind == "text":
        return literal(f"new_{chance.getrandbits(64)}", "text")
    is_number = column.kind in ("bigint", "integer") and not column.refers_to
    if is_number and (column.is_key or chance.random() < 0.3):
        return f"{_last(subject, table, column.name)} + {subject.step}"
    return expression(chance, sample, table, column, own)
