"""One client of a race: chooses, goes through a door, counts what became of it, and starts over."""

import random
import threading
import time

from bench.proof.api import Api
from bench.proof.hotel import Hotel
from bench.spine.race.choosing import Choice, choose
from bench.spine.race.hostile_moves import HOSTILE_MOVES
from bench.spine.race.http_door import HttpDoor
from bench.spine.race.http_moves import HTTP_MOVES
from bench.spine.race.lobby import LobbyBoard
from bench.spine.race.sql_door import SqlDoor
from bench.spine.race.sql_moves import SQL_MOVES
from bench.spine.race.tally import Outcome, Tally, together

SHARE_OVER_HTTP = 0.5


class Client(threading.Thread):
    """A client with a session of the owner and, where there is an API, a connection to it.

    Attributes:
        tally: what became of its operations.
        error: what ended it before its time.
    """

    def __init__(
        self, number: int, database_url: str, hotel: Hotel, board: LobbyBoard, api: Api | None
    ) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self._chance = random.Random(number)
        self._hotel = hotel
        self._board = board
        self._sql = SqlDoor(database_url, self._chance)
        self._http = HttpDoor(api, hotel.slug, self._chance) if api else None
        self._stop_asked = threading.Event()
        self.tally = Tally()
        self.error: Exception | None = None

    def run(self) -> None:
        """Race until stopped."""
        try:
            while not self._stop_asked.is_set():
                choice = choose(self._chance, self._hotel, self._board.now)
                door, outcome = self._play(choice)
                self.tally.add(door, choice.move, outcome)
        except Exception as error:
            self.error = error

    def ask_to_stop(self) -> None:
        """Let the operation under way be the last."""
        self._stop_asked.set()

    def finish(self) -> None:
        """Wait for the last operation and close the doors.

        Raises:
            RuntimeError: the client had ended by itself, so it did not race to the end.
        """
        self.join()
        self._sql.close()
        if self._http is not None:
            self._http.close()
        if self.error is not None:
            raise RuntimeError(f"{self.name} failed") from self.error

    def _play(self, choice: Choice) -> tuple[str, Outcome]:
        """Go through the door that is right for the move, and say which it was."""
        if choice.move in HOSTILE_MOVES:
            statements: tuple[str, ...] = (HOSTILE_MOVES[choice.move],)
            return "hostile", self._sql.attempt(statements, choice.target.parameters())
        if (
            self._http is not None
            and choice.move in HTTP_MOVES
            and self._chance.random() < SHARE_OVER_HTTP
        ):
            return "http", self._http.attempt(HTTP_MOVES[choice.move](choice.target))
        statements = SQL_MOVES[choice.move]
        return "sql", self._sql.attempt(statements, choice.target.parameters())


def race(clients: list[Client], seconds: float) -> Tally:
    """Let clients race and return what each counted."""
    for client in clients:
        client.start()
    deadline = time.monotonic() + seconds
    # A client that fails ends the race at once: what it found is wanted, not the rest of the time.
    while time.monotonic() < deadline and all(client.is_alive() for client in clients):
        time.sleep(0.05)
    for client in clients:
        client.ask_to_stop()
    for client in clients:
        client.finish()
    return together(client.tally for client in clients)
