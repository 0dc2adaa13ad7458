"""A value for a column, by lot: what stands there now, what stands elsewhere, and extremes."""

import random
from collections.abc import Mapping
from types import MappingProxyType

from bench.torture.sample import Row, Sample
from bench.torture.tables import Column, Table

_WHOLE = ("0", "1", "2", "-1", "9", "32767", "2147483647", "9223372036854775807")
_MOMENTS = ("epoch", "infinity", "-infinity", "0001-01-01", "9999-12-31T23:59:59Z")
# Expressions of the moment at which the statement runs.
_BY_CLOCK = {
    "timestamp with time zone": (
        "now()",
        "clock_timestamp()",
        "now() - interval '1 day'",
        "now() + interval '1 day'",
        "now() - interval '1 microsecond'",
        "now() + interval '30 days'",
        "now() - interval '400 days'",
    ),
    "date": ("current_date", "current_date - 1", "current_date + 1", "current_date + 5"),
}
_EXTREMES: dict[str, tuple[str, ...]] = {
    "bigint": _WHOLE,
    "integer": _WHOLE,
    "smallint": _WHOLE,
    "numeric": (*_WHOLE, "NaN", "0.5"),
    "double precision": (*_WHOLE, "NaN", "Infinity", "0.5"),
    "boolean": ("true", "false"),
    "date": _MOMENTS,
    "timestamp with time zone": _MOMENTS,
    "time without time zone": ("00:00", "24:00", "12:00"),
    "interval": ("0", "1 day", "-1 day"),
    "uuid": ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    "bytea": ("", "\\x00", "\\x" + "00" * 32, "\\x" + "ff" * 32),
    "jsonb": ("null", "{}", "[]", '""', "1", '{"a": null}', "[1, [2]]", '{"version": 1}'),
    "text[]": ("{}", "{hotel}", "{NULL}", '{""}', "{rooms,rooms}"),
    "text": ("", " ", "x", "é\u00a0", "\u200b", "0", "a\nb", "x" * 300, "UTC", "EUR", "%s'; --"),
    "character": ("", "E", "EUR"),
}


def expression(
    chance: random.Random,
    sample: Sample,
    table: Table,
    column: Column,
    own: str | None,
    beside: Mapping[str, Row] = MappingProxyType({}),
) -> str:
    """Draw a value and return it as an expression of SQL.

    Args:
        chance: by which it is drawn.
        sample: rows that there are.
        table: where it goes.
        column: where it goes.
        own: what stands there now.
        beside: by table, the row that the other columns name, if they name one.
    """
    if (table.name, column.name) == ("room", "room_number"):
        # Events name rooms by their numbers: one that goes to another room takes them with it.
        return literal(f"T{chance.getrandbits(32)}", column.kind)
    lot = chance.random()
    if lot < 0.04 or (lot < 0.1 and not column.is_needed):
        return "NULL"
    if lot < 0.25 and column.kind in _BY_CLOCK:
        return chance.choice(_BY_CLOCK[column.kind])
    if lot < 0.35 and own is not None and column.kind in ("bigint", "integer", "smallint"):
        return literal(str(int(own) + chance.choice((-2, -1, 1, 2))), column.kind)
    if lot < 0.45 and own is not None and column.kind == "timestamp with time zone":
        step = chance.choice(("-1 microsecond", "1 microsecond", "-1 hour", "1 day", "-3 days"))
        return f"{literal(own, column.kind)} + interval '{step}'"
    named = [(name, target) for name, target in column.refers_to if name in beside]
    if named and lot < 0.85:
        name, target = chance.choice(named)
        return literal(beside[name][target], column.kind)
    text = _text(chance, sample, table, column)
    if text is None and column.is_needed:
        text = chance.choice(_EXTREMES.get(column.kind, ("",)))
    return literal(text, column.kind)


def _text(chance: random.Random, sample: Sample, table: Table, column: Column) -> str | None:
    """Draw the text of a value that is there somewhere, or an extreme."""
    lot = chance.random()
    if lot < 0.3 and column.words:
        return chance.choice(column.words)
    if lot < 0.6 and column.refers_to:
        return sample.value(chance, *chance.choice(column.refers_to))
    if lot < 0.85 and column.name == "hotel_id":
        return sample.value(chance, "hotel", "hotel_id")
    if lot < 0.85:
        return sample.value(chance, table.name, column.name)
    if lot < 0.92:
        # A column of the same type, of any table: a neighbour's key, another's name.
        other = chance.choice(list(sample.tables.values()))
        alike = [each.name for each in other.columns if each.kind == column.kind]
        if alike:
            return sample.value(chance, other.name, chance.choice(alike))
    return chance.choice(_EXTREMES.get(column.kind, ("",)))


def literal(text: str | None, kind: str) -> str:
    """Write a text as a literal of a type."""
    if text is None:
        return "NULL"
    doubled = text.replace("'", "''")
    if "\\" in text:
        doubled = doubled.replace("\\", "\\\\")
        return f"E'{doubled}'::{kind}"
    return f"'{doubled}'::{kind}"
