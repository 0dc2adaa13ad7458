"""A client that reads nothing, or only when told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder

# 12 MB of events: more than the buffers of a connection take.
MANY = 1500


@contextmanager
def not_reading(address: str, hotel: HotelBuilder) -> Iterator[socket.socket]:
    """Open a stream over a connection with small buffers, and read nothing."""
    (header,) = as_staff(hotel).items()
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, int(port)))
        connection.sendall(
            f"GET /api/hotels/{hotel.slug}/events/stream HTTP/1.1\r\nHost: {host}\r\n"
            f"{': '.join(header)}\r\nConnection: close\r\n\r\n".encode()
        )
        yield connection


def publish_much(hotel: HotelBuilder, events: int) -> None:
    """Write events of 8 kB."""
    hotel.run(
        "SELECT hotelmate.publish(%s, ARRAY['hotel'], 'rooms', 'note_taken',"
        " jsonb_build_object('text', repeat('x', 8000)), '{}') FROM generate_series(1, %s)",
        hotel.hotel_id,
        events,
    )


def read_positions(connection: socket.socket, until: int) -> list[int]:
    """Read a stream up to the end of an event; return the positions that it told."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    connection.settimeout(20)
    told: list[int] = []
    last_id = 0
    with connection.makefile("rb") as lines:
        while not told or told[-1] < until:
            line = lines.readline()
            assert line, "the stream ended"
            name, _, value = line.partition(b": ")
            if name == b"id":
                last_id = int(value)
            elif name == b"data" and value.startswith(b"{"):
                told.append(last_id)
    return told
