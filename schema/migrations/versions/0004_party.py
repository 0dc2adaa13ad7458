"""The party, guests in house, links and chat."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0004_party")
downgrade = downgrade_from("0004_party")
