"""What a setting is."""

from collections.abc import Callable

import msgspec


class SettingsError(ValueError):
    """A variable of the environment has a value that cannot be used; the text names it."""


class Variable(msgspec.Struct, frozen=True):
    """One environment variable: what it is called, defaults to and means.

    `unset` is its value when it is empty and has no default, `none` how a value of None is written.
    """

    name: str
    field: str
    default: str
    meaning: str
    parse: Callable[[str], object] = str
    secret: bool = False
    unset: object = None
    none: str = ""
