"""The credentials of the demo hotel's staff, kept in the data folder of whoever made the hotel."""

from pathlib import Path

import msgspec

from app.cli.local.kept_secret import keep_secret, stored_secret
from app.demo.credentials import DemoCredentials

FILE_NAME = "demo-credentials"


def keep_credentials(data_dir: Path, credentials: DemoCredentials) -> None:
    """Keep the credentials, in place of those of another database."""
    keep_secret(data_dir, FILE_NAME, msgspec.json.encode(credentials).decode())


def stored_credentials(data_dir: Path) -> DemoCredentials | None:
    """Return the credentials of a data folder, None without any that can be read."""
    text = stored_secret(data_dir, FILE_NAME)
    try:
        return msgspec.json.decode(text, type=DemoCredentials) if text else None
    except msgspec.DecodeError:
        return None
