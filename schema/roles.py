"""The roles of the database server, which every migration finds or makes: schema/roles.sql."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("roles.sql").read_text(encoding="utf-8")

OWNER = "hotelmate_owner"
SPEAKER = "hotelmate_speaker"
API = "hotelmate_api"
DISPATCHER = "hotelmate_dispatcher"
GATE = "hotelmate_gate"
RELAY = "hotelmate_relay"
CHECKS = "hotelmate_checks"
GUEST = "hotelmate_guest"
# By the role of staff, as hotelmate.staff.role has it.
OF_STAFF = {
    "FRONT_DESK": "hotelmate_front_desk",
    "HOUSEKEEPING": "hotelmate_housekeeping",
    "MANAGER": "hotelmate_manager",
    "AUDITOR": "hotelmate_auditor",
    "INTEGRATION": "hotelmate_integration",
}
ALL = (OWNER, SPEAKER, API, DISPATCHER, GATE, RELAY, CHECKS, GUEST, *OF_STAFF.values())
