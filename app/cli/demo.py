"""`hotelmate demo`: a stay, and what is refused, against the running server."""

import click

from app.cli.environment import settings_of_process, with_database
from app.cli.local.address import base_url
from app.cli.local.demo_credentials import stored_credentials
from app.cli.local.webhook_secret import with_stored_webhook_secret


@click.command()
def demo() -> None:
    """Play a stay and a payment, then try what must be refused, over HTTP and in SQL."""
    settings = with_stored_webhook_secret(settings_of_process())
    credentials = stored_credentials(settings.data_dir)
    if credentials is None:
        raise click.ClickException(
            f"no credentials of the demo hotel's staff in {settings.data_dir}:"
            " `hotelmate run` makes them with the hotel"
        )
    with with_database(settings) as ready:
        from app.demo.play import play

        failed = play(
            base_url(ready.host, ready.port),
            credentials,
            ready.owner_url,
            webhook_secrets=ready.stripe_webhook_secrets or (),
            has_stripe_key=ready.stripe_secret_key is not None,
        )
    raise SystemExit(failed)
