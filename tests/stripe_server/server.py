"""A small Stripe: the API over HTTP on the loopback address, with webhooks, people and faults.

    with StripeServer(webhook_url=…) as stripe:
        client = StripeClient(stripe.api_key, base_addresses={"api": stripe.api_base})
        …
        stripe.people.pay(session.id)
        stripe.webhooks.deliver_all()
        assert stripe.truth(intent).captured == 0

It knows what a hotel needs: Checkout sessions and payment intents with manual capture, charges,
refunds, disputes, events. What it does not know, it refuses.
"""

import threading
from collections.abc import Sequence
from fnmatch import fnmatchcase
from types import TracebackType
from typing import Self

from tests.stripe_server.api import Api, SeenRequest
from tests.stripe_server.clock import Clock
from tests.stripe_server.effects import Effect
from tests.stripe_server.faults import Faults
from tests.stripe_server.http_server import HttpServer
from tests.stripe_server.people import People
from tests.stripe_server.store import HOLD_SECONDS, Store
from tests.stripe_server.truth import Truth, truth_of
from tests.stripe_server.webhooks import Webhooks
from tests.stripe_server.wire import Json, copied

API_KEY = "sk_test_hotelmate"
WEBHOOK_SECRET = "whsec_for_tests_only"
ACCOUNT_ID = "acct_hotelmate"


class StripeServer:
    """A provider of its own, from `with` to the end of the block.

    Attributes:
        api_base: `http://127.0.0.1:port`.
        people: what guests, the hotel's Dashboard and banks do.
        webhooks: how events reach the product.
        faults: what goes wrong.
        clock: the provider's time.
    """

    def __init__(
        self,
        webhook_url: str | None = None,
        webhook_secret: str | Sequence[str] = WEBHOOK_SECRET,
        *,
        api_key: str = API_KEY,
        hold_seconds: int = HOLD_SECONDS,
        account_id: str = ACCOUNT_ID,
    ) -> None:
        secrets = [webhook_secret] if isinstance(webhook_secret, str) else webhook_secret
        self.api_key = api_key
        self._hold_seconds = hold_seconds
        self._store = Store(
            livemode=api_key.startswith("sk_live_"),
            account_id=account_id,
            hold_seconds=hold_seconds,
        )
        self.faults = Faults()
        self.people = People(self._store)
        self.webhooks = Webhooks(self._store, webhook_url, secrets)
        self._api = Api(self._store, self.faults, api_key)
        self._http = HttpServer(self._api)
        self._store.api_base = self.api_base = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._api.closing.set()
        self._http.end()
        self._thread.join()
        self.webhooks.close()
        if self._api.crashes and error is None:
            raise self._api.crashes[0]

    @property
    def clock(self) -> Clock:
        """Return the provider's clock; `advance` also lets happen what falls due."""
        return self._store.clock

    @property
    def hold_seconds(self) -> int:
        """How long new authorisations hold."""
        return self._store.hold_seconds

    @hold_seconds.setter
    def hold_seconds(self, seconds: int) -> None:
        self._store.hold_seconds = seconds

    @property
    def refund_status(self) -> str:
        """The status of the refunds that the API makes from now on: succeeded or pending."""
        return self._store.refund_status

    @refund_status.setter
    def refund_status(self, status: str) -> None:
        if status not in ("succeeded", "pending"):
            raise ValueError(f"no refund is made {status}")
        self._store.refund_status = status

    def environment(self) -> dict[str, str]:
        """Return the variables that lead the product here."""
        return {
            "STRIPE_SECRET_KEY": self.api_key,
            "STRIPE_WEBHOOK_SECRET": ",".join(self.webhooks.secrets),
            "STRIPE_API_BASE": self.api_base,
        }

    def reset(self) -> None:
        """Forget everything that happened; the address and the webhooks' settings stay."""
        self.faults.clear()
        self._api.forget()
        self.webhooks.forget()
        self._store.forget()
        self._store.hold_seconds = self._hold_seconds

    def advance(self, seconds: float) -> None:
        """Let time pass, with what falls due in it."""
        self.clock.move(seconds)
        self.people.time_passes()

    def truth(self, intent_id: str) -> Truth:
        """Return what is true of a payment intent; KeyError when there is none."""
        with self._store.changed:
            return truth_of(self._store, intent_id)

    @property
    def effects(self) -> list[Effect]:
        """Everything that took effect, oldest first."""
        with self._store.changed:
            return list(self._store.effects)

    @property
    def requests(self) -> list[SeenRequest]:
        """Every request, oldest first."""
        return list(self._api.requests)

    def seen(self, method: str, path: str) -> list[SeenRequest]:
        """Return the requests that match: `seen("POST", "/v1/payment_intents/*/capture")`."""
        return [
            each
            for each in self.requests
            if fnmatchcase(each.method, method) and fnmatchcase(each.path, path)
        ]

    def payment_intent(self, id: str) -> Json:
        """Return a payment intent as the API shows it; KeyError when there is none."""
        return self._copy(self._store.payment_intents, id)

    def charge(self, id: str) -> Json:
        """Return a charge."""
        return self._copy(self._store.charges, id)

    def refund(self, id: str) -> Json:
        """Return a refund."""
        return self._copy(self._store.refunds, id)

    def dispute(self, id: str) -> Json:
        """Return a dispute."""
        return self._copy(self._store.disputes, id)

    def session(self, id: str) -> Json:
        """Return a Checkout session."""
        return self._copy(self._store.sessions, id)

    def event(self, id: str) -> Json:
        """Return an event."""
        return self._copy(self._store.events, id)

    def payment_intents(self, **metadata: str) -> list[Json]:
        """Return the payment intents with these metadata, oldest first."""
        return self._with(self._store.payment_intents, metadata)

    def sessions(self, **metadata: str) -> list[Json]:
        """Return the Checkout sessions with these metadata, oldest first."""
        return self._with(self._store.sessions, metadata)

    def events(self, *types: str) -> list[Json]:
        """Return the events of these types, or all, oldest first."""
        with self._store.changed:
            every = list(self._store.events.values())
            return [copied(each) for each in every if not types or each["type"] in types]

    def _copy(self, objects: dict[str, Json], id: str) -> Json:
        with self._store.changed:
            found: Json = copied(objects[id])
        return found

    def _with(self, objects: dict[str, Json], metadata: dict[str, str]) -> list[Json]:
        with self._store.changed:
            return [
                copied(each)
                for each in objects.values()
                if metadata.items() <= each["metadata"].items()
            ]
