"""Settings: defaults, refusals that name their variable, hidden secrets, complete documentation."""

import re
from pathlib import Path

import msgspec
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.cli.environment import names_a_server, with_database
from app.settings import VARIABLES, Settings, SettingsError

DOCUMENT = Path(__file__).parents[2] / "docs" / "configuration.md"
REJECTED = [
    ("DATABASE_URL", "mysql://somewhere/hotel"),
    ("DATABASE_URL", "postgresql://host/hotel?no_such_option=1"),
    ("HOTELMATE_API_DATABASE_URL", "host=elsewhere"),
    ("HOTELMATE_RELAY_DATABASE_URL", "host=elsewhere"),
    ("HOTELMATE_CHECKS_DATABASE_URL", "host=elsewhere"),
    ("HOTELMATE_PORT", "0"),
    ("HOTELMATE_PORT", "65536"),
    ("HOTELMATE_PORT", "eighty"),
    ("HOTELMATE_DATA_DIR", "relative/folder"),
    ("HOTELMATE_TOKEN_KEYS", "short"),
    ("HOTELMATE_TOKEN_KEYS", "a-key-of-thirty-two-characters-or-more,short"),
    ("HOTELMATE_TOKEN_KEYS", "a-key-of-thirty-two-characters-or-more,"),
    ("HOTELMATE_ACCESS_TOKEN_MINUTES", "0"),
    ("HOTELMATE_SESSION_HOURS", "0"),
    ("HOTELMATE_LOG_LEVEL", "loud"),
    ("HOTELMATE_POOL_MIN_SIZE", "-1"),
    ("HOTELMATE_POOL_MAX_SIZE", "0"),
    ("HOTELMATE_STATEMENT_TIMEOUT_MS", "1.5"),
    ("HOTELMATE_CHECK_HOUR", "24"),
    ("HOTELMATE_CHECK_HOUR", "never"),
    ("HOTELMATE_CONSISTENCY_DAYS", "0"),
    ("STRIPE_SECRET_KEY", "pk_test_public-not-secret"),
    ("STRIPE_SECRET_KEY", "sk_test_short"),
    ("STRIPE_WEBHOOK_SECRET", "whsec_short"),
    ("STRIPE_WEBHOOK_SECRET", "whsec_long_enough_for_it,"),
    ("STRIPE_API_BASE", "stripe.example"),
    ("PUSHER_HOST", "http://pusher.example:443/apps"),
    ("PUSHER_PORT", "99999"),
    ("PUSHER_SSL", "perhaps"),
    ("HOTELMATE_LEGACY_CHANNELS", "Sea View"),
    ("HOTELMATE_LEGACY_CHANNELS", "sea-view,"),
    ("HOTELMATE_LEGACY_CHANNELS", "sea-view,sea-view"),
    ("HOTELMATE_LEGACY_CHANNELS", "private-sea-view"),
    ("HOTELMATE_LEGACY_CHANNELS", "sea-staff-1-notifications"),
]


def test_without_variables_everything_has_its_default() -> None:
    settings = Settings.from_environ({})
    assert settings.database_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.data_dir.is_absolute()
    assert settings.token_keys == ()
    assert settings.pusher_app_id is None
    assert settings.pusher_ssl is True
    assert settings.legacy_channels == ()


def test_the_table_names_every_field_once() -> None:
    assert [variable.field for variable in VARIABLES] == list(Settings.__struct_fields__)
    assert len({variable.name for variable in VARIABLES}) == len(VARIABLES)


def test_webhook_secrets_are_several_while_one_replaces_another() -> None:
    settings = Settings.from_environ(
        {"STRIPE_WEBHOOK_SECRET": "whsec_the_old_secret, whsec_the_new_secret"}
    )
    assert settings.stripe_webhook_secrets == ("whsec_the_old_secret", "whsec_the_new_secret")


def test_hotels_with_the_reports_channels_are_listed_by_comma() -> None:
    settings = Settings.from_environ({"HOTELMATE_LEGACY_CHANNELS": "sea-view, old-mill"})
    assert settings.legacy_channels == ("sea-view", "old-mill")
    assert "legacy_channels='sea-view,old-mill'" in repr(settings)


def test_the_daily_checks_have_an_hour_or_are_off() -> None:
    assert Settings.from_environ({}).check_hour == 4
    assert Settings.from_environ({"HOTELMATE_CHECK_HOUR": "0"}).check_hour == 0
    off = Settings.from_environ({"HOTELMATE_CHECK_HOUR": "Off"})
    assert off.check_hour is None
    assert "check_hour='off'" in repr(off)


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environ({"HOTELMATE_PORT": ""}).port == 8000


@pytest.mark.parametrize(("name", "value"), REJECTED)
def test_a_wrong_value_is_refused_by_its_name_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environ({name: value})
    assert str(refusal.value).startswith(f"{name} ")
    assert value not in str(refusal.value) or len(value) < 3


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"HOTELMATE_PORT.*; PUSHER_SSL"):
        Settings.from_environ({"HOTELMATE_PORT": "x", "PUSHER_SSL": "x"})


def test_a_pool_cannot_be_smaller_than_its_smallest_size() -> None:
    with pytest.raises(SettingsError, match="HOTELMATE_POOL_MIN_SIZE"):
        Settings.from_environ({"HOTELMATE_POOL_MIN_SIZE": "9", "HOTELMATE_POOL_MAX_SIZE": "3"})


def test_a_pusher_application_needs_its_key_secret_and_place() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environ({"PUSHER_APP_ID": "1"})
    for name in ("PUSHER_KEY", "PUSHER_SECRET", "PUSHER_CLUSTER"):
        assert name in str(refusal.value)


@pytest.mark.parametrize("name", ["PUSHER_KEY", "PUSHER_SECRET", "PUSHER_CLUSTER", "PUSHER_HOST"])
def test_what_belongs_to_a_pusher_application_needs_the_application(name: str) -> None:
    with pytest.raises(SettingsError, match=f"PUSHER_APP_ID must be set when {name} is"):
        Settings.from_environ({name: "eu"})


def test_secrets_are_not_in_the_representation() -> None:
    environment = {
        "DATABASE_URL": "postgresql://owner:hush-hush@db/hotel",
        "HOTELMATE_TOKEN_KEYS": "hush-hush-hush-hush-hush-hush-hush-hush",
        "PUSHER_APP_ID": "1",
        "PUSHER_KEY": "public",
        "PUSHER_SECRET": "hush-hush",
        "PUSHER_CLUSTER": "eu",
    }
    settings = Settings.from_environ(environment)
    for text in (repr(settings), str(settings), f"{settings}", str(settings.shown())):
        assert "hush" not in text


def test_settings_cannot_be_changed() -> None:
    settings = Settings.from_environ({})
    with pytest.raises(AttributeError):
        settings.port = 9  # type: ignore[misc]
    assert msgspec.structs.replace(settings, port=9).port == 9


PROCESSES = [
    ("api_url", "HOTELMATE_API_DATABASE_URL", "hotelmate_gate"),
    ("relay_url", "HOTELMATE_RELAY_DATABASE_URL", "hotelmate_relay"),
    ("checks_url", "HOTELMATE_CHECKS_DATABASE_URL", "hotelmate_checks"),
]


@pytest.mark.parametrize(("field", "variable", "role"), PROCESSES)
def test_each_process_connects_under_its_role_and_keeps_the_options_it_was_given(
    field: str, variable: str, role: str
) -> None:
    url = "postgresql://owner@db/hotel?options=-c%20work_mem%3D8MB"
    used = getattr(Settings.from_environ({"DATABASE_URL": url}), field)
    assert conninfo_to_dict(used)["options"] == f"-c work_mem=8MB -c role={role}"


@pytest.mark.parametrize(("field", "variable", "role"), PROCESSES)
def test_each_process_takes_its_own_url_as_it_is(field: str, variable: str, role: str) -> None:
    own = "postgresql://somebody@db/hotel"
    environment = {"DATABASE_URL": "postgresql://db/hotel", variable: own}
    assert getattr(Settings.from_environ(environment), field) == own


@pytest.mark.parametrize(("field", "variable", "role"), PROCESSES)
def test_each_process_without_an_address_says_which_is_missing(
    field: str, variable: str, role: str
) -> None:
    with pytest.raises(SettingsError) as missing:
        getattr(Settings.from_environ({}), field)
    assert variable in str(missing.value)
    assert "DATABASE_URL" in str(missing.value).replace(variable, "")


@pytest.mark.parametrize("variable", ["DATABASE_URL", *(each for _, each, _ in PROCESSES)])
def test_one_address_of_a_database_is_enough_to_leave_the_embedded_server_alone(
    variable: str, tmp_path: Path
) -> None:
    where = {"HOTELMATE_DATA_DIR": str(tmp_path / "none")}
    assert not names_a_server(Settings.from_environ(where))
    settings = Settings.from_environ({**where, variable: "postgresql://db/hotel"})
    with with_database(settings) as ready:
        assert ready == settings
    assert not (tmp_path / "none").exists()


def test_the_documentation_lists_every_variable_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `[A-Z_]+` \|.*$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    expected = [
        f"| `{variable.name}` | {f'`{variable.default}`' if variable.default else 'unset'} "
        f"| {variable.meaning} |"
        for variable in VARIABLES
    ]
    assert rows == expected, "the table should be:\n" + "\n".join(expected)
