"""`hotelmate run`: everything, from an empty machine to a served hotel."""

import os
import signal
import time
from contextlib import ExitStack
from types import FrameType
from typing import Any

import click
import psycopg

from app.cli.environment import names_a_server, settings_of_process, with_log_ins
from app.cli.local.address import base_url, require_free
from app.cli.local.demo_credentials import keep_credentials
from app.cli.local.mail import mail_environment, with_local_mail
from app.cli.local.token_key import with_token_key
from app.cli.local.webhook_secret import with_webhook_secret
from app.cli.local.welcome import welcome
from app.cli.processes.supervisor import POLL_SECONDS, ChildDied, Supervisor
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
            click.echo(welcome(settings, server, _children(settings)))
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
    settings = with_webhook_secret(with_token_key(settings))
    if names_a_server(settings):
        return None, settings
    settings = with_local_mail(settings)
    click.echo(f"Starting PostgreSQL 18 in {settings.data_dir} ...")
    server = stack.enter_context(EmbeddedPostgres(settings.data_dir))
    return server, with_log_ins(settings, server)


def _migrate_and_seed(settings: Settings) -> None:
    from schema import migrate

    outcome = migrate.upgrade(settings.owner_url)
    if outcome.stepped:
        click.echo(f"Migrated the database to revision {', '.join(migrate.heads())}.")
    with psycopg.connect(settings.owner_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM hotelmate.hotel LIMIT 1").fetchone() is None:
            _seed(connection, settings)


def _seed(connection: psycopg.Connection[Any], settings: Settings) -> None:
    """Make the demo hotel, keep what its staff log in with, and send one guest a link."""
    from app.demo.credentials import give_credentials, make_credentials
    from app.demo.handing_in import hand_in
    from app.demo.invitation import invite
    from app.demo.seed import seed_demo

    with connection.transaction():
        # Where Stripe has an account, it would be asked about what it does not hold.
        with_stays_by_card = settings.stripe_secret_key is None
        hotel_id = seed_demo(connection, with_stays_by_card=with_stays_by_card)
        if hotel_id is None:
            return
        credentials = make_credentials(hotel_id)
        give_credentials(connection, hotel_id, credentials)
        # Before the COMMIT: a hotel whose passwords nobody knows would be of no use.
        keep_credentials(settings.data_dir, credentials)
    hand_in(connection, hotel_id)
    invite(connection, hotel_id, settings.token_keys[0])
    click.echo("Added the demo hotel.")


def _environment(settings: Settings) -> dict[str, str]:
    """Return the children's environment: ours, and what this command found out."""
    log_ins = {
        "HOTELMATE_API_DATABASE_URL": settings.api_database_url or "",
        "HOTELMATE_RELAY_DATABASE_URL": settings.relay_database_url or "",
        "HOTELMATE_CHECKS_DATABASE_URL": settings.checks_database_url or "",
    }
    found = {
        **log_ins,
        # The owner's address is for those who have none of their own.
        "DATABASE_URL": "" if all(log_ins.values()) else settings.owner_url,
        "HOTELMATE_TOKEN_KEYS": ",".join(settings.token_keys),
        "STRIPE_WEBHOOK_SECRET": ",".join(settings.stripe_webhook_secrets or ()),
    }
    return {**os.environ, **found, **mail_environment(settings)}


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
