"""What webhooks are signed with where there is no Stripe: the demo plays its part."""

from app.cli.local.kept_secret import make_secret, stored_secret
from app.settings import Settings

FILE_NAME = "webhook-secret"


def is_local(settings: Settings) -> bool:
    """Say whether there is no account at Stripe whose secret would be needed."""
    return settings.stripe_secret_key is None and settings.stripe_webhook_secrets is None


def with_stored_webhook_secret(settings: Settings) -> Settings:
    """Fill in the secret that `hotelmate run` stored, when none is set and one is."""
    secret = stored_secret(settings.data_dir, FILE_NAME) if is_local(settings) else None
    return settings if secret is None else settings.with_webhook_secret(secret)


def with_webhook_secret(settings: Settings) -> Settings:
    """Fill in a local secret when none is needed from Stripe; the first call makes it."""
    if not is_local(settings):
        return settings
    secret = make_secret(settings.data_dir, FILE_NAME, prefix="whsec_")
    return settings.with_webhook_secret(secret)
