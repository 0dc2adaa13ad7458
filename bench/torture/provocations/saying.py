"""How a provocation is said: statements of any live row, the last of which a rule refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class Provocation:
    """A short story that must end with a refusal, and is never committed.

    Attributes:
        rule: the one that the story is told for; in the midst of others another may come first.
        before: what is legal and leads there.
        illegal: what is refused, at once or where the transaction would end.
    """

    rule: str
    before: tuple[str, ...]
    illegal: str

    def __init__(self, rule: str, *statements: str) -> None:
        object.__setattr__(self, "rule", rule)
        object.__setattr__(self, "before", statements[:-1])
        object.__setattr__(self, "illegal", statements[-1])


# Past triggers, as a person may go who restores a dump. Checks and unique keys hold alone.
CHECKS_ALONE = "SET LOCAL session_replication_role = replica"
TRIGGERS_AGAIN = "SET LOCAL session_replication_role = origin"
OVERRIDE = (
    "SELECT set_config('hotelmate.source', 'MANAGER_OVERRIDE', true),"
    " set_config('hotelmate.reason', 'it is clean', true)"
)
REASON = "SELECT set_config('hotelmate.reason', 'a guest asked for it', true)"
# No row has this number: what is drawn is near one that is there, near 0, or as large as can be.
NO_SUCH = "-7151"
HASH = "sha256(uuidv7()::text::bytea)"


def without_triggers(table: str) -> str:
    """Switch the triggers of a table off until the transaction ends; its keys stay."""
    return f"ALTER TABLE hotelmate.{table} DISABLE TRIGGER USER"


def any_of(table: str, change: str, where: str = "true") -> str:
    """Change some row of a table."""
    return (
        f"UPDATE hotelmate.{table} SET {change} WHERE ctid = ("
        f"SELECT ctid FROM hotelmate.{table} WHERE {where} ORDER BY random() LIMIT 1)"
    )


def add(table: str, of: str, where: str = "true", **values: str) -> str:
    """Add a row to a table, about some row `o` of another; values are expressions of SQL."""
    return (
        f"INSERT INTO hotelmate.{table} ({', '.join(values)}) SELECT {', '.join(values.values())}"
        f" FROM hotelmate.{of} AS o WHERE {where} ORDER BY random() LIMIT 1"
    )


def keep(of: str, where: str = "true", **values: str) -> str:
    """Remember values of some row `o` until the transaction ends, to be told by `kept`."""
    settings = ", ".join(
        f"set_config('torture.{name}', ({value})::text, true)" for name, value in values.items()
    )
    return (
        f"SELECT {settings} FROM (SELECT * FROM hotelmate.{of} AS o WHERE {where}"
        " ORDER BY random() LIMIT 1) AS o"
    )


def kept(name: str) -> str:
    """Tell an id that was remembered; nothing if there was none."""
    return f"nullif(current_setting('torture.{name}', true), '')::bigint"
