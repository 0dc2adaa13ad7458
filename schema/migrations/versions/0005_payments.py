"""The payment ledger and the provider's events."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0005_payments")
downgrade = downgrade_from("0005_payments")
