"""A migration has the tables to itself before it changes the first one.

It comes to need nearly all of them, one after the other and in an order of its own. Beside programs
at work that is a deadlock sooner or later, and on a busy day it never came to its end. So it takes
them all at the beginning. First the hotels: what the API does at a hotel begins by reading its row,
so whoever comes later waits there, with nothing in hand, and whoever is under way comes to an end.
"""

from sqlalchemy import Connection

from schema.database import run_script

LOCK_ALL = """\
DO $lock_all$
DECLARE
    each regclass;
BEGIN
    FOR each IN
        SELECT pg_class.oid FROM pg_catalog.pg_class
        WHERE pg_class.relnamespace = to_regnamespace('hotelmate') AND pg_class.relkind = 'r'
        ORDER BY pg_class.relname <> 'hotel', pg_class.relname
    LOOP
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', each);
    END LOOP;
END
$lock_all$;
"""


def have_to_itself(connection: Connection) -> None:
    """Wait for every table, each for as long as `lock_timeout` says; there may be none yet.

    Args:
        connection: in a transaction, at whose end all are free again.

    Raises:
        ScriptError: one was not to be had in time, or the transaction was in a deadlock.
    """
    run_script(connection, LOCK_ALL, "taking all tables")
