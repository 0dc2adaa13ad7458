"""Contradictions about hotels, their terms and their staff."""

from tests.checks.planting import Plant, Planting


def hotel(rule: str, setting: str) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        planting.hotel.run(
            f"UPDATE hotelmate.hotel SET {setting} WHERE hotel_id = %s", planting.hotel.hotel_id
        )

    return plant


def slug(rule: str, written: str) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        planting.hotel.run(
            "WITH entry AS (UPDATE hotelmate.hotel_directory SET slug = %s WHERE hotel_id = %s"
            " RETURNING hotel_id, slug)"
            " UPDATE hotelmate.hotel SET slug = entry.slug"
            " FROM entry WHERE hotel.hotel_id = entry.hotel_id",
            written,
            planting.hotel.hotel_id,
        )

    return plant


def term(rule: str, **columns: int) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        made = {"days_before_arrival": 7, "refund_percent": 50}
        planting.hotel.insert("cancellation_term", **{**made, **columns})

    return plant


def staff(rule: str, username: str, role: str) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        planting.hotel.staff(username, role)

    return plant


def lose_the_hotel(planting: Planting) -> None:
    """As where a restore left out a table, or its rows."""
    with planting.unguarded():
        planting.hotel.insert(
            "room_type", hotel_id=-1, code="X", name="X", max_occupancy=2, nightly_rate=1
        )


def lose_the_hotel_of_a_booking(planting: Planting) -> None:
    booking = planting.hotel.booking("CANCELLED")
    planting.hotel.run("SET CONSTRAINTS ALL IMMEDIATE")
    columns = planting.hotel.value(
        "SELECT string_agg(attname, ', ') FROM pg_attribute"
        " WHERE attrelid = 'hotelmate.room_booking'::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' AND attname <> 'hotel_id'"
    )
    with planting.unguarded():
        planting.hotel.run(
            f"INSERT INTO hotelmate.room_booking (hotel_id, {columns})"
            f" SELECT -1, {columns} FROM hotelmate.room_booking WHERE id = %s",
            booking,
        )


def be_another_in_the_directory(planting: Planting) -> None:
    planting.drop("hotel_in_directory")
    planting.hotel.run(
        "UPDATE hotelmate.hotel_directory SET slug = 'another' WHERE hotel_id = %s",
        planting.hotel.hotel_id,
    )


PLANTS: dict[str, Plant] = {
    "hotels_missing": lose_the_hotel,
    "hotel_has_name": hotel("hotel_has_name", "name = ' '"),
    "hotel_periods_positive": hotel("hotel_periods_positive", "cleaning_minutes = 0"),
    "hotel_brand_color_well_formed": hotel("hotel_brand_color_well_formed", "brand_color = 'red'"),
    "hotel_contact_well_formed": hotel("hotel_contact_well_formed", "contact_phone = '112'"),
    "language_code_is_iso_639_1": hotel("language_code_is_iso_639_1", "language = 'English'"),
    "hotel_slug_well_formed": slug("hotel_slug_well_formed", "The Inn"),
    "hotel_slug_is_no_channel": slug("hotel_slug_is_no_channel", "inn-staff-1-notifications"),
    "currency_code_is_iso_4217": hotel("currency_code_is_iso_4217", "currency = 'euro'"),
    "cancellation_term_days_from_zero": term(
        "cancellation_term_days_from_zero", days_before_arrival=-1
    ),
    "cancellation_term_percent": term("cancellation_term_percent", refund_percent=101),
    "staff_role_known": staff("staff_role_known", "gardener", "GARDENER"),
    "staff_username_well_formed": staff("staff_username_well_formed", "The Boss", "MANAGER"),
}
