"""docs/checks.md lists every check as its header has it."""

from pathlib import Path

from app.consistency.checks import Check, all_checks
from app.consistency.mending.fixes import FIXES
from tests.checks.test_coverage import SEEN_ONLY_WHEN_IT_HAPPENS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")


def row(check: Check) -> str:
    """Return the table row that a check must have."""
    mended = [name for name in check.row_names if name in FIXES]
    asked = [name for name in mended if FIXES[name].by_name_only]
    if len(mended) == len(check.row_names):
        mends = "yes"
    else:
        mends = ", ".join(
            f"`{name}`" + " where asked for by name" * (name in asked) for name in mended
        )
    name = f"`{check.name}`"
    if check.rules not in ((), (check.name,)):
        name += "<br>" + ", ".join(f"`{rule}`" for rule in check.rules)
    meaning = check.meaning[0].upper() + check.meaning[1:]
    return f"| {name} | {meaning} | {check.severity} | {check.reads} | {mends or '—'} |"


def chapter(domain: str) -> list[str]:
    """Return the rows of a domain's table, without its head."""
    text = DOCUMENT.split(f"\n## {domain}\n")[1].split("\n## ")[0]
    return [line for line in text.splitlines() if line.startswith("| `")]


def test_every_check_is_listed_in_its_domain_as_its_header_has_it() -> None:
    domains = sorted({check.domain for check in all_checks()})
    for domain in domains:
        expected = [row(check) for check in all_checks() if check.domain == domain]
        assert chapter(domain) == expected, domain
    assert [line for line in DOCUMENT.splitlines() if line.startswith("## ")] == [
        f"## {domain}" for domain in domains
    ]


def test_the_rules_that_no_row_shows_are_named() -> None:
    text = DOCUMENT.split("no row tells afterwards:")[1].split("Every other rule")[0]
    assert set(text.replace("`", "").replace(".", "").replace(",", "").split()) == (
        SEEN_ONLY_WHEN_IT_HAPPENS
    )
