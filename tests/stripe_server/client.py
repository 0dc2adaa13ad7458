"""The real client of the `stripe` package, led to a server of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
import stripe


@contextmanager
def client_of(
    api_base: str, api_key: str, *, timeout: float = 10.0, retries: int = 0
) -> Iterator[stripe.StripeClient]:
    """Give a client that knows no proxy and, by default, tries once.

    Args:
        timeout: seconds for one attempt.
        retries: how often it tries again by itself, under the same idempotency key.
    """
    with requests.Session() as session:
        session.trust_env = False
        yield stripe.StripeClient(
            api_key,
            base_addresses={"api": api_base},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=timeout, session=session),
        )
