"""The one way in which a test says that the database refuses: by the invariant's name."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest


@contextmanager
def refused_by(invariant: str) -> Iterator[None]:
    """Expect the block to be refused by the invariant of that name, at once or at COMMIT.

    Asserts the constraint's name, never the message. Use it around autocommit statements or around
    `with connection.transaction():`, so that deferred constraints are judged inside the block.
    """
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        yield
    assert caught.value.diag.constraint_name == invariant
