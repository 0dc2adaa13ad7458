"""Webhooks: events posted to the product, signed, in whatever order and number a test likes."""

import itertools
import json
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from tests.stripe_server import signing
from tests.stripe_server.delivery import Delivery
from tests.stripe_server.effects import Origin
from tests.stripe_server.retrying import Retrier
from tests.stripe_server.schedule import Schedule
from tests.stripe_server.store import Store
from tests.stripe_server.wire import Json, copied

# An event's id, or the event itself: also one that was changed, or never happened.
Event = str | Mapping[str, Any]
TIMEOUT_SECONDS = 30.0


class Webhooks:
    """Posts events. Nothing is posted by itself but within `retrying`.

    Attributes:
        url: where to.
        secrets: each makes one v1 signature.
        enabled_types: what the endpoint is subscribed to; None is everything.
        deliveries: all attempts, in the order of their answers.
    """

    def __init__(self, store: Store, url: str | None, secrets: Sequence[str]) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._bodies: dict[str, bytes] = {}
        self._acknowledged: set[str] = set()
        self.url = url
        self.secrets = tuple(secrets)
        self.enabled_types: set[str] | None = None
        self.deliveries: list[Delivery] = []

    def deliver(
        self,
        event: Event,
        *,
        secrets: Sequence[str] | None = None,
        age: float = 0.0,
        signature: str | None = None,
        body: bytes | None = None,
    ) -> Delivery:
        """Post an event once and wait for the answer.

        Args:
            secrets: sign with these instead.
            age: how many seconds ago it was signed; negative is in the future.
            signature: the header's text instead of a right one; empty leaves it out.
            body: these bytes instead of the event's.
        """
        known = self._store.events[event] if isinstance(event, str) else event
        content = self.body_of(event) if body is None else body
        header = self.sign(content, secrets=secrets, age=age) if signature is None else signature
        delivery = self._post(str(known["id"]), str(known["type"]), content, header)
        with self._lock:
            self.deliveries.append(delivery)
            if delivery.ok:
                self._acknowledged.add(delivery.event_id)
        return delivery

    def deliver_all(self) -> list[Delivery]:
        """Post every event that has no 2xx yet once, in the order in which they happened."""
        return [self.deliver(event["id"]) for event in self.outstanding()]

    def deliver_copies(self, event: Event, copies: int) -> list[Delivery]:
        """Post the same event many times at once, from as many threads."""
        gate = threading.Barrier(copies)
        made: list[Delivery] = []

        def post() -> None:
            gate.wait()
            made.append(self.deliver(event))

        threads = [threading.Thread(target=post) for _ in range(copies)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return made

    def outstanding(self) -> list[Json]:
        """Return the events that the endpoint wants and has not answered with 2xx."""
        ids, _ = self._recorded(0)
        with self._store.changed:
            return [copied(self._store.events[id]) for id in ids]

    def schedule(self, seed: int = 0) -> Schedule:
        """Return a queue of what is outstanding now and what will happen until a reset."""
        return Schedule(self.deliver, self._recorded, seed)

    def retrying(self, workers: int = 4, pause: float = 0.02) -> Retrier:
        """Return a background delivery of all that; enter it to start.

        Args:
            pause: seconds before the second attempt; each further pause is longer, up to 16 times.
        """
        return Retrier(
            self.deliver, self._recorded, self._store.changed, workers=workers, pause=pause
        )

    def invent(self, type: str, object: Mapping[str, Any], **envelope: Any) -> Json:
        """Return an event that never happened: `invent("charge.captured", charge, livemode=True)`.

        Args:
            envelope: members of the event that shall be otherwise, such as api_version.
        """
        with self._store.changed:
            return {**self._store.event(type, dict(object)), **envelope}

    def record(self, type: str, object: Mapping[str, Any]) -> Json:
        """Put an event into the history that no step of anybody makes."""
        with self._store.changed:
            return copied(self._store.record(type, dict(object), Origin("stripe")))

    def body_of(self, event: Event) -> bytes:
        """Return the bytes that are posted: over many lines, as Stripe writes them, in UTF-8."""
        if not isinstance(event, str):
            return _written(event)
        with self._lock:
            if event not in self._bodies:
                self._bodies[event] = _written(self._store.events[event])
            return self._bodies[event]

    def sign(self, body: bytes, *, secrets: Sequence[str] | None = None, age: float = 0.0) -> str:
        """Return the Stripe-Signature header of a body."""
        return signing.signature(body, self.secrets if secrets is None else secrets, age=age)

    def forget(self) -> None:
        """Forget what was delivered."""
        with self._lock:
            self.deliveries.clear()
            self._acknowledged.clear()
            self._bodies.clear()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _recorded(self, position: int) -> tuple[list[str], int]:
        """Return what is outstanding of the events from a position on, and the next position."""
        with self._store.changed:
            fresh = list(itertools.islice(self._store.events.values(), position, None))
        wanted = [
            event["id"]
            for event in fresh
            if event["id"] not in self._acknowledged
            and (self.enabled_types is None or event["type"] in self.enabled_types)
        ]
        return wanted, position + len(fresh)

    def _post(self, id: str, type: str, body: bytes, header: str) -> Delivery:
        if self.url is None:
            raise RuntimeError("webhooks.url is not set")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        if header:
            headers["Stripe-Signature"] = header
        status, answer, error = None, b"", None
        started = time.perf_counter()
        try:
            response = self._http().post(self.url, content=body, headers=headers)
            status, answer = response.status_code, response.content
        except httpx.HTTPError as failure:
            error = repr(failure)
        return Delivery(id, type, status, answer, error, time.perf_counter() - started)

    def _http(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                limits = httpx.Limits(max_connections=256, max_keepalive_connections=256)
                # No proxy of the environment, and no certificates: the product is next door.
                self._client = httpx.Client(
                    trust_env=False, verify=False, timeout=TIMEOUT_SECONDS, limits=limits
                )
            return self._client


def _written(event: Mapping[str, Any]) -> bytes:
    return json.dumps(event, indent=2, ensure_ascii=False).encode()
