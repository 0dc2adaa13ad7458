"""`hotelmate reconcile`: what the checks find is mended where the facts say how."""

from typing import TYPE_CHECKING

import click
import psycopg

from app.cli.could_not_run import CouldNotRun, sentences
from app.cli.environment import settings_of_process, with_database
from app.settings import Settings

if TYPE_CHECKING:
    from app.consistency.mending.mending import Mend
    from app.consistency.mending.reconciling import Report
    from app.consistency.running import Scope

FINDINGS_LEFT = 1


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
    with sentences():
        report = _report(settings_of_process(), Scope(hotel, names), dry_run)
        if as_json:
            click.echo(_as_json(report))
        else:
            _show(report)
    if report.not_run:
        raise SystemExit(CouldNotRun.exit_code)
    raise SystemExit(FINDINGS_LEFT if report.left else 0)


def _report(settings: Settings, scope: "Scope", dry_run: bool) -> "Report":
    from app.consistency.mending.reconciling import Connections
    from app.consistency.mending.reconciling import reconcile as run

    with (
        with_database(settings) as ready,
        psycopg.connect(ready.owner_url, autocommit=True) as reading,
        psycopg.connect(ready.owner_url, autocommit=True) as keeping,
        psycopg.connect(ready.owner_url, autocommit=True) as writing,
    ):
        connections = Connections(reading, keeping, writing)
        return run(ready, connections, scope, dry_run=dry_run)


def _show(report: "Report") -> None:
    from app.consistency.escaping import visible

    for mend in report.mends:
        click.echo("\n    ".join(map(visible, _lines(mend, report.dry_run))))
    for failure in report.not_run:
        click.echo(f"could not be run: {visible(failure)}")
    found, would_be = len(report.mends), "would be " if report.dry_run else ""
    over = sum(mend.is_over for mend in report.mends)
    click.echo(
        f"{found} finding{'' if found == 1 else 's'}, {over} {would_be}mended,"
        f" {found - over} left to people." + (" Nothing was written." if report.dry_run else "")
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
                {
                    **mend.found.finding._asdict(),
                    "hotel": mend.found.finding.hotel or None,
                    "outcome": mend.ending,
                    "told": mend.told,
                }
                for mend in report.mends
            ],
        }
    ).decode()
