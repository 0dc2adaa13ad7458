"""What Stripe sends us. The signature over the raw body is the credential."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Router, post
from litestar.datastructures import State
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)

from app.models.payments import EventReceipt
from app.payments.evidence import speaking
from app.payments.webhook import MAX_EVENT_BYTES, Receiver, take
from app.problems import ProblemError
from app.routes.answers import refusals


@dataclass
class _SignedEvent(Operation):
    """The handler reads the body raw, so the document learns of it here."""

    def __post_init__(self) -> None:
        self.parameters = [
            Parameter(
                name="Stripe-Signature",
                param_in="header",
                required=True,
                description="Stripe's signature over the time and the body.",
                schema=Schema(type=OpenAPIType.STRING),
            )
        ]
        event = Schema(
            type=OpenAPIType.OBJECT,
            required=["id", "type"],
            description="An event of Stripe, as Stripe documents it.",
        )
        self.request_body = RequestBody(
            content={"application/json": OpenAPIMediaType(schema=event)}, required=True
        )


@post(
    "/stripe",
    summary="Take an event of Stripe",
    status_code=200,
    responses=refusals(400, 413, 503),
    operation_class=_SignedEvent,
    request_max_body_size=MAX_EVENT_BYTES,
)
async def receive_stripe_event(request: Request[Any, Any, Any], state: State) -> EventReceipt:
    """Store an event with its effect, once, and answer after the COMMIT.

    An event that is for no booking yet, or whose effect a rule refuses, is stored too and
    answered 200: it is tried again here, not by Stripe.
    """
    receiver: Receiver | None = state.webhook_receiver
    if receiver is None:
        raise ProblemError("payments-not-configured")
    body = await request.body()
    evidence = receiver.read(request.headers.get("stripe-signature"), body)
    context = speaking("stripe", request.scope["state"]["request_id"])
    outcome = await take(state.database, evidence, context)
    state.metrics.webhook_events.labels(outcome.value).inc()
    return EventReceipt(outcome.value)


router = Router(path="/webhooks", route_handlers=[receive_stripe_event], tags=["Webhooks"])
