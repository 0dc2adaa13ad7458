"""A child ends with its parent, even when a `kill -9` gives the parent no time to say so.

The parent keeps the writing end of a pipe open and never writes. When it dies, however it dies, the
kernel closes that end, and the child's read returns.
"""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import click


def follow(descriptor: int) -> None:
    """Terminate this process, as a SIGTERM would, when the other end of a pipe closes."""

    def wait() -> None:
        os.read(descriptor, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def lifeline_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the hidden option `--lifeline FD`, obeyed before the command runs."""

    def obey(ctx: click.Context, parameter: click.Parameter, value: int | None) -> None:
        if value is not None:
            follow(value)

    option = click.option(
        "--lifeline", type=int, hidden=True, expose_value=False, callback=obey, is_eager=True
    )
    return option(command)
