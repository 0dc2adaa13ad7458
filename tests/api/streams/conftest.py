"""A server whose feed can be looked into."""

from collections.abc import Iterator

import pytest
from litestar import Litestar

from app.main import create_app
from tests.api.serving import serving, settings_for


@pytest.fixture
def app(database_url: str) -> Litestar:
    """An application of the test's own, so that its feed can be looked into."""
    return create_app(settings_for(database_url))


@pytest.fixture
def own_address(app: Litestar) -> Iterator[str]:
    with serving(app) as address:
        yield address
