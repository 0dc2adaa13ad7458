"""Stripe, as the demo plays it: events that are signed with the server's own secret.

No money and no account is behind them; for the server they are as good as Stripe's.
"""

import json
import time

import httpx
from stripe import WebhookSignature

from app.demo.desk import Answer, DemoError, Desk, answer_of
from app.demo.stripe_objects import Intent, Object

WEBHOOK = "/webhooks/stripe"


class StripePart:
    """Says what Stripe would, and remembers the payment intents that it made up.

    Args:
        http: client with the server's address, without anybody's credential: the signature is it.
        secret: what the server's webhooks are signed with.
    """

    def __init__(self, http: httpx.Client, secret: str) -> None:
        self._http = http
        self._secret = secret
        self._intents: dict[str, Intent] = {}

    def is_believed(self) -> Answer:
        """Ask whether the server knows our signature, without saying anything.

        Returns:
            `request-invalid` when it does, for the signature is judged before the body.
        """
        return self.deliver({})

    def paying(self, desk: Desk, booking: str) -> Intent:
        """Return the payment intent of a booking; the first call makes it, at the price."""
        if booking not in self._intents:
            payment = desk.booking(booking)["payment"]
            self._intents[booking] = Intent(
                desk.slug, booking, payment["total_amount"], str(payment["currency"]).lower()
            )
        return self._intents[booking]

    def say(self, event: Object) -> str:
        """Deliver an event and return what became of it.

        Raises:
            DemoError: the server did not take it.
        """
        answer = self.deliver(event)
        if not answer.succeeded:
            raise DemoError(f"POST {WEBHOOK}: {answer.status} {answer.refused_by}")
        return str(answer.body["outcome"])

    def deliver(
        self, event: Object, *, changed_to: Object | None = None, secret: str = "", age: int = 0
    ) -> Answer:
        """Deliver an event.

        Args:
            event: what is signed.
            changed_to: what is sent instead of it, under its signature.
            secret: what it is signed with, instead of the server's secret.
            age: seconds since it was signed.
        """
        header = WebhookSignature.generate_signature_header(
            json.dumps(event), secret or self._secret, int(time.time()) - age
        )
        body = json.dumps(event if changed_to is None else changed_to)
        headers = {"Stripe-Signature": header, "Content-Type": "application/json"}
        return answer_of(self._http.post(WEBHOOK, content=body, headers=headers))

    def carry_out(self, desk: Desk, booking: str) -> list[tuple[Object, str]]:
        """Do all that Stripe is told to do with a booking's payment, if it is ours.

        Returns:
            Each event that was said of it, and what became of the event.
        """
        said = []
        intent = self._intents.get(booking)
        payments = desk.payments(booking) if intent is not None else []
        for told in (each for payment in payments for each in payment["instructions"]):
            if intent is not None and told["state"] == "PENDING":
                event = _done(intent, told)
                said.append((event, self.say(event)))
        return said

    def carry_out_one(self, desk: Desk, booking: str) -> tuple[Object, str]:
        """Do the one thing that Stripe is told to do with a booking's payment.

        Raises:
            DemoError: it is told to do nothing, or several things.
        """
        said = self.carry_out(desk, booking)
        if len(said) != 1:
            raise DemoError(f"Stripe was told {len(said)} things about {booking}, not one")
        return said[0]


def _done(intent: Intent, told: Object) -> Object:
    """Return the event of an instruction that was carried out."""
    match told["kind"]:
        case "CAPTURE":
            return intent.captured()
        case "VOID":
            return intent.canceled()
        case "REFUND":
            return intent.refunded(told["amount"], told["instruction_id"])
        case kind:
            raise DemoError(f"Stripe is told to {kind}, which is no part of the demo")
