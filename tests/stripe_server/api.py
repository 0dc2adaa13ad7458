"""One request from its arrival to its answer: key, fault, idempotency, endpoint."""

import base64
import json
import threading
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from tests.stripe_server import routes
from tests.stripe_server.call import Call, Endpoint
from tests.stripe_server.effects import Origin
from tests.stripe_server.expansion import expanded
from tests.stripe_server.faults import Fault, Faults
from tests.stripe_server.idempotency import Answer, Keys
from tests.stripe_server.params import Params
from tests.stripe_server.store import API_VERSION, Store, new_id
from tests.stripe_server.wire import ApiError, FormError, Json, decode_form

# Names in any case, as HTTP has them.
Headers = Message


@dataclass
class SeenRequest:
    """A request that reached the provider.

    Attributes:
        number: counted from 1.
        params: as sent, decoded.
        replayed: whether it was answered with what its idempotency key had got before.
        status: None while it is at work, and when the connection was dropped.
        fault: the kind of the fault that hit it.
    """

    number: int
    method: str
    path: str
    params: Json
    idempotency_key: str | None
    request_id: str
    replayed: bool = False
    status: int | None = None
    fault: str | None = None


class Dropped(Exception):
    """The client gets no answer."""


@dataclass(frozen=True)
class Reply:
    """What is sent back."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Api:
    """Answers requests out of a store.

    Attributes:
        requests: all that arrived, in the order of their arrival.
        crashes: defects of this server itself; each was answered with 500.
        closing: set when the server ends, so that nobody waits out a timeout.
    """

    def __init__(self, store: Store, faults: Faults, api_key: str) -> None:
        self._store = store
        self._faults = faults
        self._api_key = api_key
        self.keys = Keys(store.clock)
        self.requests: list[SeenRequest] = []
        self.crashes: list[Exception] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def answer(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        """Answer a request.

        Raises:
            Dropped: a fault takes the connection.
        """
        parts = urlsplit(target)
        given = body.decode(errors="replace") if method == "POST" else parts.query
        try:
            params, malformed = decode_form(given), None
        except FormError as error:
            params, malformed = {}, ApiError(400, str(error), began=False)
        seen = self._note(method, parts.path, params, headers)
        try:
            if malformed is not None:
                raise malformed
            answer = self._answer(seen, headers)
        except ApiError as error:
            answer = _error(error, seen)
        seen.status = answer.status
        return Reply(answer.status, answer.body, _headers(seen, answer))

    def forget(self) -> None:
        """Forget the requests and their keys."""
        with self._lock:
            self.requests.clear()
        self.keys.forget()

    def _note(self, method: str, path: str, params: Json, headers: Headers) -> SeenRequest:
        with self._lock:
            seen = SeenRequest(
                number=len(self.requests) + 1,
                method=method,
                path=path,
                params=params,
                idempotency_key=headers.get("Idempotency-Key") or None,
                request_id=f"req_{new_id('r')[3:17]}",
            )
            self.requests.append(seen)
        return seen

    def _answer(self, seen: SeenRequest, headers: Headers) -> Answer:
        self._admit(headers)
        found = routes.find(seen.method, seen.path)
        if found is None:
            raise ApiError(
                404,
                f"Unrecognized request URL ({seen.method}: {seen.path}).",
                began=False,
            )
        fault = self._faults.strike(seen.method, seen.path)
        if fault is not None:
            seen.fault = fault.kind
            self._fail_before(fault, seen)
        answer = self._once(seen, fault, *found)
        if fault is not None and fault.kind in ("drop_after", "timeout_after"):
            fault.wait(self.closing)
            raise Dropped
        return answer

    def _admit(self, headers: Headers) -> None:
        """Check key and version: neither an unknown client nor another dialect is served."""
        key = _key_of(headers.get("Authorization", ""))
        if key is None:
            raise ApiError(401, "You did not provide an API key.", began=False)
        if key != self._api_key:
            shown = f"{key[:8]}****"
            raise ApiError(401, f"Invalid API Key provided: {shown}", began=False)
        version = headers.get("Stripe-Version", API_VERSION)
        if version != API_VERSION:
            raise ApiError(
                400, f"This server speaks {API_VERSION} only, not {version}.", began=False
            )

    def _fail_before(self, fault: Fault, seen: SeenRequest) -> None:
        """Let go wrong what goes wrong before an endpoint begins."""
        match fault.kind:
            case "unauthorized":
                raise ApiError(401, "Expired API Key provided.", code="api_key_expired")
            case "rate_limit":
                raise ApiError(429, "Too many requests.", code="rate_limit")
            case "conflict":
                raise ApiError(409, "The request is at work.", code="idempotency_key_in_use")
            case "drop_before" | "timeout_before":
                fault.wait(self.closing)
                raise Dropped
            case "error_before" if not fault.saved:
                raise _internal()

    def _once(self, seen: SeenRequest, fault: Fault | None, endpoint: Endpoint, id: str) -> Answer:
        """Run the endpoint, unless the idempotency key has its answer."""
        key = seen.idempotency_key if seen.method == "POST" else None
        if key is None:
            return self._run(seen, fault, endpoint, id)[0]
        kept = self.keys.begin(key, seen.path, seen.params)
        if kept is not None:
            seen.replayed = True
            return kept
        keep: Answer | None = None
        try:
            answer, began = self._run(seen, fault, endpoint, id)
            keep = answer if began else None
        finally:
            self.keys.finish(key, keep)
        return answer

    def _run(
        self, seen: SeenRequest, fault: Fault | None, endpoint: Endpoint, id: str
    ) -> tuple[Answer, bool]:
        """Return the endpoint's answer, and whether it began its work."""
        kind = fault.kind if fault is not None else None
        if fault is not None and kind == "delay":
            fault.wait(self.closing)
        try:
            if kind == "error_before":
                raise _internal()
            answer = Answer(200, self._call(seen, endpoint, id), seen.request_id)
            if kind == "error_after":
                raise _internal()
        except ApiError as error:
            return _error(error, seen), error.began
        except Exception as error:
            self.crashes.append(error)
            return _error(_internal(), seen), True
        return answer, True

    def _call(self, seen: SeenRequest, endpoint: Endpoint, id: str) -> bytes:
        params = Params(seen.params)
        paths = params.texts("expand")
        origin = Origin("api", seen.request_id, seen.idempotency_key)
        with self._store.changed:
            found = endpoint(self._store, Call(seen.path, id, params, origin))
            return encode(expanded(self._store, found, paths))


def encode(value: Any) -> bytes:
    """Write JSON in UTF-8, on one line: it is many times faster."""
    return json.dumps(value, ensure_ascii=False).encode()


def _key_of(authorization: str) -> str | None:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return credentials or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials).decode().partition(":")[0] or None
        except ValueError:
            return None
    return None


def _internal() -> ApiError:
    return ApiError(500, "An unknown error occurred.", type="api_error")


def _error(error: ApiError, seen: SeenRequest) -> Answer:
    return Answer(error.status, encode({"error": error.error}), seen.request_id)


def _headers(seen: SeenRequest, answer: Answer) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Request-Id": seen.request_id,
        "Stripe-Version": API_VERSION,
    }
    if seen.idempotency_key is not None and seen.method == "POST":
        headers["Idempotency-Key"] = seen.idempotency_key
        headers["Original-Request"] = answer.request_id
    if seen.replayed:
        headers["Idempotent-Replayed"] = "true"
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Stripe-Rate-Limited-Reason"] = "global-rate"
    return headers
