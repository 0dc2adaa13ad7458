"""`hotelmate reconcile`: what the checks find is mended where the facts say how."""

from typing import TYPE_CHECKING

import click
import psycopg

from app.cli.environment import settings_of_process, with_database
from app.embedded import EmbeddedPostgresError
from app.settings import Settings

if TYPE_CHECKING:
    from app.consistency.mending.mending import Mend
    from app.consistency.mending.reconciling import Report
    from app.consistency.running import Scope

FINDINGS_LEFT = 1
COULD_NOT_RUN = 2


class CouldNotRun(click.ClickException):
    """Nothing was mended: there is no such hotel or check, or no database."""

    exit_code = COULD_NOT_RUN


@click.command()
@click.option("--hotel", metavar="SLUG", help="Look at this hotel only.")
@click.option("--only", metavar="NAME[,NAME]", help="Run these checks, or look for these rules.")
@click.option("--dry-run", is_flag=True, help="Do all of it, and roll each fix back.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reconcile(hotel: str | None, only: str | None, dry_run: bool, as_json: bool) -> None:
    """Mend what the checks find, by evidence, each in a transaction of its own.

    Exit status: 0 nothing is left, 1 findings are left, 2 it or a check could not run.
    """
    from app.consistency.running import Scope

    names = tuple(name.strip() for name in (only or "").split(",") if name.strip())
    report = _report(settings_of_process(), Scope(hotel, names), dry_run)
    if as_json:
        click.echo(_as_json(report))
    else:
        _show(report)
    if report.not_run:
        raise SystemExit(COULD_NOT_RUN)
    raise SystemExit(FINDINGS_LEFT if report.left else 0)


def _report(settings: Settings, scope: "Scope", dry_run: bool) -> "Report":
    from app.consistency.mending.reconciling import Connections
    from app.consistency.mending.reconciling import reconcile as run
    from app.consistency.running import UnknownCheckError, UnknownHotelError

    try:
        with (
            with_database(settings) as ready,
            psycopg.connect(ready.owner_url, autocommit=True) as reading,
            psycopg.connect(ready.owner_url, autocommit=True) as keeping,
            psycopg.connect(ready.owner_url, autocommit=True) as writing,
        ):
            connections = Connections(reading, keeping, writing)
            return run(ready, connections, scope, dry_run=dry_run)
    except UnknownHotelError as error:
        raise CouldNotRun(f"there is no hotel {error}") from error
    except UnknownCheckError as error:
        raise CouldNotRun(f"there is no check and no rule {error}") from error
    except (EmbeddedPostgresError, psycopg.Error) as error:
        raise CouldNotRun(f"the database cannot be used: {error}") from error


def _show(report: "Report") -> None:
    for mend in report.mends:
        click.echo("\n    ".join(_lines(mend, report.dry_run)))
    for failure in report.not_run:
        click.echo(f"could not be run: {failure}")
    over = sum(mend.is_over for mend in report.mends)
    click.echo(
        f"{len(report.mends)} findings, {over} {'would be ' if report.dry_run else ''}mended,"
        f" {len(report.mends) - over} left to people."
        + (" Nothing was written." if report.dry_run else "")
    )


def _lines(mend: "Mend", dry_run: bool) -> list[str]:
    from app.consistency.mending.mending import Ending

    finding = mend.found.finding
    place = f"{finding.hotel}: " if finding.hotel else ""
    said = {
        Ending.MENDED: f"{'would be ' if dry_run else ''}mended: {mend.told}",
        Ending.GONE: "no longer so",
        Ending.REFUSED: f"not mended, refused by {mend.told}",
        Ending.STILL_SO: f"not mended: {mend.told}",
        Ending.UNRECORDED: f"not mended, it would leave {mend.told}: a trigger is off",
        Ending.BUSY: f"not mended, somebody else is at it ({mend.told}): run it again",
        Ending.NO_FIX: "",
    }[mend.ending]
    lines = [f"{finding.check_name}: {place}{finding.subject} {finding.finding}"]
    return lines + [line for line in (said, "" if mend.is_over else finding.mend) if line]


def _as_json(report: "Report") -> str:
    import msgspec

    return msgspec.json.encode(
        {
            "dry_run": report.dry_run,
            "left": len(report.left),
            "not_run": report.not_run,
            "findings": [
                {**mend.found.finding._asdict(), "outcome": mend.ending, "told": mend.told}
                for mend in report.mends
            ],
        }
    ).decode()
