"""Links between chapters and documents lead somewhere."""

import re

import pytest

from tests.docs.markdown import DOCS, read

LINK = re.compile(r"\]\(([\w.-]*)(?:#([\w-]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(name: str) -> set[str]:
    """Return the anchors that the headings of a document have."""
    headings = HEADING.findall(re.sub(r"^```.*?^```$", "", read(name), flags=re.M | re.S))
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize(
    "document",
    [
        "api.md",
        "invariants.md",
        "operations.md",
        "payments.md",
        "psql.md",
        "realtime.md",
        "schema.md",
    ],
)
def test_links_lead_to_a_heading(document: str) -> None:
    links = LINK.findall(read(document))
    assert links
    for target, anchor in links:
        assert (DOCS / (target or document)).exists(), target
        assert not anchor or anchor in anchors(target or document), anchor


def test_the_guide_begins_with_a_way_to_each_chapter() -> None:
    chapters = re.findall(r"^## (.+)$", read("psql.md"), flags=re.MULTILINE)
    beginning = read("psql.md").partition("\n## ")[0]
    assert re.findall(r"\[([^\]]+)\]\(#", beginning) == chapters
