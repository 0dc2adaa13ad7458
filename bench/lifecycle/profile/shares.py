"""What samples say: the share of each kind of work."""

from collections import Counter
from collections.abc import Callable, Iterable

from bench.lifecycle.profile.sampling import Stack

OTHER = "other"


def _within(*names: str) -> Callable[[Stack], bool]:
    """Return whether one of these functions is in a stack."""
    wanted = frozenset(names)
    return lambda stack: not wanted.isdisjoint(stack)


def _is_foreign_key(stack: Stack) -> bool:
    return any(name.startswith("RI_FKey") for name in stack)


# The first that fits is what a sample counts for. Functions of PostgreSQL 18.
OF_SERVER: tuple[tuple[str, Callable[[Stack], bool]], ...] = (
    # CHECK constraints, WHEN clauses and generated columns are kept as text, and read anew by each
    # statement that writes the table.
    ("stored_expressions_read", _within("stringToNode", "stringToNodeInternal")),
    ("stored_expressions_prepared", _within("ExecPrepareExpr", "ExecPrepareQual")),
    ("foreign_keys", _is_foreign_key),
    ("commit", _within("CommitTransaction")),
    ("planning", _within("pg_plan_query")),
    (
        "rows_and_index_entries",
        _within(
            *("heap_insert", "heap_update", "heap_delete", "heap_lock_tuple"),
            *("heapam_tuple_insert", "heapam_tuple_update", "heapam_tuple_lock"),
            "ExecInsertIndexTuples",
        ),
    ),
    ("checks_evaluated", _within("ExecConstraints")),
    ("statements_in_triggers", _within("_SPI_execute_plan")),
    ("plpgsql", _within("plpgsql_call_handler")),
    ("statements_of_requests", _within("PortalRun", "PortalStart")),
    ("messages", lambda stack: True),
)
# Files of Python by a part of their path. The innermost one counts, with what it calls in C.
OF_API = (
    *("psycopg", "litestar", "uvicorn", "msgspec", "structlog", "prometheus_client", "asyncio"),
    "app",
)
# Waits for the process that started it, and computes nothing.
_IDLE = "lifeline"


def of_server(stacks: Iterable[Stack]) -> dict[str, float]:
    """Return the percentage of each kind of work of PostgreSQL."""
    counted = Counter(
        next(kind for kind, fits in OF_SERVER if fits(stack)) for stack in stacks if stack
    )
    return _percentages(counted, [kind for kind, _ in OF_SERVER])


def of_api(stacks: Iterable[Stack]) -> dict[str, float]:
    """Return the percentage of each package of the API."""
    counted = Counter(
        next((package for package in OF_API if package in stack[0]), OTHER)
        for stack in stacks
        if stack and not any(_IDLE in file for file in stack)
    )
    return _percentages(counted, [*OF_API, OTHER])


def _percentages(counted: Counter[str], kinds: Iterable[str]) -> dict[str, float]:
    whole = counted.total() or 1
    return {kind: 100 * counted[kind] / whole for kind in kinds}
