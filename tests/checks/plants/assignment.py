"""Contradictions about which booking has which room."""

from tests.checks.planting import Plant, Planting


def hold_twice(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.assigned(room)
    second = hotel.booking("CONFIRMED")
    planting.drop("room_single_active_assignment")
    hotel.assign(second, room)


PLANTS: dict[str, Plant] = {"room_single_active_assignment": hold_twice}
