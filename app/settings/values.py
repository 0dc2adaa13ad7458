"""Kinds of values that variables of several subjects have.

What is wrong with one is said without it: it may be a secret.
"""

from collections.abc import Callable


def integer(lowest: int, highest: int) -> Callable[[str], int]:
    """Return what reads a whole number within these limits."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """Return what reads one of these words, in any case."""

    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text.lower()

    return parse


def boolean(text: str) -> bool:
    """Read true or false."""
    return one_of("true", "false")(text) == "true"


def token(text: str) -> str:
    """Read a secret of somebody else's making, which has no space."""
    if len(text) < 16 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must have at least 16 printable ASCII characters and no space")
    return text


def web_address(text: str) -> str:
    """Read the address of a web server."""
    if not text.startswith(("http://", "https://")) or " " in text:
        raise ValueError("must start with http:// or https://")
    return text.rstrip("/")
