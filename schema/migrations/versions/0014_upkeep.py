"""When autovacuum comes to the tables that grow with every day."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0014_upkeep")
downgrade = downgrade_from("0014_upkeep")
