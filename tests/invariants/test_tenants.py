"""The hotel, its place in the directory, its calendar, its currency and its counter."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def set_hotel(hotel: HotelBuilder, assignment: str, *values: object) -> int:
    return hotel.run(
        f"UPDATE hotelmate.hotel SET {assignment} WHERE hotel_id = %s", *values, hotel.hotel_id
    )


def add_to_directory(owner: psycopg.Connection, slug: str) -> None:
    owner.execute("INSERT INTO hotelmate.hotel_directory (slug) VALUES (%s)", (slug,))


def test_booking_counter_of_hotel__rejects_a_counter_of_no_hotel(
    owner: psycopg.Connection,
) -> None:
    with refused_by("booking_counter_of_hotel"):
        owner.execute(
            "INSERT INTO hotelmate.booking_counter (hotel_id, year, last_number)"
            " VALUES (-1, 2026, 1)"
        )


def test_booking_counter_of_hotel__allows_a_counter_of_each_year(hotel: HotelBuilder) -> None:
    hotel.insert("booking_counter", year=2026, last_number=1)
    hotel.insert("booking_counter", year=2027, last_number=1)


@pytest.mark.parametrize("currency", ["eur", "EU", "EURO", "€UR", "EUR ", "EUR\n", ""])
def test_currency_code_is_iso_4217__rejects_what_is_not_three_capitals(
    owner: psycopg.Connection, currency: str
) -> None:
    with refused_by("currency_code_is_iso_4217"):
        HotelBuilder(owner, currency=currency)


@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_currency_code_is_iso_4217__allows_three_capitals(
    owner: psycopg.Connection, currency: str
) -> None:
    hotel = HotelBuilder(owner, currency=currency)
    assert hotel.read("room_booking", hotel.booking(), "currency") == currency


def test_hotel_in_directory__rejects_a_slug_that_the_directory_does_not_give(
    hotel: HotelBuilder,
) -> None:
    with refused_by("hotel_in_directory"):
        set_hotel(hotel, "slug = slug || '-annex'")


def test_hotel_in_directory__rejects_the_slug_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    with refused_by("hotel_in_directory"):
        set_hotel(hotel, "slug = %s", other.slug)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hotelmate.hotel_directory SET slug = slug || '-annex' WHERE hotel_id = %s",
        "DELETE FROM hotelmate.hotel_directory WHERE hotel_id = %s",
    ],
)
def test_hotel_in_directory__rejects_a_directory_that_leaves_the_hotel_behind(
    hotel: HotelBuilder, statement: str
) -> None:
    with refused_by("hotel_in_directory"):
        hotel.run(statement, hotel.hotel_id)


def test_hotel_in_directory__allows_a_new_slug_in_both_by_one_statement(
    hotel: HotelBuilder,
) -> None:
    renamed = hotel.run(
        "WITH entry AS (UPDATE hotelmate.hotel_directory SET slug = slug || '-annex'"
        " WHERE hotel_id = %s RETURNING hotel_id, slug)"
        " UPDATE hotelmate.hotel AS h SET slug = entry.slug"
        " FROM entry WHERE h.hotel_id = entry.hotel_id",
        hotel.hotel_id,
    )
    assert renamed == 1


PERIODS = (
    "unpaid_draft_minutes",
    "approval_sla_minutes",
    "dirty_room_minutes",
    "cleaning_minutes",
    "inspection_minutes",
)


@pytest.mark.parametrize("column", PERIODS)
@pytest.mark.parametrize("minutes", [0, -1])
def test_hotel_periods_positive__rejects_nothing_and_less(
    hotel: HotelBuilder, column: str, minutes: int
) -> None:
    with refused_by("hotel_periods_positive"):
        set_hotel(hotel, f"{column} = %s", minutes)


def test_hotel_periods_positive__allows_one_minute(hotel: HotelBuilder) -> None:
    assert set_hotel(hotel, ", ".join(f"{column} = 1" for column in PERIODS))


@pytest.mark.parametrize("color", ["", "1f4e79", "#1F4E79", "#1f4e7", "#1f4e790", "red", "#1f4e7g"])
def test_hotel_brand_color_well_formed__rejects_other_spellings(
    hotel: HotelBuilder, color: str
) -> None:
    with refused_by("hotel_brand_color_well_formed"):
        set_hotel(hotel, "brand_color = %s", color)


def test_hotel_brand_color_well_formed__allows_black_and_white(hotel: HotelBuilder) -> None:
    for color in ("#000000", "#ffffff"):
        assert set_hotel(hotel, "brand_color = %s", color) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "desk",
        "desk@example",
        "@example.org",
        "a b@c.example",
        "a@b.example\nBcc: c@d.example",
        "a" * 65 + "@b.example",
        "a@" + "b" * 250 + ".example",
    ],
)
def test_hotel_contact_well_formed__rejects_no_address(hotel: HotelBuilder, address: str) -> None:
    with refused_by("hotel_contact_well_formed"):
        set_hotel(hotel, "contact_email = %s", address)


@pytest.mark.parametrize("number", ["", "112", "+44 20 7946 0000", "0044207946", "+442079"])
def test_hotel_contact_well_formed__rejects_no_number(hotel: HotelBuilder, number: str) -> None:
    with refused_by("hotel_contact_well_formed"):
        set_hotel(hotel, "contact_phone = %s", number)


def test_hotel_contact_well_formed__allows_one_both_or_none(hotel: HotelBuilder) -> None:
    for contacts in ((None, None), ("desk@x.example", None), ("desk@x.example", "+442079460000")):
        assert set_hotel(hotel, "contact_email = %s, contact_phone = %s", *contacts) == 1


@pytest.mark.parametrize("code", ["", "EN", "eng", "e", "e1", "en-GB"])
def test_language_code_is_iso_639_1__rejects_other_spellings(
    hotel: HotelBuilder, code: str
) -> None:
    with refused_by("language_code_is_iso_639_1"):
        set_hotel(hotel, "language = %s", code)
    with refused_by("language_code_is_iso_639_1"):
        hotel.booking(language=code)


def test_language_code_is_iso_639_1__allows_the_hotels_unless_a_booking_says_another(
    hotel: HotelBuilder,
) -> None:
    set_hotel(hotel, "language = 'de'")
    assert hotel.read("room_booking", hotel.booking(), "language") == "de"
    assert hotel.read("room_booking", hotel.booking(language="ar"), "language") == "ar"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "europe/berlin", "+02:00", "EST5EDT", ""])
def test_hotel_time_zone_known__rejects_what_is_no_iana_zone_of_a_place(
    owner: psycopg.Connection, zone: str
) -> None:
    with refused_by("hotel_time_zone_known"):
        HotelBuilder(owner, time_zone=zone)


def test_hotel_time_zone_known__rejects_forgetting_a_zone_in_use(
    owner: psycopg.Connection,
) -> None:
    HotelBuilder(owner, time_zone="Pacific/Kiritimati")
    with refused_by("hotel_time_zone_known"):
        owner.execute("DELETE FROM hotelmate.time_zone WHERE name = 'Pacific/Kiritimati'")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"])
def test_hotel_time_zone_known__allows_iana_zones(owner: psycopg.Connection, zone: str) -> None:
    hotel = HotelBuilder(owner, time_zone=zone)
    assert hotel.read("room_booking", hotel.booking(), "time_zone") == zone


@pytest.mark.parametrize(
    "slug",
    [
        "x-staff-1-notifications",
        # Its channel private-hotel-… would be that of staff of a hotel called hotel.
        "staff-1-notifications",
        "staff-x-staff-007-notifications",
        f"a-staff-{'9' * 20}-notifications",
    ],
)
def test_hotel_slug_is_no_channel__rejects_the_ending_of_a_staff_members_channel(
    owner: psycopg.Connection, slug: str
) -> None:
    with refused_by("hotel_slug_is_no_channel"):
        add_to_directory(owner, slug)


@pytest.mark.parametrize("slug", ["encrypted", "encrypted-bay", "cache", "cache-inn"])
def test_hotel_slug_is_no_channel__rejects_the_beginning_of_another_kind_of_channel(
    owner: psycopg.Connection, slug: str
) -> None:
    with refused_by("hotel_slug_is_no_channel"):
        add_to_directory(owner, slug)


@pytest.mark.parametrize("beginning", ["unencrypted-", "cached-", "private-", "presence-"])
def test_hotel_slug_is_no_channel__allows_a_beginning_that_only_resembles_one(
    hotel: HotelBuilder, owner: psycopg.Connection, beginning: str
) -> None:
    add_to_directory(owner, beginning + hotel.slug)


def test_hotel_slug_is_no_channel__rejects_a_hotel_renamed_to_one(hotel: HotelBuilder) -> None:
    with refused_by("hotel_slug_is_no_channel"):
        hotel.run(
            "UPDATE hotelmate.hotel_directory SET slug = 'grand-staff-7-notifications'"
            " WHERE hotel_id = %s",
            hotel.hotel_id,
        )


@pytest.mark.parametrize(
    "ending",
    [
        "-staff-1",
        "-staff-notifications",
        "-staff-x-notifications",
        "-staff-1-notifications-2",
        "-xstaff-1-notifications",
    ],
)
def test_hotel_slug_is_no_channel__allows_what_only_resembles_one(
    hotel: HotelBuilder, owner: psycopg.Connection, ending: str
) -> None:
    add_to_directory(owner, hotel.slug + ending)


def test_hotel_slug_unique__rejects_a_second_hotel_of_the_slug(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    with refused_by("hotel_slug_unique"):
        add_to_directory(owner, hotel.slug)


def test_hotel_slug_unique__allows_a_slug_that_begins_like_another(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    add_to_directory(owner, f"{hotel.slug}-2")


@pytest.mark.parametrize(
    "slug",
    ["", "Grand", "grand hotel", "-grand", "grand-", "grand--hotel", "gränd", "grand\n", "a" * 51],
)
def test_hotel_slug_well_formed__rejects_what_cannot_stand_in_a_path(
    owner: psycopg.Connection, slug: str
) -> None:
    with refused_by("hotel_slug_well_formed"):
        add_to_directory(owner, slug)


def test_hotel_slug_well_formed__allows_fifty_letters_digits_and_single_hyphens(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    unique = hotel.slug
    add_to_directory(owner, f"{unique}-{'9' * (49 - len(unique))}")
