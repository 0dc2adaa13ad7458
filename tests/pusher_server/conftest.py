"""A server of this test's own, and a client that signs by hand."""

from collections.abc import Iterator

import httpx
import pytest

from tests.pusher_server.client import Client
from tests.pusher_server.server import PusherServer, serving


@pytest.fixture
def server() -> Iterator[PusherServer]:
    with serving() as server:
        yield server


@pytest.fixture
def client(server: PusherServer) -> Iterator[Client]:
    base = f"http://127.0.0.1:{server.port}"
    with httpx.Client(base_url=base, trust_env=False, timeout=10) as session:
        yield Client(session)
