"""Housekeeping tasks, tied to the rooms they clean."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0006_housekeeping")
downgrade = downgrade_from("0006_housekeeping")
