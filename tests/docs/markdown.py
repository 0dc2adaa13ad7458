"""Reads the documents of docs/ as data: fenced blocks, tables and chapters."""

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")


class Fence(NamedTuple):
    """A fenced block: the words after the opening fence, its text, and where it stands."""

    info: str
    body: str
    line: int
    follows_directly: bool


def read(name: str) -> str:
    """Return the text of docs/<name>."""
    return (DOCS / name).read_text(encoding="utf-8")


def fences(text: str) -> list[Fence]:
    """Return the fenced blocks in order; `follows_directly` when only a blank line lies between."""
    found: list[Fence] = []
    end = -1
    for match in FENCE.finditer(text):
        found.append(
            Fence(
                match["info"].strip(),
                match["body"],
                text.count("\n", 0, match.start()) + 1,
                text[end : match.start()] == "\n\n",
            )
        )
        end = match.end()
    return found


def chapter(text: str, heading: str) -> str:
    """Return what stands under a heading, like "### Task", to the next heading of its level."""
    level = heading.split()[0]
    start = re.search(rf"^{re.escape(heading)}$", text, re.MULTILINE)
    assert start is not None, f"no heading {heading!r}"
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{len(level)}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of all table rows, without headers and rulers."""
    lines = text.splitlines()
    rows = []
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("|") and not line.startswith("|--") and not below.startswith("|--"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows


def codes(cell: str) -> list[str]:
    """Return what stands in backticks."""
    return CODE.findall(cell)
