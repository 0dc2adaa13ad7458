"""What a session of the API starts with."""

import psycopg
from psycopg.conninfo import conninfo_to_dict

from app.database import conninfo
from tests.api.serving import settings_for


def test_a_session_has_the_privileges_and_the_limits_of_the_api(database_url: str) -> None:
    with psycopg.connect(conninfo(settings_for(database_url))) as connection:
        found = connection.execute(
            "SELECT current_user, current_setting('application_name'),"
            " current_setting('statement_timeout'), current_setting('lock_timeout'),"
            " current_setting('timezone'), current_setting('default_transaction_isolation')"
        ).fetchone()

    assert found == ("hotelmate_gate", "hotelmate-api", "10s", "2s", "UTC", "read committed")


def test_settings_keep_what_the_address_says(database_url: str) -> None:
    given = psycopg.conninfo.make_conninfo(database_url, options="-c work_mem=8MB")

    options = conninfo_to_dict(conninfo(settings_for(given)))["options"]

    assert "-c work_mem=8MB" in str(options)
    assert "-c statement_timeout=10000" in str(options)
