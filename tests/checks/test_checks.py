"""A healthy hotel has no findings, and what is no check is refused with its name."""

import pytest

from app.consistency.checks import HeaderError, all_checks, parse
from tests.checks.planting import found_in
from tests.hotel_builder import HotelBuilder

HEADER = """\
-- Occupancy: nobody is where nobody is.
-- Severity: low.
-- Held by: nothing; it is an example.
-- Reads: live state.
"""
QUERY = "SELECT 1;\n"


def test_a_healthy_hotel_has_no_findings(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        assert found_in(house.connection) == []


def test_every_check_says_what_it_means() -> None:
    assert len(all_checks()) > 60
    for check in all_checks():
        assert check.meaning.endswith(".")


def test_a_header_is_read() -> None:
    check = parse("example", HEADER + QUERY)
    assert (check.domain, check.meaning) == ("Occupancy", "nobody is where nobody is.")
    assert (check.severity, check.reads) == ("low", "live state")
    assert (check.rules, check.row_names) == ((), ("example",))
    assert check.query.rstrip().endswith("SELECT 1")


@pytest.mark.parametrize("line", HEADER.splitlines(keepends=True))
def test_a_header_that_lacks_a_line_is_refused(line: str) -> None:
    with pytest.raises(HeaderError, match="example"):
        parse("example", HEADER.replace(line, "") + QUERY)


def test_a_severity_that_is_not_known_is_refused() -> None:
    with pytest.raises(HeaderError, match="example"):
        parse("example", HEADER.replace("low", "dreadful") + QUERY)
