"""What every column and index is for."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0009_column_comments")
downgrade = downgrade_from("0009_column_comments")
