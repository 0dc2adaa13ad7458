"""Settings of payments by card."""

from app.settings.values import token, web_address
from app.settings.variable import Variable


def _stripe_key(text: str) -> str:
    if not text.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_")):
        raise ValueError("must start with sk_test_ or sk_live_ (rk_ for a restricted key)")
    return token(text)


def _webhook_secrets(text: str) -> tuple[str, ...]:
    secrets = tuple(part.strip() for part in text.split(","))
    for secret in secrets:
        token(secret)
    return secrets


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "STRIPE_SECRET_KEY",
        "stripe_secret_key",
        "",
        "Stripe's secret key, sk_test_ or sk_live_, or a restricted one, rk_; unset: payments at"
        " the desk only",
        _stripe_key,
        secret=True,
    ),
    Variable(
        "STRIPE_WEBHOOK_SECRET",
        "stripe_webhook_secrets",
        "",
        "What Stripe signs webhooks with, whsec_; several, by comma, while one replaces another",
        _webhook_secrets,
        secret=True,
    ),
    Variable(
        "STRIPE_API_BASE",
        "stripe_api_base",
        "",
        "Address of another server that speaks Stripe's protocol; unset: Stripe's own",
        web_address,
    ),
)
