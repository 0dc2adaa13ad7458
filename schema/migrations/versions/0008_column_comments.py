"""What every column and index is for."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0008_column_comments")
downgrade = downgrade_from("0008_column_comments")
