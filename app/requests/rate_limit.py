"""How often one may ask: a bucket of tokens for each credential, and for each address without one.

Counted in the process and not in PostgreSQL: a count there would make each read a write, and the
limit is here to spare the database. So a client that is spread over N processes has N times the
rate, and a process that starts anew has forgotten. Attempts to log in, where guessing must not be
spread, are counted in the database.

Whoever comes with an access token of ours is known by its signature, and with an API key once this
process has seen it work. Known callers have a bucket each, so nobody behind the same proxy takes it
from them. Everybody else is a stranger: what they send costs a token of their address, before the
database is asked. Where strangers have used it up, a new API key waits its turn.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from app.problems import ProblemError

BURST_SECONDS = 2
# Names that are remembered at most; whoever was longest silent is forgotten, with a full bucket.
MOST_NAMES = 20_000
NOBODY = "nobody"

Clock = Callable[[], float]


class Buckets:
    """Buckets of tokens, one a name.

    Of each is kept only when it will be full again: what has been taken is a time ahead of now.

    Args:
        per_second: tokens that come.
        burst: tokens that a full bucket holds.
        most: names that are remembered.
        clock: seconds that never go back.
    """

    def __init__(
        self, per_second: int, burst: int, *, most: int = MOST_NAMES, clock: Clock = time.monotonic
    ) -> None:
        self._pause = 1 / per_second
        self._ahead = (burst - 1) * self._pause
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()

    def take(self, name: Hashable) -> float:
        """Take a token; return 0, or the seconds until there is one again."""
        now = self._clock()
        full_at = max(self._full_at.get(name, now), now)
        wait = full_at - now - self._ahead
        if wait > 1e-9:
            return wait
        self._full_at[name] = full_at + self._pause
        self._full_at.move_to_end(name)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return 0.0

    def __len__(self) -> int:
        return len(self._full_at)


class Limits:
    """How often callers and strangers may ask.

    Args:
        per_second: for each; 0 is as often as they like.
        clock: seconds that never go back.
        most: names of each kind that are remembered.
    """

    def __init__(
        self, per_second: int, *, clock: Clock = time.monotonic, most: int = MOST_NAMES
    ) -> None:
        burst = per_second * BURST_SECONDS
        self._is_on = per_second > 0
        if self._is_on:
            self._callers = Buckets(per_second, burst, most=most, clock=clock)
            self._strangers = Buckets(per_second, burst, most=most, clock=clock)
        self._most = most
        self._known_keys: OrderedDict[bytes, None] = OrderedDict()

    def admit(self, name: Hashable) -> None:
        """Let a caller in.

        Raises:
            ProblemError: `too-many-requests`.
        """
        if self._is_on:
            _require(self._callers.take(name))

    def admit_stranger(self, address: str | None) -> None:
        """Let somebody try whom nothing tells yet.

        Raises:
            ProblemError: `too-many-requests`.
        """
        if self._is_on:
            _require(self._strangers.take(network_of(address)))

    def knows(self, key_hash: bytes) -> bool:
        """Say whether an API key has worked here before."""
        return key_hash in self._known_keys

    def remember(self, key_hash: bytes) -> None:
        """Take down that an API key works."""
        self._known_keys[key_hash] = None
        self._known_keys.move_to_end(key_hash)
        if len(self._known_keys) > self._most:
            self._known_keys.popitem(last=False)

    def forget(self, key_hash: bytes) -> None:
        """Take down that an API key does not work."""
        self._known_keys.pop(key_hash, None)


def _require(wait: float) -> None:
    if wait:
        headers = {"Retry-After": str(max(1, math.ceil(wait)))}
        raise ProblemError("too-many-requests", headers=headers)


@lru_cache(maxsize=4096)
def network_of(address: str | None) -> str:
    """Return whose an address is: with IPv6, one household or server has 2^64 of them."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return NOBODY
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), 64), strict=False))
    return str(found)
