"""A small Pusher: the HTTP API over the loopback address, with faults and a record.

    with serving() as pusher:
        start_relay(pusher.environment())
        pusher.faults.answer(429, times=3, retry_after=1)
        pusher.wait_for(50)
        assert [each.name for each in pusher.on("private-sea-view.rooms")] == …

It takes what Pusher takes and refuses what Pusher refuses. It has no subscribers.
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.pusher_server.api import Api
from tests.pusher_server.faults import Faults
from tests.pusher_server.http_server import HttpServer
from tests.pusher_server.record import Call, Received
from tests.pusher_server.signing import APP_ID, KEY, SECRET

PATIENCE_SECONDS = 60.0


class PusherServer:
    """What a test sees of it.

    Attributes:
        faults: what goes wrong.
        port: on 127.0.0.1.
    """

    def __init__(self, api: Api, http: HttpServer) -> None:
        self._api = api
        self._http = http
        self._record = api.record
        self.faults: Faults = api.faults
        self.port = http.port

    def environment(self) -> dict[str, str]:
        """Return the variables that lead a relay here."""
        return environment(self.port, self._api.app_id, tls=self._http.tls is not None)

    @property
    def received(self) -> list[Received]:
        """Everything that was taken, in the order of its arrival."""
        with self._record.changed:
            return list(self._record.received)

    @property
    def calls(self) -> list[Call]:
        """Every POST, whatever became of it, in the order of arrival."""
        with self._record.changed:
            return list(self._record.calls)

    @property
    def connections(self) -> int:
        """How many connections there were."""
        return self._record.connections

    @property
    def repeats(self) -> int:
        """How many events were taken once more on a channel that had them."""
        return self._record.repeats

    def on(self, channel: str) -> list[Received]:
        """Return what one channel was sent."""
        return [each for each in self.received if each.channel == channel]

    def event_ids(self) -> list[str | None]:
        """Return the ids of what was taken, repeats included."""
        return [each.event_id for each in self.received]

    def wait_for(self, count: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until so many events were taken."""
        self.wait_until(lambda: len(self._record.received) >= count, seconds)

    def wait_until(self, so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something is so that calls change; it is looked at after each of them."""
        self._record.wait_until(so, seconds)

    def advance_clock(self, seconds: float) -> None:
        """Set the server's clock ahead; it judges time stamps of signatures."""
        self._api.clock_offset += seconds

    def go_down(self) -> None:
        """Close the port and cut every connection."""
        self._http.call(self._http.go_down)

    def come_up(self) -> None:
        """Listen again, at the same port."""
        self._http.come_up_now()

    def release(self) -> None:
        """Let calls that hang end, cut off without an answer, and none hang from now on."""
        self.faults.without_hanging()
        self._http.call(self._http.release)

    def reset(self) -> None:
        """Forget what was received, and let nothing go wrong."""
        self.faults.clear()
        self._record.forget()


def environment(port: int, app_id: str = APP_ID, *, tls: bool = False) -> dict[str, str]:
    """Return the variables that lead a relay to a server at this port."""
    return {
        "PUSHER_APP_ID": app_id,
        "PUSHER_KEY": KEY,
        "PUSHER_SECRET": SECRET,
        "PUSHER_HOST": "127.0.0.1",
        "PUSHER_PORT": str(port),
        "PUSHER_SSL": "true" if tls else "false",
    }


@contextmanager
def serving(
    port: int = 0, *, app_id: str = APP_ID, tls: ssl.SSLContext | None = None
) -> Iterator[PusherServer]:
    """Serve on a port of the loopback address; 0 is a free one. With `tls`, by HTTPS."""
    api = Api(app_id)
    http = HttpServer(api, port, tls)
    http.start()
    try:
        yield PusherServer(api, http)
    finally:
        http.stop()
