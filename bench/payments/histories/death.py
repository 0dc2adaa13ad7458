"""A worker that can die between any two of its steps, without a process to kill.

What is killed does nothing any more, not even tidy up: after the death every further step fails,
also those of its `finally` blocks. What had been sent to the database or to Stripe has happened.
"""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from app.database import Context, Database, Parameters, Row, Write
from app.payments.evidence import Evidence
from app.payments.gateway import Gateway, SessionOrder, SessionPage
from app.payments.stripe_state import Seen

T = TypeVar("T")
MOMENT = 0.001


class Killed(BaseException):
    """The end of a worker; nothing that catches an Exception survives it."""


class Life:
    """Steps until death: each talk to the database or to Stripe has one before and one behind.

    Args:
        steps: how many are lived; None is for ever.
    """

    def __init__(self, steps: int | None = None) -> None:
        self._left = steps
        self._talking = 0

    async def through(self, work: Coroutine[Any, Any, T]) -> T:
        """Do all of some work in this life, with every task that it starts.

        Raises:
            Killed: half way; what had been said by then has arrived.
        """
        _LIFE.set(self)
        try:
            return await work
        except Killed:
            while self._talking:
                await asyncio.sleep(MOMENT)
            raise

    async def talk(self, words: Coroutine[Any, Any, T]) -> T:
        """Say something, unless dead, and hear the answer, unless dead by then."""
        try:
            self._step()
        except Killed:
            words.close()
            raise
        self._talking += 1
        try:
            answer = await words
        finally:
            self._talking -= 1
        self._step()
        return answer

    def _step(self) -> None:
        if self._left is not None:
            self._left = max(0, self._left - 1)
            if not self._left:
                raise Killed


# Tasks take it along: whoever was started in a life dies in it, whatever begins meanwhile.
_FOR_EVER = Life()
_LIFE: ContextVar[Life] = ContextVar("_LIFE", default=_FOR_EVER)


def _alive(words: Coroutine[Any, Any, T]) -> Coroutine[Any, Any, T]:
    return _LIFE.get().talk(words)


class MortalDatabase(Database):
    """The database as a mortal sees it."""

    async def query(self, statement: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one SELECT that belongs to no hotel."""
        return await _alive(super().query(statement, parameters))

    async def read(self, context: Context, statement: str, parameters: Parameters) -> list[Row]:
        """Run one SELECT of a hotel."""
        return await _alive(super().read(context, statement, parameters))

    async def write(
        self, context: Context, write: Write, parameters: Parameters, **options: Any
    ) -> Row | None:
        """Run one change."""
        return await _alive(super().write(context, write, parameters, **options))


class MortalGateway(Gateway):
    """Stripe as a mortal sees it."""

    async def open_session(self, order: SessionOrder) -> SessionPage:
        """Make a page."""
        return await _alive(super().open_session(order))

    async def expire_session(self, stripe_session_id: str, *, key: str) -> Evidence:
        """Close a page."""
        return await _alive(super().expire_session(stripe_session_id, key=key))

    async def capture(self, payment_intent_id: str, amount: int, *, key: str) -> Evidence:
        """Take what is held."""
        return await _alive(super().capture(payment_intent_id, amount, key=key))

    async def cancel(self, payment_intent_id: str, *, key: str) -> Evidence:
        """Let go of what is held."""
        return await _alive(super().cancel(payment_intent_id, key=key))

    async def refund(
        self, payment_intent_id: str, amount: int, metadata: dict[str, str], *, key: str
    ) -> Evidence:
        """Give back."""
        return await _alive(super().refund(payment_intent_id, amount, metadata, key=key))

    async def look(self, payment_intent_id: str) -> Seen:
        """Ask how a payment stands."""
        return await _alive(super().look(payment_intent_id))

    async def look_at_session(self, stripe_session_id: str) -> Evidence:
        """Ask how a page stands."""
        return await _alive(super().look_at_session(stripe_session_id))

    async def events_since(self, moment: datetime) -> list[dict[str, Any]]:
        """List events."""
        return await _alive(super().events_since(moment))

    async def intents_since(self, moment: datetime) -> list[dict[str, Any]]:
        """List payment intents."""
        return await _alive(super().intents_since(moment))
