"""`hotelmate snapshot`: the files that the migrations make, written or compared."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Compare only; exit status 1 on a difference.")
def snapshot(check: bool) -> None:
    """Write what all migrations add up to into schema/snapshot.sql and the files made like it."""
    from schema import generated

    if not check:
        for path in generated.write():
            click.echo(f"wrote {path}")
        return
    difference = generated.difference()
    if difference:
        click.echo(difference, nl=False)
        raise click.ClickException("the files are not up to date: run `make snapshot`")
    click.echo("the files are up to date")
