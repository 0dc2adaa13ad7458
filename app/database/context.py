"""Who acts in a transaction: what its first statement is told."""

from collections.abc import Callable
from functools import lru_cache

import msgspec

from app.database.connection import Parameters, Row
from app.problems import ProblemError
from app.queries import context as contexts


class Context(msgspec.Struct, frozen=True):
    """Who acts: a statement of app.queries.context and its parameters.

    Attributes:
        statement: the first of the transaction.
        parameters: of it, and of `why_not`.
        acts_as: the role of the database that it takes on, as far as is known beforehand. Plans are
            made for a role: each has statements of its own, so that none is planned anew.
        why_not: asked when nobody may act; `refusal` makes a problem of its row.
        refusal: None where every hotel is refused alike.
    """

    statement: str
    parameters: Parameters
    acts_as: str
    why_not: str | None = None
    refusal: Callable[[Row | None], ProblemError] | None = None


DISPATCHER = Context(contexts.AS_DISPATCHER, {}, "hotelmate_dispatcher")


@lru_cache(maxsize=4096)
def planned_for(role: str, statement: str) -> str:
    """Return a statement that the roles of one session do not share."""
    return f"{statement}\n-- as {role}"
