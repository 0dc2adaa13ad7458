"""What Pusher takes and what it refuses: credentials, form, limits."""

import hmac
import string

import msgspec

from tests.pusher_server.signing import KEY, digest, signature

SIGNATURE_SECONDS = 600
ITEMS_A_BATCH = 10
CHANNELS_AN_EVENT = 100
CHANNEL_CHARACTERS = 164
NAME_CHARACTERS = 200
DATA_BYTES = 10_240
ALPHABET = frozenset(string.ascii_letters + string.digits + "_-=@,.;")


class Wrong(Exception):
    """A call is refused."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


class Item(msgspec.Struct):
    """An event on one channel, its data as it came."""

    channel: str
    name: str
    data: str


class _Batch(msgspec.Struct):
    batch: list[Item]


class _Event(msgspec.Struct):
    name: str
    data: str
    channels: list[str] = []
    channel: str | None = None


_batch = msgspec.json.Decoder(_Batch)
_event = msgspec.json.Decoder(_Event)


def items_of(app_id: str, method: str, target: str, body: bytes, now: float) -> list[Item]:
    """Return what a call to an application publishes; `now` is the server's time since 1970.

    Raises:
        Wrong: with the status that Pusher answers.
    """
    path, _, query = target.partition("?")
    read = _READERS.get(path.removeprefix(f"/apps/{app_id}/"))
    if read is None:
        raise Wrong(404, "no such application or path")
    if method != "POST":
        raise Wrong(405, "events are posted")
    _check_credentials(path, query, body, now)
    try:
        items = read(body)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Wrong(400, f"the body cannot be read: {error}") from error
    for item in items:
        _check_item(item)
    return items


def timestamp_of(target: str) -> int:
    """Return when a call says that it was signed; 0 when it does not."""
    text = _parts_of(target.partition("?")[2]).get("auth_timestamp", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _check_credentials(path: str, query: str, body: bytes, now: float) -> None:
    parts = _parts_of(query)
    given = parts.pop("auth_signature", "")
    timestamp = parts.get("auth_timestamp", "")
    if parts.get("auth_key") != KEY:
        raise Wrong(401, "unknown key")
    if parts.get("auth_version") != "1.0":
        raise Wrong(401, "unknown version")
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise Wrong(401, "no time stamp")
    if abs(now - int(timestamp)) > SIGNATURE_SECONDS:
        raise Wrong(401, "the time stamp is not within 600 seconds of the server's time")
    if parts.get("body_md5") != digest(body):
        raise Wrong(401, "the digest is of another body")
    if not hmac.compare_digest(given.encode(), signature("POST", path, parts).encode()):
        raise Wrong(401, "the signature is wrong")


def _parts_of(query: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in query.split("&"))
    return {name: value for name, _, value in pairs}


def _batch_items(body: bytes) -> list[Item]:
    items = _batch.decode(body).batch
    if not 1 <= len(items) <= ITEMS_A_BATCH:
        raise Wrong(400, f"a batch of {len(items)} items")
    return items


def _event_items(body: bytes) -> list[Item]:
    event = _event.decode(body)
    channels = event.channels if event.channel is None else [event.channel, *event.channels]
    if not 1 <= len(channels) <= CHANNELS_AN_EVENT:
        raise Wrong(400, f"an event on {len(channels)} channels")
    return [Item(channel, event.name, event.data) for channel in channels]


def _check_item(item: Item) -> None:
    if not 1 <= len(item.channel) <= CHANNEL_CHARACTERS or not ALPHABET.issuperset(item.channel):
        raise Wrong(400, f"no name of a channel: {item.channel[:200]}")
    if not 1 <= len(item.name) <= NAME_CHARACTERS:
        raise Wrong(400, "an event's name is empty or too long")
    if len(item.data.encode()) > DATA_BYTES:
        raise Wrong(413, "the data of an event is too large")


_READERS = {
    "events": _event_items,
    "batch_events": _batch_items,
}
