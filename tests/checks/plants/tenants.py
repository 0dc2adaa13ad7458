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


PLANTS: dict[str, Plant] = {
    "hotel_has_name": hotel("hotel_has_name", "name = ' '"),
    "hotel_periods_positive": hotel("hotel_periods_positive", "cleaning_minutes = 0"),
    "hotel_precheckin_required_is_enabled": hotel(
        "hotel_precheckin_required_is_enabled", "precheckin_required_fields = '{eta}'"
    ),
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
