"""Much work done in small pieces, so that no transaction holds much for long."""

from collections.abc import Awaitable, Callable


async def in_pieces(piece: Callable[[], Awaitable[int]], at_once: int) -> int:
    """Do one piece of some work after the other, until one finds less to do than it may.

    Args:
        piece: does up to `at_once`, in a transaction of its own; returns how much that was.
        at_once: what a piece does at most.

    Returns:
        How much was done in all.
    """
    done = 0
    while True:
        count = await piece()
        done += count
        if count < at_once:
            return done
