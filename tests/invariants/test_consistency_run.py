"""Kept runs of the checks: what a run, a result, a count and a finding say."""

from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

NOWHERE = -1


@pytest.fixture
def hotel(owner: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(owner)


def run(hotel: HotelBuilder, hotel_id: int | None = None, occasion: str = "CHECK") -> int:
    made: int = hotel.value(
        "INSERT INTO hotelmate.consistency_run (hotel_id, occasion) VALUES (%s, %s) RETURNING id",
        hotel_id,
        occasion,
    )
    return made


def result(hotel: HotelBuilder, run_id: int, severity: str = "high") -> None:
    hotel.run(
        "INSERT INTO hotelmate.consistency_result"
        " (run_id, check_file, severity, findings, seconds) VALUES (%s, 'occupancy', %s, 1, 0.1)",
        run_id,
        severity,
    )


def count(
    hotel: HotelBuilder,
    run_id: int,
    hotel_id: int | None = None,
    *,
    check: str = "occupancy",
    findings: int = 2,
    mended: int = 0,
    current: bool = False,
) -> None:
    hotel.run(
        "INSERT INTO hotelmate.consistency_count"
        " (run_id, check_file, hotel_id, findings, mended, is_current)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        *(run_id, check, hotel_id, findings, mended, current),
    )


def finding(
    hotel: HotelBuilder, run_id: int, hotel_id: int | None = None, **columns: object
) -> None:
    names = ["run_id", "number", "check_file", "check_name", "hotel_id"]
    names += ["subject", "finding", "mend", *columns]
    hotel.run(
        f"INSERT INTO hotelmate.consistency_finding ({', '.join(names)})"
        f" VALUES ({', '.join(['%s'] * len(names))})",
        *(run_id, 1, "occupancy", "occupancy", hotel_id, "room 1", "is wrong", "look there"),
        *columns.values(),
    )


@pytest.fixture
def of_all(hotel: HotelBuilder) -> int:
    """A run of all hotels that asked one check."""
    made = run(hotel)
    result(hotel, made)
    return made


def test_consistency_run_of_hotel__rejects(hotel: HotelBuilder) -> None:
    with refused_by("consistency_run_of_hotel"):
        run(hotel, NOWHERE)


def test_consistency_run_of_hotel__allows(hotel: HotelBuilder) -> None:
    run(hotel, hotel.hotel_id)
    run(hotel, None)


def test_consistency_run_occasion_known__rejects(hotel: HotelBuilder) -> None:
    with refused_by("consistency_run_occasion_known"):
        run(hotel, occasion="BOREDOM")


@pytest.mark.parametrize("occasion", ["CHECK", "RECONCILE", "SCHEDULE"])
def test_consistency_run_occasion_known__allows(hotel: HotelBuilder, occasion: str) -> None:
    run(hotel, occasion=occasion)


def test_consistency_result_of_run__rejects(hotel: HotelBuilder) -> None:
    with refused_by("consistency_result_of_run"):
        result(hotel, NOWHERE)


def test_consistency_result_of_run__allows(hotel: HotelBuilder) -> None:
    result(hotel, run(hotel))


def test_consistency_result_severity_known__rejects(hotel: HotelBuilder) -> None:
    made = run(hotel)
    with refused_by("consistency_result_severity_known"):
        result(hotel, made, "annoying")


@pytest.mark.parametrize("severity", ["critical", "high", "medium", "low"])
def test_consistency_result_severity_known__allows(hotel: HotelBuilder, severity: str) -> None:
    result(hotel, run(hotel), severity)


def test_consistency_count_of_result__rejects(hotel: HotelBuilder, of_all: int) -> None:
    with refused_by("consistency_count_of_result"):
        count(hotel, of_all, hotel.hotel_id, check="another_check")


def test_consistency_count_of_result__allows(hotel: HotelBuilder, of_all: int) -> None:
    count(hotel, of_all, hotel.hotel_id)


def test_consistency_count_of_hotel__rejects(hotel: HotelBuilder, of_all: int) -> None:
    with refused_by("consistency_count_of_hotel"):
        count(hotel, of_all, NOWHERE)


def test_consistency_count_of_hotel__allows_what_concerns_no_one_hotel(
    hotel: HotelBuilder, of_all: int
) -> None:
    count(hotel, of_all, hotel.hotel_id)
    count(hotel, of_all, None)


@pytest.mark.parametrize("is_of_hotel", [True, False])
def test_consistency_count_once_a_hotel__rejects(
    hotel: HotelBuilder, of_all: int, is_of_hotel: bool
) -> None:
    hotel_id = hotel.hotel_id if is_of_hotel else None
    count(hotel, of_all, hotel_id)
    with refused_by("consistency_count_once_a_hotel"):
        count(hotel, of_all, hotel_id)


def test_consistency_count_once_a_hotel__allows_another_hotel(
    hotel: HotelBuilder, of_all: int
) -> None:
    count(hotel, of_all, hotel.hotel_id)
    count(hotel, of_all, HotelBuilder(hotel.connection).hotel_id)


@pytest.mark.parametrize(("findings", "mended"), [(0, 0), (2, 3), (2, -1)])
def test_consistency_count_mends_what_was_found__rejects(
    hotel: HotelBuilder, of_all: int, findings: int, mended: int
) -> None:
    with refused_by("consistency_count_mends_what_was_found"):
        count(hotel, of_all, hotel.hotel_id, findings=findings, mended=mended)


def test_consistency_count_mends_what_was_found__allows_all_of_it(
    hotel: HotelBuilder, of_all: int
) -> None:
    count(hotel, of_all, hotel.hotel_id, findings=2, mended=2)


def test_consistency_count_single_current__rejects(hotel: HotelBuilder, of_all: int) -> None:
    count(hotel, of_all, hotel.hotel_id, current=True)
    later = run(hotel)
    result(hotel, later)
    with refused_by("consistency_count_single_current"):
        count(hotel, later, hotel.hotel_id, current=True)


def test_consistency_count_single_current__allows_one_beside_earlier_ones(
    hotel: HotelBuilder, of_all: int
) -> None:
    count(hotel, of_all, hotel.hotel_id)
    later = run(hotel)
    result(hotel, later)
    count(hotel, later, hotel.hotel_id, current=True)


def test_consistency_finding_of_run__rejects(hotel: HotelBuilder) -> None:
    with refused_by("consistency_finding_of_run"):
        finding(hotel, NOWHERE)


def test_consistency_finding_of_run__allows(hotel: HotelBuilder, of_all: int) -> None:
    finding(hotel, of_all)


def test_consistency_finding_of_hotel__rejects(hotel: HotelBuilder, of_all: int) -> None:
    with refused_by("consistency_finding_of_hotel"):
        finding(hotel, of_all, NOWHERE)


def test_consistency_finding_of_hotel__allows(hotel: HotelBuilder, of_all: int) -> None:
    finding(hotel, of_all, hotel.hotel_id)


@pytest.mark.parametrize("outcome", [None, "", " "])
def test_consistency_finding_mend_is_told__rejects(
    hotel: HotelBuilder, of_all: int, outcome: str | None
) -> None:
    now = hotel.value("SELECT now()")
    with refused_by("consistency_finding_mend_is_told"):
        finding(hotel, of_all, mended_at=now, mend_outcome=outcome)


def test_consistency_finding_mend_is_told__allows_what_could_not_be_mended(
    hotel: HotelBuilder, of_all: int
) -> None:
    finding(hotel, of_all, mend_outcome="refused by booking_final_is_frozen")
