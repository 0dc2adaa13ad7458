"""Links to guests: kept as a hash, for one booking and purpose, for a time, for one use."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.precheckin import submit
from tests.refusal import refused_by

NO_SUCH = -1
CLOSED = ("CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW")


def issue(hotel: HotelBuilder, booking: int, **columns: Any) -> int:
    """Issue a link for pre-check-in that is good for a day unless told otherwise."""
    link: dict[str, object] = {
        "booking_id": booking,
        "purpose": "PRECHECKIN",
        "token_hash": hashlib.sha256(secrets.token_bytes()).digest(),
        "expires_at": hotel.value("SELECT now() + interval '1 day'"),
    }
    return int(hotel.insert("booking_token", **{**link, **columns}))


def test_token_expires__rejects_a_link_that_never_was(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    now = hotel.value("SELECT now()")
    with refused_by("token_expires"):
        issue(hotel, booking, created_at=now, expires_at=now)


@pytest.mark.parametrize("end", ["infinity", "-infinity"])
def test_token_expires__rejects_a_link_for_ever(hotel: HotelBuilder, end: str) -> None:
    with refused_by("token_expires"):
        issue(hotel, hotel.booking(), expires_at=end)


def test_token_expires__allows_a_thousand_years(hotel: HotelBuilder) -> None:
    assert issue(hotel, hotel.booking(), expires_at="3000-01-01T00:00Z")


def test_token_expires__allows_a_moment(hotel: HotelBuilder) -> None:
    now = hotel.value("SELECT now()")
    soon = now + timedelta(microseconds=1)
    assert issue(hotel, hotel.booking(), created_at=now, expires_at=soon)


def test_token_hash_unique__rejects_the_hash_of_another_link(hotel: HotelBuilder) -> None:
    token_hash = b"\x01" * 32
    issue(hotel, hotel.booking(), token_hash=token_hash)
    booking = hotel.booking()
    with refused_by("token_hash_unique"):
        issue(hotel, booking, token_hash=token_hash)


def test_token_hash_unique__allows_one_bit_of_difference(hotel: HotelBuilder) -> None:
    issue(hotel, hotel.booking(), token_hash=b"\x01" * 32)
    assert issue(hotel, hotel.booking(), token_hash=b"\x01" * 31 + b"\x00")


@pytest.mark.parametrize("length", [0, 31, 33, 43])
def test_token_is_sha256__rejects_anything_else(hotel: HotelBuilder, length: int) -> None:
    booking = hotel.booking()
    with refused_by("token_is_sha256"):
        issue(hotel, booking, token_hash=b"a" * length)


def test_token_is_sha256__allows_a_digest(hotel: HotelBuilder) -> None:
    digest = hashlib.sha256(b"token").digest()
    token = issue(hotel, hotel.booking(), token_hash=digest)
    assert hotel.read("booking_token", token, "token_hash") == digest


@pytest.mark.parametrize("status", CLOSED)
def test_token_live_needs_open_booking__rejects_a_link_to_a_closed_booking(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    with refused_by("token_live_needs_open_booking"):
        issue(hotel, booking)


def test_token_live_needs_open_booking__rejects_a_link_to_a_stay_that_is_over(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.checked_out(hotel.room())
    with refused_by("token_live_needs_open_booking"):
        issue(hotel, booking, purpose="GUEST_CHAT")


def test_token_live_needs_open_booking__allows_a_guest_in_house(hotel: HotelBuilder) -> None:
    assert issue(hotel, hotel.in_house(hotel.room()), purpose="GUEST_CHAT")


@pytest.mark.parametrize("step", ["cancel", "no_show"])
def test_token_live_needs_open_booking__allows_closing_to_end_it(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.booking("CONFIRMED", arrival=-1)
    token = issue(hotel, booking)
    getattr(hotel, step)(booking)
    assert hotel.read("booking_token", token, "revoked_at") is not None


def test_token_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    for booking in (NO_SUCH, HotelBuilder(hotel.connection).booking()):
        with refused_by("token_of_booking"):
            issue(hotel, booking)


def test_token_of_booking__allows_its_own(hotel: HotelBuilder) -> None:
    assert issue(hotel, hotel.booking("PENDING_APPROVAL"))


@pytest.mark.parametrize("purpose", ["", "precheckin", "LOGIN"])
def test_token_purpose_known__rejects_a_fourth(hotel: HotelBuilder, purpose: str) -> None:
    booking = hotel.booking()
    with refused_by("token_purpose_known"):
        issue(hotel, booking, purpose=purpose)


@pytest.mark.parametrize("purpose", ["PRECHECKIN", "GUEST_CHAT", "MANAGEMENT"])
def test_token_purpose_known__allows_the_three(hotel: HotelBuilder, purpose: str) -> None:
    assert issue(hotel, hotel.booking(), purpose=purpose)


def test_token_single_live__rejects_a_second(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    issue(hotel, booking)
    # A new link supersedes the old, so only past the triggers are there two.
    with refused_by("token_single_live"), checks_alone(hotel.connection):
        issue(hotel, booking)


def test_token_single_live__allows_a_new_one_to_supersede(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    first, second = issue(hotel, booking), issue(hotel, booking)
    assert hotel.read("booking_token", first, "revoked_reason") == "SUPERSEDED"
    assert hotel.read("booking_token", second, "live_booking_id") == booking


def test_token_single_live__allows_one_for_each_purpose(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    tokens = [issue(hotel, booking, purpose=purpose) for purpose in ("PRECHECKIN", "MANAGEMENT")]
    assert all(hotel.read("booking_token", token, "live_booking_id") for token in tokens)


def test_token_used_before_expiry__rejects_a_use_after(hotel: HotelBuilder) -> None:
    now = hotel.value("SELECT now()")
    two_days, day = timedelta(days=2), timedelta(days=1)
    token = issue(
        hotel,
        hotel.booking(),
        purpose="MANAGEMENT",
        created_at=now - two_days,
        expires_at=now - day,
    )
    expiry = hotel.read("booking_token", token, "expires_at")
    with refused_by("token_used_before_expiry"):
        hotel.update("booking_token", token, used_at=expiry + timedelta(microseconds=1))


def test_token_used_before_expiry__rejects_a_use_before_it_was_made(hotel: HotelBuilder) -> None:
    token = issue(hotel, hotel.booking(), purpose="MANAGEMENT")
    made = hotel.read("booking_token", token, "created_at")
    with refused_by("token_used_before_expiry"):
        hotel.update("booking_token", token, used_at=made - timedelta(microseconds=1))


def test_token_used_before_expiry__allows_the_first_moment(hotel: HotelBuilder) -> None:
    token = issue(hotel, hotel.booking(), purpose="MANAGEMENT")
    made = hotel.read("booking_token", token, "created_at")
    assert hotel.update("booking_token", token, used_at=made) == 1


def test_token_used_before_expiry__allows_the_last_moment(hotel: HotelBuilder) -> None:
    now = hotel.value("SELECT now()")
    two_days, day = timedelta(days=2), timedelta(days=1)
    token = issue(
        hotel,
        hotel.booking(),
        purpose="MANAGEMENT",
        created_at=now - two_days,
        expires_at=now - day,
    )
    expiry = hotel.read("booking_token", token, "expires_at")
    assert hotel.update("booking_token", token, used_at=expiry) == 1


AHEAD = "now() + interval '1 hour'"


def test_token_used_before_expiry__rejects_a_use_ahead(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    ahead = hotel.value(f"SELECT {AHEAD}")
    with refused_by("token_used_before_expiry"):
        issue(hotel, booking, purpose="MANAGEMENT", used_at=ahead)
    token = issue(hotel, booking, purpose="MANAGEMENT")
    with refused_by("token_used_before_expiry"):
        change(hotel, token, f"used_at = {AHEAD}")


def test_token_used_before_expiry__rejects_a_use_without_submission(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    with refused_by("token_used_before_expiry"):
        issue(hotel, booking, used_at=hotel.value("SELECT now()"))
    token = issue(hotel, booking)
    with refused_by("token_used_before_expiry"):
        change(hotel, token, "used_at = now()")


def test_token_used_before_expiry__allows_a_use_after_submission(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    submit(hotel, booking)
    # For whoever joined later.
    assert change(hotel, issue(hotel, booking), "used_at = now()") == 1


NOT_AGAIN = {
    "another use": ("used_at = now()", "used_at = now() - interval '1 second'"),
    "unused again": ("used_at = now()", "used_at = NULL"),
    "used after revocation": ("revoked_at = now()", "used_at = now()"),
    "revoked no more": ("revoked_at = now()", "revoked_at = NULL"),
    "longer after use": ("used_at = now()", "expires_at = expires_at + interval '1 day'"),
    "another purpose": ("revoked_reason = NULL", "purpose = 'MANAGEMENT'"),
    "another maker": ("revoked_reason = NULL", "created_by = 'nobody'"),
    "no maker": ("revoked_reason = NULL", "created_by = NULL"),
    "revoked after use": ("used_at = now()", "revoked_at = now()"),
    "another reason after use": ("used_at = now()", "revoked_reason = 'SUPERSEDED'"),
    "another reason": (
        "revoked_at = now(), revoked_reason = 'LOST'",
        "revoked_reason = 'SUPERSEDED'",
    ),
    "a reason alone": ("revoked_reason = NULL", "revoked_reason = 'SUPERSEDED'"),
    "used and revoked at once": (
        "revoked_reason = NULL",
        "used_at = now(), revoked_at = now()",
    ),
    "another token": ("revoked_reason = NULL", r"token_hash = decode(repeat('ab', 32), 'hex')"),
    "other questions": ("revoked_reason = NULL", "form_version = 1"),
    "another recipe": ("revoked_reason = NULL", "token_recipe = 'other'"),
    "longer after its expiry": (
        "expires_at = created_at + interval '1 microsecond'",
        "expires_at = now() + interval '1 day'",
    ),
}


def change(hotel: HotelBuilder, token: int, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.booking_token SET {assignments} WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        token,
    )


def forget(hotel: HotelBuilder, token: int) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.booking_token WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        token,
    )


@pytest.mark.parametrize("attempt", NOT_AGAIN)
def test_token_used_once__rejects_what_comes_after(hotel: HotelBuilder, attempt: str) -> None:
    before, after = NOT_AGAIN[attempt]
    token = issue(hotel, hotel.booking(), purpose="GUEST_CHAT")
    change(hotel, token, before)
    with refused_by("token_used_once"):
        change(hotel, token, after)


@pytest.mark.parametrize("end", ["used_at = now()", "revoked_at = now()"])
def test_token_used_once__rejects_forgetting_it(hotel: HotelBuilder, end: str) -> None:
    """What is gone could be issued again, and be used a second time."""
    token = issue(hotel, hotel.booking(), purpose="GUEST_CHAT")
    change(hotel, token, end)
    with refused_by("token_used_once"):
        forget(hotel, token)


def test_token_used_once__allows_forgetting_what_nobody_used(hotel: HotelBuilder) -> None:
    assert forget(hotel, issue(hotel, hotel.booking(), purpose="GUEST_CHAT")) == 1


def test_token_used_once__rejects_another_booking(hotel: HotelBuilder) -> None:
    token, other = issue(hotel, hotel.booking()), hotel.booking()
    with refused_by("token_used_once"):
        hotel.update("booking_token", token, booking_id=other)


@pytest.mark.parametrize(
    "assignments",
    [
        "used_at = now()",
        "revoked_at = now(), revoked_reason = 'LOST'",
        "expires_at = expires_at + interval '1 day'",
    ],
)
def test_token_used_once__allows_a_live_one(hotel: HotelBuilder, assignments: str) -> None:
    token = issue(hotel, hotel.booking(), purpose="GUEST_CHAT")
    assert change(hotel, token, assignments) == 1


@pytest.mark.parametrize(
    "ends", [{"used_at": "now", "revoked_at": "now"}, {"revoked_reason": "SUPERSEDED"}]
)
def test_token_used_once__rejects_one_that_comes_like_that(
    hotel: HotelBuilder, ends: dict[str, str]
) -> None:
    booking = hotel.booking()
    with refused_by("token_used_once"):
        issue(hotel, booking, purpose="MANAGEMENT", **ends)


_AGAIN = """
    INSERT INTO hotelmate.booking_token (hotel_id, id, booking_id, purpose, token_hash, expires_at)
    SELECT hotel_id, {id}, booking_id, purpose, {token_hash}, expires_at + interval '1 hour'
    FROM hotelmate.booking_token WHERE hotel_id = %s AND id = %s
    ON CONFLICT {on_conflict}
"""
_OTHER_HASH = "sha256(token_hash)"
_LONGER = "DO UPDATE SET expires_at = excluded.expires_at"


@pytest.mark.parametrize(
    ("same", "on_conflict"),
    [
        ({"id": "id", "token_hash": _OTHER_HASH}, "DO NOTHING"),
        ({"id": "-id", "token_hash": "token_hash"}, "DO NOTHING"),
        ({"id": "id", "token_hash": _OTHER_HASH}, f"(hotel_id, id) {_LONGER}"),
        ({"id": "-id", "token_hash": "token_hash"}, f"(hotel_id, token_hash) {_LONGER}"),
    ],
)
def test_token_single_live__allows_the_same_again_to_change_nothing_else(
    hotel: HotelBuilder, same: dict[str, str], on_conflict: str
) -> None:
    booking = hotel.booking()
    token = issue(hotel, booking)
    again = _AGAIN.format(on_conflict=on_conflict, **same)
    assert hotel.run(again, hotel.hotel_id, token) == int("UPDATE" in on_conflict)
    assert hotel.read("booking_token", token, "live_booking_id") == booking
    assert hotel.read("booking_token", token, "revoked_reason") is None
