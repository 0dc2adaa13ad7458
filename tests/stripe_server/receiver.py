"""A receiver of webhooks that keeps what it gets and answers what it is told."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe


@dataclass(frozen=True)
class Received:
    """The bytes that came, and the Stripe-Signature header with them."""

    body: bytes
    signature: str | None

    def event(self, secret: str) -> stripe.Event:
        """Check the signature with the `stripe` package and return the event.

        Raises:
            stripe.SignatureVerificationError: it is not signed with this secret, or too long ago.
        """
        event: stripe.Event = stripe.Webhook.construct_event(self.body, self.signature, secret)
        return event


@dataclass
class Receiver:
    """What was received, and the statuses of the next answers; 200 when there are none."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: deque[int] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, body: bytes, signature: str | None) -> int:
        with self.lock:
            self.received.append(Received(body, signature))
            return self.answers.popleft() if self.answers else 200


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive on a free port of the loopback address."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        # One request a connection: the threads end by themselves.
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        # Many copies of an event knock at once.
        request_queue_size = 128
        daemon_threads = False

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks/stripe"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
