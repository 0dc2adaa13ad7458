"""One of several writers: transactions of one statement or many, some of them rolled back."""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import psycopg

from bench.relay.kills.committed import OF_THIS_TRANSACTION
from bench.relay.kills.estate import Estate
from bench.relay.kills.moves import MOVES
from bench.relay.kills.quota import Quota
from bench.relay.kills.stay import Stay

MOST_MOVES = 6
SHARE_ROLLED_BACK = 0.1
SHARE_WITH_SAVEPOINT = 0.1
SHARE_OF_STAYS = 0.55
# Most go ahead; some think, so that events become visible long after younger ones.
SHARE_THAT_THINKS, THINKING_SECONDS = 0.2, 0.02
SHARE_THAT_DREAMS, DREAMING_SECONDS = 0.02, 0.4
# Whoever reads by replay has the events numbered first, beside the relay.
SHARE_THAT_READS = 0.1
NUMBER = "SELECT hotelmate.number_events(%s)"
AGAIN_SECONDS = 0.1
# So soon, that a deadlock costs no more than the transactions in it.
SESSION = "-c deadlock_timeout=50ms -c statement_timeout=30s"

# What a crash or another writer does to a transaction; anything else is a fault of the proof.
CONFLICTS = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


class Unwanted(Exception):
    """Rolls a transaction, or a part of one, back."""


class Writer(threading.Thread):
    """Writes for as long as the quota lets it.

    Attributes:
        rolled_back: ids of events that it wrote and took back.
        counts: transactions by how they ended.
        error: what ended it, if not the quota.
    """

    def __init__(
        self, url: str, estates: Sequence[Estate], place: int, quota: Quota, seed: int
    ) -> None:
        super().__init__(name=f"writer-{place}", daemon=True)
        self._url = url
        self._estates = estates
        self._quota = quota
        self._chance = random.Random(seed)
        self._stays = [Stay(each.hotel_id, each.own[place]) for each in estates]
        self.rolled_back: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.error: Exception | None = None

    def run(self) -> None:
        """Write, through every loss of the connection."""
        try:
            while self._quota.may_write():
                try:
                    with psycopg.connect(self._url, options=SESSION, autocommit=True) as own:
                        self._write_on(own)
                except psycopg.OperationalError:
                    self.counts["lost_connection"] += 1
                    time.sleep(AGAIN_SECONDS)
        except Exception as error:
            self.error = error

    def _write_on(self, connection: psycopg.Connection[Any]) -> None:
        while self._quota.may_write():
            try:
                self._transaction(connection)
            except CONFLICTS:
                self.counts["conflict"] += 1

    def _transaction(self, connection: psycopg.Connection[Any]) -> None:
        """Do a few moves in one transaction; the stays go on only if it is committed."""
        stays, mine = list(self._stays), list[str]()
        unwanted = self._chance.random() < SHARE_ROLLED_BACK
        try:
            with connection.transaction():
                for _ in range(1 + int(self._chance.triangular(0, MOST_MOVES, 0))):
                    self._move(connection, stays)
                if self._chance.random() < SHARE_WITH_SAVEPOINT:
                    self._change_of_mind(connection, list(stays))
                mine = _events_of(connection)
                self._think()
                if unwanted:
                    raise Unwanted
        except Unwanted:
            self.rolled_back.update(mine)
            self.counts["rolled_back"] += 1
            return
        self._stays = stays
        self.counts["committed"] += 1
        self._quota.wrote(len(mine))
        if self._chance.random() < SHARE_THAT_READS:
            connection.execute(NUMBER, (self._chance.choice(self._estates).hotel_id,))
            self.counts["numbered"] += 1

    def _move(self, connection: psycopg.Connection[Any], stays: list[Stay]) -> None:
        place = self._chance.randrange(len(stays))
        if self._chance.random() < SHARE_OF_STAYS:
            stays[place] = stays[place].go_on(connection)
            return
        moves, weights = zip(*MOVES, strict=True)
        (move,) = self._chance.choices(moves, weights)
        move(connection, self._chance, self._estates[place])

    def _change_of_mind(self, connection: psycopg.Connection[Any], stays: list[Stay]) -> None:
        """Do something more and take just that back."""
        before, all_of_it = set(_events_of(connection)), set[str]()
        try:
            with connection.transaction():
                self._move(connection, stays)
                all_of_it.update(_events_of(connection))
                raise Unwanted
        except Unwanted:
            self.rolled_back.update(all_of_it - before)
            self.counts["part_rolled_back"] += 1

    def _think(self) -> None:
        if self._chance.random() < SHARE_THAT_THINKS:
            time.sleep(self._chance.random() * THINKING_SECONDS)
        elif self._chance.random() < SHARE_THAT_DREAMS:
            time.sleep(self._chance.random() * DREAMING_SECONDS)


def _events_of(connection: psycopg.Connection[Any]) -> list[str]:
    return [event_id for (event_id,) in connection.execute(OF_THIS_TRANSACTION).fetchall()]
