"""One process of a storm: writes at random, among a hotel's ordinary steps."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.proof.api import Api
from bench.proof.hotel import Hotel
from bench.proof.staff_auth import StaffAuth
from bench.spine.race.choosing import choose
from bench.spine.race.hostile_moves import HOSTILE_MOVES
from bench.spine.race.http_door import HttpDoor
from bench.spine.race.http_moves import HTTP_MOVES
from bench.spine.race.lobby import Lobby, LobbyBoard
from bench.spine.race.sql_moves import SQL_MOVES
from bench.spine.race.tally import Kind
from bench.torture.aiming import Aim, read_aims
from bench.torture.count import Count
from bench.torture.door import Door
from bench.torture.evidence import draw_evidence
from bench.torture.provocations import PROVOCATIONS, Provocation
from bench.torture.sample import Sample
from bench.torture.tables import read_tables
from bench.torture.together import draw_together
from bench.torture.writes import LAW, Write, changing, draw, draw_on, settings

# Without ordinary steps all would soon be over, and nothing left to contradict.
SHARE_ORDINARY = 0.15
SHARE_OVER_HTTP = 0.3
SHARE_AIMED = 0.3
# Of hostile transactions: writes that belong together, what Stripe might say, and statements that
# change a setting while they run. The rest, most of them, are plain writes of one row.
SHARE_TOGETHER, SHARE_EVIDENCE, SHARE_CHANGING = 0.25, 0.06, 0.05
# Of stories that provoke a rule: while some rules are unheard of, and afterwards.
SHARE_UNTOLD, SHARE_TOLD = 0.1, 0.02
TRANSACTIONS_A_LOOK = 100
_TABLE = re.compile(r"\b(?:UPDATE|INTO|FROM) hotelmate\.(\w+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a process writes.

    Attributes:
        database_url: connection string of the schema's owner.
        hotel: the one in which stays go on.
        api_url: address of the API over the database; None without one.
        log: folder in which each process keeps what it committed.
    """

    database_url: str
    hotel: Hotel
    api_url: str | None
    log: Path


@dataclass
class Worker:
    """A writer with a session of the owner and, where there is an API, a connection to it.

    Attributes:
        known: rules that refused something before it began.
        idle, untold: where rules can be broken and stories about them, of those that have
            refused nothing yet.
    """

    place: Place
    number: int
    seed: int
    known: frozenset[str] = frozenset()
    door: Door = field(init=False)
    chance: random.Random = field(init=False)
    board: LobbyBoard = field(init=False)
    lobby: Lobby = field(init=False)
    sample: Sample = field(init=False)
    idle: list[Aim] = field(default_factory=list)
    untold: list[Provocation] = field(default_factory=list)
    http: HttpDoor | None = None
    _aims: list[Aim] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed} {self.number}")
        self.door = Door(self.place.database_url, self.chance)
        self.board = LobbyBoard(self.place.database_url, self.place.hotel)
        self.lobby = self.board.now
        self.sample = Sample(read_tables(self.door.connection))
        self._aims = [
            # Rules about the law are broken where it is used.
            aim
            for aim in read_aims(self.door.connection)
            if aim.table not in LAW
        ]
        if self.place.api_url is not None:
            self._sign_in()

    def close(self) -> None:
        """End the sessions."""
        self.door.close()
        self.board.close()
        if self.http is not None:
            self.http.close()

    def look_around(self) -> None:
        """See what there is now, and which rules have refused nothing yet."""
        refused = self.known | self.door.count.by_rule().keys()
        self.idle = [aim for aim in self._aims if aim.rule not in refused]
        self.untold = [each for each in PROVOCATIONS if each.rule not in refused]
        self.lobby = self.board.look()
        self.sample.refresh(self.door.connection)

    def step(self) -> None:
        """Try one transaction, or one request."""
        if self.chance.random() < (SHARE_UNTOLD if self.untold else SHARE_TOLD):
            self.door.provoke(self.chance.choice(self.untold or PROVOCATIONS))
        elif self.chance.random() >= SHARE_ORDINARY:
            self._write_anything()
        else:
            self._go_on()

    def _write_anything(self) -> None:
        """Try what nobody should: mostly plain writes, or something that is worse."""
        lot = self.chance.random()
        if lot < SHARE_TOGETHER:
            self.door.whole(*draw_together(self.chance, self.sample))
        elif (lot := lot - SHARE_TOGETHER) < SHARE_EVIDENCE:
            self.door.whole(draw_evidence(self.chance, self.sample))
        elif lot - SHARE_EVIDENCE < SHARE_CHANGING:
            write, before = changing(self.chance, self._write())
            self.door.attempt([write], before)
        else:
            writes = [self._write() for _ in range(self.chance.choice(SIZES))]
            self.door.attempt(writes, settings(self.chance))

    def _go_on(self) -> None:
        """Do what a hotel does, or what somebody else might try there."""
        choice = choose(self.chance, self.place.hotel, self.lobby)
        if choice.move in HTTP_MOVES and self.http and self.chance.random() < SHARE_OVER_HTTP:
            self._request(choice.move, choice.target)
            return
        hostile = HOSTILE_MOVES.get(choice.move)
        statements = SQL_MOVES[choice.move] if hostile is None else (hostile,)
        self.door.attempt(*_rendered(self.door.connection, statements, choice.target.parameters()))

    def _write(self) -> Write:
        """Draw a write: at a rule that has refused nothing yet, or at anything."""
        if not self.idle or self.chance.random() >= SHARE_AIMED:
            return draw(self.chance, self.sample)
        aim = self.chance.choice(self.idle)
        return draw_on(self.chance, self.sample, self.sample.tables[aim.table], aim.columns)

    def _request(self, move: str, target: Any) -> None:
        assert self.http is not None
        count = self.door.count
        count.tried += 1
        outcome = self.http.attempt(HTTP_MOVES[move](target))
        if outcome.kind is Kind.COMMITTED:
            count.committed["over HTTP"] += 1
        elif outcome.kind is Kind.REFUSED:
            count.refused[outcome.detail, "over HTTP"] += 1
        elif outcome.kind is Kind.MISSED:
            count.missed += 1
        elif outcome.detail.startswith(("401", "403")):
            # Whoever called was let go by a write in the meantime.
            count.refused["credentials", "over HTTP"] += 1
            self._sign_in()
        elif outcome.detail.startswith("4"):
            count.refused[outcome.detail.split()[1], "over HTTP"] += 1
        else:
            count.fault(outcome.detail, f"over HTTP: {move}")

    def _sign_in(self) -> None:
        """Call as the manager from now on, or as nobody where there is none left."""
        assert self.place.api_url is not None
        auth = StaffAuth(self.place.database_url, self.place.hotel.staff)
        if self.http is not None:
            self.http.close()
        try:
            auth.token(self.place.hotel.slug)
        except (LookupError, psycopg.Error):
            self.http = None
            return
        calling = Api(self.place.api_url, auth)
        self.http = HttpDoor(calling, self.place.hotel.slug, self.chance)


# How many writes a transaction has.
SIZES = (1, 1, 1, 1, 1, 1, 2, 3, 5)


def _rendered(
    connection: psycopg.Connection[Any], statements: tuple[str, ...], parameters: dict[str, object]
) -> tuple[list[Write], list[str]]:
    """Write out moves with their parameters: writes, and the settings that come before them."""
    client = psycopg.ClientCursor(connection)
    writes, before = [], []
    for statement in statements:
        text = client.mogrify(statement, parameters)
        table = _TABLE.search(statement)
        if table is None or statement.lstrip().startswith("SELECT"):
            before.append(text)
        else:
            writes.append(Write(table[1], text))
    if not writes:
        # A function that writes is a statement like any other.
        return [Write("a function", text) for text in before], []
    return writes, before


def play(
    place: Place, number: int, seed: int, seconds: float, known: frozenset[str] = frozenset()
) -> Count:
    """Write for so long, above all at rules that are not known yet; return what became of it."""
    worker = Worker(place, number, seed, known)
    deadline = time.monotonic() + seconds
    try:
        with (place.log / f"{number}.log").open("w", encoding="utf-8") as log:
            for turn in _turns(deadline):
                if turn % TRANSACTIONS_A_LOOK == 0:
                    worker.look_around()
                worker.step()
                if worker.door.committed:
                    log.write(f"{time.time():.6f}\t{worker.door.committed!r}\n")
                    log.flush()
                    worker.door.committed = []
    finally:
        worker.close()
    return worker.door.count


def _turns(deadline: float) -> Iterator[int]:
    turn = 0
    while time.monotonic() < deadline:
        yield turn
        turn += 1
