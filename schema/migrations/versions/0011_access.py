"""Access: what roles may do, and how staff and integrations prove who they are."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0011_access")
downgrade = downgrade_from("0011_access")
