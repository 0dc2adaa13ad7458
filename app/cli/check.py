"""`hotelmate check`: what constraints cannot see, or no longer see."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import psycopg

from app.cli.could_not_run import CouldNotRun, sentences
from app.cli.environment import settings_of_process, with_database
from app.settings import Settings

if TYPE_CHECKING:
    from app.consistency.running import Scope
    from app.consistency.summary import Summary


@click.command()
@click.option("--hotel", metavar="SLUG", help="Look at this hotel only.")
@click.option("--only", metavar="NAME[,NAME]", default="", help="Ask only these checks or rules.")
@click.option("--verbose", is_flag=True, help="List every check, also where nothing was found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a report to read and to print.",
)
@click.option(
    "--no-keep", is_flag=True, help="Keep nothing: for a database that cannot be written."
)
def check(
    hotel: str | None, only: str, verbose: bool, as_json: bool, html: Path | None, no_keep: bool
) -> None:
    """Look for contradictions with checks/*.sql, in one snapshot; keep what is found.

    Exit status: 0 nothing is wrong, 1 something is, 2 a check could not be run.
    """
    from app.consistency.running import Scope

    names = tuple(name for part in only.split(",") if (name := part.strip()))
    scope = Scope(hotel, names)
    with sentences(), with_database(settings_of_process()) as settings:
        show = None if as_json else partial(_show, verbose=verbose, kept=not no_keep)
        summary = _check(settings, scope, show=show, html=html, keep=not no_keep)
    raise SystemExit(summary.exit_status)


def _check(
    settings: Settings,
    scope: "Scope",
    *,
    show: Callable[["Summary"], None] | None,
    html: Path | None,
    keep: bool,
) -> "Summary":
    from app.consistency.document import Document
    from app.consistency.keeping import Keeping, remove_old
    from app.consistency.running import look, require_hotel
    from app.consistency.summary import Summary

    # Whatever is wrong about the question is told before anything is printed.
    scope.questions()
    if html is not None and not html.parent.is_dir():
        raise CouldNotRun(f"there is no folder {html.parent}")
    summary = Summary()
    with (
        psycopg.connect(settings.checks_url) as reader,
        psycopg.connect(settings.checks_url, autocommit=True) as writer,
    ):
        if scope.hotel is not None:
            require_hotel(writer, scope.hotel)
        keeping = Keeping(writer, "CHECK", scope) if keep else None
        run_id = keeping.run_id if keeping is not None else None
        document = Document(_print, scope, run_id) if show is None else None
        for event in look(reader, scope):
            for listener in (summary, keeping, document):
                if listener is not None:
                    listener.note(event)
        if keeping is not None:
            keeping.finish()
            remove_old(writer, settings.consistency_days)
        if document is not None:
            document.close()
        if show is not None:
            show(summary)
        if html is not None:
            from app.consistency import report

            html.write_text(report.of(writer, scope, summary), encoding="utf-8")
    return summary


def _show(summary: "Summary", *, verbose: bool, kept: bool) -> None:
    from app.consistency.table import lines

    for line in lines(summary, verbose=verbose):
        click.echo(line)
    if not kept:
        click.echo("This run was not kept.")


def _print(text: str) -> None:
    click.echo(text, nl=False)
