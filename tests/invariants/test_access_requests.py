"""What is kept of requests: answers by their idempotency keys, and attempts to log in."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import count_failure, keep_answer, sha256
from tests.refusal import refused_by


def test_idempotency_key_of_staff__rejects_staff_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    with refused_by("idempotency_key_of_staff"):
        keep_answer(hotel, HotelBuilder(owner).staff())


def test_idempotency_key_of_staff__allows_the_same_key_of_two(hotel: HotelBuilder) -> None:
    for username in ("ann", "bea"):
        keep_answer(hotel, hotel.staff(username))


@pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "clé", "a" * 256])
def test_idempotency_key_well_formed__rejects_other_keys(hotel: HotelBuilder, key: str) -> None:
    staff = hotel.staff()
    with refused_by("idempotency_key_well_formed"):
        keep_answer(hotel, staff, key=key)


@pytest.mark.parametrize("key", ["a", "!~", "a" * 255])
def test_idempotency_key_well_formed__allows_visible_ascii(hotel: HotelBuilder, key: str) -> None:
    keep_answer(hotel, hotel.staff(), key=key)


@pytest.mark.parametrize("kept", [b"", b"POST /bookings", bytes(31), bytes(33)])
def test_idempotency_key_request_is_sha256__rejects_anything_else(
    hotel: HotelBuilder, kept: bytes
) -> None:
    staff = hotel.staff()
    with refused_by("idempotency_key_request_is_sha256"):
        keep_answer(hotel, staff, request_hash=kept)


def test_idempotency_key_request_is_sha256__allows_a_sha256(hotel: HotelBuilder) -> None:
    keep_answer(hotel, hotel.staff(), request_hash=sha256())


@pytest.mark.parametrize("status", [100, 199, 300, 409, 500])
def test_idempotency_key_is_of_success__rejects_the_answer_to_nothing(
    hotel: HotelBuilder, status: int
) -> None:
    staff = hotel.staff()
    with refused_by("idempotency_key_is_of_success"):
        keep_answer(hotel, staff, status=status)


@pytest.mark.parametrize("status", [200, 201, 299])
def test_idempotency_key_is_of_success__allows_success(hotel: HotelBuilder, status: int) -> None:
    keep_answer(hotel, hotel.staff(), status=status)


@pytest.mark.parametrize("failures", [0, -1])
def test_log_in_limit_counts__rejects_nothing_to_count(hotel: HotelBuilder, failures: int) -> None:
    with refused_by("log_in_limit_counts"):
        count_failure(hotel, failures=failures)


def test_log_in_limit_counts__allows_one(hotel: HotelBuilder) -> None:
    count_failure(hotel, failures=1)


@pytest.mark.parametrize("subject", [b"ann", bytes(31), bytes(33)])
def test_log_in_limit_is_sha256__rejects_anything_else(hotel: HotelBuilder, subject: bytes) -> None:
    with refused_by("log_in_limit_is_sha256"):
        count_failure(hotel, subject)


def test_log_in_limit_is_sha256__allows_a_sha256(hotel: HotelBuilder) -> None:
    count_failure(hotel, sha256())
