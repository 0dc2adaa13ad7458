"""Lists: newest first, filtered, a page at a time."""

from collections.abc import Callable, Iterable, Sequence

from tests.stripe_server.call import Call
from tests.stripe_server.params import Params, invalid
from tests.stripe_server.store import Store
from tests.stripe_server.wire import ApiError, Json

Keep = Callable[[Json], bool]


def as_list(objects: list[Json], url: str, *, has_more: bool = False) -> Json:
    """Return the shape of a list."""
    return {"object": "list", "data": objects, "has_more": has_more, "url": url}


def page(
    store: Store,
    call: Call,
    objects: Iterable[Json],
    *,
    by: Sequence[str] = (),
    keep: Keep = lambda _: True,
) -> Json:
    """Answer a list endpoint.

    Args:
        objects: all of them, oldest first.
        by: members that may be asked for by value; `charge` and `payment_intent` must exist.
        keep: a further condition, read from the parameters by the caller.
    """
    params = call.params
    wanted = {name: value for name in by if (value := params.text(name)) is not None}
    in_time = _created(params)
    limit = params.integer("limit", minimum=1, maximum=100) or 10
    after, until = params.text("starting_after"), params.text("ending_before")
    params.finish()
    if after and until:
        raise invalid(
            "You may only specify one of these parameters: ending_before, starting_after.",
            "ending_before",
        )
    for name in wanted.keys() & {"charge", "payment_intent"}:
        store.find(f"{name}s", wanted[name], param=name)
    found = [
        each
        for each in reversed(list(objects))
        if all(each[name] == value for name, value in wanted.items())
        and in_time(each)
        and keep(each)
    ]
    if until:
        found = found[: _position(found, until, "ending_before")]
        return as_list(found[-limit:], call.path, has_more=len(found) > limit)
    if after:
        found = found[_position(found, after, "starting_after") + 1 :]
    return as_list(found[:limit], call.path, has_more=len(found) > limit)


def _position(found: list[Json], id: str, param: str) -> int:
    for position, each in enumerate(found):
        if each["id"] == id:
            return position
    raise ApiError(400, f"No such object: '{id}'", code="resource_missing", param=param)


def _created(params: Params) -> Keep:
    """Read `created=…` or `created[gte]=…` and its like."""
    moment = params.anything("created")
    if moment is None:
        return lambda _: True
    if not isinstance(moment, dict):
        exact = Params({"created": moment}).required_integer("created")
        return lambda each: bool(each["created"] == exact)
    limits = Params(moment, "created")
    above, least = limits.integer("gt"), limits.integer("gte")
    below, most = limits.integer("lt"), limits.integer("lte")
    limits.finish()

    def within(each: Json) -> bool:
        created = each["created"]
        return (
            (above is None or created > above)
            and (least is None or created >= least)
            and (below is None or created < below)
            and (most is None or created <= most)
        )

    return within
