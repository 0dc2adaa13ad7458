"""Everything the provider knows, under one lock."""

import threading
import uuid
from dataclasses import dataclass, field

import stripe

from tests.stripe_server.clock import Clock
from tests.stripe_server.effects import Effect, EffectKind, Origin
from tests.stripe_server.wire import ApiError, Json, copied

API_VERSION = str(stripe.api_version)
HOLD_SECONDS = 7 * 86_400


def new_id(prefix: str) -> str:
    """Return an id that no other server has given either."""
    return f"{prefix}_3{uuid.uuid4().hex[:23]}"


@dataclass
class Store:
    """Objects by id, each as the API shows it, oldest first.

    Attributes:
        changed: the one lock; notified of every event.
        session_of: the Checkout session that made a payment intent.
        intent_data: what a session passes on to the payment intent that it will make.
        bodies: the bytes of an event, written once; every delivery posts the same.
    """

    livemode: bool
    account_id: str
    hold_seconds: int
    api_base: str = ""
    refund_status: str = "succeeded"
    clock: Clock = field(default_factory=Clock)
    changed: threading.Condition = field(default_factory=threading.Condition)
    sessions: dict[str, Json] = field(default_factory=dict)
    line_items: dict[str, list[Json]] = field(default_factory=dict)
    intent_data: dict[str, Json] = field(default_factory=dict)
    session_of: dict[str, str] = field(default_factory=dict)
    payment_intents: dict[str, Json] = field(default_factory=dict)
    payment_methods: dict[str, str] = field(default_factory=dict)
    charges: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    disputes: dict[str, Json] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)

    def forget(self) -> None:
        """Forget all objects and set the clock right."""
        with self.changed:
            for name, value in vars(self).items():
                if isinstance(value, dict | list):
                    getattr(self, name).clear()
            self.clock.offset = 0.0
            self.refund_status = "succeeded"

    def find(
        self, kind: str, id: str, *, param: str = "id", status: int = 404, began: bool = True
    ) -> Json:
        """Return an object: `find("payment_intents", "pi_…")`.

        Raises:
            ApiError: resource_missing.
        """
        found: dict[str, Json] = getattr(self, kind)
        if id not in found:
            raise ApiError(
                status,
                f"No such {kind.removesuffix('s')}: '{id}'",
                code="resource_missing",
                param=param,
                began=began,
            )
        return found[id]

    def note(
        self, kind: EffectKind, intent: Json, amount: int, object_id: str, origin: Origin
    ) -> None:
        """Count what has just taken effect."""
        self.effects.append(Effect(kind, intent["id"], amount, object_id, origin))

    def record(
        self,
        type: str,
        object: Json,
        origin: Origin,
        *,
        before: Json | None = None,
    ) -> Json:
        """Write an event: the object as it is now, and what changed, when that is known."""
        event = self.event(type, object, before=before)
        event["request"] = {"id": origin.request_id, "idempotency_key": origin.idempotency_key}
        self.events[event["id"]] = event
        self.changed.notify_all()
        return event

    def event(self, type: str, object: Json, *, before: Json | None = None) -> Json:
        """Return the shape of an event, without writing it down."""
        data: Json = {"object": copied(object)}
        if before is not None:
            data["previous_attributes"] = copied(before)
        return {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.clock.now(),
            "data": data,
            "livemode": self.livemode,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": type,
        }

    def refunds_of(self, charge: Json) -> list[Json]:
        """Return the refunds of a charge, oldest first."""
        return [each for each in self.refunds.values() if each["charge"] == charge["id"]]


def capture_before(charge: Json) -> int | None:
    """Return when an uncaptured charge lapses, in seconds since 1970."""
    moment = charge["payment_method_details"]["card"].get("capture_before")
    return moment if isinstance(moment, int) else None
