"""What a guest does, on the pages that the front desk gave them."""

from typing import Any

from bench.payments.histories.history import History
from tests.stripe_server.people import PAYABLE
from tests.stripe_server.wire import Json

ADDRESSES = {
    "success_url": "https://hotel.example/thanks",
    "cancel_url": "https://hotel.example/back",
}


def ask_page(history: History, which: int, how: int) -> bool:
    """Let the front desk ask for a page; what it is given, the guest has."""
    answer = history.ask("payment-session", ADDRESSES)
    if not answer.is_success:
        return False
    page = str(answer.json()["url"]).rpartition("/")[2]
    if page in history.pages:
        return False
    history.pages.append(page)
    return True


def pay(history: History, which: int, how: int) -> bool:
    """Pay the price."""
    return _pay(history, which)


def pay_wrong_amount(history: History, which: int, how: int) -> bool:
    """Pay what is not the price: less, a little more, or much more."""
    price = history.plan.price
    amount = (max(1, price * how // 100), price + 1, price * 3)[how % 3]
    return amount != price and _pay(history, which, amount=amount)


def pay_wrong_currency(history: History, which: int, how: int) -> bool:
    """Pay the right number of something else."""
    return _pay(history, which, currency="usd")


def _pay(history: History, which: int, **instead: Any) -> bool:
    page = _payable(history, which, fresh=bool(instead))
    if page is None:
        return False
    history.stage.stripe.people.pay(page["id"], **instead)
    return True


def decline_card(history: History, which: int, how: int) -> bool:
    """Try a card that its bank refuses."""
    page = _payable(history, which)
    if page is not None:
        history.stage.stripe.people.decline_card(page["id"])
    return page is not None


def start_authentication(history: History, which: int, how: int) -> bool:
    """Go to 3-D Secure."""
    page = _payable(history, which)
    if page is not None:
        history.stage.stripe.people.start_authentication(page["id"])
    return page is not None


def fail_authentication(history: History, which: int, how: int) -> bool:
    """Fail there."""
    page = _payable(history, which)
    if page is not None:
        history.stage.stripe.people.fail_authentication(page["id"])
    return page is not None


def start_processing(history: History, which: int, how: int) -> bool:
    """Pay in a way whose outcome takes a while."""
    page = _payable(history, which)
    if page is not None:
        history.stage.stripe.people.start_processing(page["id"])
    return page is not None


def finish_processing(history: History, which: int, how: int) -> bool:
    """Learn the outcome, the good one twice out of three times."""
    processing = history.intents("processing")
    if processing:
        intent = processing[which % len(processing)]
        history.stage.stripe.people.finish_processing(intent["id"], ok=how % 3 > 0)
    return bool(processing)


def leave_page(history: History, which: int, how: int) -> bool:
    """Leave a page open until Stripe closes it."""
    pages = history.open_pages()
    if pages:
        history.stage.stripe.people.expire_session(pages[which % len(pages)]["id"])
    return bool(pages)


def _payable(history: History, which: int, *, fresh: bool = False) -> Json | None:
    """Return a page on which the guest may try a card now; a fresh one has seen none yet."""
    stripe = history.stage.stripe
    pages = []
    for page in history.open_pages():
        intent = page["payment_intent"]
        if page["expires_at"] > stripe.clock.now() and (
            intent is None or (not fresh and stripe.payment_intent(intent)["status"] in PAYABLE)
        ):
            pages.append(page)
    return pages[which % len(pages)] if pages else None
