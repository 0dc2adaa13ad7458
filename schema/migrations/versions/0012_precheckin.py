"""Pre-check-in: the forms that hotels ask by, each version as it was published."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0012_precheckin")
downgrade = downgrade_from("0012_precheckin")
