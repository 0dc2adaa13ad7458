"""Bookings, occupancy proved both ways, and their audit trail."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0003_bookings")
downgrade = downgrade_from("0003_bookings")
