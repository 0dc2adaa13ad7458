"""All settings: read from the environment, checked, then an immutable value."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.settings import access, consistency, database, messages, payments, realtime, serving
from app.settings.mail_destination import Destination
from app.settings.variable import SettingsError, Variable
from schema import roles

_SUBJECTS = (database, serving, access, consistency, payments, messages, realtime)
VARIABLES: tuple[Variable, ...] = tuple(
    variable for subject in _SUBJECTS for variable in subject.VARIABLES
)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set from outside; see VARIABLES for the meaning of each field.

    `database_url` is None until the embedded server's address is known: the command line puts it
    there before anything else sees the settings.
    """

    database_url: str | None
    api_database_url: str | None
    relay_database_url: str | None
    checks_database_url: str | None
    data_dir: Path
    pool_min_size: int
    pool_max_size: int
    statement_timeout_ms: int
    host: str
    port: int
    log_level: str
    request_timeout_seconds: int
    requests_per_second: int
    trusted_proxies: tuple[str, ...]
    cors_origins: tuple[str, ...]
    token_keys: tuple[str, ...]
    access_token_minutes: int
    session_hours: int
    check_hour: int | None
    consistency_days: int
    stripe_secret_key: str | None
    stripe_webhook_secrets: tuple[str, ...] | None
    stripe_api_base: str | None
    mail: Destination | None
    mail_from: str | None
    public_url: str | None
    pusher_app_id: str | None
    pusher_key: str | None
    pusher_secret: str | None
    pusher_cluster: str | None
    pusher_host: str | None
    pusher_port: int
    pusher_ssl: bool
    event_streams_max: int
    events_delay_limit_seconds: int
    events_kept_hours: int
    legacy_channels: tuple[str, ...]

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check every variable.

        Raises:
            SettingsError: names every variable that is wrong, and why; never shows a value.
        """
        fields: dict[str, Any] = {}
        wrong: list[str] = []
        for variable in VARIABLES:
            # An empty variable counts as unset, as in `HOTELMATE_PORT= make run`.
            text = environ.get(variable.name, "").strip() or variable.default
            try:
                fields[variable.field] = variable.parse(text) if text else variable.unset
            except ValueError as error:
                wrong.append(f"{variable.name} {error}")
        if fields.get("data_dir") is None and not wrong:
            fields["data_dir"] = database.default_data_dir()
        for subject in (database, messages, realtime):
            wrong += subject.contradictions(fields)
        if wrong:
            raise SettingsError("; ".join(wrong))
        return cls(**fields)

    def with_database(self, database_url: str) -> "Settings":
        """Return the same settings with the database's address filled in."""
        return msgspec.structs.replace(self, database_url=database_url)

    def with_token_key(self, key: str) -> "Settings":
        """Return the same settings with what access tokens are signed with filled in."""
        return msgspec.structs.replace(self, token_keys=(key,))

    def with_webhook_secret(self, secret: str) -> "Settings":
        """Return the same settings with what webhooks are signed with filled in."""
        return msgspec.structs.replace(self, stripe_webhook_secrets=(secret,))

    @property
    def owner_url(self) -> str:
        """Connection string of a DBA: migrations, reconciliation, adoption."""
        if self.database_url is None:
            raise SettingsError("DATABASE_URL must be set: this needs the owner of the schema")
        return self.database_url

    @property
    def api_url(self) -> str:
        """Connection string of the API and the payments worker."""
        return self.api_database_url or self._as(roles.GATE, "HOTELMATE_API_DATABASE_URL")

    @property
    def relay_url(self) -> str:
        """Connection string of the relay."""
        return self.relay_database_url or self._as(roles.RELAY, "HOTELMATE_RELAY_DATABASE_URL")

    @property
    def checks_url(self) -> str:
        """Connection string of the checks."""
        return self.checks_database_url or self._as(roles.CHECKS, "HOTELMATE_CHECKS_DATABASE_URL")

    def _as(self, role: str, variable: str) -> str:
        if self.database_url is None:
            raise SettingsError(f"{variable} or DATABASE_URL must be set")
        return as_role(self.database_url, role)

    def shown(self) -> list[tuple[Variable, str]]:
        """Pair each variable with its present value as text; secrets are only said to be set."""
        pairs = []
        for variable in VARIABLES:
            value = getattr(self, variable.field)
            if value is None:
                text = variable.none
            elif variable.secret:
                text = "(set)"
            elif isinstance(value, tuple):
                text = ",".join(value)
            else:
                text = str(value).lower() if isinstance(value, bool) else str(value)
            pairs.append((variable, text))
        return pairs

    def __repr__(self) -> str:
        body = ", ".join(f"{variable.field}={text!r}" for variable, text in self.shown())
        return f"Settings({body})"


def as_role(database_url: str, role: str) -> str:
    """Add the libpq option that puts a session under a role from its first statement on."""
    options = conninfo_to_dict(database_url).get("options")
    return make_conninfo(database_url, options=f"{options or ''} -c role={role}".strip())
