"""The repeatable trigger files: back after every step, otherwise applied only when they changed."""

import shutil
from pathlib import Path

import psycopg
import pytest

from schema import migrate, repeatable, snapshot
from schema.database import ScriptError

PROBE = """\
-- A percent sign and a colon, which must reach the server as they are: % :name
CREATE OR REPLACE FUNCTION hotelmate.probe_trigger_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'refused: % of %', TG_OP, TG_TABLE_NAME;
END
$$;
DROP TRIGGER IF EXISTS tg_repeatable_file__probe ON hotelmate.repeatable_file;
CREATE TRIGGER tg_repeatable_file__probe
BEFORE TRUNCATE ON hotelmate.repeatable_file
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.probe_trigger_file();
"""
NEW_FUNCTION = """
CREATE OR REPLACE FUNCTION hotelmate.function_nobody_may_execute() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NEW;
END
$$;
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the trigger files that the test may edit, with one file that sorts last."""
    copy = tmp_path / "triggers"
    shutil.copytree(repeatable.TRIGGER_FOLDER, copy)
    (copy / "zz_probe.sql").write_text(PROBE, encoding="utf-8")
    monkeypatch.setattr(repeatable, "TRIGGER_FOLDER", copy)
    return copy


def triggers(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()
    return {name for (name,) in rows}


def functions_of_public(url: str, *, of_public: bool = True) -> set[str]:
    """Return the schema's functions: those that everybody may execute, or all there are."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'hotelmate'::regnamespace"
            " AND has_function_privilege('public', oid, 'EXECUTE') IN (true, %s)",
            (of_public,),
        ).fetchall()
    return {name for (name,) in rows}


def drop_probe(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DROP TRIGGER tg_repeatable_file__probe ON hotelmate.repeatable_file")


def test_a_new_file_alone_is_applied(clone: str, folder: Path) -> None:
    outcome = migrate.upgrade(clone)
    assert outcome == migrate.Outcome(stepped=False, applied_files=("zz_probe.sql",))
    assert "tg_repeatable_file__probe" in triggers(clone)


def test_an_unchanged_file_is_not_applied_again(clone: str, folder: Path) -> None:
    migrate.upgrade(clone)
    assert migrate.upgrade(clone).applied_files == ()


def test_an_edited_file_alone_is_applied_again(clone: str, folder: Path) -> None:
    migrate.upgrade(clone)
    drop_probe(clone)
    (folder / "zz_probe.sql").write_text(PROBE + "-- edited\n", encoding="utf-8")
    assert migrate.upgrade(clone).applied_files == ("zz_probe.sql",)
    assert "tg_repeatable_file__probe" in triggers(clone)


def test_a_dropped_trigger_returns_after_any_step(clone: str, folder: Path) -> None:
    migrate.upgrade(clone)
    expected = triggers(clone)
    drop_probe(clone)
    migrate.downgrade(clone, "-1")
    outcome = migrate.upgrade(clone)
    assert outcome.stepped
    assert outcome.applied_files == tuple(sorted(path.name for path in folder.glob("*.sql")))
    assert triggers(clone) == expected


def test_a_changed_file_alone_leaves_no_function_to_be_executed(clone: str, folder: Path) -> None:
    (folder / "zz_probe.sql").unlink()
    changed = folder / "booking_audit.sql"
    with changed.open("a", encoding="utf-8") as file:
        file.write(NEW_FUNCTION)
    assert "function_nobody_may_execute" not in functions_of_public(clone)
    # The last file takes back what everybody may do with a function that is new.
    expected = ("booking_audit.sql", "zz_function_privileges.sql")
    assert migrate.upgrade(clone).applied_files == expected
    assert functions_of_public(clone, of_public=False) >= {"function_nobody_may_execute"}
    assert "function_nobody_may_execute" not in functions_of_public(clone)
    assert "current_actor" in functions_of_public(clone)
    assert migrate.upgrade(clone).applied_files == ()


def test_a_removed_file_is_forgotten(clone: str, folder: Path) -> None:
    migrate.upgrade(clone)
    (folder / "zz_probe.sql").unlink()
    migrate.upgrade(clone)
    with psycopg.connect(clone) as connection:
        rows = connection.execute("SELECT file_name FROM hotelmate.repeatable_file").fetchall()
    assert {name for (name,) in rows} == {path.name for path in folder.glob("*.sql")}


def test_a_failing_file_leaves_the_database_as_it_was(clone: str, folder: Path) -> None:
    before = snapshot.dump(clone)
    (folder / "zz_probe.sql").write_text(f"{PROBE}\nSELECT 1 / 0;", encoding="utf-8")
    with pytest.raises(ScriptError, match=r"triggers/zz_probe\.sql: division by zero"):
        migrate.upgrade(clone)
    assert snapshot.dump(clone) == before


def test_every_file_may_be_applied_any_number_of_times(clone: str) -> None:
    before = snapshot.dump(clone)
    with psycopg.connect(clone) as connection:
        for file in repeatable.load():
            for _ in range(2):
                connection.execute(file.sql.encode())
    assert snapshot.dump(clone) == before


def test_a_mistake_in_a_file_is_named_with_its_line(clone: str, folder: Path) -> None:
    (folder / "zz_probe.sql").write_text("SELECT 1;\n\nSELECT no_such_column;", encoding="utf-8")
    with pytest.raises(ScriptError, match=r"zz_probe\.sql line 3: .*no_such_column"):
        migrate.upgrade(clone)
