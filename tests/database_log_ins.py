"""How tests connect as the roles that log in."""

import os

from psycopg.conninfo import make_conninfo

from app.settings import as_role


def logged_in_as(database_url: str, role: str) -> str:
    """Return the connection string of a role of a database.

    On the embedded server it logs in, and cannot become the owner again. On a server that is given
    by DATABASE_URL the roles have no password, so the owner's session takes the role on.
    """
    if os.environ.get("DATABASE_URL"):
        return as_role(database_url, role)
    return make_conninfo(database_url, user=role)
