"""What the demo hotel looks like on its first day: data only, the seed makes it happen.

Rooms that no line below speaks of are READY_FOR_GUEST and vacant.
"""

from dataclasses import dataclass

SLUG = "harbour-view"
NAME = "Harbour View Hotel"
TIME_ZONE = "Europe/Dublin"
CURRENCY = "EUR"
BRAND_COLOR = "#0b5563"
CONTACT_EMAIL = "stay@harbour-view.example"
CONTACT_PHONE = "+35314960000"
INVITED = "sofia.rossi@example.com"
"""The one guest with an address: who is told by e-mail, and has a link for pre-check-in."""
CANCELLATION_TERMS: tuple[tuple[int, int], ...] = ((7, 100), (1, 50))
"""From so many days before arrival, so many percent are refunded; on the day itself nothing."""

STAFF: tuple[tuple[str, str, str], ...] = (
    ("manager", "Niamh Kavanagh", "MANAGER"),
    ("reception", "Darragh Flynn", "FRONT_DESK"),
    ("housekeeping", "Rosa Almeida", "HOUSEKEEPING"),
    ("auditor", "Peter Lindqvist", "AUDITOR"),
    ("channel-manager", "Channel manager", "INTEGRATION"),
)
"""Username, name and role: one of each of the five roles."""

ROOM_TYPES: tuple[tuple[str, str, int, int], ...] = (
    ("DBL", "Harbour double", 2, 15900),
    ("FAM", "Family suite", 4, 24900),
)
"""Code, name, guests at most, minor units a night."""

ROOMS: tuple[tuple[str, str], ...] = (
    *((str(number), "DBL") for number in range(101, 111)),
    *((str(number), "DBL") for number in range(201, 205)),
    *((str(number), "FAM") for number in range(205, 211)),
)
"""Number and type of the twenty rooms."""

FOUND_DIRTY = ("201",)
CLEANING = ("107",)
CLEANED = ("108",)
CLEANED_IN_STAY = ("105",)
CLEANED_AND_INSPECTED = ("202",)
OUT_OF_ORDER = {"109": "shower tray cracked, plumber on Friday"}
MAINTENANCE = {"110": "window catch loose"}
INACTIVE = {"204": "used as a linen store until the spring"}

EXTRA_TASKS: tuple[tuple[str, str, str, str], ...] = (
    ("103", "STAYOVER", "NORMAL", "fresh towels before noon"),
    ("108", "INSPECTION", "HIGH", "guest of honour tomorrow"),
    ("110", "DEEP_CLEAN", "LOW", "after the window is repaired"),
)
"""Room, kind, priority and note of tasks beside those that the turnover of rooms makes."""


@dataclass(frozen=True)
class Stay:
    """One booking of the plan.

    Attributes:
        guests: names of the party; the first is the PRIMARY, the children come last.
        arrival: days from the hotel's today; below zero in the past.
        end: a booking status, or ASSIGNED or IN_HOUSE for a confirmed booking that got so far.
        room: the room it gets on the way, if any.
        moved_to: the room it moves to while in house.
        held_days: an unpaid draft is kept for so long instead of the hotel's usual time.
        by_card: Stripe holds the price, instead of the desk.
        precheckin: the party has handed in what it was asked.
        email: address of the PRIMARY.
    """

    guests: tuple[str, ...]
    arrival: int
    nights: int
    end: str
    room: str | None = None
    room_type: str = "DBL"
    children: int = 0
    missing_guests: int = 0
    moved_to: str | None = None
    held_days: int | None = None
    by_card: bool = False
    precheckin: bool = False
    email: str | None = None
    requests: str = ""

    @property
    def adults(self) -> int:
        """Adults booked: everybody named or missing who is no child."""
        return len(self.guests) + self.missing_guests - self.children

    def age_group(self, position: int) -> str:
        """Say whether the guest at a place of the list is an ADULT or a CHILD."""
        return "ADULT" if position < len(self.guests) - self.children else "CHILD"


STAYS: tuple[Stay, ...] = (
    # Not decided yet.
    Stay(
        ("Aoife Brennan", "Conor Brennan"),
        arrival=21,
        nights=3,
        end="PENDING_PAYMENT",
        held_days=14,
        requests="bank transfer is on its way",
    ),
    Stay(("Jan Kowalski",), arrival=9, nights=1, end="PENDING_PAYMENT"),
    Stay(("Mei Tanaka", "Haruto Tanaka"), arrival=5, nights=4, end="PENDING_APPROVAL"),
    Stay(("Oluwaseun Adeyemi",), arrival=2, nights=2, end="PENDING_APPROVAL"),
    # Closed without a stay.
    Stay(("Lucas Martin",), arrival=4, nights=2, end="CANCELLED_DRAFT"),
    Stay(("Elif Demir", "Kerem Demir"), arrival=1, nights=7, end="DECLINED"),
    Stay(("Hannah Schmidt",), arrival=0, nights=2, end="CANCELLED", room="203"),
    Stay(("Viktor Petrov",), arrival=-1, nights=1, end="NO_SHOW"),
    # Expected.
    Stay(
        ("Sofia Rossi", "Marco Rossi", "Giulia Rossi"),
        arrival=7,
        nights=5,
        end="CONFIRMED",
        room_type="FAM",
        children=1,
        email=INVITED,
    ),
    Stay(("Grace O'Malley",), arrival=0, nights=3, end="CONFIRMED", missing_guests=1),
    Stay(
        ("Ada Byrne", "Charles Byrne"),
        arrival=0,
        nights=2,
        end="ASSIGNED",
        room="101",
        precheckin=True,
    ),
    Stay(("Søren Kjær",), arrival=0, nights=1, end="ASSIGNED", room="102"),
    # In the house.
    Stay(("Priya Nair", "Arjun Nair"), arrival=-1, nights=3, end="IN_HOUSE", room="103"),
    Stay(("Tomás Ó Briain",), arrival=0, nights=1, end="IN_HOUSE", room="104"),
    Stay(("Chloé Dubois", "Hugo Dubois"), arrival=-2, nights=4, end="IN_HOUSE", room="105"),
    Stay(
        ("Emma Wilson", "Jack Wilson", "Lily Wilson", "Noah Wilson"),
        arrival=-1,
        nights=2,
        end="IN_HOUSE",
        room="205",
        room_type="FAM",
        children=2,
        moved_to="206",
    ),
    # Departed today; what housekeeping made of their rooms since is above.
    Stay(("Ingrid Larsen",), arrival=-2, nights=2, end="COMPLETED", room="106"),
    Stay(("Mateo García", "Lucía García"), arrival=-3, nights=3, end="COMPLETED", room="107"),
    Stay(("Fatima Haddad",), arrival=-1, nights=1, end="COMPLETED", room="108"),
    Stay(("Liam Murphy", "Orla Murphy"), arrival=-4, nights=4, end="COMPLETED", room="202"),
)

STAYS_BY_CARD: tuple[Stay, ...] = (
    Stay(("Nora Quinn", "Eoin Quinn"), arrival=12, nights=2, end="PENDING_APPROVAL", by_card=True),
    Stay(
        ("Anna Kowalczyk", "Piotr Kowalczyk", "Zofia Kowalczyk"),
        arrival=6,
        nights=3,
        end="PENDING_APPROVAL",
        room_type="FAM",
        children=1,
        by_card=True,
        requests="a cot, please",
    ),
)
"""Wait for a decision, their price held by Stripe; only where there is no account at Stripe."""
