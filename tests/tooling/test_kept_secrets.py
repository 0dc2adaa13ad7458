"""Secrets that nobody sets are made once and kept where only their owner reads them."""

import stat
from pathlib import Path

import pytest

from app.cli.local.demo_credentials import keep_credentials, stored_credentials
from app.cli.local.token_key import FILE_NAME, with_stored_token_key, with_token_key
from app.cli.local.webhook_secret import with_stored_webhook_secret, with_webhook_secret
from app.demo.credentials import make_credentials
from app.settings import Settings, SettingsError


def test_only_where_there_is_no_stripe_a_webhook_secret_is_made(tmp_path: Path) -> None:
    where = {"HOTELMATE_DATA_DIR": str(tmp_path / "data")}
    bare = Settings.from_environ(where)
    assert with_stored_webhook_secret(bare) == bare
    (secret,) = with_webhook_secret(bare).stripe_webhook_secrets or ()
    assert secret.startswith("whsec_")
    assert with_stored_webhook_secret(bare) == with_webhook_secret(bare)
    assert stat.S_IMODE((tmp_path / "data" / "webhook-secret").stat().st_mode) == 0o600
    for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        given = Settings.from_environ({**where, name: "sk_test_for_tests_only"})
        assert with_webhook_secret(given) == with_stored_webhook_secret(given) == given


def test_the_key_of_tokens_is_made_once_private_and_only_where_none_is_set(tmp_path: Path) -> None:
    where = {"HOTELMATE_DATA_DIR": str(tmp_path / "data")}
    bare = Settings.from_environ(where)
    with pytest.raises(SettingsError, match="HOTELMATE_TOKEN_KEYS"):
        with_stored_token_key(bare)
    (key,) = with_token_key(bare).token_keys
    assert len(key) >= 40
    assert with_stored_token_key(bare) == with_token_key(bare)
    assert stat.S_IMODE((tmp_path / "data" / FILE_NAME).stat().st_mode) == 0o600
    given = Settings.from_environ({**where, "HOTELMATE_TOKEN_KEYS": "k" * 32})
    assert with_token_key(given) == with_stored_token_key(given) == given


def test_the_demos_credentials_are_kept_private_and_only_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert stored_credentials(folder) is None
    for hotel_id in (1, 2):
        made = make_credentials(hotel_id)
        keep_credentials(folder, made)
        assert stored_credentials(folder) == made
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_text("{", encoding="ascii")
    assert stored_credentials(folder) is None
