"""A change: what it writes, what must hold before it, what is written along with it.

A change answers with what its own RETURNING says. Where that cannot see what the triggers made of
it (the count of a party, the status after a payment), it carries a second SELECT in the same
transaction and round trip.
"""

import msgspec

from app.database.connection import Parameters

# A statement that is run along with a change, and its parameters.
Kept = tuple[str, Parameters]


class Write(msgspec.Struct, frozen=True):
    """One change.

    Attributes:
        statement: the one statement that writes; with RETURNING, no row means nothing was found.
        lock: runs before it, where the statement must see what it waited for.
        result: a SELECT that runs after it and answers instead of its RETURNING.
    """

    statement: str
    lock: str | None = None
    result: str | None = None


class Condition(msgspec.Struct, frozen=True):
    """What must hold in the transaction of a change, before it.

    Attributes:
        name: by which whoever asked knows it again.
        statement: divides by zero where it does not hold: what follows has been sent already.
        parameters: of it and of the lock.
        lock: runs before it, so that it sees what was waited for and stays true.
    """

    name: str
    statement: str
    parameters: Parameters
    lock: str | None = None


class ConditionError(Exception):
    """A condition does not hold; nothing was written.

    Args:
        name: the condition's.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
