"""What reconciliation leaves to people: one line each."""

from collections.abc import Iterable

import msgspec

from app.database import Database
from app.queries import payment_reconciliation as queries

# In the order in which they are shown.
KINDS = {
    "event-refused": queries.REFUSED_EVENTS,
    "event-for-nobody": queries.EVENTS_FOR_NOBODY,
    "instruction": queries.INSTRUCTIONS,
    "hold-lapsing": queries.LAPSING_HOLDS,
}


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it should be, and that no evidence mends.

    Attributes:
        kind: of KINDS, or `ledger-differs`, `payment-not-shown`, `event-missing`.
        hotel, booking_id: whose; empty where nobody knows.
        subject: which event, payment or instruction.
        what: what is wrong.
        mend: how people mend it.
    """

    kind: str
    hotel: str
    booking_id: str
    subject: str
    what: str
    mend: str

    def line(self) -> str:
        """Return it as one line of text."""
        whose = " ".join(part for part in (self.hotel, self.booking_id) if part)
        return f"{self.kind}: {whose or '-'}: {self.subject}: {self.what}; {self.mend}"


async def stored_findings(database: Database, hotel: str | None) -> list[Finding]:
    """Return what our tables say by themselves, of one hotel or of all."""
    found = []
    for kind, query in KINDS.items():
        found += [Finding(kind, *row) for row in await database.query(query)]
    return list(_of_hotel(found, hotel))


async def about_payment(
    database: Database, kind: str, payment_intent_id: str, what: str, mend: str
) -> Finding:
    """Return a finding about a payment intent."""
    which = {"payment_intent_id": payment_intent_id}
    rows = await database.query(queries.BOOKING_OF_INTENT, which)
    hotel, booking = rows[0] if rows else ("", "")
    return Finding(kind, hotel, booking, f"payment intent {payment_intent_id}", what, mend)


def _of_hotel(findings: Iterable[Finding], hotel: str | None) -> Iterable[Finding]:
    return (each for each in findings if hotel is None or each.hotel == hotel)
