"""Which steps a database needs, so that it holds every part of schema/adoption.sql."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schema.adoption.parts import INVALID, NOT_ENFORCED, NOT_VALID, VALID, Part

# The strongest lock that a step takes on its table. Nobody reads or writes beside the first, nobody
# writes beside the next two; the rest stops at most maintenance.
ADD, ADD_FOREIGN_KEY = "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE"
VALIDATE_DOMAIN = "SHARE"
BESIDE_WRITERS, READ, NO_LOCK = "SHARE UPDATE EXCLUSIVE", "ACCESS SHARE", "none"


class Step(NamedTuple):
    """One statement of the plan; it is a transaction of its own.

    Attributes:
        sql: the statement, without a semicolon.
        lock: the strongest lock it takes on the table.
        reads_table: whether it takes as long as it takes to read the table.
        cleanup: what to run when it failed; an index that was not finished stays behind.
    """

    sql: str
    lock: str
    reads_table: bool = False
    cleanup: str | None = None

    @property
    def stops_writers(self) -> bool:
        """Tell whether others wait for this step: it must be over in no time."""
        return self.lock not in (BESIDE_WRITERS, READ, NO_LOCK)

    @property
    def adds(self) -> bool:
        """Tell whether something is there afterwards that was not, be it for new rows only."""
        return self.sql.startswith("CREATE ") or " ADD CONSTRAINT " in self.sql

    @property
    def waits_for_transactions(self) -> bool:
        """Tell whether it waits, beside writers, until older transactions have ended."""
        return " CONCURRENTLY " in self.sql


class Task(NamedTuple):
    """What a database needs for one part: the steps, or why there are none."""

    part: Part
    steps: tuple[Step, ...]
    differs: bool = False


def plan(
    wanted: Iterable[Part],
    present: Iterable[tuple[Part, str]],
    *,
    prove_foreign_keys: bool = False,
) -> list[Task]:
    """Return what a database needs, in order; nothing for a part that it holds already.

    Args:
        wanted: the parts that the migrations make.
        present: the parts that the database holds, with their states.
        prove_foreign_keys: take foreign keys that are in force as not validated: after a restore
            without triggers they may be broken, although the catalog calls them valid.
    """
    held = {part.identity: (part, state) for part, state in present}
    tasks = []
    for part in wanted:
        has, state = held.get(part.identity, (None, ""))
        if has is None:
            steps = tuple(_all_steps(part))
        elif not _same(has, part):
            tasks.append(Task(part, (), differs=True))
            continue
        elif prove_foreign_keys and part.kind == "foreign key" and state == VALID:
            steps = tuple(_renewal(part))
        else:
            steps = tuple(_missing_steps(part, has, state))
        if steps:
            tasks.append(Task(part, steps))
    return tasks


def script(tasks: Iterable[Task]) -> str:
    """Return the steps as SQL for psql, which runs each in a transaction of its own."""
    lines = []
    for part, steps, differs in tasks:
        what = f"-- {part.kind} {part.owner} {part.name}"
        lines.append(f"\n{what}{': differs from the migrations; left alone' if differs else ''}")
        lines += [f"{step.sql};" for step in steps]
    return "\n".join(lines)


def _same(has: Part, part: Part) -> bool:
    if part.kind == "not null":
        return True
    if part.kind == "key" and has.kind == "index":
        return has.statements == part.statements[:1]
    return has.kind == part.kind and has.statements == part.statements


def _all_steps(part: Part) -> Iterator[Step]:
    yield from _building(part) if part.kind in ("index", "key") else _adding(part)


def _missing_steps(part: Part, has: Part, state: str) -> Iterator[Step]:
    if state == INVALID:
        yield Step(_drop_index(part), BESIDE_WRITERS)
        yield from _building(part)
    elif state == NOT_ENFORCED:
        yield from _renewal(part)
    elif part.kind == "key" and has.kind == "index":
        yield Step(part.statements[1], ADD)
        yield from _commenting(part)
    else:
        if has.comment != part.comment:
            yield from _commenting(part)
        if state == NOT_VALID:
            # The name may be another where a NOT NULL is of the database's own.
            yield _validating(has)


def _building(part: Part) -> Iterator[Step]:
    yield Step(part.statements[0], BESIDE_WRITERS, reads_table=True, cleanup=_drop_index(part))
    if part.kind == "key":
        yield Step(part.statements[1], ADD)
    yield from _commenting(part)


def _adding(part: Part) -> Iterator[Step]:
    if part.kind == "domain check":
        yield Step(part.statements[0], NO_LOCK)
    else:
        yield Step(part.statements[0], ADD_FOREIGN_KEY if part.kind == "foreign key" else ADD)
    yield from _commenting(part)
    yield _validating(part)


def _renewal(part: Part) -> Iterator[Step]:
    """Drop and add in one statement: at no moment may a row come in that breaks the rule."""
    alter, _, rest = part.statements[0].partition(" ADD CONSTRAINT ")
    yield Step(f"{alter} DROP CONSTRAINT {part.name}, ADD CONSTRAINT {rest}", ADD)
    yield from _commenting(part)
    yield _validating(part)


def _validating(part: Part) -> Step:
    lock = VALIDATE_DOMAIN if part.kind == "domain check" else BESIDE_WRITERS
    return Step(part.statements[1], lock, reads_table=True)


def _commenting(part: Part) -> Iterator[Step]:
    if part.comment is not None:
        locks = {"domain check": NO_LOCK, "index": BESIDE_WRITERS}
        yield Step(part.comment, locks.get(part.kind, READ))


def _drop_index(part: Part) -> str:
    return f"DROP INDEX CONCURRENTLY IF EXISTS {part.index_name}"
