"""Short stories that end with a refusal, for rules that writes at random seldom meet."""

from bench.torture.provocations import house, money, stays
from bench.torture.provocations.saying import Provocation

PROVOCATIONS: tuple[Provocation, ...] = (
    *stays.BOOKINGS,
    *stays.PARTY,
    *stays.ROOMS,
    *money.LEDGER,
    *money.INSTRUCTIONS,
    *money.SESSIONS,
    *money.STRIPE,
    *house.HOTELS,
    *house.ACCESS,
    *house.FORMS,
    *house.MESSAGES,
    *house.EVENTS,
    *house.CHECKS,
)

__all__ = ["PROVOCATIONS", "Provocation"]
