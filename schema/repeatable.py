"""The repeatable half of the schema: schema/triggers/*.sql, applied after the versioned steps.

Each file holds one subject (function, trigger, COMMENTs) and may be run any number of times. The
table hotelmate.repeatable_file remembers the checksum of what was applied last. After any versioned
step every file is applied, whatever its checksum: a step may have dropped a trigger whose file did
not change. Without a step only the changed files are. A downgrade starts by taking all of it away.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from schema import roles
from schema.database import run_script
from schema.table_locks import lock_all_tables

TRIGGER_FOLDER = Path(__file__).parent / "triggers"

CREATE_TABLE = """\
CREATE TABLE IF NOT EXISTS hotelmate.repeatable_file (
    file_name text NOT NULL CONSTRAINT repeatable_file_pkey PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE hotelmate.repeatable_file IS
'Checksum of each file of schema/triggers as it was last applied to this database.';
"""

REMEMBER = """\
INSERT INTO hotelmate.repeatable_file (file_name, sha256)
VALUES ('{file_name}', '{sha256}')
ON CONFLICT (file_name) DO UPDATE
SET sha256 = excluded.sha256, applied_at = clock_timestamp();
"""

# CASCADE takes the triggers along, and nothing else: versioned objects never lean on these. The
# files make policies and privileges as well.
RETRACT = """\
DO $retract$
DECLARE
    routine regprocedure;
BEGIN
    FOR routine IN
        SELECT pg_proc.oid FROM pg_catalog.pg_proc
        WHERE pg_proc.pronamespace = to_regnamespace('hotelmate')
        AND pg_proc.proname IN ({names})
    LOOP
        EXECUTE format('DROP ROUTINE %s CASCADE', routine);
    END LOOP;
END
$retract$;
DO $walls$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT policies.tablename, policies.policyname FROM pg_catalog.pg_policies AS policies
        WHERE policies.schemaname = 'hotelmate'
    LOOP
        EXECUTE format('DROP POLICY %I ON hotelmate.%I', each.policyname, each.tablename);
    END LOOP;
    FOR each IN
        SELECT relation.relname FROM pg_catalog.pg_class AS relation
        WHERE relation.relnamespace = to_regnamespace('hotelmate') AND relation.relkind = 'r'
        AND relation.relrowsecurity
    LOOP
        EXECUTE format(
            'ALTER TABLE hotelmate.%I DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY',
            each.relname
        );
    END LOOP;
    IF to_regnamespace('hotelmate') IS NOT NULL THEN
        REVOKE ALL ON ALL TABLES IN SCHEMA hotelmate FROM {roles};
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA hotelmate FROM {roles};
        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hotelmate FROM {roles};
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA hotelmate TO public;
        REVOKE ALL ON SCHEMA hotelmate FROM {roles};
    END IF;
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        REVOKE ALL ON public.alembic_version FROM {roles};
    END IF;
END
$walls$;
DROP TABLE IF EXISTS hotelmate.repeatable_file;
"""
ROUTINE = re.compile(
    r"^CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+hotelmate\.(\w+)",
    re.IGNORECASE | re.MULTILINE,
)


class RepeatableFile(NamedTuple):
    """One trigger file as it is on disk."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Checksum of the file's text, in hexadecimal."""
        return sha256(self.sql.encode()).hexdigest()

    @property
    def routines(self) -> list[str]:
        """Names of the functions that the file creates in schema hotelmate."""
        return ROUTINE.findall(self.sql)

    @property
    def remember(self) -> str:
        """The statement that records this file as applied."""
        return REMEMBER.format(file_name=self.name.replace("'", "''"), sha256=self.sha256)


def load(folder: Path | None = None) -> list[RepeatableFile]:
    """Read the trigger files in the order of their names, in which they are applied."""
    paths = sorted((folder or TRIGGER_FOLDER).glob("*.sql"), key=lambda path: path.name)
    return [RepeatableFile(path.name, path.read_text(encoding="utf-8")) for path in paths]


def apply(connection: Connection, *, everything: bool) -> list[str]:
    """Apply the trigger files inside the caller's transaction and return the names applied.

    Args:
        connection: holds the migration lock and stands at the newest revision.
        everything: after a versioned step; otherwise only files whose checksum differs.
    """
    run_script(connection, CREATE_TABLE, "hotelmate.repeatable_file")
    rows = connection.exec_driver_sql("SELECT file_name, sha256 FROM hotelmate.repeatable_file")
    known = {row.file_name: row.sha256 for row in rows}
    files = load()
    changed = [file for file in files if everything or known.get(file.name) != file.sha256]
    if changed and files[-1] not in changed:
        # The last file takes back what PostgreSQL grants on every new function.
        changed.append(files[-1])
    # A step has taken them all before it began.
    if changed and not everything:
        lock_all_tables(connection)
    applied: list[str] = []
    for file in changed:
        run_script(connection, file.sql, f"schema/triggers/{file.name}")
        run_script(connection, file.remember, f"record of {file.name}")
        applied.append(file.name)
    for name in known.keys() - {file.name for file in files}:
        # The record goes, the object stays: a versioned migration drops it.
        connection.exec_driver_sql(
            "DELETE FROM hotelmate.repeatable_file WHERE file_name = %s", (name,)
        )
    return applied


def offline_script() -> str:
    """Return one SQL script that applies every file: a script cannot see what a database has."""
    parts = [CREATE_TABLE]
    for file in load():
        parts += [f"-- schema/triggers/{file.name}\n", file.sql, file.remember]
    return "\n".join(parts)


def retract_script() -> str:
    """Return the script that removes what all files made; running it again does no harm."""
    names = sorted({name for file in load() for name in file.routines})
    granted = ("public", *(role for role in roles.ALL if role != roles.OWNER))
    return RETRACT.format(
        names=", ".join(f"'{name}'" for name in names) or "NULL", roles=", ".join(granted)
    )
