"""Consistency runs and what they found."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0010_consistency")
downgrade = downgrade_from("0010_consistency")
