"""Pusher Channels, or any server that speaks its HTTP protocol.

The `pusher` package builds and signs the request; sending is ours, through the package's own
extension point. Its default backend brings certificates of its own instead of the system's, and its
errors do not say apart what must not be tried again (413) from what must (429, 5xx).
"""

from typing import Any

import httpx
from pusher.pusher_client import PusherClient

from app.relay.envelope import encoded
from app.relay.outbox import OutboxEvent
from app.relay.publisher import EventRefused, Unreachable
from app.settings import Settings

CHANNELS_A_CALL = 100
TIMEOUT_SECONDS = 5
# The request itself is at fault: sending it again would end the same way.
REFUSED_STATUSES = frozenset({400, 413, 422})


class PusherChannels:
    """Publishes through one keep-alive session."""

    def __init__(self, settings: Settings) -> None:
        self._client = PusherClient(
            app_id=settings.pusher_app_id,
            key=settings.pusher_key,
            secret=settings.pusher_secret,
            cluster=settings.pusher_cluster,
            host=settings.pusher_host,
            port=settings.pusher_port,
            ssl=settings.pusher_ssl,
            timeout=TIMEOUT_SECONDS,
            backend=HttpxBackend,
        )

    def publish(self, event: OutboxEvent) -> None:
        """Send an event to its channels, at most 100 of them a call.

        The event's name is its type, its data the envelope. Each call is signed anew, because
        Pusher takes a signature for ten minutes only.
        """
        data = encoded(event)
        for start in range(0, len(event.channels), CHANNELS_A_CALL):
            channels = event.channels[start : start + CHANNELS_A_CALL]
            try:
                self._client.trigger(channels, event.event_type, data)
            except (TypeError, ValueError) as error:
                raise EventRefused(f"the client refused it: {error}") from error

    def close(self) -> None:
        """Close the session."""
        self._client.http.close()


class HttpxBackend:
    """Sends what the `pusher` package has signed; the package makes one for each client."""

    def __init__(self, client: Any) -> None:
        # Events must not go through a proxy that the environment happens to name.
        self._session = httpx.Client(timeout=client.timeout, trust_env=False)

    def send_request(self, request: Any) -> None:
        """Send one signed request; returning means a 2xx answer.

        Raises:
            EventRefused: 400, 413 or 422.
            Unreachable: no answer, or any other status.
        """
        try:
            response = self._session.request(
                request.method, request.url, headers=request.headers, content=request.body
            )
        except httpx.HTTPError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        if response.is_success:
            return
        problem = f"{response.status_code}: {response.text[:200]}"
        if response.status_code in REFUSED_STATUSES:
            raise EventRefused(problem)
        raise Unreachable(problem)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
