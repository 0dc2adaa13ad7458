"""Which of Stripe's words this program reads: the release of its API."""

from typing import Literal

import stripe


def why_unreadable(
    account: object, api_version: object
) -> Literal["account", "api_version"] | None:
    """Say why an event, by these members of it, is not to be read; None: it is.

    An account is named where one is connected to ours: none is.
    """
    if account is not None:
        return "account"
    if not isinstance(api_version, str) or _release(api_version) != _OURS:
        return "api_version"
    return None


def _release(api_version: str) -> str:
    """Return the name of a version's release: within one, objects keep their shape."""
    return api_version.partition(".")[2]


_OURS = _release(stripe.api_version)
