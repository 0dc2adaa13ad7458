"""Secrets of a data folder: made once, kept where only their owner reads them."""

import os
import secrets
from pathlib import Path

from app.embedded.places import make_data_dir


def stored_secret(data_dir: Path, file_name: str) -> str | None:
    """Return a secret kept in a data folder, or None."""
    try:
        return (data_dir / file_name).read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def keep_secret(data_dir: Path, file_name: str, secret: str) -> None:
    """Keep a secret in a data folder, in place of what was there (mode 0600)."""
    make_data_dir(data_dir)
    path = data_dir / file_name
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{secret}\n")


def make_secret(data_dir: Path, file_name: str, *, prefix: str = "") -> str:
    """Return a secret of a data folder; the first call makes it (256 random bits, mode 0600)."""
    secret = stored_secret(data_dir, file_name)
    if secret is None:
        secret = prefix + secrets.token_urlsafe(32)
        keep_secret(data_dir, file_name, secret)
    return secret
