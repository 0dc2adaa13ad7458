"""`hotelmate run`: everything, from an empty machine to a served hotel."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import click
import psycopg

from app.cli.address import base_url, require_free
from app.cli.dev_token import make_token
from app.cli.environment import settings_of_process
from app.cli.kept_secret import stored_secret
from app.cli.supervisor import POLL_SECONDS, ChildDied, Supervisor, log_name
from app.cli.webhook_secret import FILE_NAME as SECRET_FILE
from app.cli.webhook_secret import with_webhook_secret
from app.embedded import EmbeddedPostgres
from app.settings import Settings

READY_SECONDS = 60.0
CHILDREN = ("serve", "relay")
# Started only where there is an account at Stripe.
PAYMENTS = "payments worker"


class StopRequested(BaseException):
    """SIGINT or SIGTERM arrived; no error, and caught by nothing on its way out."""


@click.command()
def run() -> None:
    """Start everything: database, migrations, demo data, API, relay, payments worker."""
    settings = settings_of_process()
    require_free(settings.host, settings.port)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _request_stop)
    try:
        with ExitStack() as stack:
            # Left in reverse order: the children first, PostgreSQL last.
            server, settings = _database(stack, settings)
            _migrate_and_seed(settings)
            supervisor = stack.enter_context(Supervisor(_environment(settings), settings.data_dir))
            for command in _children(settings):
                supervisor.start(command)
            _await_ready(supervisor, settings)
            click.echo(_welcome(settings, server))
            _watch(supervisor, server)
    except StopRequested:
        click.echo("HotelMate has stopped.")
    except ChildDied as error:
        raise click.ClickException(f"everything has been stopped: {error}") from error


def _request_stop(number: int, frame: FrameType | None) -> None:
    """Unwind once; a second signal must not interrupt the unwinding."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise StopRequested


def _database(stack: ExitStack, settings: Settings) -> tuple[EmbeddedPostgres | None, Settings]:
    """Start or join the embedded server, unless DATABASE_URL names another; fill in secrets."""
    settings = settings.with_dev_token(settings.dev_token or make_token(settings.data_dir))
    settings = with_webhook_secret(settings)
    if settings.database_url is not None:
        return None, settings
    click.echo(f"Starting PostgreSQL 18 in {settings.data_dir} ...")
    server = stack.enter_context(EmbeddedPostgres(settings.data_dir))
    return server, settings.with_database(server.url())


def _migrate_and_seed(settings: Settings) -> None:
    from schema import migrate

    outcome = migrate.upgrade(settings.owner_url)
    if outcome.stepped:
        click.echo(f"Migrated the database to revision {', '.join(migrate.heads())}.")
    with psycopg.connect(settings.owner_url) as connection:
        if connection.execute("SELECT 1 FROM hotelmate.hotel LIMIT 1").fetchone() is None:
            from app.demo.seed import seed_demo

            # Where Stripe has an account, it would be asked about what it does not hold.
            seed_demo(connection, with_stays_by_card=settings.stripe_secret_key is None)
            click.echo("Added the demo hotel.")


def _environment(settings: Settings) -> dict[str, str]:
    """Return the children's environment: ours, and what this command found out."""
    found = {
        "DATABASE_URL": settings.owner_url,
        "HOTELMATE_DEV_TOKEN": settings.dev_token or "",
        "STRIPE_WEBHOOK_SECRET": ",".join(settings.stripe_webhook_secrets or ()),
    }
    return {**os.environ, **found}


def _children(settings: Settings) -> tuple[str, ...]:
    return (*CHILDREN, PAYMENTS) if settings.stripe_secret_key else CHILDREN


def _await_ready(supervisor: Supervisor, settings: Settings) -> None:
    import httpx

    address = f"{base_url(settings.host, settings.port)}/health/ready"

    def answers() -> bool:
        try:
            return httpx.get(address, timeout=2, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    if not supervisor.wait_until(answers, READY_SECONDS):
        raise click.ClickException(f"{address} did not answer 200 within {READY_SECONDS:.0f} s")


def _watch(supervisor: Supervisor, server: EmbeddedPostgres | None) -> None:
    """Return never: the end is a signal, or the death of something that everything needs."""
    while True:
        supervisor.check()
        if server is not None and server.pid is None:
            raise ChildDied(f"PostgreSQL ended, see {server.log_file}")
        time.sleep(POLL_SECONDS)


def _welcome(settings: Settings, server: EmbeddedPostgres | None) -> str:
    """Return what a person needs next: addresses, credential, things to try."""
    url = base_url(settings.host, settings.port)
    program = _program()
    with psycopg.connect(settings.owner_url) as connection:
        hotels = connection.execute("SELECT slug FROM hotelmate.hotel ORDER BY hotel_id LIMIT 1")
        row = hotels.fetchone()
    slug = row[0] if row else "{slug}"
    where = f"embedded, in {server.data_dir}" if server else "that of DATABASE_URL"
    return f"""
HotelMate is running; Ctrl-C stops it.

    API            {url}/api/hotels/{slug}
    API reference  {url}/schema
    Readiness      {url}/health/ready
    Database       PostgreSQL, {where}
    Logs           {settings.data_dir}/{", ".join(map(log_name, _children(settings)))}
    Realtime       {_realtime(settings, url, slug)}
    Stripe         {_stripe(settings, url)}
    Staff          {settings.dev_staff}, with the header
                   Authorization: Bearer {settings.dev_token}

To try, in another terminal:

    {program} demo     a whole stay, then everything that must be refused
    {program} psql     SQL as the owner; the rules hold there too
    curl -H 'Authorization: Bearer {settings.dev_token}' {url}/api/hotels/{slug}/rooms
    curl -NH 'Authorization: Bearer {settings.dev_token}' {url}/api/hotels/{slug}/events/stream
"""


def _realtime(settings: Settings, url: str, slug: str) -> str:
    """Say how clients hear of changes, in lines of the welcome's second column."""
    stream = f"{url}/api/hotels/{slug}/events/stream"
    if settings.pusher_app_id is None:
        return stream
    where = settings.pusher_host or f"cluster {settings.pusher_cluster}"
    return f"Pusher application {settings.pusher_app_id} at {where}\n{' ' * 19}{stream}"


def _stripe(settings: Settings, url: str) -> str:
    """Say how guests pay and what signs the webhooks, in lines of the welcome's second column."""
    endpoint, secrets = f"{url}/webhooks/stripe", settings.stripe_webhook_secrets
    if settings.stripe_secret_key is not None:
        lines = ["guests pay by card", f"{endpoint} takes the events"]
        if secrets is None:
            lines[1] = f"{endpoint} takes no events: set STRIPE_WEBHOOK_SECRET"
    else:
        local = secrets is not None and stored_secret(settings.data_dir, SECRET_FILE) in secrets
        signed = settings.data_dir / SECRET_FILE if local else "STRIPE_WEBHOOK_SECRET"
        lines = [
            "no key: the desk takes payments",
            f"{endpoint} takes events",
            f"signed with {signed}",
        ]
    return f"\n{' ' * 19}".join(lines)


def _program() -> str:
    """Return how this program was called, as short as it works from the working directory."""
    called = Path(sys.argv[0])
    if called.name != "hotelmate" or not called.is_absolute():
        return sys.argv[0] if called.name == "hotelmate" else "hotelmate"
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)
