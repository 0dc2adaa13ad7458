"""ARCHITECTURE.md is a map of the tree: what it names is there, and nothing large is missing."""

import re

import pytest

from tests.docs.markdown import DOCS

ROOT = DOCS.parent
ROWS = re.findall(
    r"^\| (`.+?`) \| (.+) \|$",
    (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def named() -> set[str]:
    """Return the paths in the first column; a name without a folder is in that of the first."""
    found = set()
    for first, _ in ROWS:
        paths = re.findall(r"`([^`]+)`", first)
        folder = paths[0].rpartition("/")[0] if not paths[0].endswith("/") else ""
        found |= {path if "/" in path or not folder else f"{folder}/{path}" for path in paths}
    return found


def test_what_the_map_names_is_there() -> None:
    assert [path for path in sorted(named()) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("top", ["app", "schema"])
def test_the_map_names_every_module_and_folder(top: str) -> None:
    there = {
        f"{top}/{each.name}" + ("/" if each.is_dir() else "")
        for each in (ROOT / top).iterdir()
        if each.name[0] not in "._" and (each.is_dir() or each.suffix == ".py")
    }
    missing = {
        path
        for path in there
        if path not in named() and not any(n.startswith(path) for n in named())
    }
    assert missing == set()


def test_the_map_names_every_folder_of_tests_and_proofs() -> None:
    for top in ("tests", "bench"):
        (told,) = (text for first, text in ROWS if first == f"`{top}/`")
        folders = {
            each.name for each in (ROOT / top).iterdir() if each.is_dir() and any(each.glob("*.py"))
        }
        assert {name for name in folders if f"`{name}/`" not in told} == set()
