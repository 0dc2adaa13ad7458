"""A wire between the API and PostgreSQL that can be cut, at any byte or right at a COMMIT.

It can also fall silent, as a network does of which nobody says that it is down. It listens on a
Unix socket of its own, as PostgreSQL does, and hands on to the server's. Where it leads to can be
changed, as an address is that fails over to another server.
"""

import random
import socket
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qs, quote

from app.embedded.places import SOCKET_NAME

CHUNK = 65_536
# By it a transaction of the API ends.
COMMIT = b"COMMIT\0"
# How long the server may take over a COMMIT whose client is gone.
ANSWER_SECONDS = 5.0
ENOUGH = 128


class Cut(Enum):
    """Where wires are cut."""

    BEFORE_COMMIT = "the COMMIT does not reach the server"
    AFTER_COMMIT = "the COMMIT reaches the server, and its answer does not come back"
    ANYWHERE = "some bytes of what is sent arrive"


class Wire:
    """One connection: two threads, one for each direction.

    Args:
        client, server: its ends.
        cut_of: says of what the client sends where it is to be cut, if at all.
        flows: set while it hands anything on; what comes meanwhile waits.
    """

    def __init__(
        self,
        client: socket.socket,
        server: socket.socket,
        cut_of: Callable[[bytes], Cut | None],
        flows: threading.Event,
    ) -> None:
        self._client = client
        self._server = server
        self._cut_of = cut_of
        self._flows = flows
        self._is_dead = threading.Event()
        self._opening = b""
        self._all_answered = threading.Event()
        self._ways = [
            threading.Thread(target=way, daemon=True) for way in (self._requests, self._answers)
        ]
        for way in self._ways:
            way.start()

    def is_of(self, who: bytes) -> bool:
        """Say whether the client called itself so when it connected."""
        return who in self._opening

    def die(self) -> None:
        """Carry nothing any more, not even that an end was closed."""
        self._is_dead.set()

    def is_kept_in_vain(self) -> bool:
        """Say whether it is dead and the client has not hung up yet."""
        return self._is_dead.is_set() and self._ways[0].is_alive()

    def cut(self) -> None:
        """Cut it now."""
        self._is_dead.clear()
        _hang_up(self._client)
        _hang_up(self._server)

    def is_over(self) -> bool:
        """Say whether it has come to its end, and then give its ends back."""
        if any(way.is_alive() for way in self._ways):
            return False
        self._client.close()
        self._server.close()
        return True

    def join(self) -> None:
        """Wait for its end."""
        for way in self._ways:
            way.join()
        self.is_over()

    def _requests(self) -> None:
        """Hand on what the client sends, until the place of the cut."""
        with suppress(OSError):
            while data := self._client.recv(CHUNK):
                self._opening = self._opening or data
                cut = self._cut_of(data)
                if cut is not None:
                    self._do(cut, data)
                    break
                self._flows.wait()
                if not self._is_dead.is_set():
                    self._server.sendall(data)
        if not self._is_dead.is_set():
            self.cut()

    def _do(self, cut: Cut, data: bytes) -> None:
        if cut is Cut.ANYWHERE:
            self._server.sendall(data[: random.randrange(len(data))])
        elif cut is Cut.AFTER_COMMIT:
            _hang_up(self._client)
            self._server.sendall(data)
            # The server reads to the end before it notices that nobody is there.
            self._server.shutdown(socket.SHUT_WR)
            self._all_answered.wait(ANSWER_SECONDS)

    def _answers(self) -> None:
        """Hand on what the server says; also read what nobody hears any more."""
        with suppress(OSError):
            while data := self._server.recv(CHUNK):
                self._flows.wait()
                with suppress(OSError):
                    if not self._is_dead.is_set():
                        self._client.sendall(data)
        self._all_answered.set()
        if not self._is_dead.is_set():
            self.cut()


class Proxy:
    """All wires.

    Args:
        folder: of its socket.
        server_url: where it leads to first.

    Attributes:
        cuts: how often each was done.
    """

    def __init__(self, folder: Path, server_url: str) -> None:
        self._folder = folder
        self._server_url = server_url
        self._wires: list[Wire] = []
        # A wire answers from its first moment: who hears of it finds it in the list.
        self._listing = threading.Lock()
        self._cut: Cut | None = None
        self._share = 0.0
        self._flows = threading.Event()
        self._flows.set()
        self.cuts: Counter[Cut] = Counter()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.socket)
        self._listener.listen(ENOUGH)
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def url(self) -> str:
        """Address of the server's database through it."""
        base = self._server_url.partition("?")[0]
        return f"{base}?host={quote(str(self._folder), safe='')}&port=5432"

    @property
    def socket(self) -> str:
        """Path of its socket."""
        return str(self._folder / SOCKET_NAME)

    def lead_to(self, server_url: str) -> None:
        """Lead to another server, and cut every connection to the one before."""
        self._server_url = server_url
        self.cut_all()

    def cut_at(self, cut: Cut | None, share: float = 0.0) -> None:
        """Cut a share of what comes to such a place from now on; None: no more."""
        self._share = share
        self._cut = cut

    def cut_all(self) -> None:
        """Cut every connection now, whatever it is doing."""
        for wire in self._listed():
            wire.cut()

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Let nothing arrive until the block ends; then all of it does."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    def forget(self, who: bytes) -> int:
        """Let the connections of somebody carry nothing any more; return how many there were.

        So does a firewall that has lost its table, or a host that is gone: nobody is told, and what
        is connected anew works.
        """
        theirs = [wire for wire in self._listed() if wire.is_of(who) and not wire.is_over()]
        for wire in theirs:
            wire.die()
        return len(theirs)

    def kept_in_vain(self) -> int:
        """Count forgotten connections that their client still takes for good."""
        return sum(wire.is_kept_in_vain() for wire in self._listed())

    def close(self) -> None:
        """End all of it."""
        self._flows.set()
        _hang_up(self._listener)
        self._accepting.join()
        self._listener.close()
        self.cut_all()
        for wire in self._wires:
            wire.join()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            url = self._server_url
            try:
                server.connect(_socket_of(url))
            except OSError:
                client.close()
                server.close()
            else:
                with self._listing:
                    self._wires = [wire for wire in self._wires if not wire.is_over()]
                    wire = Wire(client, server, self._cut_of, self._flows)
                    self._wires.append(wire)
                if self._server_url != url:
                    wire.cut()

    def _listed(self) -> list[Wire]:
        with self._listing:
            return list(self._wires)

    def _cut_of(self, data: bytes) -> Cut | None:
        cut = self._cut
        is_there = cut is Cut.ANYWHERE or (cut is not None and COMMIT in data)
        if cut is None or not is_there or random.random() >= self._share:
            return None
        self.cuts[cut] += 1
        return cut


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


def _socket_of(url: str) -> str:
    """Return the path of the Unix socket that a URL names."""
    query = parse_qs(url.partition("?")[2])
    return f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}"


@contextmanager
def proxy(server_url: str) -> Iterator[Proxy]:
    """Put a wire before a server until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        wire = Proxy(Path(folder), server_url)
        try:
            yield wire
        finally:
            wire.close()
