"""The envelope that every realtime event travels in."""

import json
from datetime import UTC
from typing import Any

from app.relay.outbox import OutboxEvent


def envelope(event: OutboxEvent) -> dict[str, Any]:
    """Return what a subscriber receives.

    `meta.event_id` stays the same when an event is delivered twice, so that clients drop the
    repeat; `meta.scope` says what the event is about and which version of it it reports.
    `meta.ts` is ISO 8601 in UTC.
    """
    return {
        "category": event.category,
        "type": event.event_type,
        "payload": event.payload,
        "meta": {
            "event_id": str(event.event_id),
            "hotel_slug": event.hotel_slug,
            "ts": event.occurred_at.astimezone(UTC).isoformat(),
            "scope": event.scope,
        },
    }


def encoded(event: OutboxEvent) -> str:
    """Return the envelope as compact JSON; names stay readable and short in UTF-8."""
    return json.dumps(envelope(event), ensure_ascii=False, separators=(",", ":"))
