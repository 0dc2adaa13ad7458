"""What a fix is: statements that bring one subject back to what the facts say."""

from typing import NamedTuple

# A write to what has no trail of its own makes a version of its booking: an audit row that says who
# did it and why, and the event `booking_corrected`.
CORRECT_BOOKING = """\
UPDATE hotelmate.room_booking SET corrections = corrections + 1
WHERE hotel_id = %(hotel_id)s AND id = %(booking_id)s
"""


class Fix(NamedTuple):
    """How findings of one name are mended.

    Attributes:
        statements: run in order, with hotel_id, booking_id and room_id of the subject; each returns
            a row of text for each thing that it did, and writes nothing where the facts do not say
            what is right.
        has_trail: what is written has audit rows and events of its own; else its booking gets them.
        asks_stripe: what the database does not know, the payment's provider may.
        unless: rules that, broken by the same booking, leave it to people.
        by_name_only: done only where somebody asks for it by its name: it decides what is true.
    """

    statements: tuple[str, ...]
    has_trail: bool = True
    asks_stripe: bool = False
    unless: tuple[str, ...] = ()
    by_name_only: bool = False
