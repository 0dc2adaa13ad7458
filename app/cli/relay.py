"""`hotelmate relay`: numbers and delivers events; shows how it does; dead letters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
import psycopg

from app.cli.environment import settings_of_process, with_database
from app.cli.processes.lifeline import lifeline_option


@click.group(invoke_without_command=True)
@click.option("--status", is_flag=True, help="Show how the relay does, and end.")
@click.pass_context
@lifeline_option
def relay(context: click.Context, status: bool) -> None:
    """Deliver the events of the outbox until told to stop.

    With --status, exit status 0 means that a relay leads, nothing waits longer than
    HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS and nothing is dead; 1 that it is not so.
    """
    if context.invoked_subcommand is not None:
        if status:
            raise click.UsageError("--status stands alone.")
        return
    with with_database(settings_of_process()) as settings:
        if status:
            from app.relay.status import shown

            with psycopg.connect(settings.relay_url) as connection:
                lines, well = shown(connection, settings.events_delay_limit_seconds)
            click.echo("\n".join(lines))
            raise SystemExit(0 if well else 1)
        from app.relay.run import main

        main(settings)


def choice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose dead letters."""
    hotel = click.option("--hotel", metavar="SLUG", help="Only those of this hotel.")
    events = click.argument("event_id", nargs=-1, type=click.UUID)
    return hotel(events(command))


@relay.command("dead-letters")
@choice_options
def dead_letters(hotel: str | None, event_id: tuple[Any, ...]) -> None:
    """List messages that the publisher refuses, and why. Exit status 1 when there are any."""
    from app.relay import dead_letters as letters

    with _database() as connection:
        found = letters.dead_letters(connection, _choice(hotel, event_id))
    for each in found:
        asked = ", to be sent again" if each.requested_at else ""
        click.echo(
            f"{each.slug}: {each.event_id} {each.event_type} on {each.channel},"
            f" position {each.position}, {each.died_at:%Y-%m-%d %H:%M:%S} UTC{asked}\n"
            f"    {each.attempts} attempts: {each.reason}"
        )
    click.echo(f"{counted(len(found))}.")
    raise SystemExit(1 if found else 0)


@relay.command("send-again")
@choice_options
@click.option("--all", "everything", is_flag=True, help="All of them.")
def send_again(hotel: str | None, event_id: tuple[Any, ...], everything: bool) -> None:
    """Have dead letters sent again by the relay that leads."""
    from app.relay import dead_letters as letters

    _require_choice(hotel, event_id, everything)
    with _database() as connection:
        count = letters.send_again(connection, _choice(hotel, event_id))
    click.echo(f"To be sent again: {counted(count)}.")
    if settings_of_process().pusher_app_id is None:
        click.echo("No Pusher application is set here: a relay that has one sends them.")


@relay.command("give-up")
@choice_options
@click.option("--all", "everything", is_flag=True, help="All of them.")
def give_up(hotel: str | None, event_id: tuple[Any, ...], everything: bool) -> None:
    """Give dead letters up: they are never delivered, and removed like other messages."""
    from app.relay import dead_letters as letters

    _require_choice(hotel, event_id, everything)
    with _database() as connection:
        count = letters.give_up(connection, _choice(hotel, event_id))
    click.echo(f"Given up: {counted(count)}.")


@relay.command("after-restore")
def after_restore() -> None:
    """After a restore from a backup: give no position that clients know a second time."""
    from app.relay.restore import LEAP, leap_ahead

    with (
        with_database(settings_of_process()) as settings,
        # As the owner: for this, a guard of the streams is off.
        psycopg.connect(settings.owner_url, autocommit=True) as connection,
    ):
        hotels = leap_ahead(connection)
    of_hotels = f"{hotels} hotel{'' if hotels == 1 else 's'}"
    click.echo(f"The positions of {of_hotels} moved on by {LEAP:,}: clients begin anew.")


def counted(number: int) -> str:
    """Say how many dead letters."""
    return f"{number} dead letter" if number == 1 else f"{number} dead letters"


def _require_choice(hotel: str | None, event_id: tuple[Any, ...], everything: bool) -> None:
    if everything == bool(hotel or event_id):
        raise click.UsageError("Name event ids or a hotel with --hotel, or say --all.")


def _choice(hotel: str | None, event_id: tuple[Any, ...]) -> Any:
    from app.relay.dead_letters import Choice

    return Choice(hotel, event_id or None)


@contextmanager
def _database() -> Iterator[psycopg.Connection[Any]]:
    with (
        with_database(settings_of_process()) as settings,
        psycopg.connect(settings.relay_url, autocommit=True) as connection,
    ):
        connection.execute("SET timezone = 'UTC'")
        yield connection
