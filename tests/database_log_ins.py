"""How tests, and the processes that they start, connect as the roles that log in."""

import os
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.settings import as_role
from schema import roles


def logged_in_as(database_url: str, role: str) -> str:
    """Return the connection string of a role of a database.

    On the embedded server it logs in, and cannot become the owner again. On a server that is given
    by DATABASE_URL the roles have no password, so the owner's session takes the role on.
    """
    if os.environ.get("DATABASE_URL"):
        return as_role(database_url, role)
    return make_conninfo(database_url, user=role)


def log_ins(url: str) -> dict[str, str]:
    """Return the variables by which API, relay and checks log in to a database as themselves.

    On a temporary server they do so over its socket. On the server of DATABASE_URL the roles have
    no password, so a session of the owner takes the role on.
    """
    variables = {
        "HOTELMATE_API_DATABASE_URL": roles.GATE,
        "HOTELMATE_RELAY_DATABASE_URL": roles.RELAY,
        "HOTELMATE_CHECKS_DATABASE_URL": roles.CHECKS,
    }
    if os.environ.get("DATABASE_URL"):
        return dict.fromkeys(variables, "")
    return {name: _with_user(url, role) for name, role in variables.items()}


def _with_user(url: str, user: str) -> str:
    """Return the URL of the same database for another user."""
    chosen = {**conninfo_to_dict(url), "user": user}
    return f"postgresql:///?{urlencode(chosen, quote_via=quote)}"
