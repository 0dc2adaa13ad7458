"""Rooms on three axes, and their audit trail."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0002_rooms")
downgrade = downgrade_from("0002_rooms")
