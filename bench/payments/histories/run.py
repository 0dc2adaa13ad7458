"""Plays histories in several processes at once and gives their figures."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from app import logs
from bench.payments.histories.exploring import Played, explore, together
from bench.payments.histories.hands import OurHands
from bench.payments.histories.killing import worker_process
from bench.payments.histories.moves import MOVES
from bench.payments.histories.plans import KILLS, plans
from bench.payments.stage import stage
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say, seed_of_environment
from bench.proof.server import Server

HISTORIES_A_SECOND = 2000 / 900
FEWEST = 40
# One history in so many has a worker that is a process and is killed as one: that takes long.
ONE_IS_KILLED_OF = 30
FEWEST_KILLED = 4
# As many seeds as no process plays histories.
SEEDS_APART = 1_000_000
# So many histories contain every move.
ENOUGH_FOR_EVERY_MOVE = 1000
# Standard output is for figures, and what goes wrong here is meant to.
SILENT = "critical"
# What must not be wrong at the end of any history, and what is counted of it where it is.
WRONG = (
    "wrong_answers",
    "crashes",
    "contradictions",
    "instructions_out_of_line",
    "instructions_left",
    "booking_out_of_line",
    "events_without_effect",
    "events_lost",
    "double_voids",
    "double_refunds",
    "double_captures",
    "differences_from_stripe",
)


@dataclass(frozen=True, slots=True)
class Shares:
    """Who plays how many histories.

    Attributes:
        ours: by each process that plays with the worker's code.
        killed: by the one that kills workers.
    """

    ours: tuple[int, ...]
    killed: int

    @property
    def histories(self) -> int:
        """How many there are in all."""
        return sum(self.ours) + self.killed


def shares(seconds: float, processes: int) -> Shares:
    """Divide the histories of so many seconds by so many processes, and one that kills."""
    number = max(FEWEST, round(seconds * HISTORIES_A_SECOND))
    killed = max(FEWEST_KILLED, number // ONE_IS_KILLED_OF)
    ours = number - killed
    each, more = divmod(ours, processes)
    return Shares(tuple(each + (place < more) for place in range(processes)), killed)


def play_share(database_server: Server, number: int, first_seed: int) -> Played:
    """Play histories on a stage of their own, in a process of their own."""
    logs.configure(SILENT)
    with stage(database_server) as own:
        hands = OurHands()
        played = explore(own, plans(), number, hands, first_seed)
        played.deaths = hands.deaths
        return played


def kill_share(database_server: Server, number: int, first_seed: int) -> Played:
    """Play histories in which the worker is a process and killed as one."""
    logs.configure(SILENT)
    with stage(database_server) as own, worker_process(own) as worker:
        played = explore(own, plans(KILLS), number, worker, first_seed)
        played.kills = worker.kills
        return played


def history_figures(database_server: Server, seconds: float) -> Iterator[Figure]:
    """Play histories for about so many seconds and give what came of them."""
    share = shares(seconds, max(2, min(4, os.cpu_count() or 2)))
    first_seed = seed_of_environment()
    say(f"histories: {share.histories}, the same again with SEED={first_seed}")
    yield from figures(play(database_server, share, first_seed), share)


def play(database_server: Server, share: Shares, first_seed: int) -> list[Played]:
    """Play all shares at the same time."""
    # Children that are made anew share no thread and no connection with this process.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(share.ours) + 1, mp_context=context) as pool:
        parts: list[Future[Played]] = [
            pool.submit(kill_share, database_server, share.killed, first_seed)
        ]
        for place, number in enumerate(share.ours, start=1):
            seed = first_seed + place * SEEDS_APART
            parts.append(pool.submit(play_share, database_server, number, seed))
        return [part.result() for part in parts]


def figures(parts: list[Played], share: Shares) -> Iterator[Figure]:
    """Give the figures; histories that ended badly are written down on the way."""
    whole = together(parts)
    for failure in whole.failures:
        say(f"histories: this one ends badly\n{failure}")
    never = sorted(set(MOVES) - set(whole.moves))
    for move in never:
        say(f"histories: nobody managed to {move}")
    yield from _what_happened(whole)
    is_long = share.histories >= ENOUGH_FOR_EVERY_MOVE
    yield Figure("history_moves_never_made", len(never), AtMost(0) if is_long else None)
    yield Figure("worker_deaths_between_two_steps", whole.deaths)
    yield Figure("worker_kills", whole.kills, AtLeast(1))
    yield Figure("payment_histories", whole.histories, AtLeast(share.histories))
    for kind in (*sorted(set(whole.found) - set(WRONG)), *WRONG):
        yield Figure(kind, whole.found[kind], AtMost(0))


def _what_happened(whole: Played) -> Iterator[Figure]:
    for move, number in sorted(whole.moves.items()):
        yield Figure(f"history_moves.{move}", number)
    for effect, number in sorted(whole.effects.items()):
        yield Figure(f"at_stripe.{effect}", number)
    for fault, number in sorted(whole.faults.items()):
        yield Figure(f"faults.{fault}", number)
    yield Figure("stripe_events", whole.events)
    yield Figure("stripe_events_dropped", whole.dropped)
    yield Figure("stripe_events_to_be_posted_again", whole.posted_in_vain)
