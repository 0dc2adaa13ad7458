"""The front desk is told once of a hold that is about to lapse."""

from tests.hotel_builder import HotelBuilder
from tests.stripe_payments import held_booking, payment_of


def warnings(hotel: HotelBuilder) -> int:
    """Return how often the front desk was told."""
    return int(
        hotel.value(
            "SELECT count(*) FROM hotelmate.outbox_event"
            " WHERE hotel_id = %s AND event_type = 'booking_hold_lapsing'",
            hotel.hotel_id,
        )
    )


def test_the_front_desk_is_told_once_whoever_writes_when_it_was_told(hotel: HotelBuilder) -> None:
    _, intent = held_booking(hotel)
    payment = payment_of(hotel, intent)
    told = hotel.value("SELECT now() - interval '1 minute'")
    for stamp in (told, None, told, hotel.value("SELECT now()"), "infinity"):
        hotel.update("payment", payment, lapse_reported_at=stamp)
        assert hotel.read("payment", payment, "lapse_reported_at") == told
    assert warnings(hotel) == 1
