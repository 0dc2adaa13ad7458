"""Alembic's entry point: how a migration run is opened, guarded and closed.

Callers inside the product hand over the address in `config.attributes["database_url"]`; for the
`alembic` command by hand it is DATABASE_URL. A whole run is one transaction, so a failing step
leaves nothing behind, and one advisory lock, so that parallel runs queue instead of colliding.
"""

import os
from typing import Any

from alembic import context
from sqlalchemy import Connection

from schema import repeatable, roles
from schema.database import engine_for, run_script
from schema.table_locks import lock_all_tables

# Waiting for a busy table would queue every later query behind the migration: give up instead.
LOCK_TIMEOUT = "10s"
MIGRATION_LOCK = "SELECT pg_advisory_xact_lock(hashtext('hotelmate.migrations'))"
CONFIGURATION: dict[str, Any] = {
    # Not in schema hotelmate: a downgrade to base drops that, but not the record of having done so.
    "version_table_schema": "public",
    "transaction_per_migration": False,
}


def ends_at_head() -> bool:
    """Tell whether the run leaves the database at the newest revision."""
    heads = set(context.script.get_heads())
    if context.is_offline_mode():
        destination = context.get_revision_argument()
        wanted = (destination,) if isinstance(destination, str) else tuple(destination or ())
        return bool(heads) and set(wanted) == heads
    return bool(heads) and set(context.get_context().get_current_heads()) == heads


def run_online(connection: Connection) -> None:
    """Migrate the database behind the connection."""
    steps: list[object] = []
    context.configure(connection=connection, **CONFIGURATION)
    find_steps = context.get_context().opts["fn"]

    def find_steps_and_take_tables(heads: object, ctx: object) -> list[object]:
        """Return the steps, up or down; where there are none, nobody is kept waiting."""
        steps.extend(find_steps(heads, ctx))
        if steps:
            lock_all_tables(connection)
        return steps

    # Once more: only what has been configured tells what the command is to do.
    context.configure(connection=connection, fn=find_steps_and_take_tables, **CONFIGURATION)
    with context.begin_transaction():
        # The lock comes first and waits without limit: another run may rightly take long.
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(MIGRATION_LOCK)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        run_script(connection, roles.SCRIPT, "schema/roles.sql")
        context.run_migrations()
        if ends_at_head():
            applied = repeatable.apply(connection, everything=bool(steps))
            context.config.attributes["applied_files"] = applied
        context.config.attributes["stepped"] = bool(steps)


def run_offline() -> None:
    """Write the migration as an SQL script to standard output."""
    context.configure(dialect_name="postgresql", **CONFIGURATION)
    with context.begin_transaction():
        context.execute("SET LOCAL lock_timeout = 0")
        context.execute(MIGRATION_LOCK)
        context.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        context.get_context().impl.static_output(roles.SCRIPT)
        context.run_migrations()
        if ends_at_head():
            context.get_context().impl.static_output(repeatable.offline_script())


def database_url() -> str:
    """Return the address of the database to migrate."""
    url = context.config.attributes.get("database_url") or os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("DATABASE_URL is not set; `hotelmate migrate` finds the embedded server.")
    return str(url)


if context.is_offline_mode():
    run_offline()
else:
    with engine_for(database_url()).connect() as open_connection:
        run_online(open_connection)
