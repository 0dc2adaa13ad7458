"""The payments worker's process: instructions carried out, holds watched, both sides compared.

Several workers may run at once: an instruction is claimed by one of them, and reconciliation is
done by one at a time. A worker may be killed at any moment.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import msgspec
import psycopg
import structlog

from app import logs
from app.background.cancellation import end
from app.background.waiting import wait_for_event
from app.database import Database, conninfo
from app.metrics import Metrics
from app.payments import holds, reconciliation
from app.payments.gateway import Gateway, GatewayError, Misconfigured
from app.payments.instructions import Pace, carry_out, claim
from app.queries import payment_work as queries
from app.settings import Settings

AT_ONCE = 4
POLL_SECONDS = 1.0
# Who is not let in asks no more often than this.
LOCKED_OUT_SECONDS = 60.0
# What is under way at the end may end: Stripe's answer is waited for so long.
FAREWELL_SECONDS = 12.0
CHANNEL = "hotelmate_payments"

log = structlog.get_logger(component="payments")

Key = tuple[int, int]


def main(settings: Settings, gateway: Gateway) -> None:
    """Work until SIGTERM or SIGINT.

    Call it from the main thread of a process of its own.
    """
    logs.configure(settings.log_level)
    asyncio.run(_main(settings, gateway))


async def _main(settings: Settings, gateway: Gateway) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    mine = msgspec.structs.replace(settings, pool_min_size=1, pool_max_size=AT_ONCE + 3)
    database = Database(mine, Metrics())
    await database.open()
    try:
        log.info("working", livemode=gateway.livemode)
        await Worker(database, gateway).run(stop, conninfo(settings))
    finally:
        await database.close()
        gateway.close()


class Worker:
    """Carries out instructions, a few at once.

    Args:
        database: where they are.
        gateway: the account at Stripe.
        pace: how long things take.
    """

    def __init__(self, database: Database, gateway: Gateway, pace: Pace | None = None) -> None:
        self._database = database
        self._gateway = gateway
        self._pace = pace or Pace()
        self._running: dict[Key, asyncio.Task[bool]] = {}
        self._woken = asyncio.Event()
        self._locked_out_until = 0.0

    async def run(self, stop: asyncio.Event, address: str) -> None:
        """Work until `stop` is set.

        Args:
            stop: set it to end.
            address: the database's connection string, for sessions beside the pool.
        """
        background = [
            asyncio.create_task(_every(holds.EVERY_SECONDS, self._watch_holds)),
            asyncio.create_task(_every(holds.EVERY_SECONDS, partial(self._reconcile, address))),
            asyncio.create_task(self._wake_at(stop)),
            asyncio.create_task(self._listen(address)),
        ]
        try:
            while not stop.is_set():
                self._woken.clear()
                if not await self._start_due():
                    await wait_for_event(self._woken, POLL_SECONDS)
        finally:
            await end(*background)
            await self._farewell()

    async def carry_out_due(self, at_most: int = 100) -> int:
        """Carry out what is due until nothing is; return how many attempts that took.

        For tests and proofs, which want to know when all is done; `run` has no such moment.

        Args:
            at_most: attempts after which it is left at that.
        """
        attempts = 0
        while attempts < at_most and await self._start_due():
            done = await asyncio.gather(*self._running.values())
            attempts += sum(done)
            if not any(done):
                break
        return attempts

    async def _start_due(self) -> bool:
        """Start what is due as far as hands are free; say whether anything was started."""
        free = AT_ONCE - len(self._running)
        if free <= 0 or time.monotonic() < self._locked_out_until:
            return False
        # What is started here and not claimed yet is still listed.
        which = {"limit": free + len(self._running)}
        try:
            rows = await self._database.query(queries.DUE, which)
        except Exception as error:
            log.warning("database_away", error=type(error).__name__)
            return False
        new = [key for row in rows if (key := (row[0], row[1])) not in self._running][:free]
        for key in new:
            task = asyncio.create_task(self._do(key))
            self._running[key] = task
            task.add_done_callback(partial(self._ended, key))
        return bool(new)

    def _ended(self, key: Key, task: asyncio.Task[bool]) -> None:
        self._running.pop(key, None)
        if not task.cancelled() and task.result():
            self._woken.set()

    async def _do(self, key: Key) -> bool:
        """Make one attempt; say whether it was ours to make."""
        hotel_id, instruction_id = key
        facts: dict[str, object] = {"hotel_id": hotel_id, "instruction": instruction_id}
        try:
            claimed = await claim(self._database, self._pace, hotel_id, instruction_id)
            if claimed is None:
                return False
            facts |= {"kind": claimed.kind, "tries": claimed.tries}
            after = await carry_out(self._database, self._gateway, self._pace, claimed)
        except Misconfigured as error:
            self._lock_out(error)
        except Exception as error:
            # Whatever it was, the next attempt begins with a look.
            log.warning("attempt_broke_off", error=type(error).__name__, **facts)
        else:
            if after.error is None:
                log.info("carried_out", **facts)
            else:
                log.warning("not_carried_out", code=after.error, given_up=after.fails, **facts)
        return True

    def _lock_out(self, error: Misconfigured) -> None:
        self._locked_out_until = time.monotonic() + LOCKED_OUT_SECONDS
        log.error("stripe_refuses_key", code=error.code, pause_seconds=LOCKED_OUT_SECONDS)

    async def _watch_holds(self) -> None:
        try:
            reported = await holds.report_lapsing(self._database)
            if reported:
                log.info("lapsing_holds_reported", count=reported)
        finally:
            # Who cannot be told at one hotel keeps nobody from looking at the others'.
            if time.monotonic() >= self._locked_out_until:
                await holds.look_at_unwatched(self._database, self._gateway)

    async def _reconcile(self, address: str) -> None:
        if time.monotonic() < self._locked_out_until:
            return
        report = await reconciliation.reconcile_if_due(self._database, self._gateway, address)
        if report is not None:
            level = "warning" if report.findings else "info"
            getattr(log, level)(
                "reconciled",
                events=report.events_listed,
                payments=report.payments_compared,
                repaired=report.repaired,
                findings=len(report.findings),
            )

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._woken.set()

    async def _listen(self, address: str) -> None:
        """Wake up when an instruction is committed; without a connection, the clock does it."""
        while True:
            with suppress(psycopg.Error):
                connection = await psycopg.AsyncConnection.connect(address, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}".encode())
                    async for _ in connection.notifies():
                        self._woken.set()
            await asyncio.sleep(POLL_SECONDS)

    async def _farewell(self) -> None:
        """Let what is under way end, if it does soon."""
        if self._running:
            _, late = await asyncio.wait(list(self._running.values()), timeout=FAREWELL_SECONDS)
            await end(*late)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do something for ever; what goes wrong is tried again in its turn."""
    while True:
        try:
            await work()
        except GatewayError as error:
            log.warning("stripe_away", kind=type(error).__name__, code=error.code)
        except Exception as error:
            log.warning("background_work_failed", error=type(error).__name__)
        await asyncio.sleep(seconds)
