"""The same server, hotel and desk as for the tests of the routes."""

from tests.api.conftest import (  # noqa: F401
    address,
    contract,
    desk,
    hotel,
    stripe,
)
