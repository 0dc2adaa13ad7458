"""Contradictions in what is kept of what Stripe said."""

from tests.checks.planting import Plant, Planting


def event(rule: str, **columns: object) -> Plant:
    """Return a plant of an event as a restore writes it, past the triggers that derive."""

    def plant(planting: Planting) -> None:
        hotel = planting.hotel
        booking = hotel.booking()
        planting.drop(rule)
        with planting.unguarded():
            hotel.stripe_event(booking, **columns)

    return plant


PROCESSED = {"status": "PROCESSED", "processed_at": "now"}

PLANTS: dict[str, Plant] = {
    "webhook_event_failed_says_why": event("webhook_event_failed_says_why", status="FAILED"),
    "webhook_event_foreign_has_no_effect": event(
        "webhook_event_foreign_has_no_effect", is_foreign=True, **PROCESSED
    ),
    "webhook_event_is_object": event("webhook_event_is_object", payload="[]", **PROCESSED),
    "webhook_event_names_hotel": event("webhook_event_names_hotel", hotel_id=None, **PROCESSED),
    "webhook_event_origin_known": event("webhook_event_origin_known", origin="PIGEON", **PROCESSED),
    "webhook_event_processed_stamped": event("webhook_event_processed_stamped", status="PROCESSED"),
    "webhook_event_status_known": event("webhook_event_status_known", status="OVERHEARD"),
}
