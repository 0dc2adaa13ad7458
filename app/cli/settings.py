"""`hotelmate settings`: the environment variables, their values and meaning."""

import click

from app.cli.environment import settings_of_process


@click.command()
def settings() -> None:
    """Show every setting: its value now, its default, its meaning."""
    for variable, value in settings_of_process().shown():
        click.echo(f"{variable.name}={value}")
        default = f" (default: {variable.default})" if variable.default else ""
        click.echo(f"    {variable.meaning}{default}")
