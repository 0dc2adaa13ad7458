"""The server as a process: `python -m tests.pusher_server --port 0`; it prints its port."""

import argparse
import os
import signal
import sys
import threading

from tests.pusher_server.server import serving


def main() -> None:
    """Serve until SIGTERM or SIGINT, or until standard input is closed if that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.pusher_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, is a free one")
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end with the process that holds the other end, however that ends",
    )
    options = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if options.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(ended,), daemon=True).start()
    with serving(options.port) as server:
        print(server.port, flush=True)
        ended.wait()


def _end_with_stdin(ended: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    ended.set()


main()
