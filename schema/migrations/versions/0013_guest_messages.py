"""Messages to guests: what is to be sent, and what became of it."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0013_guest_messages")
downgrade = downgrade_from("0013_guest_messages")
