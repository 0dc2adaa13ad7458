"""Copies of a request with one Idempotency-Key, all at once: one effect, and one answer for all.

What one copy of such a request does is seen first, as how many rows each table of the hotel has
more. A thousand copies of another one must do exactly that.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from app.requests.idempotency import HEADER, REPLAYED
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.walls.documented import Documented
from bench.walls.stage import Stage
from tests.walls.routes import EXAMPLES, Call, Example
from tests.walls.two_hotels import House

COPIES = 1000
KINDS = (
    "POST /bookings",
    "POST /bookings/{booking_id}/desk-payment",
    "POST /bookings/{booking_id}/check-in",
    "POST /bookings/{booking_id}/refund",
    "POST /bookings/{booking_id}/payment-session",
    "POST /bookings/{booking_id}/precheckin-token",
    "POST /housekeeping/tasks",
)
# How long the copies of one request may take, repetitions included.
PATIENCE_SECONDS = 300


@dataclass(slots=True)
class Copies:
    """What came of the copies of one request.

    Attributes:
        answers: how often each good answer came: status and body.
        replayed: how many of them said that they were given before.
        turned_away: answers to send the request again later.
        lost: connections that ended without an answer; the request is sent again then too.
        wrong: what should not have happened.
    """

    answers: Counter[tuple[int, bytes]] = field(default_factory=Counter)
    replayed: int = 0
    turned_away: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)


def duplicate_figures(stage: Stage, copies: int = COPIES) -> Iterator[Figure]:
    """Send copies of a request of each kind and say what came of them."""
    documented = Documented.of(stage.running.url)
    sent = turned_away = lost = 0
    wrong: list[str] = []
    for kind in KINDS:
        (example,) = [each for each in EXAMPLES if each.name == kind]
        result = send_copies(stage, example, copies, documented)
        sent += copies
        turned_away += result.turned_away
        lost += result.lost
        wrong += [f"{kind}: {found}" for found in result.wrong]
    for found in wrong:
        say(f"duplicates: {found}")
    yield Figure("duplicates_kinds", len(KINDS))
    yield Figure("duplicates_sent", sent, AtLeast(len(KINDS)))
    yield Figure("duplicates_sent_again_after_503", turned_away)
    yield Figure("duplicates_sent_again_after_lost_connection", lost)
    yield Figure("duplicates_wrong", len(wrong), AtMost(0))


def send_copies(stage: Stage, example: Example, copies: int, documented: Documented) -> Copies:
    """See what one copy does, then send many of another request of the kind at once."""
    house, headers = stage.ours, stage.credential(stage.ours, "MANAGER")
    one = _effect(stage, house, example, headers, 1, documented)[1]
    result, effect = _effect(stage, house, example, headers, copies, documented)
    if effect != one:
        result.wrong.append(f"one copy has the effect {one}, {copies} have {effect}")
    if len(result.answers) != 1:
        result.wrong.append(f"{len(result.answers)} different answers")
    if result.answers.total() != copies:
        result.wrong.append(f"{copies - result.answers.total()} copies were never answered well")
    # The first answer may be one that was lost on the way.
    firsts = copies - result.replayed
    if firsts > 1 or (firsts == 0 and not result.lost):
        result.wrong.append(f"{firsts} answers said that they were the first")
    return result


def _effect(
    stage: Stage,
    house: House,
    example: Example,
    headers: dict[str, str],
    copies: int,
    documented: Documented,
) -> tuple[Copies, dict[str, int]]:
    call = example.make(house)
    before = house.counts()
    result = asyncio.run(_send(stage, house, example, call, headers, copies, documented))
    after = house.counts()
    grown = {table: count - before[table] for table, count in after.items()}
    return result, {table: count for table, count in grown.items() if count}


async def _send(
    stage: Stage,
    house: House,
    example: Example,
    call: Call,
    headers: dict[str, str],
    copies: int,
    documented: Documented,
) -> Copies:
    result, key = Copies(), secrets.token_urlsafe(16)
    path = example.template.format(slug=house.slug, **call.path)
    all_at_once = httpx.Limits(max_connections=copies, max_keepalive_connections=copies)
    async with httpx.AsyncClient(
        base_url=stage.running.url,
        headers={**headers, HEADER: key},
        limits=all_at_once,
        timeout=PATIENCE_SECONDS,
    ) as client:

        async def send() -> None:
            while True:
                try:
                    answer = await client.request(example.method, path, json=call.body)
                except httpx.TransportError:
                    result.lost += 1
                    await asyncio.sleep(1)
                    continue
                if answer.is_success:
                    result.answers[answer.status_code, answer.content] += 1
                    result.replayed += answer.headers.get(REPLAYED) == "true"
                    return
                if not documented.holds(example, answer) or "retry-after" not in answer.headers:
                    result.wrong.append(f"{answer.status_code} {answer.text[:200]}")
                    return
                result.turned_away += 1
                await asyncio.sleep(float(answer.headers["retry-after"]))

        try:
            async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as group:
                for _ in range(copies):
                    group.create_task(send())
        except TimeoutError:
            result.wrong.append(f"not done in {PATIENCE_SECONDS} seconds")
    return result
