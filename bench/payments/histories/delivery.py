"""What becomes of Stripe's events on their way."""

import itertools
from concurrent.futures import ThreadPoolExecutor

from bench.payments.histories.history import History

AT_ONCE = 50


def deliver(history: History, which: int, how: int) -> bool:
    """Post a few events."""
    posted = [history.posts.deliver_next() for _ in range(1 + how % 4)]
    return any(posted)


def deliver_all(history: History, which: int, how: int) -> bool:
    """Post whatever waits."""
    return bool(history.posts.deliver_all())


def duplicate(history: History, which: int, how: int) -> bool:
    """Post an event a second time, later."""
    history.posts.duplicate(which)
    return bool(history.posts.waiting)


def delay(history: History, which: int, how: int) -> bool:
    """Hold an event up behind all others."""
    history.posts.delay(which)
    return bool(history.posts.waiting)


def drop(history: History, which: int, how: int) -> bool:
    """Lose an event."""
    before = len(history.posts.dropped)
    history.posts.drop(which)
    return len(history.posts.dropped) > before


def drop_all(history: History, which: int, how: int) -> bool:
    """Lose everything that waits: the endpoint was away for too long."""
    waiting = len(history.posts.waiting)
    for _ in range(waiting):
        history.posts.drop(0)
    return waiting > 0


def shuffle(history: History, which: int, how: int) -> bool:
    """Bring what waits into another order."""
    history.posts.shuffle()
    return len(history.posts.waiting) > 1


def storm(history: History, which: int, how: int) -> bool:
    """Post what waits at once, each event several times, fifty posts together."""
    waiting = list(dict.fromkeys(history.posts.waiting))
    if not waiting:
        return False
    posts = list(itertools.islice(itertools.cycle(waiting), AT_ONCE))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(history.stage.stripe.webhooks.deliver, posts))
    return True
