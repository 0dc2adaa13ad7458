"""localstripe in a process of its own, on the loopback address.

It is another project's, under another licence: nothing of it is imported by ours.
"""

import importlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE = "tests.stripe_server.localstripe_process"


@contextmanager
def running() -> Iterator[str]:
    """Run it until the end of the block; give its base address.

    Raises:
        RuntimeError: it does not start.
    """
    with subprocess.Popen(
        [sys.executable, "-m", MODULE],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            if not port:
                raise RuntimeError(f"localstripe does not start: {process.communicate()[1]}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def serve() -> None:
    """Serve on a free port, which is printed first."""
    resources = importlib.import_module("localstripe.resources")
    # It would write all objects into one file of the machine at every change.
    resources.Store.dump_to_disk = lambda store: None
    application = importlib.import_module("localstripe.server").app
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    web = importlib.import_module("aiohttp.web")
    web.run_app(application, sock=listener, print=None, access_log=None)


if __name__ == "__main__":
    serve()
