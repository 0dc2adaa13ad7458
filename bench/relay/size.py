"""How much of everything fits into the seconds that a proof may take."""

from dataclasses import dataclass

# Ten minutes' worth of outage, 100 kills, 20 crashes; more time does not make them more.
FULL_SECONDS = 720.0


@dataclass(frozen=True, slots=True)
class Size:
    """The parts of one run.

    Attributes:
        outage, kills: shares of the full ones.
        throughput_seconds: of each of its cases.
        notify_rounds: of each of its cases.
    """

    latency_seconds: float
    throughput_seconds: float
    outage: float
    notify_rounds: int
    kills: float

    @classmethod
    def of(cls, seconds: float) -> "Size":
        """Return what fits; what is too short to mean anything takes a little longer than asked."""
        share = min(1.0, seconds / FULL_SECONDS)
        return cls(
            latency_seconds=max(3.0, 40 * share),
            throughput_seconds=max(2.0, 8 * share),
            outage=max(0.05, share),
            notify_rounds=max(1, round(9 * share)),
            kills=share,
        )
