"""What access tokens are signed with, where nobody sets it: made once, kept in the data folder."""

from app.cli.local.kept_secret import make_secret, stored_secret
from app.settings import Settings, SettingsError

FILE_NAME = "token-key"


def with_token_key(settings: Settings) -> Settings:
    """Fill in the key of the data folder when none is set; the first call makes it."""
    if settings.token_keys:
        return settings
    return settings.with_token_key(make_secret(settings.data_dir, FILE_NAME))


def with_stored_token_key(settings: Settings) -> Settings:
    """Fill in the key that `hotelmate run` stored, when none is set.

    Raises:
        SettingsError: there is none. One made up here would let in nobody who logged in elsewhere.
    """
    if settings.token_keys:
        return settings
    key = stored_secret(settings.data_dir, FILE_NAME)
    if key is None:
        raise SettingsError(
            "HOTELMATE_TOKEN_KEYS must be set: access tokens are signed with it, and `hotelmate"
            f" run` has kept none in {settings.data_dir}"
        )
    return settings.with_token_key(key)
