"""/v1/events"""

from fnmatch import fnmatchcase

from tests.stripe_server.call import Call
from tests.stripe_server.listing import page
from tests.stripe_server.params import invalid
from tests.stripe_server.store import Store
from tests.stripe_server.wire import Json

# Older events are not to be had any more.
KEPT_SECONDS = 30 * 86_400
MOST_TYPES = 20


def retrieve(store: Store, call: Call) -> Json:
    """Answer GET /v1/events/{id}."""
    call.params.finish()
    return store.find("events", call.id, param="event")


def list_all(store: Store, call: Call) -> Json:
    """Answer GET /v1/events, of one `type` (`charge.*` too) or of several `types[]`."""
    one, several = call.params.text("type"), call.params.texts("types")
    if one and several:
        raise invalid("You may only specify one of these parameters: type, types.", "types")
    if len(several) > MOST_TYPES:
        raise invalid(f"You may only specify {MOST_TYPES} types.", "types")
    patterns = [one] if one else several
    oldest = store.clock.now() - KEPT_SECONDS

    def keep(event: Json) -> bool:
        return event["created"] >= oldest and (
            not patterns or any(fnmatchcase(event["type"], each) for each in patterns)
        )

    return page(store, call, store.events.values(), keep=keep)
