"""Settings of realtime: the Pusher application, streams, and how long messages are kept."""

from collections.abc import Mapping
from typing import Any

from app.realtime.channels import may_have_report_names
from app.settings.values import boolean, integer
from app.settings.variable import Variable


def _host_name(text: str) -> str:
    if not text.replace("-", "").replace(".", "").isalnum() or not text.isascii():
        raise ValueError("must be the name or the address of a host, without scheme, port and path")
    return text


def _hotels_with_report_names(text: str) -> tuple[str, ...]:
    slugs = tuple(part.strip() for part in text.split(","))
    if not all(may_have_report_names(slug) for slug in slugs):
        raise ValueError(
            "must list slugs of hotels, by comma; none that starts with private or presence"
        )
    if len(set(slugs)) < len(slugs):
        raise ValueError("must not list a hotel twice")
    return slugs


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "PUSHER_APP_ID",
        "pusher_app_id",
        "",
        "Pusher application; unset: clients use the stream and replay",
    ),
    Variable("PUSHER_KEY", "pusher_key", "", "Pusher key, public"),
    Variable("PUSHER_SECRET", "pusher_secret", "", "Pusher secret", secret=True),
    Variable("PUSHER_CLUSTER", "pusher_cluster", "", "Pusher cluster, when no host is set"),
    Variable(
        "PUSHER_HOST",
        "pusher_host",
        "",
        "Host of a server that speaks the Pusher protocol",
        _host_name,
    ),
    Variable("PUSHER_PORT", "pusher_port", "443", "Port of that host", integer(1, 65535)),
    Variable("PUSHER_SSL", "pusher_ssl", "true", "TLS to that host: true or false", boolean),
    Variable(
        "HOTELMATE_EVENT_STREAMS_MAX",
        "event_streams_max",
        "1000",
        "Streams of events that the API sends at once; 0: none",
        integer(0, 100_000),
    ),
    Variable(
        "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS",
        "events_delay_limit_seconds",
        "300",
        "Seconds that an event may wait for delivery before the API is not ready; 0: any time",
        integer(0, 604_800),
    ),
    Variable(
        "HOTELMATE_EVENTS_KEPT_HOURS",
        "events_kept_hours",
        "72",
        "Hours that realtime messages are kept for replay; until they are delivered in any case",
        integer(1, 8760),
    ),
    Variable(
        "HOTELMATE_LEGACY_CHANNELS",
        "legacy_channels",
        "",
        "Slugs of hotels, by comma, whose messages also go to the report's channels,"
        " most of which are public; unset: none",
        _hotels_with_report_names,
        unset=(),
    ),
)


def contradictions(fields: Mapping[str, Any]) -> list[str]:
    """Name what is wrong between variables that are each right."""
    if not fields.get("pusher_app_id"):
        names = ("PUSHER_KEY", "PUSHER_SECRET", "PUSHER_CLUSTER", "PUSHER_HOST")
        given = [name for name in names if fields.get(name.lower())]
        # Else clients would be let in to channels that nobody sends to.
        return [f"PUSHER_APP_ID must be set when {given[0]} is"] if given else []
    wrong = [
        f"{name} must be set when PUSHER_APP_ID is"
        for name in ("PUSHER_KEY", "PUSHER_SECRET")
        if not fields.get(name.lower())
    ]
    if not fields.get("pusher_host") and not fields.get("pusher_cluster"):
        wrong.append("PUSHER_CLUSTER or PUSHER_HOST must be set when PUSHER_APP_ID is")
    return wrong
