"""Calls as a test writes them, right or wrong."""

import json
import time
from typing import Any

import httpx

from tests.pusher_server.signing import APP_ID, signed

BATCH = f"/apps/{APP_ID}/batch_events"
SINGLE = f"/apps/{APP_ID}/events"


class Client:
    """Posts over one connection."""

    def __init__(self, session: httpx.Client) -> None:
        self.session = session

    def post(
        self,
        content: Any,
        path: str = BATCH,
        *,
        age: float = 0.0,
        query: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Post JSON, signed `age` seconds ago, with these changes to the query."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.session.post(signed(path, body, time.time() - age, query), content=body)

    def publish(self, *items: dict[str, str]) -> httpx.Response:
        """Post a batch."""
        return self.post({"batch": list(items)})


def item(
    channel: str = "private-sea.rooms",
    name: str = "room_updated",
    data: str | None = None,
    event_id: str = "e1",
) -> dict[str, str]:
    """Return an item of a batch, with an envelope if nothing else is given."""
    envelope = json.dumps({"type": name, "meta": {"event_id": event_id}})
    return {"channel": channel, "name": name, "data": envelope if data is None else data}
