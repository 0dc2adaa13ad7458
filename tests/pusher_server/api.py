"""What becomes of a call: judged, struck by a fault or taken, and recorded."""

import json
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from tests.pusher_server.faults import EFFECTIVE, Fault, Faults
from tests.pusher_server.judge import Wrong, items_of, timestamp_of
from tests.pusher_server.record import Call, Record


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        """Return it as HTTP/1.1."""
        phrase = HTTPStatus(self.status).phrase
        lines = [f"HTTP/1.1 {self.status} {phrase}", "Content-Type: application/json"]
        lines.append(f"Content-Length: {len(self.body)}")
        lines.extend(f"{name}: {value}" for name, value in self.headers.items())
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the client sees of a call: a reply; without one it waits or is cut off."""

    reply: Reply | None
    hangs: bool = False


TAKEN = Outcome(Reply(200))
HANGS = Outcome(None, hangs=True)
CUT = Outcome(None)


class Api:
    """The HTTP API, apart from how it is transported.

    Attributes:
        app_id: the only application that there is.
        clock_offset: seconds that the server's clock is ahead.
    """

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.faults = Faults()
        self.record = Record()
        self.clock_offset = 0.0

    def answer(self, method: str, target: str, body: bytes, connection: int) -> Outcome:
        """Decide on a call; whatever it does, it has done on return."""
        at = time.time()
        items = 0
        fault: Fault | None = None
        try:
            published = items_of(self.app_id, method, target, body, at + self.clock_offset)
        except Wrong as wrong:
            outcome = Outcome(_error(wrong.status, str(wrong)))
        else:
            items = len(published)
            fault = self.faults.strike(published)
            if fault is None or fault.kind in EFFECTIVE:
                self.record.take(published, at)
            outcome = TAKEN if fault is None else _struck(fault)
        self.record.count(
            Call(
                path=target.partition("?")[0],
                status=None if outcome.reply is None else outcome.reply.status,
                fault=None if fault is None else fault.kind,
                items=items,
                signed_at=timestamp_of(target),
                at=at,
                connection=connection,
            )
        )
        return outcome


def _struck(fault: Fault) -> Outcome:
    if fault.kind in ("cut_before", "cut_after"):
        return CUT
    if fault.kind in ("hang", "hang_after"):
        return HANGS
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    reply = _error(fault.status, "as the test wishes", headers)
    return Outcome(Reply(200, reply.body, headers) if fault.in_body else reply)


def _error(status: int, problem: str, headers: dict[str, str] | None = None) -> Reply:
    body = {} if status < 400 else {"error": problem, "code": status}
    return Reply(status, json.dumps(body).encode(), headers or {})
