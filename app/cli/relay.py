"""`hotelmate relay`: delivers the outbox."""

import click

from app.cli.environment import settings_of_process, with_database
from app.cli.lifeline import lifeline_option


@click.command()
@lifeline_option
def relay() -> None:
    """Publish the events of the outbox until told to stop."""
    with with_database(settings_of_process()) as settings:
        from app.relay.run import main

        main(settings)
