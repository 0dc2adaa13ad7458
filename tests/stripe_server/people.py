"""What happens to a payment without the product: guests, the hotel's Dashboard, banks and time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.stripe_server.effects import Origin, Source
from tests.stripe_server.objects import checkout_sessions, disputes, payment_intents, refunds
from tests.stripe_server.store import Store, capture_before, new_id
from tests.stripe_server.wire import ApiError, Json

PAYABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


class NotPossible(ValueError):
    """The state of things does not allow it; nothing has changed."""


class People:
    """Everybody but the product. Each method is one step, with its events.

    Ids that do not exist raise KeyError; steps that cannot be taken now, NotPossible.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def pay(
        self,
        session_id: str,
        *,
        amount: int | None = None,
        currency: str | None = None,
        metadata: dict[str, str] | None = None,
    ) -> str:
        """Let the guest pay; return the payment intent, which now holds the money.

        Args:
            amount, currency, metadata: what the intent shall say instead of the session, to make
                a payment that does not fit its booking.
        """
        given = {"amount": amount, "currency": currency, "metadata": metadata}
        instead = {name: value for name, value in given.items() if value is not None}
        with self._attempt(session_id, **instead) as (session, intent, guest):
            payment_intents.authorise(self._store, intent, guest)
            checkout_sessions.complete(self._store, session, guest)
        return str(intent["id"])

    def decline_card(self, session_id: str, *, decline_code: str = "generic_decline") -> str:
        """Let the guest's bank refuse; the session stays open for another card."""
        with self._attempt(session_id) as (_, intent, guest):
            payment_intents.decline(self._store, intent, guest, decline_code)
        return str(intent["id"])

    def start_authentication(self, session_id: str) -> str:
        """Send the guest to 3-D Secure: `pay` or `fail_authentication` ends it."""
        with self._attempt(session_id) as (_, intent, guest):
            payment_intents.require_action(self._store, intent, guest)
        return str(intent["id"])

    def fail_authentication(self, session_id: str) -> str:
        """Let the guest fail 3-D Secure; the session stays open."""
        with self._attempt(session_id) as (_, intent, guest):
            payment_intents.fail_authentication(self._store, intent, guest)
        return str(intent["id"])

    def start_processing(self, session_id: str) -> str:
        """Let the guest finish while the outcome is open: `finish_processing` tells it."""
        with self._attempt(session_id) as (session, intent, guest):
            payment_intents.process(self._store, intent, guest)
            checkout_sessions.complete(self._store, session, guest)
        return str(intent["id"])

    def finish_processing(self, intent_id: str, ok: bool) -> None:
        """Tell the outcome of a payment that was being processed."""
        with self._step("stripe") as origin:
            intent = self._intent(intent_id, "processing")
            session = self._store.sessions[self._store.session_of[intent_id]]
            if ok:
                payment_intents.authorise(self._store, intent, origin)
            else:
                payment_intents.decline(self._store, intent, origin, "generic_decline")
            outcome = "succeeded" if ok else "failed"
            self._store.record(f"checkout.session.async_payment_{outcome}", session, origin)

    def expire_session(self, session_id: str) -> None:
        """Let the time of a session run out."""
        with self._step("stripe") as origin:
            session = self._store.sessions[session_id]
            checkout_sessions.expire(self._store, session, origin)

    def lapse_hold(self, intent_id: str) -> None:
        """Let the bank take its authorisation back."""
        with self._step("stripe") as origin:
            intent = self._intent(intent_id, "requires_capture")
            payment_intents.lapse(self._store, intent, origin)

    def dashboard_capture(
        self, intent_id: str, amount: int | None = None, *, final: bool = True
    ) -> None:
        """Capture by hand, all or a part; unless it is final, the rest is held on."""
        with self._step("dashboard") as origin:
            _check_positive(amount)
            intent = self._store.payment_intents[intent_id]
            payment_intents.capture(self._store, intent, amount, origin, final=final)

    def dashboard_cancel(self, intent_id: str, reason: str | None = None) -> None:
        """Give a hold back by hand."""
        with self._step("dashboard") as origin:
            intent = self._store.payment_intents[intent_id]
            payment_intents.cancel(self._store, intent, reason, origin)

    def dashboard_refund(
        self, intent_id: str, amount: int | None = None, status: str = "succeeded"
    ) -> str:
        """Refund by hand, by default all that is left; return the refund."""
        with self._step("dashboard") as origin:
            _check_positive(amount)
            intent = self._intent(intent_id, "succeeded")
            charge = self._store.charges[intent["latest_charge"]]
            refund = refunds.create(self._store, charge, origin, amount=amount, status=status)
        return str(refund["id"])

    def complete_refund(self, refund_id: str) -> None:
        """Let a pending refund arrive."""
        with self._step("stripe") as origin:
            refunds.complete(self._store, self._refund(refund_id, "pending"), origin)

    def fail_refund(self, refund_id: str, reason: str = "expired_or_canceled_card") -> None:
        """Let a refund come back, even one that had succeeded."""
        with self._step("stripe") as origin:
            refund = self._refund(refund_id, "pending", "succeeded")
            refunds.fail(self._store, refund, origin, reason)

    def open_dispute(
        self, intent_id: str, amount: int | None = None, reason: str = "fraudulent"
    ) -> str:
        """Let the guest dispute a captured payment, by default all of it; return the dispute."""
        with self._step("stripe") as origin:
            intent = self._intent(intent_id, "succeeded")
            if any(
                each["payment_intent"] == intent_id and each["status"] != "won"
                for each in self._store.disputes.values()
            ):
                raise NotPossible(f"{intent_id} is disputed already")
            if amount is not None and not 0 < amount <= intent["amount_received"]:
                raise NotPossible(f"{intent_id} has not captured {amount}")
            dispute = disputes.begin(self._store, intent, origin, amount=amount, reason=reason)
        return str(dispute["id"])

    def win_dispute(self, dispute_id: str) -> None:
        """Let the bank decide for the hotel."""
        with self._step("stripe") as origin:
            disputes.win(self._store, self._open_dispute(dispute_id), origin)

    def withdraw_dispute(self, dispute_id: str) -> None:
        """Let the guest take it back: for Stripe, that is a dispute won."""
        self.win_dispute(dispute_id)

    def lose_dispute(self, dispute_id: str) -> None:
        """Let the bank decide for the guest."""
        with self._step("stripe") as origin:
            disputes.lose(self._store, self._open_dispute(dispute_id), origin)

    def time_passes(self) -> None:
        """Let happen what has fallen due: sessions expire and holds lapse."""
        with self._store.changed:
            now = self._store.clock.now()
            for session in list(self._store.sessions.values()):
                if session["status"] == "open" and session["expires_at"] <= now:
                    self.expire_session(session["id"])
            for intent in list(self._store.payment_intents.values()):
                if intent["status"] == "requires_capture":
                    lapses = capture_before(self._store.charges[intent["latest_charge"]])
                    if lapses is not None and lapses <= now:
                        self.lapse_hold(intent["id"])

    @contextmanager
    def _step(self, source: Source) -> Iterator[Origin]:
        """Hold the books for one step, and say who takes it."""
        by_request = source in ("guest", "dashboard")
        request_id = f"req_{new_id('r')[3:17]}" if by_request else None
        with self._store.changed:
            try:
                yield Origin(source, request_id)
            except ApiError as error:
                raise NotPossible(str(error)) from error

    @contextmanager
    def _attempt(self, session_id: str, **instead: Any) -> Iterator[tuple[Json, Json, Origin]]:
        """Hold the books for an attempt to pay on an open session."""
        with self._step("guest") as guest:
            session = self._store.sessions[session_id]
            if session["status"] != "open" or session["expires_at"] <= self._store.clock.now():
                raise NotPossible(f"{session_id} is not open any more")
            known = self._store.payment_intents.get(session["payment_intent"])
            if known is not None and known["status"] not in PAYABLE:
                raise NotPossible(f"{known['id']} has a status of {known['status']}")
            intent = checkout_sessions.intent_of(self._store, session, guest, **instead)
            yield session, intent, guest

    def _intent(self, id: str, status: str) -> Json:
        intent = self._store.payment_intents[id]
        if intent["status"] != status:
            raise NotPossible(f"{id} has a status of {intent['status']}, not {status}")
        return intent

    def _refund(self, id: str, *statuses: str) -> Json:
        refund = self._store.refunds[id]
        if refund["status"] not in statuses:
            raise NotPossible(f"{id} has a status of {refund['status']}")
        return refund

    def _open_dispute(self, id: str) -> Json:
        dispute = self._store.disputes[id]
        if dispute["status"] != "needs_response":
            raise NotPossible(f"{id} has a status of {dispute['status']}")
        return dispute


def _check_positive(amount: int | None) -> None:
    if amount is not None and amount < 1:
        raise NotPossible(f"{amount} is not an amount to move")
