"""The rack and a check-in with the walls and without, in turns, by the same client.

A session of the API serves one role after another. What that costs, because plans belong to a role,
is measured too: `roles_in_turn`.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing

from app.queries import rooms, stays
from bench.proof.figures import AtMost, Figure
from bench.proof.session import Caller
from bench.walls.cost.callers import People, people
from bench.walls.cost.copies import Copies
from bench.walls.cost.sessions import WalledSession
from bench.walls.cost.turns import Turns

AIM = AtMost(1.15)
OPEN, WALLED, ROLES_IN_TURN = WAYS = ("without_walls", "with_walls", "roles_in_turn")
RACK_HOTEL = 1
ROOMS = 100
RACK_READERS = ("FRONT_DESK", "HOUSEKEEPING", "MANAGER", "AUDITOR")
RECEIVERS = ("FRONT_DESK", "MANAGER")


class Stage:
    """Three sessions, and who is at the hotels of the databases that they are connected to."""

    def __init__(self, both: Copies) -> None:
        self._people = {
            OPEN: people(both.open),
            WALLED: people(both.walled),
        }
        self._people[ROLES_IN_TURN] = self._people[WALLED]
        self.sessions = {
            OPEN: WalledSession(both.open, walled=False),
            WALLED: WalledSession(both.walled, walled=True),
            ROLES_IN_TURN: WalledSession(both.walled, walled=True),
        }

    def people(self, way: str) -> People:
        """Return who is at the hotels."""
        return self._people[way]

    def caller(self, way: str, hotel_id: int, turn: int, roles: tuple[str, ...]) -> Caller:
        """Return who calls: always the first role, or one role after the other."""
        role = roles[turn % len(roles)] if way == ROLES_IN_TURN else roles[0]
        return self._people[way].callers[hotel_id, role]


def cost_figures(both: Copies, racks: int) -> Iterator[Figure]:
    """Read the rack so many times each way, then check everybody in who arrives."""
    with ExitStack() as stack:
        stage = Stage(both)
        for session in stage.sessions.values():
            stack.enter_context(closing(session))
        yield from _rack(stage, racks).figures(AIM)
        yield from _check_in(stage).figures(AIM)


def _rack(stage: Stage, times: int) -> Turns:
    turns = Turns("rack", WAYS)
    parameters = {"hotel_id": RACK_HOTEL}
    for turn in range(times):
        for way in turns.shuffled():
            seconds, rows = stage.sessions[way].ask(
                stage.caller(way, RACK_HOTEL, turn, RACK_READERS),
                "rooms:read",
                rooms.rack(()),
                parameters,
            )
            if len(rows) != ROOMS:
                raise RuntimeError(f"{way}: a rack of {len(rows)} rooms")
            turns.add(way, seconds)
    return turns


def _check_in(stage: Stage) -> Turns:
    turns = Turns("check_in", WAYS)
    # Two ways share the guests of one database.
    waiting = {
        OPEN: stage.people(OPEN).arrivals[::2],
        WALLED: stage.people(WALLED).arrivals[::2],
        ROLES_IN_TURN: stage.people(WALLED).arrivals[1::2],
    }
    for turn in range(min(len(arrivals) for arrivals in waiting.values())):
        for way in turns.shuffled():
            hotel_id, booking = waiting[way][turn]
            seconds, rows = stage.sessions[way].ask(
                stage.caller(way, hotel_id, turn, RECEIVERS),
                "stays:manage",
                stays.CHECK_IN.statement,
                {"hotel_id": hotel_id, "booking_id": booking},
            )
            if not rows:
                raise RuntimeError(f"{way}: nobody was checked in to {booking}")
            turns.add(way, seconds)
    return turns
