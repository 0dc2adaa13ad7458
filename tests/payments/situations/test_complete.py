"""Each of the 36 situations has its tests and its row in the document, under one number."""

import re
from pathlib import Path

from tests.docs.markdown import chapter, read, table_rows

NUMBERS = list(range(1, 37))
SITUATIONS = "## What can go wrong, and what then happens"
TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
OF_SITUATION = re.compile(r"test_situation_(\d\d)__\w+")
FILE = re.compile(r'"""Situations (\d+) to (\d+): ')


def texts() -> dict[str, str]:
    """Return the files of tests of the situations, by their names."""
    files = set(Path(__file__).parent.glob("test_*.py")) - {Path(__file__)}
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(files)}


def documented() -> list[list[str]]:
    """Return the rows of the document's table of the situations."""
    rows = table_rows(chapter(read("payments.md"), SITUATIONS))
    return [row for row in rows if row[0].isdigit()]


def test_every_situation_has_a_test_in_the_file_that_says_its_number() -> None:
    numbers: set[int] = set()
    for file, text in texts().items():
        said = FILE.match(text)
        assert said is not None, f"{file} does not say which situations it has"
        first, last = int(said[1]), int(said[2])
        for name in TEST.findall(text):
            situation = OF_SITUATION.fullmatch(name)
            assert situation is not None, f"{name} does not say of which situation it is"
            assert first <= int(situation[1]) <= last, f"{name} is in {file}"
            numbers.add(int(situation[1]))
    assert sorted(numbers) == NUMBERS


def test_tests_stand_in_the_order_of_their_situations() -> None:
    for file, text in texts().items():
        numbers = [name[: len("test_situation_00")] for name in TEST.findall(text)]
        assert numbers == sorted(numbers), file


def test_every_situation_has_its_row_in_the_document() -> None:
    assert [int(row[0]) for row in documented()] == NUMBERS
    for number, situation, what_happens, held_by in documented():
        assert all((situation, what_happens, held_by)), f"situation {number} is not told in full"
