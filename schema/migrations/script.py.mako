"""${message}"""

from schema.migrations.sql_files import downgrade_from, upgrade_from

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

upgrade = upgrade_from("${up_revision}_${message.lower().replace(' ', '_')}")
downgrade = downgrade_from("${up_revision}_${message.lower().replace(' ', '_')}")
