"""The books are closed: what clients were told, what the database holds, what the relay told."""

import math
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.faults.scene import Scene
from bench.faults.verdict import WRONG, left_by, verdict
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.relay.kills import committed, numbered
from bench.relay.kills.verdict import WRONG as WRONG_EVENTS
from bench.relay.kills.verdict import Books
from bench.relay.kills.verdict import verdict as verdict_of_events
from bench.relay.waiting import wait_until_told
from bench.spine.race.beyond_checks import BEYOND_CHECKS
from tests.consistency import OF_ROWS, look

SHOWN_FINDINGS = 10
SHOWN_LOG = 4000
# Of the relay's pauses while the database was away, the longest.
TOLD_WITHIN_S = 60.0


def ended(scene: Scene, name: str = "") -> Iterator[Figure]:
    """Close the desk, wait until all is told, and compare.

    Args:
        scene: on which no fault happens any more.
        name: what its figures begin with.
    """
    say("closing the books")
    scene.close_desk()
    yield from _changes(scene, name)
    with scene.owner() as owner:
        yield Figure(f"{name}events_told_after_s", _told_after(scene, owner), AtMost(TOLD_WITHIN_S))
        found = look(owner, (*OF_ROWS, *BEYOND_CHECKS))
    for each in found[:SHOWN_FINDINGS]:
        say(f"{each.name}: {each.subject} {each.finding}")
    yield Figure(f"{name}contradictions", len(found), AtMost(0))
    yield from _events(scene, name)


def _told_after(scene: Scene, owner: psycopg.Connection[Any]) -> float:
    """Return the seconds until the relay had told everything; NaN when it never does."""
    started = time.monotonic()
    try:
        wait_until_told(owner)
    except RuntimeError as error:
        state = "runs" if scene.relay.is_alive else "has ended"
        say(f"{error}, and {state}; its log ends:\n{scene.relay.log()[-SHOWN_LOG:]}")
        return math.nan
    return time.monotonic() - started


def _changes(scene: Scene, name: str) -> Iterator[Figure]:
    changes = [change for clerk in scene.everybody for change in clerk.changes]
    with scene.owner() as owner:
        left = left_by(owner)
    findings = verdict(changes, left)
    for finding in findings[:SHOWN_FINDINGS]:
        say(f"{finding.kind}: {finding.what}")
    open_ones = [change for change in changes if not change.is_acknowledged]
    done = sum(change.key in left.effects for change in open_ones)
    repeated = sum(change.attempts > 1 for change in changes)
    yield Figure(f"{name}changes_acknowledged", len(changes) - len(open_ones), AtLeast(1))
    yield Figure(f"{name}changes_sent_again", repeated)
    yield Figure(f"{name}changes_not_acknowledged_and_done", done)
    yield Figure(f"{name}changes_not_acknowledged_and_not_done", len(open_ones) - done)
    wrong = Counter(finding.kind for finding in findings)
    for kind in WRONG:
        yield Figure(f"{name}changes_{kind}", wrong[kind], AtMost(0))


def _events(scene: Scene, name: str) -> Iterator[Figure]:
    """Compare what was committed with what the relay told, event by event."""
    with scene.owner() as owner:
        books = Books(
            events=committed.events(owner),
            rolled_back=frozenset(),
            versions=committed.versions(owner),
            numbered=numbered.messages(owner),
            last_positions=numbered.last_positions(owner),
            received=scene.pusher.received(),
            left=numbered.left(owner) + numbered.dead(owner),
        )
    findings = verdict_of_events(books)
    for finding in findings[:SHOWN_FINDINGS]:
        say(f"events: {finding}")
    wrong = Counter(finding.kind for finding in findings)
    yield Figure(f"{name}events", len(books.events), AtLeast(1))
    yield Figure(f"{name}events_told_again", books.repeats)
    for kind in WRONG_EVENTS:
        yield Figure(f"{name}events_{kind}", wrong[kind], AtMost(0))
