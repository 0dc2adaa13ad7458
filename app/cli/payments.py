"""`hotelmate payments`: Stripe told what to do, and both ledgers compared."""

import asyncio
from typing import TYPE_CHECKING

import click
import psycopg

from app.cli.could_not_run import CouldNotRun
from app.cli.environment import settings_of_process, with_database
from app.cli.processes.lifeline import lifeline_option
from app.embedded import EmbeddedPostgresError
from app.queries.context import HOTEL_OF_SLUG
from app.settings import Settings

if TYPE_CHECKING:
    from app.payments.gateway import Gateway, GatewayError
    from app.payments.reconciliation import Report

# How long another reconciliation may take until this one gives up.
PATIENCE_SECONDS = 60.0


@click.group()
def payments() -> None:
    """Payments by Stripe: the worker, and the reconciliation."""


@payments.command()
@lifeline_option
def worker() -> None:
    """Capture, void and refund as decided, until told to stop."""
    settings = settings_of_process()
    gateway = _gateway(settings)
    with with_database(settings) as ready:
        from app.payments.worker import main

        main(ready, gateway)


@payments.command()
@click.option("--hotel", metavar="SLUG", help="Compare the payments of this hotel only.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be recorded.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reconcile(hotel: str | None, dry_run: bool, as_json: bool) -> None:
    """Record what Stripe knows and we do not, by evidence only; report the rest.

    Exit status: 0 nothing is left, 1 findings are left, 2 it could not run.
    """
    settings = settings_of_process()
    gateway = _gateway(settings)
    try:
        with with_database(settings) as ready:
            report = asyncio.run(_reconcile(ready, gateway, hotel, dry_run))
    except (EmbeddedPostgresError, psycopg.Error) as error:
        raise CouldNotRun(f"the database cannot be used: {error}") from error
    finally:
        gateway.close()
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(report).decode())
    else:
        _show(report)
    raise SystemExit(1 if report.findings else 0)


def _gateway(settings: Settings) -> "Gateway":
    from app.payments.gateway import Gateway

    gateway = Gateway.of(settings)
    if gateway is None:
        raise CouldNotRun("STRIPE_SECRET_KEY is not set: there are no payments by Stripe")
    return gateway


async def _reconcile(
    settings: Settings, gateway: "Gateway", hotel: str | None, dry_run: bool
) -> "Report":
    from app.database import Database, conninfo
    from app.metrics import Metrics
    from app.payments.gateway import GatewayError
    from app.payments.reconciliation import alone, reconcile
    from app.problems import ProblemError

    database = Database(settings, Metrics())
    try:
        async with alone(conninfo(settings), patience=PATIENCE_SECONDS) as locked:
            if not locked:
                raise CouldNotRun("another reconciliation is running")
            await database.open()
            if hotel is not None and not await database.query(HOTEL_OF_SLUG, {"slug": hotel}):
                raise CouldNotRun(f"there is no hotel {hotel}")
            return await reconcile(database, gateway, hotel=hotel, dry_run=dry_run)
    except GatewayError as error:
        raise CouldNotRun(_remedy(error)) from error
    except ProblemError as error:
        raise CouldNotRun(f"the database: {error}") from error
    finally:
        await database.close()


def _remedy(error: "GatewayError") -> str:
    """Say what keeps Stripe from answering, and what to do about it."""
    from app.payments.gateway import Busy, Misconfigured, Unclear

    match error:
        case Misconfigured():
            return (
                f"Stripe does not take STRIPE_SECRET_KEY ({error.code}): set a valid key, which"
                " may read payment intents, charges, refunds, disputes and events"
            )
        case Busy():
            return f"Stripe is busy ({error.code}): try again later"
        case Unclear():
            return f"Stripe does not answer ({error.code}): try again later"
        case _:
            return (
                f"Stripe refuses to list events or payments ({error.code}):"
                " look the code up in Stripe's reference"
            )


def _show(report: "Report") -> None:
    for finding in report.findings:
        click.echo(finding.line())
    click.echo(
        f"{report.events_listed} events since {report.since:%Y-%m-%d %H:%M} UTC,"
        f" {report.payments_compared} payments compared,"
        f" {report.repaired} repaired, {len(report.findings)} findings."
        + (" Nothing was written." if report.dry_run else "")
    )
