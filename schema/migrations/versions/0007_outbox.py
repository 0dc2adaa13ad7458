"""The outbox of realtime events."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0007_outbox")
downgrade = downgrade_from("0007_outbox")
