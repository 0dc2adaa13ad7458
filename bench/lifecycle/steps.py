"""The stay that is measured: of a party of two, of whom one is named later."""

from datetime import date

from bench.proof.stay import Step, after_create, create

GUESTS = (
    {"first_name": "Ada", "last_name": "Lovelace"},
    {"first_name": "Charles", "last_name": "Babbage"},
)


def steps(today: date) -> tuple[Step, ...]:
    """Return the steps of a stay that begins today, in their order."""
    return (create(today, len(GUESTS), GUESTS[:1]), *after_create(GUESTS))


# The same on any day.
NAMES = tuple(step.name for step in steps(date.min))
