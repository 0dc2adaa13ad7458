"""Turns sql/NNNN_name.up.sql and .down.sql into a revision's upgrade and downgrade."""

from collections.abc import Callable
from pathlib import Path

from alembic import op

from schema import repeatable
from schema.database import run_script

SQL_FOLDER = Path(__file__).parent / "sql"


def upgrade_from(name: str) -> Callable[[], None]:
    """Return the upgrade function that runs sql/<name>.up.sql."""

    def upgrade() -> None:
        _run_file(SQL_FOLDER / f"{name}.up.sql")

    return upgrade


def downgrade_from(name: str) -> Callable[[], None]:
    """Return the downgrade function that runs sql/<name>.down.sql.

    What the trigger files made goes first: it belongs to the newest revision alone, and would keep
    the step from dropping what it names.
    """

    def downgrade() -> None:
        _run(repeatable.retract_script(), "removal of schema/triggers")
        _run_file(SQL_FOLDER / f"{name}.down.sql")

    return downgrade


def _run_file(path: Path) -> None:
    _run(path.read_text(encoding="utf-8"), f"schema/migrations/sql/{path.name}")


def _run(script: str, name: str) -> None:
    if op.get_context().as_sql:
        # `--sql` writes a script for psql: the text goes out as it stands.
        op.get_context().impl.static_output(script)
    else:
        run_script(op.get_bind(), script, name)
