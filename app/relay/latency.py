"""Seconds from an event to its acknowledgement, counted in buckets as Prometheus has them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

# Upper limits, each inclusive; what took longer is in one more bucket at the end.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 300.0, 3600.0)


def counted(seconds: Iterable[float]) -> list[int]:
    """Return how many fall into each bucket, not cumulated; one more than there are limits."""
    buckets = [0] * (len(SECONDS) + 1)
    for each in seconds:
        buckets[bisect_left(SECONDS, each)] += 1
    return buckets


# Part of an UPDATE of hotelmate.relay_statistics; its parameters are those of `parameters`.
COUNTED = """\
seconds_sum = seconds_sum + %(seconds)s,
    seconds_buckets = (
        SELECT array_agg(coalesce(bucket.before, 0) + bucket.more ORDER BY bucket.number)
        FROM ROWS FROM (unnest(seconds_buckets, %(buckets)s::bigint[]))
            WITH ORDINALITY AS bucket (before, more, number)
    )"""


def parameters(seconds: Sequence[float]) -> dict[str, object]:
    """Return the parameters of COUNTED for deliveries that took so long."""
    return {"seconds": sum(seconds), "buckets": counted(seconds)}
