"""The server in a process of its own."""

from collections.abc import Iterator

import httpx
import pytest

from tests.pusher_server.client import Client, item
from tests.pusher_server.faults import Fault
from tests.pusher_server.process import PusherProcess, pusher_process


@pytest.fixture(scope="module")
def process() -> Iterator[PusherProcess]:
    with pusher_process() as process:
        yield process


@pytest.fixture
def client(process: PusherProcess) -> Iterator[Client]:
    process.wish(clear=True)
    base = f"http://127.0.0.1:{process.port}"
    with httpx.Client(base_url=base, trust_env=False, timeout=10) as session:
        yield Client(session)


def test_a_proof_reads_what_came_page_by_page(process: PusherProcess, client: Client) -> None:
    before = process.statistics()
    client.publish(item("a", event_id="p1"), item("b", event_id="p1"))
    client.publish(item("a", event_id="p2"), item("a", event_id="p2"))
    received = process.received(before.items)
    assert [(each.channel, each.event_id) for each in received] == [
        ("a", "p1"),
        ("b", "p1"),
        ("a", "p2"),
        ("a", "p2"),
    ]
    assert process.received(before.items + 3) == received[3:]
    after = process.statistics()
    assert (after.calls - before.calls, after.items - before.items) == (2, 4)
    assert (after.repeats - before.repeats, after.largest_call) == (1, 2)


def test_a_page_has_an_end(process: PusherProcess, client: Client) -> None:
    client.publish(item(), item(), item())
    page = client.session.get("/_received", params={"most": "2"}).json()
    assert len(page["events"]) == 2
    assert page["last"] >= 3


def test_a_proof_orders_faults(process: PusherProcess, client: Client) -> None:
    process.wish(Fault("answer", status=429, retry_after="1"), Fault("cut_before"))
    assert client.publish(item()).headers["Retry-After"] == "1"
    with pytest.raises(httpx.TransportError):
        client.publish(item())
    assert client.publish(item()).status_code == 200
    assert process.statistics().statuses["none"] == 1


def test_a_proof_releases_what_hangs(process: PusherProcess, client: Client) -> None:
    process.wish(Fault("hang", times=None))
    client.session.timeout = httpx.Timeout(10, read=0.05)
    with pytest.raises(httpx.ReadTimeout):
        client.publish(item())
    client.session.timeout = httpx.Timeout(10)
    process.wish(release=True)
    assert client.publish(item()).status_code == 200


def test_the_process_goes_down_for_a_while(process: PusherProcess, client: Client) -> None:
    process.wish(down_seconds=1.0)
    refused = answered = 0
    while not (refused and answered):
        try:
            answered = client.publish(item()).status_code == 200 and refused > 0
        except httpx.TransportError:
            refused += 1
    assert process.statistics().items > 0


@pytest.mark.parametrize(
    "content", [b"", b'{"add": [{"kind": "no such"}]}', b'{"dealy": 1}', b'{"delay": "x"}']
)
def test_a_wish_that_is_not_understood_is_400(client: Client, content: bytes) -> None:
    assert client.session.post("/_faults", content=content).status_code == 400


def test_other_paths_are_404_and_none_of_ours_is_a_call(
    process: PusherProcess, client: Client
) -> None:
    before = process.statistics().calls
    assert client.session.get("/_nothing").status_code == 404
    assert client.session.get("/_received", params={"after": "x"}).status_code == 400
    assert process.statistics().calls == before
