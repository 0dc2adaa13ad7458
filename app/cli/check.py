"""`hotelmate check`: what constraints cannot see, or no longer see."""

import click
import psycopg

from app.cli.environment import settings_of_process, with_database
from app.consistency.checks import all_checks
from app.consistency.running import run_checks


@click.command()
def check() -> None:
    """Look for contradictions with checks/*.sql; exit status 1 when any is found."""
    with (
        with_database(settings_of_process()) as settings,
        psycopg.connect(settings.owner_url) as connection,
    ):
        findings = list(run_checks(connection))
    for finding in findings:
        place = f"{finding.hotel}: " if finding.hotel else ""
        click.echo(f"{finding.check_name}: {place}{finding.subject} {finding.finding}")
        click.echo(f"    {finding.mend}")
    click.echo(f"{len(all_checks())} checks, {len(findings)} findings.")
    if findings:
        raise SystemExit(1)
