"""Which answers are clear: to a client that may be as simple as it likes.

Whether an answer is also the one that belongs to a fault, `record` and `happening` say.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import msgspec

from app.problems import MEDIA_TYPE
from app.problems.types import PROBLEM_TYPES
from app.requests.idempotency import REPLAYED

# What a fault may make of a request, all 503: come back later, with the same idempotency key. Which
# of them, each fault says.
BUSY = frozenset({"database-busy"})
UNAVAILABLE = frozenset({"database-unavailable"})
TIMED_OUT = frozenset({"request-timed-out"})

# No connection was made, so no request was sent.
NOBODY = "nobody-listens"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt.

    Attributes:
        status: 0 when the connection ended without an answer, or there was none.
        problem: name of its type, if it is one; NOBODY where no connection was made.
        unclear: what is wrong with it; empty when nothing is.
        seconds: until it was there.
        is_replay: whether it says that the change was done before.
    """

    status: int
    problem: str = ""
    unclear: str = ""
    seconds: float = 0.0
    is_replay: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it acknowledges."""
        return 200 <= self.status < 300


def judge(answer: httpx.Response, seconds: float = 0.0) -> Answer:
    """Judge the form of an answer: it is done, or a problem says why not and when to come back."""
    if answer.is_success:
        is_replay = answer.headers.get(REPLAYED) == "true"
        return Answer(answer.status_code, seconds=seconds, is_replay=is_replay)
    name, wrong = _problem(answer.headers, answer.content, answer.status_code)
    is_passing = answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    if not wrong and is_passing and not answer.headers.get("retry-after", "").isdecimal():
        wrong = f"{name} does not say when to come back"
    return Answer(answer.status_code, name, wrong, seconds)


def _problem(headers: Mapping[str, str], body: bytes, status: int) -> tuple[str, str]:
    """Return the name of a problem's type, and what is wrong with its form."""
    if not headers.get("content-type", "").startswith(MEDIA_TYPE):
        return "", f"{status} as {headers.get('content-type')}"
    try:
        problem = msgspec.json.decode(body, type=dict[str, object])
    except msgspec.DecodeError:
        return "", f"{status} with a body that is no JSON"
    name = str(problem.get("type", "")).rsplit("/", 1)[-1]
    if problem.get("status") != status or not problem.get("request_id"):
        return name, f"{status} {name} without its status or request id"
    if name not in PROBLEM_TYPES or PROBLEM_TYPES[name].status != status:
        return name, f"{status} {name} is no problem of the API"
    return name, ""
