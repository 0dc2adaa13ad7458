"""Tests can be read before the proofs, which may use what supports tests, but no fixtures."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROOFS, TESTS = ROOT / "bench", ROOT / "tests"


def imported(file: Path, about: str) -> Iterator[str]:
    """Yield the modules that a file which has such a word imports, and what of them."""
    text = file.read_text()
    if about not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_only_the_tests_of_the_proofs_import_proofs() -> None:
    wrong = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in TESTS.rglob("*.py")
        if TESTS / "bench" not in file.parents
        for name in imported(file, "bench")
        if name.split(".")[0] == "bench"
    }
    assert wrong == set()


def test_no_proof_imports_fixtures() -> None:
    wrong = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in PROOFS.rglob("*.py")
        for name in imported(file, "conftest")
        if "conftest" in name.split(".")
    }
    assert wrong == set()
