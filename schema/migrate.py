"""Migrations as functions: what the command line, the tests and the demo call."""

import io
import threading
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from schema.database import engine_for

MIGRATIONS = Path(__file__).parent / "migrations"
# Alembic keeps the run in globals of its modules: two threads would mix their connections.
ONE_RUN_A_PROCESS = threading.Lock()


class Outcome(NamedTuple):
    """What an upgrade did."""

    stepped: bool
    applied_files: tuple[str, ...]


def configuration(database_url: str | None = None) -> Config:
    """Return Alembic's configuration without a file, independent of the working directory."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str, revision: str = "head") -> Outcome:
    """Bring a database up to a revision; at the newest one, apply the trigger files as well."""
    config = configuration(database_url)
    with ONE_RUN_A_PROCESS:
        command.upgrade(config, revision)
    return Outcome(
        stepped=bool(config.attributes.get("stepped")),
        applied_files=tuple(config.attributes.get("applied_files", ())),
    )


def downgrade(database_url: str, revision: str) -> None:
    """Take a database down to a revision ("base", "-1" or a name). For development and CI only."""
    with ONE_RUN_A_PROCESS:
        command.downgrade(configuration(database_url), revision)


def offline_sql(revision: str = "head") -> str:
    """Return the script that brings an empty database up to a revision."""
    config = configuration()
    output = io.StringIO()
    config.output_buffer = output
    with ONE_RUN_A_PROCESS:
        command.upgrade(config, revision, sql=True)
    return output.getvalue()


def heads() -> tuple[str, ...]:
    """Return the newest revisions; there must be exactly one."""
    return tuple(ScriptDirectory.from_config(configuration()).get_heads())


def current(database_url: str) -> tuple[str, ...]:
    """Return the revisions at which a database stands; none when it was never migrated."""
    with engine_for(database_url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": "public"})
        return tuple(context.get_current_heads())
