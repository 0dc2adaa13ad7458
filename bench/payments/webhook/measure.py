"""Webhooks against `/health/live`: the same server, the same client, in turn."""

from collections.abc import Iterator

from bench.payments.stage import Stage
from bench.payments.webhook.client import Address, Timing, send, written
from bench.payments.webhook.events import Holds, signed
from bench.proof.figures import AtMost, Figure
from bench.proof.run import say

LIVE = "/health/live"
CLIENTS = (1, 8)
PERCENTILES = (50, 95, 99)
# So that a slow moment of the machine hits all kinds of requests alike.
ROUNDS = 10
WARMING_UP = 50
KINDS = ("webhook", "webhook_repeat", "health_live")
EVENTS_A_SECOND = 10
FEWEST, MOST = 200, 2000


def webhook_figures(stage: Stage, seconds: float) -> Iterator[Figure]:
    """Measure events that each hold the price of a booking, and repeats of them."""
    number = int(min(MOST, max(FEWEST, seconds * EVENTS_A_SECOND))) // ROUNDS * ROUNDS
    holds = Holds(stage)
    send(Address.of(stage.running.url), signed(stage, holds.make(WARMING_UP)), 1)
    refused = 0
    for clients in CLIENTS:
        say(f"webhook: {number} events, repeats and {LIVE} by {clients} client(s)")
        timings = measure(stage, holds, number, clients)
        refused += sum(each.refused for each in timings.values())
        yield from _figures(timings, f"_{clients}_clients" if clients > 1 else "")
    yield Figure("webhook_requests_refused", refused, AtMost(0))
    yield Figure("webhook_events_without_effect", holds.without_effect(), AtMost(0))


def measure(stage: Stage, holds: Holds, number: int, clients: int) -> dict[str, Timing]:
    """Send so many requests of each kind, and return how long they took by the kind."""
    address = Address.of(stage.running.url)
    live = [written(address, "GET", LIVE)] * (number // ROUNDS)
    total: dict[str, Timing] = {}
    for _ in range(ROUNDS):
        events = signed(stage, holds.make(number // ROUNDS))
        for kind, requests in zip(KINDS, (events, events, live), strict=True):
            timing = send(address, requests, clients)
            total[kind] = total[kind] + timing if kind in total else timing
    return total


def _figures(timings: dict[str, Timing], suffix: str) -> Iterator[Figure]:
    """Give milliseconds and rates, and what of them does not depend on the machine."""
    live = timings["health_live"]
    for kind, timing in timings.items():
        for percent in PERCENTILES:
            yield Figure(f"{kind}_p{percent}_ms{suffix}", timing.percentile_ms(percent))
        yield Figure(f"{kind}_a_second{suffix}", timing.rate)
    for kind in KINDS[:-1]:
        yield Figure(f"{kind}_throughput_to_health_live{suffix}", timings[kind].rate / live.rate)
        slower = timings[kind].percentile_ms(99) / live.percentile_ms(99)
        yield Figure(f"{kind}_p99_to_health_live{suffix}", slower)
