"""The development credential of a data folder."""

from pathlib import Path

from app.cli.kept_secret import make_secret, stored_secret

FILE_NAME = "dev-token"


def stored_token(data_dir: Path) -> str | None:
    """Return the token kept in a data folder, or None."""
    return stored_secret(data_dir, FILE_NAME)


def make_token(data_dir: Path) -> str:
    """Return the token of a data folder; the first call makes it."""
    return make_secret(data_dir, FILE_NAME)
