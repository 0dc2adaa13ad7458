"""Payment sessions and instructions: what Stripe is to do."""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

upgrade = upgrade_from("0009_payment_instructions")
downgrade = downgrade_from("0009_payment_instructions")
