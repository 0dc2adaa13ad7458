"""The server's configuration files, written anew at each start.

Authentication is `peer`: the kernel names the user at the other end of the socket, and only root
and the server's own user are let in, as any role. The socket's folder is closed to others as well
(0700), but a folder's mode is one `chmod` away from open, and `trust` would then admit everyone.
TCP is off unless a setting turns it on; then a role needs a password of its own (SCRAM).
"""

from collections.abc import Mapping
from pathlib import Path

from app.embedded.account import Account

INCLUDED = "hotelmate.conf"
AUTHENTICATION = """\
local all all peer map=hotelmate
host all all 127.0.0.1/32 scram-sha-256
"""
BASE_SETTINGS: Mapping[str, str | int] = {
    "listen_addresses": "",
    "port": 5432,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # DETAIL and CONTEXT of an error quote rows and values, which are people's.
    "log_error_verbosity": "terse",
}


def write(
    cluster: Path, account: Account, socket_dir: Path, extra: Mapping[str, str | int]
) -> None:
    """Write settings, authentication and user map into a cluster's folder.

    What a DBA sets with ALTER SYSTEM stays and wins: it is kept in another file, read later.
    """
    settings = {**BASE_SETTINGS, "unix_socket_directories": f'"{socket_dir}"', **extra}
    _write(cluster / INCLUDED, "".join(_line(*item) for item in settings.items()), account)
    _write(cluster / "pg_hba.conf", AUTHENTICATION, account)
    names = sorted({"root", account.name})
    users = "".join(f'hotelmate "{name}" all\n' for name in names)
    _write(cluster / "pg_ident.conf", users, account)


def include_in(cluster: Path) -> None:
    """Make a new cluster read the settings written here."""
    with (cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude_if_exists = '{INCLUDED}'\n")


def _line(name: str, value: str | int) -> str:
    return "{} = '{}'\n".format(name, str(value).replace("'", "''"))


def _write(path: Path, text: str, account: Account) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    account.own(path)
