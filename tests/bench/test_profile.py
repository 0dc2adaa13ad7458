"""What a sample of PostgreSQL or of the API counts for."""

import pytest

from bench.lifecycle.profile import shares

TRIGGER = ["_SPI_execute_plan", "plpgsql_call_handler", "ExecModifyTable", "PortalRun"]


@pytest.mark.parametrize(
    ("stack", "kind"),
    [
        (["pg_strtok", "stringToNode", "ExecConstraints", *TRIGGER], "stored_expressions_read"),
        (["ExecInitExprRec", "ExecPrepareExpr", "ExecConstraints"], "stored_expressions_prepared"),
        (["index_getnext_slot", "RI_FKey_check_ins", "CommitTransaction"], "foreign_keys"),
        (["XLogFlush", "CommitTransaction"], "commit"),
        (["_bt_doinsert", "ExecInsertIndexTuples", *TRIGGER], "rows_and_index_entries"),
        (["ExecInterpExpr", "ExecConstraints", "PortalRun"], "checks_evaluated"),
        (["ExecInitNode", *TRIGGER], "statements_in_triggers"),
        (["exec_stmts", *TRIGGER[1:]], "plpgsql"),
        (["json_build_object", "ExecResult", "PortalRun"], "statements_of_requests"),
        (["pq_getbyte", "PostgresMain"], "messages"),
    ],
)
def test_a_sample_of_postgresql_counts_for_the_first_that_fits(stack: list[str], kind: str) -> None:
    assert shares.of_server([stack])[kind] == 100


def test_a_sample_of_the_api_counts_for_its_innermost_file() -> None:
    found = shares.of_api(
        [
            ["psycopg/cursor_async.py", "app/database/transaction.py"],
            ["app/database/transaction.py", "litestar/app.py"],
            ["uvicorn/protocols/http/httptools_impl.py"],
            ["app/cli/processes/lifeline.py", "threading.py"],
            ["json/decoder.py", "app/routes/bookings.py"],
        ]
    )
    assert {package: share for package, share in found.items() if share} == {
        "psycopg": 25,
        "app": 25,
        "uvicorn": 25,
        "other": 25,
    }


def test_shares_of_nothing_are_none() -> None:
    assert set(shares.of_server([]).values()) == {0}
