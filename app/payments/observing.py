"""Asking Stripe how a payment stands, and recording what it says where we know less."""

import msgspec

from app.database import Database
from app.payments import evidence
from app.payments.acting import JOB, at_hotel
from app.payments.evidence import Evidence, Outcome
from app.payments.gateway import Gateway
from app.payments.stripe_state import Seen, Standing
from app.queries import payment_work as queries


class Observation(msgspec.Struct, frozen=True):
    """What Stripe shows of a payment, and what came of recording it.

    Attributes:
        seen: what Stripe shows.
        differences: in what our ledger was behind, before anything was recorded.
        outcomes: of what was recorded; none when our ledger said the same.
    """

    seen: Seen
    differences: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def is_refused(self) -> bool:
        """Say whether a rule refused something: what Stripe shows contradicts what we know."""
        return Outcome.FAILED in self.outcomes


class OurSide(msgspec.Struct, frozen=True):
    """A payment of ours, as our ledger has it."""

    hotel_id: int
    payment_id: int
    standing: Standing


async def our_side(database: Database, payment_intent_id: str) -> OurSide | None:
    """Return what we know of a payment intent, None when it is not known."""
    rows = await database.query(queries.STANDING, {"payment_intent_id": payment_intent_id})
    if not rows:
        return None
    hotel_id, payment_id, *standing = rows[0]
    return OurSide(hotel_id, payment_id, Standing(*standing))


async def differences(database: Database, seen: Seen) -> tuple[str, ...]:
    """Say in what our ledger is not what Stripe shows."""
    ours = await our_side(database, seen.intent["id"])
    if ours is None:
        return ("payment intent unknown",)
    return tuple(ours.standing.lacks(seen.standing()))


async def observe(database: Database, gateway: Gateway, payment_intent_id: str) -> Observation:
    """Look at a payment and record what Stripe shows, where our ledger says anything else.

    Raises:
        GatewayError: Stripe did not show it.
        ProblemError, psycopg.Error: the database is away or busy.
    """
    seen = await gateway.look(payment_intent_id)
    found = await differences(database, seen)
    outcomes = [await record(database, each) for each in seen.evidence] if found else []
    ours = await our_side(database, payment_intent_id)
    if ours is not None:
        which = {"hotel_id": ours.hotel_id, "id": ours.payment_id}
        await database.write(at_hotel(ours.hotel_id), queries.LOOKED, which)
    return Observation(seen, found, tuple(outcomes))


async def record(database: Database, said: Evidence) -> Outcome:
    """Record an answer of Stripe's to a request of ours."""
    return await evidence.record(database, said, evidence.speaking(JOB))
