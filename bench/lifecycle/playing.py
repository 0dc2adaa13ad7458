"""The clients' process, started and waited for."""

import subprocess
import sys
from collections.abc import Sequence

import msgspec

from bench.lifecycle.clients import Order, Played
from bench.lifecycle.hotels import Place


def play(url: str, places: Sequence[Place], clients: int, seconds: float) -> Played:
    """Let so many clients play stays for so long.

    Args:
        url: of the API.
        places: rooms, at least one for each client.
        clients: how many; client n has the rooms n, n + clients, …
        seconds: how long.

    Raises:
        RuntimeError: a step was refused; the text is what the process said.
    """
    order = Order(url, seconds, [list(places[client::clients]) for client in range(clients)])
    done = subprocess.run(
        [sys.executable, "-m", "bench.lifecycle.clients"],
        input=msgspec.json.encode(order),
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the clients failed: {done.stderr.decode(errors='replace').strip()}")
    return msgspec.json.decode(done.stdout, type=Played)
