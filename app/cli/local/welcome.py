"""What `hotelmate run` prints when everything runs: addresses, credentials, things to try."""

import sys
from pathlib import Path

import psycopg

from app.cli.local.address import base_url
from app.cli.local.demo_credentials import stored_credentials
from app.cli.local.kept_secret import stored_secret
from app.cli.local.mail import where_messages_go
from app.cli.local.webhook_secret import FILE_NAME as SECRET_FILE
from app.cli.processes.supervisor import log_name
from app.demo import hotel_plan
from app.demo.credentials import INTEGRATION, DemoCredentials, are_of
from app.demo.invitation import page_of_invited
from app.embedded import EmbeddedPostgres
from app.settings import Settings

COLUMN = f"\n{' ' * 19}"


def welcome(settings: Settings, server: EmbeddedPostgres | None, children: tuple[str, ...]) -> str:
    """Return what a person needs next.

    Args:
        settings: with the database's address.
        server: the embedded one, None where the database is elsewhere.
        children: the commands that run.
    """
    url = base_url(settings.host, settings.port)
    program = _program()
    slug, credentials, page = _hotel(settings)
    where = f"embedded, in {server.data_dir}" if server else "that of DATABASE_URL"
    return f"""
HotelMate is running; Ctrl-C stops it.

    API            {url}/api/hotels/{slug}
    API reference  {url}/schema
    Readiness      {url}/health/ready
    Database       PostgreSQL, {where}
    Logs           {settings.data_dir}/{", ".join(map(log_name, children))}
    Realtime       {_realtime(settings, url, slug)}
    Stripe         {_stripe(settings, url)}
    Messages       {where_messages_go(settings)}
    Pre-check-in   {_precheckin(url, page)}
    Staff          {_staff(credentials, program, slug)}

To try, in another terminal:

    {program} demo     a whole stay, then everything that must be refused
    {program} psql     SQL as the owner; the rules hold there too
{_calls(credentials, f"{url}/api/hotels/{slug}")}
"""


def _hotel(settings: Settings) -> tuple[str, DemoCredentials | None, str | None]:
    """Return the slug of the hotel to show; of our demo also credentials, and a guest's page."""
    credentials = stored_credentials(settings.data_dir)
    with psycopg.connect(settings.owner_url) as connection:
        if credentials is not None and are_of(connection, credentials):
            page = page_of_invited(connection, settings.token_keys)
            return hotel_plan.SLUG, credentials, page
        row = connection.execute(
            "SELECT slug FROM hotelmate.hotel ORDER BY hotel_id LIMIT 1"
        ).fetchone()
    return (str(row[0]) if row else "{slug}"), None, None


def _precheckin(url: str, page: str | None) -> str:
    """Say where a guest's page is, or what makes one, in lines of the welcome's second column."""
    if page is None:
        return "POST …/bookings/{booking_id}/precheckin-token issues a link to the guests' page"
    return COLUMN.join((f"{url}{page}", "a guest's link to open in a browser; it works once"))


def _staff(credentials: DemoCredentials | None, program: str, slug: str) -> str:
    """Say who can log in, in lines of the welcome's second column."""
    if credentials is None:
        return COLUMN.join(
            (
                "the first manager is made by",
                f"{program} staff add USERNAME --hotel {slug} --role MANAGER --name NAME",
            )
        )
    people = [
        f"{username:16} {credentials.passwords.get(username, ''):20} {role}"
        for username, _, role in hotel_plan.STAFF
        if role != INTEGRATION
    ]
    names = [username for username, _, role in hotel_plan.STAFF if role == INTEGRATION]
    keys = [f"{username:16} API key {credentials.api_key}" for username in names]
    return COLUMN.join(("of the demo, username and password:", *people, *keys))


def _calls(credentials: DemoCredentials | None, hotel: str) -> str:
    """Return commands that log in and use what they are given."""
    username, password = "USERNAME", "PASSWORD"
    if credentials is not None:
        username, password = next(iter(credentials.passwords.items()))
    body = f'{{"username": "{username}", "password": "{password}"}}'
    lines = [
        f"TOKEN=$(curl -s --json '{body}' \\",
        f'    {hotel}/log-in | sed \'s/.*"access_token":"\\([^"]*\\)".*/\\1/\')',
        f'curl -H "Authorization: Bearer $TOKEN" {hotel}/rooms',
        f'curl -NH "Authorization: Bearer $TOKEN" {hotel}/events/stream',
    ]
    return "\n".join(f"    {line}" for line in lines)


def _realtime(settings: Settings, url: str, slug: str) -> str:
    """Say how clients hear of changes, in lines of the welcome's second column."""
    stream = f"{url}/api/hotels/{slug}/events/stream"
    if settings.pusher_app_id is None:
        return stream
    where = settings.pusher_host or f"cluster {settings.pusher_cluster}"
    return f"Pusher application {settings.pusher_app_id} at {where}{COLUMN}{stream}"


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
    return COLUMN.join(lines)


def _program() -> str:
    """Return how this program was called, as short as it works from the working directory."""
    called = Path(sys.argv[0])
    if called.name != "hotelmate" or not called.is_absolute():
        return sys.argv[0] if called.name == "hotelmate" else "hotelmate"
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)
