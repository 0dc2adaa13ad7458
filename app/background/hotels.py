"""Work that the product does by itself, at one hotel after the other."""

from collections.abc import Awaitable, Callable, Iterable

from app.background.pieces import in_pieces
from app.database import Context, Database, Parameters, Row, Write
from app.queries import context as contexts
from schema import roles


def at_hotel(hotel_id: int, job: str) -> Context:
    """Return the context of a transaction about one hotel, which no request asked for.

    Args:
        hotel_id: the hotel.
        job: what acts, as the audit trail names it: `system:<job>`.
    """
    return Context(
        contexts.AS_SYSTEM,
        {"hotel_id": hotel_id, "job": job, "source": "SYSTEM", "reason": "", "request_id": ""},
        roles.API,
    )


async def at_each(hotels: Iterable[Row], work: Callable[[int], Awaitable[int]]) -> int:
    """Do some work at each hotel; one where it fails keeps none of the others from it.

    Args:
        hotels: their ids, a row each.
        work: what is done at one of them; returns how much that was.

    Returns:
        How much was done in all.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """
    done = 0
    failures = []
    for (hotel_id,) in hotels:
        try:
            done += await work(hotel_id)
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return done


async def work_off(
    database: Database,
    hotels: Iterable[Row],
    write: Write,
    parameters: Parameters | None = None,
    *,
    job: str,
    at_once: int,
) -> int:
    """Make a change at each hotel, in pieces; one where it fails keeps none of the others from it.

    Args:
        database: what it is made in.
        hotels: their ids, a row each.
        write: does up to `limit` of what there is to do at `hotel_id`, and returns how much.
        parameters: more of its own.
        job: what acts, as the audit trail names it.
        at_once: what a piece does at most, so that no transaction holds much for long.

    Returns:
        How much was done in all.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """

    async def work(hotel_id: int) -> int:
        which = {**(parameters or {}), "hotel_id": hotel_id, "limit": at_once}

        async def piece() -> int:
            row = await database.write(at_hotel(hotel_id, job), write, which)
            return row[0] if row else 0

        return await in_pieces(piece, at_once)

    return await at_each(hotels, work)
