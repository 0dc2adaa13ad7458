"""docs/psql.md is true: every example does what the guide says, in order, in a real psql."""

import re

import pytest

from app.invariants import BY_NAME
from tests.docs.guide import blocks_of, differences, play
from tests.docs.markdown import read

SQLSTATE = re.compile(r"[0-9A-Z]{5}")


def test_every_example_does_what_the_guide_says(clone: str) -> None:
    blocks = blocks_of(read("psql.md"))
    assert len(blocks) > 50
    different = differences(blocks, play(clone, blocks))
    assert not different, "\n\n".join(different)


def test_refusals_are_named_by_the_catalogue() -> None:
    named = {block.refused for block in blocks_of(read("psql.md")) if block.refused}
    assert {name for name in named if not SQLSTATE.fullmatch(name)} <= BY_NAME.keys()


@pytest.mark.parametrize(
    "guide",
    [
        "```sql\nSELECT 1 / 0;\n```\n",
        "```sql\nSELECT 1 AS one;\n```\n",
        "```sql\nSELECT 1 AS one;\n```\n\n```text\n one \n-----\n   2\n(1 row)\n```\n",
        "```sql refused hotel_has_name\nSELECT 1 AS one;\n```\n",
        "```sql refused hotel_has_name\n\\set VERBOSITY verbose\nSELECT 1 / 0;\n```\n",
    ],
    ids=["error", "output", "other-output", "no-refusal", "other-refusal"],
)
def test_a_wrong_guide_is_noticed(database_url: str, guide: str) -> None:
    blocks = blocks_of(guide)
    assert len(differences(blocks, play(database_url, blocks))) == 1
