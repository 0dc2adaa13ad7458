"""What the turns of a measurement were."""

from collections import defaultdict
from dataclasses import dataclass, field

from bench.lifecycle.clients import Played
from bench.proof.pgbench import Report


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn through the API.

    Attributes:
        played: what the clients did.
        api_seconds, server_seconds: what API and PostgreSQL computed meanwhile, for the stays that
            were ended after the time too; None where it cannot be seen.
    """

    played: Played
    api_seconds: float
    server_seconds: float | None


@dataclass(frozen=True, slots=True)
class Bare:
    """One turn on the floor.

    Attributes:
        run: what pgbench did.
        server_seconds: what PostgreSQL computed meanwhile; None where it cannot be seen.
    """

    run: Report
    server_seconds: float | None


@dataclass(frozen=True, slots=True)
class Turns:
    """All turns, by the number of clients, and the bare steps one by one, in milliseconds."""

    played: dict[int, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[int, list[Bare]] = field(default_factory=lambda: defaultdict(list))
    bare_steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
