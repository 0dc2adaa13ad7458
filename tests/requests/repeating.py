"""Requests with an idempotency key, and what may differ between an answer and its repetition."""

import uuid

import httpx

KEY = "Idempotency-Key"
REPLAYED = "idempotency-replayed"
# Of the exchange, not of the answer.
_OF_THE_EXCHANGE = {"date", "x-request-id", REPLAYED}


def new_key() -> dict[str, str]:
    """Return the header of a key that nobody has used."""
    return {KEY: uuid.uuid4().hex}


def answer(response: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """Return what must be the same byte for byte: status, body and headers."""
    headers = {
        name: value for name, value in response.headers.items() if name not in _OF_THE_EXCHANGE
    }
    return response.status_code, response.content, headers


def require_replayed(first: httpx.Response, again: httpx.Response) -> None:
    """Expect the answer of a change, and the same once more."""
    assert first.is_success, first.text
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true", again.text
    assert answer(again) == answer(first)
