"""Settings: environment variables, checked once at start, then an immutable value.

`VARIABLES` is the only list of them. docs/configuration.md and `hotelmate settings` are tested
against it, and `Settings.from_environ` reads nothing that is not in it.
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import msgspec
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.embedded.places import default_data_dir
from app.messages.destination import Destination, destination
from app.messages.mailbox import MailboxError, mailbox
from app.realtime.channels import may_have_report_names
from schema import roles

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
LOG_LEVELS = ("debug", "info", "warning", "error")


class SettingsError(ValueError):
    """A variable of the environment has a value that cannot be used; the text names it."""


class Variable(msgspec.Struct, frozen=True):
    """One environment variable: what it is called, defaults to and means.

    `unset` is its value when it is empty and has no default, `none` how a value of None is written.
    """

    name: str
    field: str
    default: str
    meaning: str
    parse: Callable[[str], object] = str
    secret: bool = False
    unset: object = None
    none: str = ""


def _integer(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text.lower()

    return parse


def _hour_or_off(text: str) -> int | None:
    if text.lower() == "off":
        return None
    try:
        return _integer(0, 23)(text)
    except ValueError as error:
        raise ValueError("must be an hour from 0 to 23, or off") from error


def _boolean(text: str) -> bool:
    return _one_of("true", "false")(text) == "true"


def _postgres_url(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must start with postgresql://")
    try:
        conninfo_to_dict(text)
    except ProgrammingError as error:
        # libpq quotes only the part that it cannot read, which may be the password.
        raise ValueError("is not a PostgreSQL connection URL") from error
    return text


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise ValueError("must be an absolute path")
    return path


def _token(text: str) -> str:
    if len(text) < 16 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must have at least 16 printable ASCII characters and no space")
    return text


def _token_keys(text: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in text.split(","))
    if any(len(key) < 32 or not key.isascii() or not key.isprintable() for key in keys):
        raise ValueError("must list keys of at least 32 printable ASCII characters, by comma")
    return keys


def _stripe_key(text: str) -> str:
    if not text.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_")):
        raise ValueError("must start with sk_test_ or sk_live_ (rk_ for a restricted key)")
    return _token(text)


def _webhook_secrets(text: str) -> tuple[str, ...]:
    secrets = tuple(part.strip() for part in text.split(","))
    for secret in secrets:
        _token(secret)
    return secrets


def _hotels_with_report_names(text: str) -> tuple[str, ...]:
    slugs = tuple(part.strip() for part in text.split(","))
    if not all(may_have_report_names(slug) for slug in slugs):
        raise ValueError(
            "must list slugs of hotels, by comma; none that starts with private or presence"
        )
    if len(set(slugs)) < len(slugs):
        raise ValueError("must not list a hotel twice")
    return slugs


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or " " in text:
        raise ValueError("must start with http:// or https://")
    return text.rstrip("/")


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(part.strip() for part in text.split(","))
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError("must list origins like https://desk.example, by comma, without a path")
    return origins


def _networks(text: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in text.split(","))
    try:
        for network in networks:
            ip_network(network)
    except ValueError as error:
        raise ValueError("must list addresses or networks like 10.0.0.0/8, by comma") from error
    return networks


def _sender_address(text: str) -> str:
    try:
        mailbox(text)
    except MailboxError as error:
        raise ValueError("must be one address like stay@hotel.example") from error
    if not text.isascii():
        raise ValueError("must be an address in ASCII")
    return text


def _host_name(text: str) -> str:
    if not text.replace("-", "").replace(".", "").isalnum() or not text.isascii():
        raise ValueError("must be the name or the address of a host, without scheme, port and path")
    return text


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DATABASE_URL",
        "database_url",
        "",
        "PostgreSQL 18 server and database, as the owner of the schema; unset, with the three"
        " below: the embedded server",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_API_DATABASE_URL",
        "api_database_url",
        "",
        "What the API and the payments worker connect with, as a member of hotelmate_gate;"
        " unset: DATABASE_URL under that role",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_RELAY_DATABASE_URL",
        "relay_database_url",
        "",
        "What the relay connects with, as a member of hotelmate_relay; unset: DATABASE_URL under"
        " that role",
        _postgres_url,
        secret=True,
    ),
    Variable(
        "HOTELMATE_CHECKS_DATABASE_URL",
        "checks_database_url",
        "",
        "What the checks connect with, as a member of hotelmate_checks; unset: DATABASE_URL under"
        " that role",
        _postgres_url,
        secret=True,
    ),
    Variable("HOTELMATE_HOST", "host", "127.0.0.1", "Address the API listens on"),
    Variable("HOTELMATE_PORT", "port", "8000", "Port the API listens on", _integer(1, 65535)),
    Variable(
        "HOTELMATE_DATA_DIR",
        "data_dir",
        "",
        "Folder of the embedded server, of logs and of what is made once and kept;"
        " unset: the user's data folder, /var/lib/hotelmate for root",
        _folder,
    ),
    Variable(
        "HOTELMATE_TOKEN_KEYS",
        "token_keys",
        "",
        "What access tokens are signed with; several, by comma, while one replaces another: the"
        " first signs. Unset: made once, kept in the data folder",
        _token_keys,
        secret=True,
        unset=(),
    ),
    Variable(
        "HOTELMATE_ACCESS_TOKEN_MINUTES",
        "access_token_minutes",
        "15",
        "Minutes that an access token is good",
        _integer(1, 1440),
    ),
    Variable(
        "HOTELMATE_SESSION_HOURS",
        "session_hours",
        "336",
        "Hours after a log-in in which its refresh tokens work",
        _integer(1, 8760),
    ),
    Variable(
        "HOTELMATE_LOG_LEVEL",
        "log_level",
        "info",
        "Least severe message that is logged: debug, info, warning or error",
        _one_of(*LOG_LEVELS),
    ),
    Variable(
        "HOTELMATE_POOL_MIN_SIZE",
        "pool_min_size",
        "2",
        "Database connections that the API keeps open",
        _integer(0, 500),
    ),
    Variable(
        "HOTELMATE_POOL_MAX_SIZE",
        "pool_max_size",
        "10",
        "Database connections that the API opens at most",
        _integer(1, 500),
    ),
    Variable(
        "HOTELMATE_STATEMENT_TIMEOUT_MS",
        "statement_timeout_ms",
        "10000",
        "Milliseconds after which a statement of the API is cancelled; 0: never",
        _integer(0, 600_000),
    ),
    Variable(
        "HOTELMATE_REQUEST_TIMEOUT_SECONDS",
        "request_timeout_seconds",
        "30",
        "Seconds in which a request must arrive and its answer begin; 0: any time",
        _integer(0, 600),
    ),
    Variable(
        "HOTELMATE_REQUESTS_PER_SECOND",
        "requests_per_second",
        "50",
        "Requests a second for each credential, and for each address without one, of each API"
        " process; twice as many at once; 0: any number",
        _integer(0, 100_000),
    ),
    Variable(
        "HOTELMATE_TRUSTED_PROXIES",
        "trusted_proxies",
        "",
        "Addresses or networks, by comma, whose X-Forwarded-For and X-Forwarded-Proto are"
        " believed; unset: none",
        _networks,
        unset=(),
    ),
    Variable(
        "HOTELMATE_CORS_ORIGINS",
        "cors_origins",
        "",
        "Origins, by comma, whose pages may call the API; unset: none",
        _origins,
        unset=(),
    ),
    Variable(
        "HOTELMATE_EVENT_STREAMS_MAX",
        "event_streams_max",
        "1000",
        "Streams of events that the API sends at once; 0: none",
        _integer(0, 100_000),
    ),
    Variable(
        "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS",
        "events_delay_limit_seconds",
        "300",
        "Seconds that an event may wait for delivery before the API is not ready; 0: any time",
        _integer(0, 604_800),
    ),
    Variable(
        "HOTELMATE_CHECK_HOUR",
        "check_hour",
        "4",
        "Hour by each hotel's clock, 0 to 23, after which the API runs the day's checks; or off",
        _hour_or_off,
        none="off",
    ),
    Variable(
        "HOTELMATE_CONSISTENCY_DAYS",
        "consistency_days",
        "400",
        "Days that runs of the checks and what they found are kept",
        _integer(1, 36_500),
    ),
    Variable(
        "STRIPE_SECRET_KEY",
        "stripe_secret_key",
        "",
        "Stripe's secret key, sk_test_ or sk_live_; unset: payments at the desk only",
        _stripe_key,
        secret=True,
    ),
    Variable(
        "STRIPE_WEBHOOK_SECRET",
        "stripe_webhook_secrets",
        "",
        "What Stripe signs webhooks with, whsec_; several, by comma, while one replaces another",
        _webhook_secrets,
        secret=True,
    ),
    Variable(
        "STRIPE_API_BASE",
        "stripe_api_base",
        "",
        "Address of another server that speaks Stripe's protocol; unset: Stripe's own",
        _web_address,
    ),
    Variable(
        "HOTELMATE_MAIL",
        "mail",
        "",
        "What sends messages to guests: smtp://user:password@host:587, with ?starttls=required (the"
        " default), if-offered or no; smtps://…; or file:/folder, one file a message. Unset: nobody"
        " does, and they expire",
        destination,
        secret=True,
    ),
    Variable(
        "HOTELMATE_MAIL_FROM",
        "mail_from",
        "",
        "Address that messages to guests come from; answers go to the hotel's own",
        _sender_address,
    ),
    Variable(
        "HOTELMATE_PUBLIC_URL",
        "public_url",
        "",
        "Address under which guests reach the API, for the links in messages",
        _web_address,
    ),
    Variable(
        "PUSHER_APP_ID",
        "pusher_app_id",
        "",
        "Pusher application; unset: clients use the stream and replay",
    ),
    Variable("PUSHER_KEY", "pusher_key", "", "Pusher key, public"),
    Variable("PUSHER_SECRET", "pusher_secret", "", "Pusher secret", secret=True),
    Variable("PUSHER_CLUSTER", "pusher_cluster", "", "Pusher cluster, when no host is set"),
    Variable(
        "PUSHER_HOST",
        "pusher_host",
        "",
        "Host of a server that speaks the Pusher protocol",
        _host_name,
    ),
    Variable("PUSHER_PORT", "pusher_port", "443", "Port of that host", _integer(1, 65535)),
    Variable("PUSHER_SSL", "pusher_ssl", "true", "TLS to that host: true or false", _boolean),
    Variable(
        "HOTELMATE_EVENTS_KEPT_HOURS",
        "events_kept_hours",
        "72",
        "Hours that realtime messages are kept for replay; until they are delivered in any case",
        _integer(1, 8760),
    ),
    Variable(
        "HOTELMATE_LEGACY_CHANNELS",
        "legacy_channels",
        "",
        "Slugs of hotels, by comma, whose messages also go to the report's channels,"
        " most of which are public; unset: none",
        _hotels_with_report_names,
        unset=(),
    ),
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
    host: str
    port: int
    data_dir: Path
    token_keys: tuple[str, ...]
    access_token_minutes: int
    session_hours: int
    log_level: str
    pool_min_size: int
    pool_max_size: int
    statement_timeout_ms: int
    request_timeout_seconds: int
    requests_per_second: int
    trusted_proxies: tuple[str, ...]
    cors_origins: tuple[str, ...]
    event_streams_max: int
    events_delay_limit_seconds: int
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
            fields["data_dir"] = default_data_dir()
        wrong += _contradictions(fields)
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


def _contradictions(fields: Mapping[str, Any]) -> list[str]:
    """Name what is wrong between variables that are each right."""
    wrong = []
    smallest, largest = fields.get("pool_min_size"), fields.get("pool_max_size")
    if smallest is not None and largest is not None and smallest > largest:
        wrong.append("HOTELMATE_POOL_MIN_SIZE must not be above HOTELMATE_POOL_MAX_SIZE")
    if fields.get("mail") is not None:
        for name in ("HOTELMATE_MAIL_FROM", "HOTELMATE_PUBLIC_URL"):
            if not fields.get(name.removeprefix("HOTELMATE_").lower()):
                wrong.append(f"{name} must be set when HOTELMATE_MAIL is")
    if not fields.get("pusher_app_id"):
        names = ("PUSHER_KEY", "PUSHER_SECRET", "PUSHER_CLUSTER", "PUSHER_HOST")
        given = [name for name in names if fields.get(name.lower())]
        if given:
            # Else clients would be let in to channels that nobody sends to.
            wrong.append(f"PUSHER_APP_ID must be set when {given[0]} is")
    else:
        for name in ("PUSHER_KEY", "PUSHER_SECRET"):
            if not fields.get(name.lower()):
                wrong.append(f"{name} must be set when PUSHER_APP_ID is")
        if not fields.get("pusher_host") and not fields.get("pusher_cluster"):
            wrong.append("PUSHER_CLUSTER or PUSHER_HOST must be set when PUSHER_APP_ID is")
    return wrong
