"""The one error of the embedded server."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be used; the text says why and what to do about it."""
