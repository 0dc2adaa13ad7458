"""Of what is taken away one by one a test tells, and what nobody told of falls short."""

import re
from pathlib import Path

import msgspec
import psycopg
import pytest

from bench.mutation.mutants import mutants, named_tests
from bench.mutation.trying import Outcome, figures, known, noticed_before, picked


def test_every_rule_and_trigger_is_a_mutant(owner: psycopg.Connection) -> None:
    listed = mutants(owner)
    assert len({mutant.title for mutant in listed}) == len(listed)
    assert {"constraint", "key", "not null", "index", "trigger"} == {
        mutant.kind for mutant in listed
    }
    assert {"booking_has_adult", "tg_room__2_audit"} <= {mutant.name for mutant in listed}
    assert named_tests()["booking_has_adult"]


def test_what_is_known_of_mutants_is_known_of_one_commit(tmp_path: Path) -> None:
    kept = tmp_path / "mutation.jsonl"
    assert known(kept, "c0ffee") == {}
    outcomes = (Outcome("a", "test", "c0ffee"), Outcome("b", "", "c0ffee"), Outcome("c", "", None))
    kept.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in outcomes))
    assert known(kept, "c0ffee") == {"a": "test", "b": ""}
    assert known(kept, None) == {"c": ""}


def test_the_test_that_noticed_at_another_commit_is_asked_first(tmp_path: Path) -> None:
    kept = tmp_path / "mutation.jsonl"
    outcomes = (Outcome("a", "one", "c0ffee"), Outcome("a", "two", "beef"), Outcome("a", "", None))
    kept.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in outcomes))
    assert noticed_before(kept) == {"a": "two"}


@pytest.mark.parametrize(
    ("results", "count", "short"),
    [
        ({"constraint a of b": "", "constraint c of d": "test"}, 2, ["mutation_survivors"]),
        ({"constraint c of d": "test"}, 1, []),
        ({"constraint c of d": "test"}, 2, ["mutation_tried"]),
    ],
)
def test_a_survivor_falls_short(results: dict[str, str], count: int, short: list[str]) -> None:
    assert [each.name for each in figures(results, count) if each.falls_short] == short


def test_names_that_pick_nothing_prove_nothing(owner: psycopg.Connection) -> None:
    listed = mutants(owner)
    assert {each.name for each in picked(listed, re.compile("has_adult$"))} == {"booking_has_adult"}
    with pytest.raises(SystemExit):
        picked(listed, re.compile("^has_adult"))
