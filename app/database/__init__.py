"""The database as the API sees it: a pool, one way to read and one way to write.

Each is one transaction that travels in one network round trip, and is run again after a failure
that passes.
"""

from app.database.change import Condition, ConditionError, Kept, Write
from app.database.connection import Connection, Parameters, Row, conninfo
from app.database.context import DISPATCHER, Context
from app.database.database import Database

__all__ = [
    "DISPATCHER",
    "Condition",
    "ConditionError",
    "Connection",
    "Context",
    "Database",
    "Kept",
    "Parameters",
    "Row",
    "Write",
    "conninfo",
]
