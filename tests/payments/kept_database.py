"""The product's database, open from one test to the next: its sessions keep their plans."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from app.database import Database
from app.metrics import Metrics
from app.settings import Settings

T = TypeVar("T")


async def with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with a database of its own."""
    database = Database(settings, Metrics())
    await database.open()
    try:
        return await work(database)
    finally:
        await database.close()


class KeptDatabase:
    """A database and the loop that it lives in.

    A new session compiles every trigger that it meets and plans every statement of it, which takes
    longer than what most tests have it do.
    """

    def __init__(self, runner: asyncio.Runner, settings: Settings) -> None:
        self._runner = runner
        self._settings = settings
        self._database = Database(settings, Metrics())
        self._is_open = False

    def run(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """Do something with the database; what runs beside that has one of its own."""
        if threading.current_thread() is not threading.main_thread():
            return asyncio.run(with_database(self._settings, work))
        return self._runner.run(self._opened(work))

    def close(self) -> None:
        """Close the database, if it was opened."""
        if self._is_open:
            self._runner.run(self._database.close())

    async def _opened(self, work: Callable[[Database], Awaitable[T]]) -> T:
        if not self._is_open:
            await self._database.open()
            self._is_open = True
        return await work(self._database)


@contextmanager
def kept_database(settings: Settings) -> Iterator[KeptDatabase]:
    """Keep a database during the block."""
    with asyncio.Runner() as runner:
        kept = KeptDatabase(runner, settings)
        try:
            yield kept
        finally:
            kept.close()
