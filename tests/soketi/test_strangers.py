"""soketi lets in whom our secret signed for, on this connection and for this channel alone."""

import hashlib
import hmac
from collections.abc import Iterator

import pusher
import pytest

from tests.soketi.python_client import PusherClient, PusherError, connected
from tests.soketi.server import APP_ID, KEY, SECRET, Soketi
from tests.soketi.subscriber import CLIENTS, Order

pytestmark = pytest.mark.proof

CHANNEL, OTHER = "private-hotel-somewhere", "private-hotel-elsewhere"


def signed(socket_id: str, channel: str, secret: str = SECRET) -> str:
    """Return what a server that knows a secret answers, by our own arithmetic."""
    text = f"{socket_id}:{channel}".encode()
    return f"{KEY}:{hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


def publisher(server: Soketi) -> pusher.Pusher:
    """Return the package's client, which waits for an answer."""
    return pusher.Pusher(
        app_id=APP_ID, key=KEY, secret=SECRET, host="127.0.0.1", port=server.port, ssl=False
    )


@pytest.fixture
def client(server_of_soketi: Soketi) -> Iterator[PusherClient]:
    with connected(server_of_soketi.port, KEY) as client:
        yield client


def answer(client: PusherClient) -> tuple[str, object]:
    """Return the next frame's event and its data."""
    _, frame = next(client.frames(within=10))
    return frame["event"], frame.get("data")


def test_a_signature_for_this_connection_and_channel_is_accepted(
    server_of_soketi: Soketi, client: PusherClient
) -> None:
    client.ask_for(CHANNEL, signed(client.socket_id, CHANNEL))
    assert answer(client) == ("pusher_internal:subscription_succeeded", None)
    publisher(server_of_soketi).trigger(CHANNEL, "room_updated", "{}")
    assert answer(client) == ("room_updated", "{}")


@pytest.mark.parametrize(
    "case", ["none", "nonsense", "another channel's", "another connection's", "another secret's"]
)
def test_any_other_signature_is_refused_and_nothing_is_heard(
    server_of_soketi: Soketi, client: PusherClient, case: str
) -> None:
    auth = {
        "none": None,
        "nonsense": f"{KEY}:0",
        "another channel's": signed(client.socket_id, OTHER),
        "another connection's": signed("1.1", CHANNEL),
        "another secret's": signed(client.socket_id, CHANNEL, "guessed"),
    }[case]
    client.ask_for(CHANNEL, auth)
    event, data = answer(client)
    assert event == "pusher:subscription_error"
    assert isinstance(data, dict)
    assert (data["type"], data["status"]) == ("AuthError", 401)

    # What is heard next on this connection is not what was said on the channel before.
    client.ask_for(OTHER, signed(client.socket_id, OTHER))
    assert answer(client)[0] == "pusher_internal:subscription_succeeded"
    for channel, event in ((CHANNEL, "not_for_strangers"), (OTHER, "for_them")):
        publisher(server_of_soketi).trigger(channel, event, "{}")
    assert answer(client)[0] == "for_them"


@pytest.mark.parametrize("client", CLIENTS)
def test_a_wrong_signature_is_told_to_the_application(
    server_of_soketi: Soketi, client: type
) -> None:
    order = Order(server_of_soketi.port, KEY, (CHANNEL,), signature=f"{KEY}:0")
    with client(order) as subscriber:
        assert set(subscriber.refused) == {CHANNEL}
        assert "401" in subscriber.refused[CHANNEL]


def test_an_application_that_is_not_known_is_not_connected(server_of_soketi: Soketi) -> None:
    with pytest.raises(PusherError, match="4001"), connected(server_of_soketi.port, "no-such-key"):
        pass
