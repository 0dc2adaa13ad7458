"""Two hotels in a database of their own, with rows in every table, and whoever acts there."""

from typing import Any, NamedTuple

import psycopg

from tests.walls.two_hotels import TABLES_OF_HOTELS, House


class Columns(NamedTuple):
    """The columns of a table on which a role has each privilege."""

    select: list[str]
    insert: list[str]
    update: list[str]
    may_delete: bool


class Scene(NamedTuple):
    """Two hotels in a database of their own, with rows in every table."""

    ours: House
    theirs: House

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The owner's."""
        return self.ours.connection

    def act_as(self, role: str, hotel: House | None) -> None:
        """Take on a role in the present transaction, at a hotel or at none."""
        settings = {
            "hotelmate.actor": "staff:manager",
            "hotelmate.source": "FRONT_DESK",
            "hotelmate.staff_id": str((hotel or self.ours).staff_ids["MANAGER"]),
            "hotelmate.hotel_id": str(hotel.hotel_id) if hotel else "",
            "role": role,
        }
        for name, value in settings.items():
            self.connection.execute("SELECT set_config(%s, %s, true)", (name, value))


def columns_of(connection: psycopg.Connection[Any], role: str, table: str) -> Columns:
    row = connection.execute(
        "SELECT array_agg(attname::text) FILTER (WHERE has_column_privilege(%(role)s, attrelid,"
        " attnum, 'SELECT')), array_agg(attname::text) FILTER (WHERE attgenerated = ''"
        " AND has_column_privilege(%(role)s, attrelid, attnum, 'INSERT')),"
        " array_agg(attname::text) FILTER (WHERE attgenerated = ''"
        " AND has_column_privilege(%(role)s, attrelid, attnum, 'UPDATE')),"
        " bool_or(has_table_privilege(%(role)s, attrelid, 'DELETE'))"
        " FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attnum > 0"
        " AND NOT attisdropped",
        {"role": role, "table": f"hotelmate.{table}"},
    ).fetchone()
    assert row is not None
    return Columns(row[0] or [], row[1] or [], row[2] or [], row[3])


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in connection.execute(TABLES_OF_HOTELS)]
