"""Counters and sequences that are behind the numbers in use, as after a restore without them."""

from tests.checks.planting import Plant, Planting


def count_from_the_beginning(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("tg_booking_counter__not_behind")
    hotel.run(
        "UPDATE hotelmate.booking_counter SET last_number = 1 WHERE hotel_id = %s", hotel.hotel_id
    )


def lose_the_counter(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("tg_booking_counter__kept")
    hotel.run("DELETE FROM hotelmate.booking_counter WHERE hotel_id = %s", hotel.hotel_id)


def number_from_the_beginning(planting: Planting) -> None:
    """Unlike setval(), this is undone with its transaction."""
    planting.commits()
    planting.hotel.run("ALTER TABLE hotelmate.room_type ALTER COLUMN id RESTART")


PLANTS: dict[str, Plant] = {
    "booking_counters_behind": count_from_the_beginning,
    "identities_behind": number_from_the_beginning,
}
# Other ways in which the same is wrong.
MORE: tuple[tuple[str, Plant], ...] = (("booking_counters_behind", lose_the_counter),)
