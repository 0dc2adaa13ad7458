"""The operating-system user that the server runs as: never root, which PostgreSQL refuses."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from app.embedded.failure import EmbeddedPostgresError
from app.embedded.locks import exclusive_folder

SERVICE_USER = "hotelmate"
# Where the system keeps its users.
USERS_FOLDER = Path("/etc")
CREATE_USER = (
    "useradd --system --user-group --no-create-home --home-dir /nonexistent"
    f" --shell /usr/sbin/nologin {SERVICE_USER}".split(),
    f"adduser -S -D -H -s /sbin/nologin {SERVICE_USER}".split(),
)


class Account(NamedTuple):
    """A user of the operating system and whether becoming it means giving up root."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def own(self, path: Path) -> None:
        """Give a path to the account; nothing to do without root."""
        if self.dropped:
            os.chown(path, self.uid, self.gid)

    def own_folder(self, path: Path, mode: int = 0o700) -> None:
        """Make a folder that belongs to the account, and check that no one else made it before.

        Raises:
            EmbeddedPostgresError: the folder is a link, or another user's.
        """
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if path.is_symlink() or found.st_uid not in (self.uid, os.geteuid()):
            raise EmbeddedPostgresError(
                f"{path} belongs to another user (uid {found.st_uid}); "
                "choose another HOTELMATE_DATA_DIR or remove it"
            )
        self.own(path)
        path.chmod(mode)

    def run(self, command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a command as the account and return its result, output captured as text.

        A session of its own keeps the terminal's Ctrl-C away from it; PG* variables of the caller
        would change what initdb and pg_ctl do.
        """
        environment = {key: value for key, value in os.environ.items() if key[:2] != "PG"}
        environment |= {"LC_ALL": "C", "HOME": str(cwd)}
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            user=self.uid if self.dropped else None,
            group=self.gid if self.dropped else None,
            extra_groups=[] if self.dropped else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Tell whether the account may use a folder, by trying: modes alone do not tell of ACLs."""
        probe = ["/bin/sh", "-c", 'cd "$1" && test -r .', "probe", str(folder)]
        return not self.dropped or self.run(probe, Path("/")).returncode == 0


def server_account() -> Account:
    """Return the account of the server: the caller's own, or for root a service user."""
    if os.geteuid() != 0:
        return _own_account()
    entry = _service_user() or _create_service_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, dropped=True)


def _own_account() -> Account:
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise EmbeddedPostgresError(
            f"user id {os.geteuid()} has no entry in the user database, which PostgreSQL needs; "
            "add one, or set DATABASE_URL to use another server"
        ) from error
    return Account(entry.pw_name, entry.pw_uid, os.getegid(), dropped=False)


def _service_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return None


def _create_service_user() -> pwd.struct_passwd:
    """Create the service user: no password, no home, no shell.

    One process at a time: two that run useradd at once both find no such user, and the later one
    gives the user another number, while the earlier one's server has the first.
    """
    with exclusive_folder(USERS_FOLDER):
        return _service_user() or _run_create_user()


def _run_create_user() -> pwd.struct_passwd:
    reasons = []
    for command in CREATE_USER:
        if shutil.which(command[0]) is None:
            continue
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        # Somebody else may have been quicker: what counts is that the user is there.
        entry = _service_user()
        if entry is not None:
            return entry
        reasons.append(done.stderr.strip())
    raise EmbeddedPostgresError(
        f"PostgreSQL does not run as root, and the user {SERVICE_USER!r} cannot be created"
        f" ({'; '.join(reasons) or 'neither useradd nor adduser is installed'});"
        " run as an ordinary user, or set DATABASE_URL to use another server"
    )
