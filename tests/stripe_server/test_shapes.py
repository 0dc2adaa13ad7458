"""Objects have the members that the installed `stripe` package knows, and no others."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from tests.stripe_server.conftest import Hold
from tests.stripe_server.server import StripeServer

Pick = Callable[[StripeServer, str], dict[str, Any]]


def session(provider: StripeServer, _: str) -> dict[str, Any]:
    return provider.sessions()[0]


def intent(provider: StripeServer, id: str) -> dict[str, Any]:
    return provider.payment_intent(id)


def charge(provider: StripeServer, id: str) -> dict[str, Any]:
    return provider.charge(provider.truth(id).charge or "")


def card(provider: StripeServer, id: str) -> dict[str, Any]:
    found: dict[str, Any] = charge(provider, id)["payment_method_details"]["card"]
    return found


def refund(provider: StripeServer, id: str) -> dict[str, Any]:
    return provider.refund(provider.people.dashboard_refund(id))


def dispute(provider: StripeServer, id: str) -> dict[str, Any]:
    return provider.dispute(provider.people.open_dispute(id))


def event(provider: StripeServer, _: str) -> dict[str, Any]:
    return provider.events()[-1]


@pytest.mark.parametrize(
    ("pick", "shape"),
    [
        (session, stripe.checkout.Session),
        (intent, stripe.PaymentIntent),
        (charge, stripe.Charge),
        (card, stripe.Charge.PaymentMethodDetails.Card),
        (refund, stripe.Refund),
        (dispute, stripe.Dispute),
        (event, stripe.Event),
    ],
)
def test_members_are_the_package_s(
    provider: StripeServer, hold: Hold, pick: Pick, shape: type[stripe.StripeObject]
) -> None:
    paid = hold()
    provider.people.dashboard_capture(paid)
    known = {
        name: str(annotation)
        for name, annotation in shape.__annotations__.items()
        if not name.startswith("_") and not str(annotation).startswith("typing.ClassVar")
    }
    shown = pick(provider, paid)
    assert not shown.keys() - known.keys()
    optional = ("Optional", "NoneType")
    always = {name for name, kind in known.items() if not any(word in kind for word in optional)}
    assert not always - shown.keys()
