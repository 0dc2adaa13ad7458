"""Carrying out what the database decided: one instruction, from the claim to letting go.

Whatever happens between two steps, the next attempt begins with a look: what Stripe shows then
settles the instruction, or says that it is still to be done. A request is repeated under the same
idempotency key as long as the first one may still take effect, and under another only after
Stripe's own answer has ended it and a look has shown that it did nothing.
"""

import time
from collections.abc import Awaitable
from datetime import timedelta

import msgspec

from app.background.backoff import Backoff
from app.database import Database
from app.payments.acting import at_hotel
from app.payments.evidence import Evidence, Outcome
from app.payments.gateway import (
    TIMEOUT_SECONDS,
    Gateway,
    GatewayError,
    Misconfigured,
    Refused,
    Unclear,
)
from app.payments.observing import observe, record
from app.queries import payment_work as queries

# Stripe's type of the error that a key was used for something else.
KEY_USED_OTHERWISE = "idempotency_error"


class Pace(msgspec.Struct, frozen=True):
    """How long things take, in seconds.

    Attributes:
        lease: how long a claim keeps others away; longer than an attempt takes.
        timeout: how long Stripe may be silent.
        pause: between two attempts.
    """

    lease: float = 60.0
    timeout: float = TIMEOUT_SECONDS
    pause: Backoff = Backoff(first=1.0, longest=900.0, varied=True)


class Claim(msgspec.Struct, frozen=True):
    """An instruction that is ours until the lease ends.

    Attributes:
        made_at: when it was decided, seconds since 1970.
        send_until: the moment, of time.monotonic, after which nothing may be sent any more.
    """

    hotel_id: int
    id: int
    kind: str
    amount: int | None
    tries: int
    key_generation: int
    made_at: int
    hotel_slug: str
    booking_reference: str
    payment_intent_id: str | None
    stripe_session_id: str | None
    send_until: float

    @property
    def key(self) -> str:
        """The idempotency key: of this instruction, in this database, this often."""
        name = f"{self.kind.lower()}-{self.hotel_id}-{self.id}-{self.made_at}"
        return f"hotelmate-{name}-{self.key_generation}"


class After(msgspec.Struct, frozen=True):
    """What is left to do after an attempt, should the instruction still be pending.

    Attributes:
        error: why it is, by a code.
        further: whether the next attempt uses another key.
        fails: whether it is left to people.
    """

    error: str | None = None
    further: bool = False
    fails: bool = False


async def claim(database: Database, pace: Pace, hotel_id: int, instruction_id: int) -> Claim | None:
    """Claim an instruction; None when it is not to be had."""
    send_until = time.monotonic() + pace.lease - 2 * pace.timeout
    row = await database.write(
        at_hotel(hotel_id),
        queries.CLAIM,
        {"hotel_id": hotel_id, "id": instruction_id, "lease": timedelta(seconds=pace.lease)},
    )
    return None if row is None else Claim(*(*row, send_until))


async def carry_out(database: Database, gateway: Gateway, pace: Pace, claimed: Claim) -> After:
    """Do what is instructed, record what Stripe says, let go of the claim.

    Raises:
        Misconfigured: Stripe does not let us in; nothing was done.
        ProblemError, psycopg.Error: the database is away or busy; what Stripe did will be seen.
    """
    after = After("interrupted")
    try:
        after = await _Attempt(database, gateway, claimed).make()
    except Misconfigured as error:
        after = After(error.code)
        raise
    finally:
        await _let_go(database, pace, claimed, after)
    return after


async def _let_go(database: Database, pace: Pace, claimed: Claim, after: After) -> None:
    parameters = {
        "hotel_id": claimed.hotel_id,
        "id": claimed.id,
        "tries": claimed.tries,
        "error": after.error,
        "pause": timedelta(seconds=pace.pause.after(claimed.tries)),
        "further": int(after.further),
        "fails": after.fails,
    }
    await database.write(at_hotel(claimed.hotel_id), queries.LET_GO, parameters)


class _Attempt:
    """One attempt at an instruction."""

    def __init__(self, database: Database, gateway: Gateway, claimed: Claim) -> None:
        self._database = database
        self._gateway = gateway
        self._claimed = claimed

    async def make(self) -> After:
        """Send what is still to be done, and learn what came of it."""
        if self._claimed.tries > 1 or self._claimed.kind == "REFUND":
            # Somebody may have sent it before and not lived to hear the answer; a refund may also
            # follow another, sent for the same money and withdrawn since.
            known = await self._look()
            if known is not None:
                return known
        if time.monotonic() > self._claimed.send_until:
            return After("lease_over")
        try:
            said = await self._send()
        except (Unclear, Refused) as error:
            known = await self._look()
            return self._after(error) if known is None else known
        except Misconfigured:
            raise
        except GatewayError as error:
            return After(error.code)
        refused = await record(self._database, said) is Outcome.FAILED
        return After("evidence_refused" if refused else None)

    def _after(self, error: Unclear | Refused) -> After:
        """Decide about an instruction that a look has shown to be undone still."""
        if isinstance(error, Unclear):
            return After(error.code, further=error.answered)
        if self._claimed.kind == "REFUND" and error.code != KEY_USED_OTHERWISE:
            return After(error.code, fails=True)
        # What ends these is known: a hold lapses, a page expires. The refusal itself is kept
        # under its key.
        return After(error.code, further=True)

    def _send(self) -> Awaitable[Evidence]:
        claimed, gateway = self._claimed, self._gateway
        intent, page = claimed.payment_intent_id or "", claimed.stripe_session_id or ""
        amount = claimed.amount or 0
        match claimed.kind:
            case "CAPTURE":
                return gateway.capture(intent, amount, key=claimed.key)
            case "VOID":
                return gateway.cancel(intent, key=claimed.key)
            case "REFUND":
                metadata = {
                    "instruction": str(claimed.id),
                    "hotel": claimed.hotel_slug,
                    "booking": claimed.booking_reference,
                }
                return gateway.refund(intent, amount, metadata, key=claimed.key)
            case "EXPIRE_SESSION":
                return gateway.expire_session(page, key=claimed.key)
            case kind:
                raise ValueError(f"no instruction is of kind {kind}")

    async def _look(self) -> After | None:
        """Record how things stand; None when the instruction is to be carried out still."""
        try:
            if self._claimed.kind == "EXPIRE_SESSION":
                obstacle = await self._look_at_session()
            else:
                obstacle = await self._look_at_payment()
        except Misconfigured:
            raise
        except GatewayError as error:
            return After(f"look_{error.code}")
        if not await self._is_pending():
            return After()
        # What Stripe shows was refused by a rule: nothing is done upon what we know not to be so.
        return After(obstacle) if obstacle is not None else None

    async def _look_at_payment(self) -> str | None:
        claimed = self._claimed
        found = await observe(self._database, self._gateway, claimed.payment_intent_id or "")
        if found.is_refused:
            return "evidence_refused"
        if claimed.kind == "REFUND" and found.seen.is_refunded_for(claimed.id):
            return "refund_made_already"
        return None

    async def _look_at_session(self) -> str | None:
        said = await self._gateway.look_at_session(self._claimed.stripe_session_id or "")
        outcome = await record(self._database, said)
        intent = msgspec.json.decode(said.payload)["data"]["object"].get("payment_intent")
        if intent is not None:
            # The guest began to pay: what became of that is owed as much as the page's end.
            await observe(self._database, self._gateway, intent)
        return "evidence_refused" if outcome is Outcome.FAILED else None

    async def _is_pending(self) -> bool:
        which = {"hotel_id": self._claimed.hotel_id, "id": self._claimed.id}
        rows = await self._database.read(at_hotel(which["hotel_id"]), queries.STATE, which)
        return bool(rows) and rows[0][0] == "PENDING"
