"""`expand[]`: ids in an answer that are replaced by their objects."""

from typing import Any

from tests.stripe_server.listing import as_list
from tests.stripe_server.params import invalid
from tests.stripe_server.store import Store
from tests.stripe_server.wire import Json, copied

DEEPEST = 4
KINDS = {
    "charge": "charges",
    "latest_charge": "charges",
    "payment_intent": "payment_intents",
}


def expanded(store: Store, answer: Json, paths: list[str]) -> Json:
    """Return a copy of the answer with what the paths lead to.

    Raises:
        ApiError: a path leads nowhere, or too deep.
    """
    answer = copied(answer)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise invalid(
                f"You cannot expand more than {DEEPEST} levels of a property: {path}", "expand"
            )
        _expand(store, answer, steps, path)
    return answer


def _expand(store: Store, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for member in node:
            _expand(store, member, steps, path)
        return
    step, *rest = steps
    if step == "refunds" and node.get("object") == "charge":
        newest = [copied(each) for each in reversed(store.refunds_of(node))]
        node.setdefault("refunds", as_list(newest, f"/v1/charges/{node['id']}/refunds"))
    elif step == "line_items" and node.get("object") == "checkout.session":
        url = f"/v1/checkout/sessions/{node['id']}/line_items"
        node["line_items"] = as_list(copied(store.line_items[node["id"]]), url)
    elif isinstance(node.get(step), str) and step in KINDS:
        node[step] = copied(store.find(KINDS[step], node[step]))
    elif step not in node or isinstance(node[step], str | int):
        raise invalid(f"This property cannot be expanded ({path}).", "expand")
    if rest and node[step] is not None:
        _expand(store, node[step], rest, path)
