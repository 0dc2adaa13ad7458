"""`hotelmate snapshot`: schema/snapshot.sql, written or compared."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Compare only; exit status 1 on a difference.")
def snapshot(check: bool) -> None:
    """Write what all migrations add up to into schema/snapshot.sql."""
    from schema import snapshot as snapshots

    if not check:
        click.echo(f"wrote {snapshots.write()}")
        return
    difference = snapshots.difference()
    if difference:
        click.echo(difference, nl=False)
        raise click.ClickException("schema/snapshot.sql is not up to date: run `make snapshot`")
    click.echo("schema/snapshot.sql is up to date")
