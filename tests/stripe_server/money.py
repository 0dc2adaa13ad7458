"""Stripe's limits of what can be charged, in minor units."""

from tests.stripe_server.params import invalid

LARGEST = 99_999_999
# Of the currencies that a hotel is likely to meet; others have no minimum here.
SMALLEST = {
    "aud": 50,
    "brl": 50,
    "cad": 50,
    "chf": 50,
    "dkk": 250,
    "eur": 50,
    "gbp": 30,
    "jpy": 50,
    "nok": 300,
    "nzd": 50,
    "pln": 200,
    "sek": 300,
    "usd": 50,
}
ZERO_DECIMAL = frozenset({"clp", "isk", "jpy", "krw", "ugx", "vnd", "xaf", "xof", "xpf"})


def read_currency(text: str, param: str) -> str:
    """Return the currency in lower case, as Stripe shows it whatever case it was given in."""
    currency = text.lower()
    if len(currency) != 3 or not currency.isalpha():
        raise invalid(f"Invalid currency: {text}.", param)
    return currency


def check_charge(amount: int, currency: str, param: str) -> None:
    """Refuse an amount that Stripe would not charge.

    Raises:
        ApiError: amount_too_small or amount_too_large.
    """
    smallest = SMALLEST.get(currency, 1)
    if amount < smallest:
        message = f"Amount must be at least {shown(smallest, currency)}"
        raise invalid(message, param, "amount_too_small")
    if amount > LARGEST:
        message = f"Amount must be no more than {shown(LARGEST, currency)}"
        raise invalid(message, param, "amount_too_large")


def shown(amount: int, currency: str) -> str:
    """Write an amount for a person: `12.50 eur`, `1250 jpy`."""
    if currency in ZERO_DECIMAL:
        return f"{amount} {currency}"
    return f"{amount // 100}.{amount % 100:02d} {currency}"
