"""Links between chapters and documents lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.markdown import DOCS, read

ROOT = DOCS.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "bench" / "README.md",
    *sorted(DOCS.glob("*.md")),
]
LINK = re.compile(r"\]\((?!\w+:)([\w./-]*)(?:#([\w-]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """Return the anchors that the headings of a document have."""
    text = document.read_text(encoding="utf-8")
    headings = HEADING.findall(re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_a_heading(document: Path) -> None:
    for target, anchor in LINK.findall(document.read_text(encoding="utf-8")):
        there = document.parent / target if target else document
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), anchor


def test_the_guide_begins_with_a_way_to_each_chapter() -> None:
    chapters = re.findall(r"^## (.+)$", read("psql.md"), flags=re.MULTILINE)
    beginning = read("psql.md").partition("\n## ")[0]
    assert re.findall(r"\[([^\]]+)\]\(#", beginning) == chapters
