"""Plays the rounds, waits until all is told, and gives the figures."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg

from app.embedded import throwaway
from app.relay.dead_letters import Choice, send_again
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say, seed_of_environment
from bench.proof.server import DURABLE
from bench.relay.kills import committed, numbered
from bench.relay.kills.estate import Estate, open_estates
from bench.relay.kills.mishaps import REFUSAL, mishap
from bench.relay.kills.moves import POISON
from bench.relay.kills.pair import pair, wait_until
from bench.relay.kills.plan import WRITERS, Plan
from bench.relay.kills.quota import Quota
from bench.relay.kills.scene import Scene
from bench.relay.kills.verdict import WRONG, Books, verdict
from bench.relay.kills.writer import Writer
from schema import migrate
from tests.pusher_server.process import pusher_process

# What did not wait for the disk stays away from it as long as it can: a crash shows it.
FORGETS_WHAT_IT_MAY = {**DURABLE, "wal_writer_delay": "10s"}
# Writers may be slow; the next round comes all the same.
LONGEST_ROUND_SECONDS = 8.0
# After the last fault a relay may wait for a minute before it tries again.
DRAIN_SECONDS = 240.0
SHOWN_FINDINGS = 20


def kill_figures(share: float) -> Iterator[Figure]:
    """Play a share of the full plan, on a server of its own: it is going to crash."""
    plan, seed = Plan.of(share), seed_of_environment()
    say(f"kills: {plan}, drawn with SEED={seed}")
    with ExitStack() as stack:
        server = stack.enter_context(throwaway(FORGETS_WHAT_IT_MAY))
        own = server.url()
        migrate.upgrade(own)
        with psycopg.connect(own, autocommit=True) as owner:
            committed.keep_copies(owner)
            estates = open_estates(owner, WRITERS)
        pusher = stack.enter_context(pusher_process())
        # One of the hotels is also told under the report's names.
        legacy = (estates[0].hotel.slug,)
        settings = {
            **pusher.environment(),
            "HOTELMATE_LEGACY_CHANNELS": ",".join(legacy),
            # Positions must be on disk whatever the sessions of the relay are set to.
            "PGOPTIONS": "-c synchronous_commit=off",
        }
        relays = stack.enter_context(pair(own, settings))
        chance = random.Random(seed)
        scene = Scene(own, server, relays, pusher, Quota(), chance)
        writers = play(scene, plan, estates, seed)
        yield from figures(scene, plan, writers, legacy)


def play(scene: Scene, plan: Plan, estates: list[Estate], seed: int) -> list[Writer]:
    """Let writers write and relays die until the plan is done; return the writers."""
    scene.pusher.wish(REFUSAL)
    moments = plan.moments(scene.chance)
    events_a_round = plan.events // len(moments) + 1
    writers = [
        Writer(scene.url, estates, place, scene.quota, seed + place) for place in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for number, moment in enumerate(moments, start=1):
        scene.quota.allow(events_a_round)
        scene.pusher.wish(*mishap(scene.chance))
        moment(scene)
        scene.happened["ended_by_itself"] += scene.relays.replace_who_ended()
        scene.quota.wait_until_used(LONGEST_ROUND_SECONDS)
        _raise_what_ended(writers)
        if number % 20 == 0 or number == len(moments):
            say(f"kills: {number} of {len(moments)} moments, {scene.quota.written} events")
    scene.quota.wait_until_used(DRAIN_SECONDS)
    scene.quota.end()
    for writer in writers:
        writer.join()
    _raise_what_ended(writers)
    return writers


def _raise_what_ended(writers: list[Writer]) -> None:
    """Let an error of a writer be ours: a rule refused what it did, or the proof is wrong."""
    for writer in writers:
        if writer.error is not None:
            raise writer.error


def drain(scene: Scene) -> tuple[int, float]:
    """Let nothing go wrong any more and wait until all is told.

    Returns:
        How many messages had been refused, and how many seconds the rest took.
    """
    started = time.monotonic()
    with scene.owner() as owner:
        wait_until(lambda: numbered.left(owner) == 0, DRAIN_SECONDS)
        refused = numbered.dead(owner)
        scene.pusher.wish(clear=True, release=True)
        send_again(owner, Choice())
        wait_until(lambda: numbered.left(owner) + numbered.dead(owner) == 0, DRAIN_SECONDS)
    return refused, time.monotonic() - started


def books_of(scene: Scene, writers: list[Writer], legacy: tuple[str, ...]) -> Books:
    """Read everything that is compared."""
    with scene.owner() as owner:
        return Books(
            events=committed.events(owner),
            rolled_back=set().union(*(writer.rolled_back for writer in writers)),
            versions=committed.versions(owner),
            numbered=numbered.messages(owner),
            last_positions=numbered.last_positions(owner),
            received=scene.pusher.received(),
            left=numbered.left(owner) + numbered.dead(owner),
            legacy=legacy,
            out_of_turn={POISON},
        )


def figures(
    scene: Scene, plan: Plan, writers: list[Writer], legacy: tuple[str, ...]
) -> Iterator[Figure]:
    """Give what happened, and what is wrong."""
    refused, seconds = drain(scene)
    books = books_of(scene, writers, legacy)
    poison = [each for each in books.events if each.event_type == POISON]
    yield Figure("kills_relay_kills", scene.relays.kills, AtLeast(plan.kills))
    yield Figure("kills_database_crashes", scene.happened["crash"], AtLeast(plan.crashes))
    for name in sorted(scene.happened.keys() - {"crash", "ended_by_itself"}):
        yield Figure(f"kills_{name}", scene.happened[name])
    yield Figure("kills_relays_ended_by_themselves", scene.happened["ended_by_itself"], AtMost(0))
    yield Figure("kills_events", len(books.events), AtLeast(plan.events))
    yield Figure("kills_messages", len(books.numbered))
    yield Figure("kills_events_taken_back", len(books.rolled_back))
    counts = sum((writer.counts for writer in writers), Counter[str]())
    for name in sorted(counts):
        yield Figure(f"kills_transactions_{name}", counts[name])
    yield Figure("kills_messages_refused", refused)
    yield Figure("kills_messages_to_be_refused", sum(len(each.channels) for each in poison))
    yield Figure("kills_drained_after_s", seconds)
    yield from wrong_figures(books)


def wrong_figures(books: Books) -> Iterator[Figure]:
    """Give what came twice, which is allowed, and what is wrong; some of that is written down."""
    yield Figure("kills_repeats", books.repeats)
    found = verdict(books)
    for finding in found[:SHOWN_FINDINGS]:
        say(f"kills: {finding}")
    wrong = Counter(finding.kind for finding in found)
    for kind in WRONG:
        yield Figure(f"kills_{kind}", wrong[kind], AtMost(0))
