"""What an attempt at a contradiction is, and what came of it: data, without a way to run it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

GENERATED_COLUMN = "generated column"
"""What refuses a write to a value that the database computes: there is nothing to contradict."""
DERIVED = "derived"


@dataclass(frozen=True)
class Call:
    """A call of the API that must be refused.

    Attributes:
        says: what a person tries, in one line.
        call: method and path below the hotel; {names} of the scene are filled in.
        refused_by: the invariant that must refuse.
    """

    says: str
    call: str
    refused_by: str
    body: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Consequence:
    """A call that succeeds, and whose answer must show what the database made of it."""

    says: str
    call: str
    shows: Mapping[str, object]
    body: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Race:
    """Calls sent at the same moment: one must succeed, every other must be refused.

    Attributes:
        undo: path that takes back what the winner got; {winner} is its booking.
    """

    says: str
    calls: tuple[str, ...]
    refused_by: str
    undo: str
    body: Mapping[str, object]


@dataclass(frozen=True)
class Forgery:
    """An event of Stripe's that tells of a capture and is not Stripe's, which must be refused.

    Attributes:
        booking: whose capture it tells of; a name of the scene.
        refused_by: the problem's name, for no invariant is asked.
        secret: what it is signed with; empty: the server's secret.
        changes: members of the payment intent that are changed after it was signed.
        age_seconds: how long ago it was signed.
    """

    says: str
    booking: str
    refused_by: str
    secret: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)
    age_seconds: int = 0


@dataclass(frozen=True)
class Statement:
    """A statement that a DBA types as the owner, committed by itself, which must be refused.

    {names} of the scene are filled in as literals. {hotel} is the hotel's id.
    """

    says: str
    sql: str
    refused_by: str


@dataclass(frozen=True)
class Contradiction:
    """One state that must not exist, and every way in which it is tried."""

    number: str
    title: str
    http: tuple[Call | Consequence | Race | Forgery, ...]
    sql: tuple[Statement, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt.

    Attributes:
        tried: the call or statement, as it was sent.
        seen: what refused it, or what happened instead.
        as_expected: whether exactly what must happen did.
        how: stands before `seen` when it was as expected.
    """

    says: str
    tried: str
    expected: str
    seen: str
    as_expected: bool
    how: str = "refused by"

    @property
    def belongs_in_table(self) -> bool:
        """Whether it tells what refused; a consequence that came as it must does not."""
        return self.how != DERIVED or not self.as_expected


@dataclass(frozen=True)
class Verdict:
    """What came of all attempts at one contradiction."""

    contradiction: Contradiction
    http: list[Outcome] = field(default_factory=list)
    sql: list[Outcome] = field(default_factory=list)

    @property
    def refused_over_http(self) -> bool:
        """Whether every attempt over HTTP ended as it must."""
        return all(outcome.as_expected for outcome in self.http)

    @property
    def refused_in_sql(self) -> bool:
        """Whether every attempt in SQL ended as it must."""
        return all(outcome.as_expected for outcome in self.sql)
