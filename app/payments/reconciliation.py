"""Our ledger against Stripe's: what was missed is heard, what differs is looked at.

It writes evidence only, as if it had arrived in time; the database draws the conclusions. What no
evidence explains is reported.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
import psycopg

from app.database import Database
from app.payments import evidence
from app.payments.acting import JOB
from app.payments.api_release import why_unreadable
from app.payments.evidence import Evidence, Origin, Outcome
from app.payments.findings import Finding, about_payment, stored_findings
from app.payments.gateway import Busy, Gateway, Refused, Unclear
from app.payments.observing import Observation, differences, observe, our_side
from app.payments.stored_text import as_stored
from app.queries import payment_reconciliation as queries

EVERY = timedelta(hours=1)
# Events of the same second may be listed late.
OVERLAP = timedelta(hours=1)
# Stripe lists events for so long.
LISTED_FOR = timedelta(days=30)
LOCK = "hotelmate.payment_reconciliation"
ATTEMPTS = 3
PAUSE_SECONDS = 1.0
# Of how many events is asked at once whether they are stored.
AT_ONCE = 1000
# Events about anything else say nothing of a payment.
OBJECTS = ("payment_intent", "charge", "refund", "dispute", "checkout.session")

Json = dict[str, Any]


class Report(msgspec.Struct):
    """What a run did and found.

    Attributes:
        since: from when on events were listed.
        listed_until: every event that Stripe made before is listed.
        events_listed: how many there were.
        payments_compared: how many payment intents were looked at.
        repaired: how many events or answers took effect.
        findings: what is left for people.
    """

    dry_run: bool
    since: datetime
    listed_until: datetime
    events_listed: int = 0
    payments_compared: int = 0
    repaired: int = 0
    findings: list[Finding] = []


@asynccontextmanager
async def alone(address: str, *, patience: float = 0.0) -> AsyncIterator[bool]:
    """Be the only reconciliation of a database during the block, or learn that one is running.

    Args:
        address: connection string; the lock is that of a session of its own.
        patience: seconds to wait for another one to end.
    """
    give_up_at = time.monotonic() + patience
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        while True:
            cursor = await connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (LOCK,)
            )
            row = await cursor.fetchone()
            locked = row is not None and bool(row[0])
            if locked or time.monotonic() >= give_up_at:
                break
            await asyncio.sleep(PAUSE_SECONDS / 2)
        yield locked


async def reconcile_if_due(database: Database, gateway: Gateway, address: str) -> Report | None:
    """Reconcile when the last run is an hour old and no other one is at it; else None.

    Raises:
        GatewayError: Stripe does not answer, or does not let us in.
    """
    if not await _is_due(database):
        return None
    async with alone(address) as locked:
        if not locked or not await _is_due(database):
            return None
        return await reconcile(database, gateway)


async def _is_due(database: Database) -> bool:
    rows = await database.query(queries.LAST, {"every": EVERY})
    return bool(rows[0][2])


async def reconcile(
    database: Database, gateway: Gateway, *, hotel: str | None = None, dry_run: bool = False
) -> Report:
    """Compare all that may have moved since the last run, and record what we had missed.

    Args:
        database: our side.
        gateway: Stripe's.
        hotel: slug of the one hotel whose payments are compared; the next run starts where this
            one did.
        dry_run: write nothing at all, and report what would be recorded.

    Raises:
        GatewayError: Stripe does not answer, or does not let us in.
    """
    (now, last, _), *_ = await database.query(queries.LAST, {"every": EVERY})
    since = (last or now - LISTED_FOR) - OVERLAP
    report = Report(dry_run, since, now if hotel is None else last or since, findings=[])
    run = _Run(database, gateway, hotel, report)
    context = evidence.speaking(JOB)
    row = None
    if not dry_run:
        begun = {"listed_until": report.listed_until}
        row = await database.write(context, queries.BEGIN, begun)
    # What happened while nobody asked for so long may not be listed any more.
    await run.work(everything=last is None or since < now - LISTED_FOR)
    if row is not None:
        counts = {
            "id": row[0],
            "events_listed": report.events_listed,
            "payments_compared": report.payments_compared,
            "repaired": report.repaired,
            "unexplained": len(report.findings),
        }
        await database.write(context, queries.FINISH, counts)
    return report


class _Run:
    """One run."""

    def __init__(
        self, database: Database, gateway: Gateway, hotel: str | None, report: Report
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._hotel = hotel
        self._report = report
        self._spoken_of: set[str] = set()
        self._differing: list[str] = []

    async def work(self, *, everything: bool) -> None:
        """Hear what was missed, look at what may have moved, tell what is left."""
        await self._hear_events()
        await self._try_waiting()
        which = {
            "hotel": self._hotel,
            "everything": everything,
            "spoken_of": sorted(self._spoken_of),
        }
        rows = await self._database.query(queries.TO_COMPARE, which)
        known = [str(row[0]) for row in rows]
        for payment_intent_id in [*known, *await self._unheard_of()]:
            await self._compare(payment_intent_id)
        await self._try_waiting()
        for payment_intent_id in self._differing:
            await self._compare_again(payment_intent_id)
        self._report.findings += await stored_findings(self._database, self._hotel)

    async def _hear_events(self) -> None:
        """Record the listed events that are not stored."""
        events = await self._gateway.events_since(self._report.since)
        self._report.events_listed = len(events)
        for some in _pieces([event for event in events if _is_of_payment(event)]):
            ids = {"event_ids": [event["id"] for event in some]}
            stored = {row[0] for row in await self._database.query(queries.STORED_EVENTS, ids)}
            for event in some:
                self._spoken_of.add(_intent_of(event) or "")
                # One in another version of Stripe's words may still come in ours; that its
                # payment is looked at does for now.
                unreadable = why_unreadable(event.get("account"), event.get("api_version"))
                if event["id"] not in stored and unreadable is None:
                    await self._hear(event)

    async def _hear(self, event: Json) -> None:
        if self._report.dry_run:
            shown = event["data"]["object"].get("metadata") or {}
            missing = Finding(
                "event-missing",
                str(shown.get("hotel", "")),
                str(shown.get("booking", "")),
                f"event {event['id']}",
                f"{event['type']} is not stored",
                "reconcile without --dry-run records it",
            )
            if self._hotel in (None, missing.hotel):
                self._report.findings.append(missing)
            return
        said = Evidence(event["id"], event["type"], as_stored(event), Origin.EVENT_LIST)
        outcome = await evidence.record(self._database, said, evidence.speaking(JOB))
        self._count([outcome])

    async def _try_waiting(self) -> None:
        """Try again what waits or failed, each once, whenever its turn is."""
        if self._report.dry_run:
            return
        for (event_id,) in await self._database.query(queries.WAITING_EVENTS):
            self._count([await evidence.try_again(self._database, event_id)])

    async def _unheard_of(self) -> list[str]:
        """Return payment intents that name a booking of ours and that we do not know."""
        intents = await self._gateway.intents_since(self._report.since)
        ours = [each["id"] for each in intents if self._is_named(each.get("metadata") or {})]
        which = {"payment_intent_ids": ours}
        known = {row[0] for row in await self._database.query(queries.KNOWN_INTENTS, which)}
        return [each for each in ours if each not in known]

    def _is_named(self, metadata: Json) -> bool:
        return bool(metadata.get("booking")) and (
            self._hotel or metadata.get("hotel")
        ) == metadata.get("hotel")

    async def _compare(self, payment_intent_id: str) -> None:
        """Look at a payment; what differs is recorded, and compared again at the end."""
        self._report.payments_compared += 1
        found = await self._look(payment_intent_id)
        if found is None or not found.differences:
            return
        if self._report.dry_run:
            await self._tell_difference(payment_intent_id, found.differences)
            return
        self._count(found.outcomes)
        if await differences(self._database, found.seen):
            self._differing.append(payment_intent_id)

    async def _compare_again(self, payment_intent_id: str) -> None:
        """Look once more: what came in between is no difference."""
        found = await self._look(payment_intent_id)
        if found is None or await our_side(self._database, payment_intent_id) is None:
            return  # what is for nobody, its events tell
        if left := await differences(self._database, found.seen):
            await self._tell_difference(payment_intent_id, left)

    async def _look(self, payment_intent_id: str) -> Observation | None:
        """Look at a payment, patiently; what cannot be shown is a finding.

        Raises:
            Unclear, Busy: Stripe does not answer at all.
            Misconfigured: it does not let us in.
        """
        attempt = 1
        while True:
            try:
                if self._report.dry_run:
                    seen = await self._gateway.look(payment_intent_id)
                    return Observation(seen, await differences(self._database, seen), ())
                return await observe(self._database, self._gateway, payment_intent_id)
            except (Unclear, Busy):
                if attempt == ATTEMPTS:
                    raise
            except Refused as error:
                what = f"Stripe does not show it: {error.code}"
                mend = "see whether STRIPE_SECRET_KEY is that of the account it was paid to"
                await self._tell("payment-not-shown", payment_intent_id, what, mend)
                return None
            await asyncio.sleep(PAUSE_SECONDS * attempt)
            attempt += 1

    async def _tell_difference(self, payment_intent_id: str, found: tuple[str, ...]) -> None:
        mend = (
            "reconcile without --dry-run records it"
            if self._report.dry_run
            else "see its refused events, and compare it with Stripe's Dashboard"
        )
        await self._tell("ledger-differs", payment_intent_id, ", ".join(found), mend)

    async def _tell(self, kind: str, payment_intent_id: str, what: str, mend: str) -> None:
        finding = await about_payment(self._database, kind, payment_intent_id, what, mend)
        self._report.findings.append(finding)

    def _count(self, outcomes: tuple[Outcome, ...] | list[Outcome]) -> None:
        self._report.repaired += sum(each is Outcome.PROCESSED for each in outcomes)


def _is_of_payment(event: Json) -> bool:
    shown = event["data"]["object"]
    return shown.get("object") in OBJECTS and (
        _intent_of(event) is not None or shown["object"] == "checkout.session"
    )


def _intent_of(event: Json) -> str | None:
    shown = event["data"]["object"]
    found = shown["id"] if shown.get("object") == "payment_intent" else shown.get("payment_intent")
    return found if isinstance(found, str) else None


def _pieces(events: list[Json]) -> Iterator[list[Json]]:
    for start in range(0, len(events), AT_ONCE):
        yield events[start : start + AT_ONCE]
