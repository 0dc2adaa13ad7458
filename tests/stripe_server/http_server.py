"""HTTP/1.1 on the loopback address, in front of the API."""

import socket
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.stripe_server.api import Api, Dropped, Reply


class HttpServer(ThreadingHTTPServer):
    """A thread per connection; connections stay open between requests."""

    # Fifty deliveries at once ask the API at once too.
    request_queue_size = 128
    # At the end the threads are waited for, so that none outlives its test.
    daemon_threads = False

    def __init__(self, api: Api) -> None:
        self.api = api
        self.connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def end(self) -> None:
        """Stop at once; serve_forever alone would look for its end twice a second."""
        closer = threading.Thread(target=self.shutdown)
        closer.start()
        while closer.is_alive():
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", self.server_port), timeout=1),
            ):
                closer.join(0.001)
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away, for tests kill them; keep everything else."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.api.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The answer leaves at once, whatever the client has yet to acknowledge.
    disable_nagle_algorithm = True
    server: HttpServer

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_DELETE = do_GET

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length or "Transfer-Encoding" in self.headers:
            # Half a request, of a client that was killed, has no effect.
            self.close_connection = True
            return
        try:
            reply = self.server.api.answer(self.command, self.path, self.headers, body)
        except Dropped:
            self.close_connection = True
            return
        self.wfile.write(_written(reply))

    def log_message(self, format: str, *args: object) -> None:
        pass


def _written(reply: Reply) -> bytes:
    head = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    headers = {**reply.headers, "Content-Length": str(len(reply.body))}
    head.extend(f"{name}: {value}" for name, value in headers.items())
    return "\r\n".join([*head, "", ""]).encode() + reply.body
