"""Hotels, their staff, and who acts in a transaction."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

upgrade = upgrade_from("0001_tenants")
downgrade = downgrade_from("0001_tenants")
