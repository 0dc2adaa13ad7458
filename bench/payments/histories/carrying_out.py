"""The payments worker's doings in a history: it works, is interrupted, dies, and begins anew."""

from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

from app.payments import evidence
from app.payments.gateway import GatewayError
from app.payments.reconciliation import reconcile
from bench.payments.histories.death import Killed, Life
from bench.payments.histories.history import History
from bench.payments.stage import Stage

# Where something goes wrong: any request of the worker's to do something, or those of one kind.
PATHS = (
    *[("POST", "/v1/[pr]*")] * 4,
    ("POST", "*/expire"),
    ("POST", "/v1/checkout/sessions"),
    ("GET", "/v1/payment_intents/*"),
    ("GET", "*"),
)
# A little longer than the worker of this process waits.
SECONDS = 0.6
# Attempts that a worker without faults has at what is to be done.
ROUNDS = 12
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


def fault(history: History, which: int, how: int) -> bool:
    """Let something go wrong between us and Stripe, soon."""
    kinds = history.hands.faults
    kind = kinds[how % len(kinds)]
    method, path = PATHS[which % len(PATHS)]
    history.stage.stripe.faults.add(
        kind,
        method,
        path,
        times=1 + how // 50,
        seconds=SECONDS,
        saved=how % 3 == 0 and kind == "error_before",
    )
    return True


def work(history: History, which: int, how: int) -> bool:
    """Carry out what is due; one time in four two workers do it at once."""
    return history.hands.work(history, 1 if which % 4 else 2)


def work_under_fire(history: History, which: int, how: int) -> bool:
    """Carry out what is due while Stripe posts its events."""
    with _posting(history):
        return work(history, which, how)


def die_working(history: History, which: int, how: int) -> bool:
    """Begin to carry out what is due and be killed between two steps."""
    return history.hands.die(history, how)


def die_under_fire(history: History, which: int, how: int) -> bool:
    """Be killed while Stripe posts its events."""
    with _posting(history):
        return die_working(history, which, how)


def time_passes(history: History, which: int, how: int) -> bool:
    """Let everything that waits for its time be due, and the claims of the dead be over."""
    return bool(
        history.hotel.run(
            "UPDATE hotelmate.payment_instruction SET next_try_at = least(next_try_at, now()),"
            " claimed_until = CASE WHEN %s THEN claimed_until END"
            " WHERE hotel_id = %s AND (claimed_until IS NOT NULL"
            " OR (state = 'PENDING' AND next_try_at > now()))",
            history.hands.are_alive,
            history.hotel.hotel_id,
        )
    )


def try_waiting(history: History, which: int, how: int) -> bool:
    """Try again the events that wait for their booking or were refused."""
    return history.stage.run(_try_waiting(history.stage)) > 0


async def _try_waiting(stage: Stage) -> int:
    """Try, whenever their time is, until nothing takes effect any more."""
    processed = 0
    while taken := await evidence.try_waiting(stage.database, until=END_OF_TIME):
        processed += taken
    return processed


def reconcile_now(history: History, which: int, how: int) -> bool:
    """Compare both sides, Stripe permitting."""
    return history.stage.run(_reconcile(history.stage, history.hotel.slug))


def die_reconciling(history: History, which: int, how: int) -> bool:
    """Begin to compare and be killed."""
    work = _reconcile(history.stage, history.hotel.slug)
    return dies(history.stage, work, 1 + how // 2)


async def _reconcile(stage: Stage, slug: str) -> bool:
    try:
        await reconcile(stage.database, stage.gateway, hotel=slug)
    except GatewayError:
        return False
    return True


def dies(stage: Stage, work: Coroutine[object, object, object], steps: int) -> bool:
    """Do some work until death; false when it was done before."""
    try:
        stage.run(work, Life(steps))
    except Killed:
        return True
    return False


def finish(history: History) -> bool:
    """Carry out all that is to be done, with time in between; say whether nothing is left."""
    for _ in range(ROUNDS):
        if not history.pending():
            return True
        time_passes(history, 0, 0)
        history.hands.work(history, 1)
    return not history.pending()


@contextmanager
def _posting(history: History) -> Iterator[None]:
    """Let Stripe post whatever waits, during the block."""
    with ThreadPoolExecutor(1) as thread:
        posts = thread.submit(history.posts.deliver_all)
        yield
        posts.result()
