"""Settings: environment variables, checked once at start, then an immutable value.

One module a subject has its variables, what they may be and what contradicts. Together they are
the only list: docs/configuration.md and `hotelmate settings` are tested against it, and
`Settings.from_environ` reads nothing that is not in it.
"""

from app.settings.settings import VARIABLES, Settings, as_role
from app.settings.variable import SettingsError, Variable

__all__ = ["VARIABLES", "Settings", "SettingsError", "Variable", "as_role"]
