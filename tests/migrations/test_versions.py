"""The versioned migrations: one line of them, repeatable, reversible, all or nothing."""

import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from schema import migrate, revisions, snapshot
from schema.database import ScriptError
from schema.migrations import sql_files

VERSIONS = migrate.MIGRATIONS / "versions"


def schema_of(url: str) -> str:
    """Dump without the version table, which the first upgrade makes and no downgrade drops."""
    text = snapshot.dump(url)
    return re.sub(r"--\n-- Name: alembic_version.*?(?=--\n-- |\Z)", "", text, flags=re.DOTALL)


def from_the_oldest() -> list[str]:
    """Return the revisions in the order in which they are applied."""
    script = ScriptDirectory.from_config(migrate.configuration())
    return [step.revision for step in script.walk_revisions()][::-1]


def test_there_is_a_single_head() -> None:
    assert migrate.heads() == (revisions.newest(),)


def test_revisions_count_up_without_a_gap() -> None:
    found = from_the_oldest()
    assert found == [f"{n:04}" for n in range(1, len(found) + 1)]


def test_every_revision_has_its_two_sql_files_and_no_file_is_left_over() -> None:
    names = {path.stem for path in VERSIONS.glob("[0-9]*.py")}
    files = {path.name for path in sql_files.SQL_FOLDER.glob("*.sql")}
    assert files == {f"{name}.{way}.sql" for name in names for way in ("up", "down")}


def test_head_twice_is_a_no_op(clone: str) -> None:
    before = snapshot.dump(clone)
    outcome = migrate.upgrade(clone)
    assert outcome == migrate.Outcome(stepped=False, applied_files=())
    assert snapshot.dump(clone) == before


@pytest.mark.proof
@pytest.mark.parametrize("revision", from_the_oldest())
def test_up_down_up_gives_the_same_schema(empty_database: str, revision: str) -> None:
    all_revisions = from_the_oldest()
    position = all_revisions.index(revision)
    previous = all_revisions[position - 1] if position else "base"
    migrate.upgrade(empty_database, previous)
    without = schema_of(empty_database)
    migrate.upgrade(empty_database, revision)
    with_it = schema_of(empty_database)
    migrate.downgrade(empty_database, previous)
    assert schema_of(empty_database) == without
    migrate.upgrade(empty_database, revision)
    assert schema_of(empty_database) == with_it


def test_base_and_back_gives_the_same_schema(clone: str) -> None:
    before = snapshot.dump(clone)
    migrate.downgrade(clone, "base")
    with psycopg.connect(clone) as connection:
        left = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'hotelmate'")
        assert left.fetchone() is None
    migrate.upgrade(clone)
    assert snapshot.dump(clone) == before


def test_one_step_down_and_back_gives_the_same_schema(clone: str) -> None:
    before = snapshot.dump(clone)
    migrate.downgrade(clone, "-1")
    migrate.upgrade(clone)
    assert snapshot.dump(clone) == before


def test_the_offline_script_makes_the_same_schema(empty_database: str, clone: str) -> None:
    script = migrate.offline_sql()
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(script.encode())
    assert snapshot.dump(empty_database) == snapshot.dump(clone)


@pytest.mark.parametrize("count", [2, pytest.param(5, marks=pytest.mark.proof)])
def test_parallel_upgrades_queue_and_all_succeed(
    empty_database: str, clone: str, count: int
) -> None:
    program = "import sys; from schema import migrate; print(migrate.upgrade(sys.argv[1]).stepped)"
    command = [sys.executable, "-c", program, empty_database]
    # Processes, not threads: they share nothing but the database, as two deployments would.
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    answers = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0] * count, answers
    assert sorted(stdout.strip() for stdout, _ in answers) == ["False"] * (count - 1) + ["True"]
    assert snapshot.dump(empty_database) == snapshot.dump(clone)


def test_a_failing_migration_leaves_nothing_behind(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot.dump(empty_database)
    last = max(path.stem for path in VERSIONS.glob("[0-9]*.py"))
    sql = (sql_files.SQL_FOLDER / f"{last}.up.sql").read_text(encoding="utf-8")
    real_read = Path.read_text

    def read_text(path: Path, encoding: str | None = None) -> str:
        if path.name == f"{last}.up.sql":
            return f"{sql}\nSELECT 1 / 0;"
        return real_read(path, encoding=encoding)

    monkeypatch.setattr(Path, "read_text", read_text)
    with pytest.raises(ScriptError, match=f"{last}.up.sql: division by zero"):
        migrate.upgrade(empty_database)
    assert snapshot.dump(empty_database) == before
    assert migrate.current(empty_database) == ()


def test_an_unknown_revision_is_refused(clone: str) -> None:
    with pytest.raises(CommandError):
        migrate.upgrade(clone, "9999")
