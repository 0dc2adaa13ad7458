"""Idempotency keys: one effect per key, and the same answer to whoever asks again.

An answer is kept whatever its status, 500 included, once the endpoint began its work. Keys are
forgotten a day after.
"""

import threading
from dataclasses import dataclass

from tests.stripe_server.clock import Clock
from tests.stripe_server.wire import ApiError, Json

KEPT_SECONDS = 86_400
LONGEST_KEY = 255


@dataclass(frozen=True)
class Answer:
    """A status, the JSON text, and the request that was answered so first."""

    status: int
    body: bytes
    request_id: str


@dataclass
class _Use:
    path: str
    params: Json
    created: int
    answer: Answer | None = None


class Keys:
    """The keys of the last day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._uses: dict[str, _Use] = {}

    def begin(self, key: str, path: str, params: Json) -> Answer | None:
        """Take a key, or return the answer that it got before.

        Raises:
            ApiError: another request is at work under this key, or asked for something else.
        """
        if len(key) > LONGEST_KEY:
            raise ApiError(
                400, f"Idempotency keys have up to {LONGEST_KEY} characters.", began=False
            )
        with self._lock:
            self._forget_old()
            use = self._uses.get(key)
            if use is None:
                self._uses[key] = _Use(path, params, self._clock.now())
                return None
            if use.path != path:
                raise _mismatch(
                    "Keys for idempotent requests can only be used for the same endpoint they "
                    f"were first used for ('{use.path}' vs '{path}'). Try using a key other than "
                    f"'{key}' if you meant to execute a different request."
                )
            if use.params != params:
                raise _mismatch(
                    "Keys for idempotent requests can only be used with the same parameters they "
                    f"were first used with. Try using a key other than '{key}' if you meant to "
                    "execute a different request."
                )
            if use.answer is None:
                raise ApiError(
                    409,
                    "There is currently another in-progress request using this Stripe "
                    f"idempotency key: {key}. Please try again later.",
                    code="idempotency_key_in_use",
                    began=False,
                )
            return use.answer

    def finish(self, key: str, answer: Answer | None) -> None:
        """Keep the answer of the request that took the key; with None, free the key."""
        with self._lock:
            if answer is None:
                self._uses.pop(key, None)
            elif key in self._uses:
                self._uses[key].answer = answer

    def forget(self) -> None:
        """Forget all keys."""
        with self._lock:
            self._uses.clear()

    def _forget_old(self) -> None:
        oldest = self._clock.now() - KEPT_SECONDS
        # They are in the order of their age.
        for key, use in list(self._uses.items()):
            if use.created >= oldest:
                return
            del self._uses[key]


def _mismatch(message: str) -> ApiError:
    return ApiError(400, message, type="idempotency_error", began=False)
