"""Realtime: the outbox, the numbered messages of each hotel, and how far they were delivered."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0007_realtime")
downgrade = downgrade_from("0007_realtime")
