"""docs/psql.md is true: every example does what the guide says, in order, in a real psql."""

import re

import pytest

from app.invariants import BY_NAME
from tests.docs.guide import blocks_of, differences, play
from tests.docs.markdown import read

SQLSTATE = re.compile(r"[0-9A-Z]{5}")


def test_every_example_does_what_the_guide_says(clone: str) -> None:
    blocks = blocks_of(read("psql.md"))
    assert sum(len(block.steps) for block in blocks) > 100
    different = differences(blocks, play(clone, blocks))
    assert not different, "\n\n".join(different)


def test_refusals_are_named_by_the_catalogue() -> None:
    steps = [step for block in blocks_of(read("psql.md")) for step in block.steps]
    named = {step.refused for step in steps if step.refused}
    assert len(named) > 30
    assert {name for name in named if not SQLSTATE.fullmatch(name)} <= BY_NAME.keys()


@pytest.mark.parametrize(
    "example",
    [
        "SELECT 1 / 0;",
        "SELECT 1 AS one;",
        "SELECT 1 AS one;\n```\n\n```text\n one \n-----\n   2\n(1 row)",
        "SELECT FROM hotelmate.hotel \\gset  -- refused: hotel_has_name",
        "SET TIME ZONE 'UTC';  -- refused: hotel_has_name",
        "\\set VERBOSITY verbose\nSELECT 1 / 0;  -- refused: hotel_has_name",
        "\\set VERBOSITY verbose\nSELECT 1 / 0;\nSET TIME ZONE 'UTC';  -- refused: 22012",
    ],
    ids=["error", "output", "other-output", "no-end", "no-refusal", "other-refusal", "other-step"],
)
def test_a_wrong_guide_is_noticed(database_url: str, example: str) -> None:
    try:
        blocks = blocks_of(f"```sql\n{example}\n```\n")
    except AssertionError:
        return
    assert len(differences(blocks, play(database_url, blocks))) == 1
