"""One call of an endpoint."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.stripe_server.effects import Origin
from tests.stripe_server.params import Params
from tests.stripe_server.store import Store
from tests.stripe_server.wire import Json


@dataclass(frozen=True)
class Call:
    """What an endpoint is told.

    Attributes:
        path: without the query.
        id: the id in the path, or an empty string.
    """

    path: str
    id: str
    params: Params
    origin: Origin


Endpoint = Callable[[Store, Call], Json]
