"""The development credential: made once, kept where only its owner reads it."""

import os
import secrets
from pathlib import Path

from app.embedded.places import make_data_dir

FILE_NAME = "dev-token"


def stored_token(data_dir: Path) -> str | None:
    """Return the token kept in a data folder, or None."""
    try:
        return (data_dir / FILE_NAME).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def make_token(data_dir: Path) -> str:
    """Return the token of a data folder; the first call makes it (256 random bits, mode 0600)."""
    token = stored_token(data_dir)
    if token is None:
        token = secrets.token_urlsafe(32)
        make_data_dir(data_dir)
        path = data_dir / FILE_NAME
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{token}\n")
    return token
