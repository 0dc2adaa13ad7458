"""Takes each rule and each trigger out of the schema in turn, and sees which test notices.

First the tests that are named for the rule, then the folders about rules and their consequences.
Tests that compare the schema with a list of its objects would notice all of it, and are left out:
what is asked is whether a test of behaviour does. Goes on where it stopped: build/mutation.jsonl
keeps what is known of the commit that is checked out, and which test to ask first at the next one.
"""

import gc
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import msgspec
import psycopg
import pytest
from psycopg import sql

from app.consistency import checks
from app.embedded import throwaway
from bench.mutation.mutants import ROOT, Mutant, files_about, mutants
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.kept import checked_out
from bench.proof.run import say
from bench.proof.server import named
from schema import migrate

RESULTS = ROOT / "build" / "mutation.jsonl"
# One after the other: what is likeliest to notice, and quick, comes first.
WIDER = (
    ("tests/transitions",),
    ("tests/concurrency",),
    ("tests/invariants",),
    ("tests/payments", "tests/access"),
    ("tests/checks", "tests/personal_data"),
    ("tests/walls", "tests/guests", "tests/messages", "tests/realtime", "tests/api"),
    ("tests/relay",),
)
# These compare the schema with what it should be, object by object.
LISTS_OF_OBJECTS = (
    "tests/checks/test_enforcement_contradictions.py",
    "tests/checks/test_checks.py",
)
# And so does this check, which whoever expects that nothing is found asks with all others.
CHECK_OF_OBJECTS = "objects_differ_from_snapshot"
GOLDEN, MUTANT = "mutation_golden", "mutation_mutant"
TEST_SECONDS = 60
SURVIVED = ""


class Noticing:
    """A plugin of pytest: the schema that tests see is the mutant, and the first failure is kept.

    Attributes:
        failed: the first test that failed.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self.failed = SURVIVED

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        """Have databases of tests copied from the mutant, and none of them migrated for it."""
        conftest = sys.modules["tests.conftest"]
        copy_of = conftest.Server.copy_of

        def copy(server: object, template: str, name: str) -> object:
            return copy_of(server, template if template == "template0" else self._template, name)

        conftest.Server.copy_of = copy
        # The template that nobody copies any more need not be made.
        vars(conftest)["migrate"] = SimpleNamespace(upgrade=lambda url: None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first test that failed."""
        if report.failed and self.failed == SURVIVED:
            self.failed = report.nodeid


def import_tests() -> None:
    """Import every test beforehand: each run is a fork that finds them there.

    Importing them is most of what a run of one test takes.
    """
    with silence():
        folders = [folder for folders in WIDER for folder in folders]
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", *folders])
    gc.collect()
    gc.freeze()


@contextmanager
def silence() -> Iterator[None]:
    """Let nothing that is written meanwhile, by anybody in this process, be seen."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def failing(url: str, template: str, tests: Sequence[str], without: Sequence[str] = ()) -> str:
    """Run tests in a process of their own; return the first that fails.

    Args:
        url: connection string of the server.
        template: name of the database whose copies they use.
        tests: what to run.
        without: tests to leave out.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_tests(url, template, tests, without, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def _run_tests(
    url: str, template: str, tests: Sequence[str], without: Sequence[str], writing: int
) -> None:
    """Run tests and write the first that fails to a pipe; the process ends here."""
    os.environ["DATABASE_URL"] = url
    vars(checks)["SCRIPTS"] = (*checks.SCRIPTS, CHECK_OF_OBJECTS)
    checks.all_checks.cache_clear()
    noticing = Noticing(template)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    ignored = [f"--ignore={path}" for path in LISTS_OF_OBJECTS]
    ignored += [f"--deselect={test}" for test in without]
    # What `make test` leaves out notices nothing here either.
    options = [
        "-m",
        "not proof",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        f"timeout={TEST_SECONDS}",
    ]
    code = pytest.main([*options, *ignored, *tests], plugins=[noticing])
    if code not in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    ):
        noticing.failed = noticing.failed or f"pytest ended with {code!r}"
    os.write(writing, noticing.failed.encode())
    os._exit(0)


class Mutation:
    """Tries mutants on a server, one after the other."""

    def __init__(self, server_url: str) -> None:
        self._url = server_url
        self._sound: dict[str, bool] = {}
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {GOLDEN}".encode())
        migrate.upgrade(named(server_url, GOLDEN))

    def mutants(self) -> tuple[Mutant, ...]:
        """Return what there is to try."""
        with psycopg.connect(named(self._url, GOLDEN)) as connection:
            return mutants(connection)

    def noticed_by(self, mutant: Mutant, before: str) -> str:
        """Return the test that notices a mutant; empty when it survives.

        Args:
            mutant: what is taken away.
            before: the test that noticed it at another commit, which is asked first; may be empty.
        """
        likely = ((before,) if before else (), mutant.tests())
        with self._mutated(mutant):
            for tests in (*likely, files_about(mutant.place), *WIDER):
                test = self._first_sound(tests, tests not in likely) if tests else SURVIVED
                if test != SURVIVED:
                    return test
        return SURVIVED

    def _first_sound(self, tests: Sequence[str], is_far: bool) -> str:
        """Return the first test that fails on the mutant and passes on the schema as it is.

        Args:
            tests: what to run.
            is_far: whether they are about much else. Then a failure counts if it comes again:
                among thousands of tests one may fail for a machine that is slow.
        """
        once: list[str] = []
        while True:
            unsound = [test for test, is_sound in self._sound.items() if not is_sound]
            test = failing(self._url, MUTANT, tests, [*unsound, *once])
            if test == SURVIVED or test in (*unsound, *once):
                return SURVIVED
            if self._is_sound(test):
                if not is_far or failing(self._url, MUTANT, [test]) != SURVIVED:
                    return test
                once.append(test)

    def _is_sound(self, test: str) -> bool:
        """Whether a test passes on the schema as it is: else it notices nothing."""
        if test not in self._sound:
            self._sound[test] = failing(self._url, GOLDEN, [test]) == SURVIVED
            if not self._sound[test]:
                say(f"mutation: {test} fails on the schema as it is")
        return self._sound[test]

    @contextmanager
    def _mutated(self, mutant: Mutant) -> Iterator[None]:
        with self._admin() as admin:
            admin.execute(f"CREATE DATABASE {MUTANT} TEMPLATE {GOLDEN}".encode())
        try:
            with psycopg.connect(named(self._url, MUTANT), autocommit=True) as connection:
                connection.execute(mutant.statement.encode())
            yield
        finally:
            with self._admin() as admin:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
                admin.execute(drop.format(sql.Identifier(MUTANT)))

    def _admin(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self._url, autocommit=True)


class Outcome(msgspec.Struct, frozen=True):
    """What became of a mutant: the test that noticed it, at which commit; SURVIVED if none did."""

    mutant: str
    noticed_by: str
    commit: str | None


def outcomes(path: Path) -> list[Outcome]:
    """Return what earlier runs found, the latest last."""
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line, type=Outcome) for line in lines]


def known(path: Path, commit: str | None) -> dict[str, str]:
    """Return what earlier runs at a commit found: the test that noticed, by the mutant's title."""
    return {each.mutant: each.noticed_by for each in outcomes(path) if each.commit == commit}


def noticed_before(path: Path) -> dict[str, str]:
    """Return the test that noticed last, at whatever commit, by the mutant's title."""
    return {each.mutant: each.noticed_by for each in outcomes(path) if each.noticed_by != SURVIVED}


def figures(results: dict[str, str], mutants: int) -> Iterable[Figure]:
    """Give how many were noticed, and name those that were not."""
    survivors = sorted(title for title, test in results.items() if test == SURVIVED)
    for title in survivors:
        say(f"mutation: nobody noticed that there was no {title}")
    yield Figure("mutation_mutants", mutants)
    yield Figure("mutation_tried", len(results), AtLeast(mutants))
    yield Figure("mutation_noticed", len(results) - len(survivors))
    yield Figure("mutation_survivors", len(survivors), AtMost(0))


def picked(there: Iterable[Mutant], wanted: re.Pattern[str]) -> list[Mutant]:
    """Return the mutants with such a name.

    Raises:
        SystemExit: there is none, and nothing would be proved.
    """
    listed = [each for each in there if wanted.search(each.name)]
    if not listed:
        raise SystemExit(f"NAMES picks no rule and no trigger: {wanted.pattern!r}")
    return listed


def mutate(wanted: re.Pattern[str], seconds: float) -> Iterator[Figure]:
    """Try the mutants with such a name that are not known yet, until the time is over."""
    deadline = time.monotonic() + seconds
    commit = checked_out()
    RESULTS.parent.mkdir(exist_ok=True)
    results, before = known(RESULTS, commit), noticed_before(RESULTS)
    os.chdir(ROOT)
    with throwaway({"autovacuum": "off"}) as server, RESULTS.open("ab", buffering=0) as kept:
        import_tests()
        mutation = Mutation(server.url("postgres"))
        listed = picked(mutation.mutants(), wanted)
        for mutant in listed:
            if mutant.title in results or time.monotonic() > deadline:
                continue
            began = time.monotonic()
            test = mutation.noticed_by(mutant, before.get(mutant.title, ""))
            results[mutant.title] = test
            kept.write(msgspec.json.encode(Outcome(mutant.title, test, commit)) + b"\n")
            say(f"mutation: {mutant.title}: {test or 'SURVIVED'} {time.monotonic() - began:.1f} s")
    found = {each.title: results[each.title] for each in listed if each.title in results}
    yield from figures(found, len(listed))
