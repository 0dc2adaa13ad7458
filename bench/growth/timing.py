"""The same requests to every history, in turns: by SQL as the API's role, and by HTTP."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from bench.growth.asking import Request, main_reads, other_reads
from bench.growth.desk import Counter, Desk, Door
from bench.growth.histories import STAFF, History
from bench.growth.scale import Scale
from bench.growth.stay import create, stay
from bench.proof.api import api
from bench.walls.cost.turns import Turns

# Nothing but what is asked for is done meanwhile.
QUIET = {"HOTELMATE_CHECK_HOUR": "off", "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0"}
SQL, HTTP = "", "_by_http"
# Other reads once more by SQL. A session that has planned a statement five times keeps a plan, or
# goes on planning each time, by what it expects to read: that differs with the past. Here it never
# keeps one, so that only the work differs.
ANEW = "_planned_anew"
PLANS_ANEW = {"plan_cache_mode": "force_custom_plan"}
# How many of the main reads one of the others costs.
OTHERS = 2

Doors = Mapping[str, Mapping[str, Door]]


def timed(histories: Sequence[History], scale: Scale) -> dict[str, Turns]:
    """Return what each request took, by its name and its door."""
    turns: dict[str, Turns] = {}
    with _doors(histories) as doors:
        for door, by_history in doors.items():
            places = [(history, by_history[history.name]) for history in histories]
            for number in range(scale.reads):
                reads = [_reads(history, door, number) for history in histories]
                for same in zip(*reads, strict=True):
                    _turn(turns, door, places, same)
            for number in range(0 if door == ANEW else scale.stays):
                _stays(turns, door, places, number)
    return turns


def _reads(history: History, door: str, number: int) -> tuple[Request, ...]:
    main = () if door == ANEW else main_reads(history.today)
    return main if number % OTHERS else (*main, *other_reads(history.known))


def _stays(
    turns: dict[str, Turns], door: str, places: Sequence[tuple[History, Door]], number: int
) -> None:
    """Play a stay in every history, step by step."""
    made = _turn(turns, door, places, [create(history.today) for history, _ in places])
    steps = [
        stay(booking, history.ready[number % len(history.ready)])
        for (history, _), booking in zip(places, made, strict=True)
    ]
    for same in zip(*steps, strict=True):
        _turn(turns, door, places, same)


def _turn(
    turns: dict[str, Turns],
    door: str,
    places: Sequence[tuple[History, Door]],
    same: Iterable[Request],
) -> list[str]:
    """Send each history its request, in an order that favours none; return the references."""
    requests = list(same)
    name = f"{requests[0].name}{door}"
    ways = [history.name for history, _ in places]
    kept = turns.setdefault(name, Turns(name, ways))
    answers = {}
    for way in kept.shuffled():
        place = ways.index(way)
        seconds, answers[way] = places[place][1].send(requests[place])
        kept.add(way, seconds)
    return [answers[way] for way in ways]


@contextmanager
def _doors(histories: Sequence[History]) -> Iterator[Doors]:
    with ExitStack() as stack:
        doors: dict[str, dict[str, Door]] = {SQL: {}, HTTP: {}, ANEW: {}}
        for history in histories:
            doors[SQL][history.name] = stack.enter_context(Desk(history.url, history.caller))
            doors[ANEW][history.name] = stack.enter_context(
                Desk(history.url, history.caller, settings=PLANS_ANEW)
            )
            running = stack.enter_context(api(history.url, STAFF, 2, QUIET))
            doors[HTTP][history.name] = stack.enter_context(Counter(running, history.caller.slug))
        yield doors
