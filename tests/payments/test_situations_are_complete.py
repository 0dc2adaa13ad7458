"""Each of the 36 situations has its tests and its row in the document, under one number."""

import re
from pathlib import Path

from tests.docs.markdown import chapter, read, table_rows

NUMBERS = list(range(1, 37))
SITUATIONS = "## What can go wrong, and what then happens"
TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
OF_SITUATION = re.compile(r"test_situation_(\d\d)__\w+")
FILE = re.compile(r"test_situations_(\d\d)_to_(\d\d)")


def names_by_file() -> dict[str, list[str]]:
    """Return the names of the tests of the situations, by the file they are in."""
    files = sorted(Path(__file__).parent.glob("test_situations_[0-9]*.py"))
    return {path.stem: TEST.findall(path.read_text(encoding="utf-8")) for path in files}


def documented() -> list[list[str]]:
    """Return the rows of the document's table of the situations."""
    rows = table_rows(chapter(read("payments.md"), SITUATIONS))
    return [row for row in rows if row[0].isdigit()]


def test_every_situation_has_a_test_in_the_file_of_its_number() -> None:
    numbers: set[int] = set()
    for file, names in names_by_file().items():
        named = FILE.fullmatch(file)
        assert named is not None, f"{file} does not say which situations it has"
        first, last = int(named[1]), int(named[2])
        for name in names:
            situation = OF_SITUATION.fullmatch(name)
            assert situation is not None, f"{name} does not say of which situation it is"
            assert first <= int(situation[1]) <= last, f"{name} is in {file}"
            numbers.add(int(situation[1]))
    assert sorted(numbers) == NUMBERS


def test_tests_stand_in_the_order_of_their_situations() -> None:
    for file, names in names_by_file().items():
        numbers = [name[: len("test_situation_00")] for name in names]
        assert numbers == sorted(numbers), file


def test_every_situation_has_its_row_in_the_document() -> None:
    assert [int(row[0]) for row in documented()] == NUMBERS
    for number, situation, what_happens, held_by in documented():
        assert all((situation, what_happens, held_by)), f"situation {number} is not told in full"
