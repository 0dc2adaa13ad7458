"""The publishers on their own: envelope, channels, and which failure is which."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest

from app.relay.envelope import encoded, envelope
from app.relay.log_publisher import LogPublisher
from app.relay.outbox import OutboxEvent
from app.relay.publisher import EventRefused, Unreachable
from app.relay.pusher_channels import PusherChannels
from app.relay.run import publisher_for
from app.settings import Settings
from tests.relay.pusher_server import PusherServer

EVENT = OutboxEvent(
    hotel_id=1,
    id=7,
    event_id=UUID("01936d4e-7a3b-7000-8000-000000000001"),
    channels=["private-harbour-view.rooms"],
    category="rooms",
    event_type="room_updated",
    payload={"room_number": "101", "note": "Zoë, 東京"},
    scope={"room_number": "101", "version": 3},
    hotel_slug="harbour-view",
    occurred_at=datetime(2026, 11, 22, 19, 30, 0, 123456, timezone(timedelta(hours=1))),
    attempts=0,
)


def with_changes(**changes: object) -> OutboxEvent:
    fields = {name: getattr(EVENT, name) for name in OutboxEvent.__dataclass_fields__}
    return OutboxEvent(**{**fields, **changes})


def pusher_of(server: PusherServer, **changes: object) -> PusherChannels:
    settings = Settings.from_environ(server.environment())
    return PusherChannels(msgspec.structs.replace(settings, **changes))


def test_envelope_is_the_reports() -> None:
    assert envelope(EVENT) == {
        "category": "rooms",
        "type": "room_updated",
        "payload": {"room_number": "101", "note": "Zoë, 東京"},
        "meta": {
            "event_id": "01936d4e-7a3b-7000-8000-000000000001",
            "hotel_slug": "harbour-view",
            "ts": "2026-11-22T18:30:00.123456+00:00",
            "scope": {"room_number": "101", "version": 3},
        },
    }
    assert datetime.fromisoformat(envelope(EVENT)["meta"]["ts"]) == EVENT.occurred_at
    assert EVENT.occurred_at.tzinfo is not UTC


def test_encoding_is_compact_and_keeps_letters() -> None:
    text = encoded(EVENT)
    assert json.loads(text) == envelope(EVENT)
    assert "東京" in text
    assert ": " not in text


def test_log_publisher_prints_one_json_line_an_event() -> None:
    output = io.StringIO()
    publisher = LogPublisher(output)
    publisher.publish(EVENT)
    publisher.publish(EVENT)
    lines = [json.loads(line) for line in output.getvalue().splitlines()]
    expected = {"event": "realtime_event", "channels": EVENT.channels, **envelope(EVENT)}
    assert lines == [expected, expected]


def test_pusher_is_sent_at_most_100_channels_a_call(pusher_server: PusherServer) -> None:
    channels = [f"private-harbour-view-{number}" for number in range(205)]
    publisher = pusher_of(pusher_server)
    publisher.publish(with_changes(channels=channels))
    publisher.close()
    assert [len(each.channels) for each in pusher_server.received] == [100, 100, 5]
    assert [name for each in pusher_server.received for name in each.channels] == channels


@pytest.mark.parametrize("status", [429, 500, 503, 401, 403, 404, 301])
def test_pusher_status_that_says_try_later(pusher_server: PusherServer, status: int) -> None:
    pusher_server.answers.append(status)
    publisher = pusher_of(pusher_server)
    with pytest.raises(Unreachable, match=str(status)):
        publisher.publish(EVENT)
    publisher.publish(EVENT)
    publisher.close()


@pytest.mark.parametrize("status", [400, 413])
def test_pusher_status_that_refuses_the_event(pusher_server: PusherServer, status: int) -> None:
    pusher_server.answers.append(status)
    publisher = pusher_of(pusher_server)
    with pytest.raises(EventRefused, match=str(status)):
        publisher.publish(EVENT)
    publisher.close()


def test_pusher_refuses_what_no_server_could_take(pusher_server: PusherServer) -> None:
    publisher = pusher_of(pusher_server)
    with pytest.raises(EventRefused):
        publisher.publish(with_changes(channels=["no such channel!"]))
    with pytest.raises(EventRefused):
        publisher.publish(with_changes(payload={"note": "x" * 20_000}))
    publisher.close()
    assert pusher_server.received == []


def test_pusher_with_a_wrong_secret_is_a_reason_to_wait(pusher_server: PusherServer) -> None:
    publisher = pusher_of(pusher_server, pusher_secret="another-secret-than-the-servers")
    with pytest.raises(Unreachable, match="401"):
        publisher.publish(EVENT)
    publisher.close()


def test_pusher_that_nobody_answers_is_a_reason_to_wait(pusher_server: PusherServer) -> None:
    publisher = pusher_of(pusher_server, pusher_port=1)
    with pytest.raises(Unreachable, match="ConnectError"):
        publisher.publish(EVENT)
    publisher.close()


def test_the_settings_choose_the_publisher(pusher_server: PusherServer) -> None:
    assert isinstance(publisher_for(Settings.from_environ({})), LogPublisher)
    chosen = publisher_for(Settings.from_environ(pusher_server.environment()))
    assert isinstance(chosen, PusherChannels)
    chosen.close()
