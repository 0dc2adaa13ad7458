"""What a story watches: facts by name, compared before and after each step."""

from collections.abc import Mapping
from typing import Any

from app.demo.printing import Change

State = dict[str, object]
# Counters and stamps of the row itself, which change with everything, and what never changes.
NOISE = frozenset({"version", "updated_at", "party", "allowed_transitions", "cancellation_terms"})


def flat(prefix: str, found: Mapping[str, Any]) -> State:
    """Return nested objects as one level: `booking.payment.paid_at`."""
    state: State = {}
    for name, value in found.items():
        if isinstance(value, dict):
            state |= flat(f"{prefix}.{name}", value)
        else:
            state[f"{prefix}.{name}"] = value
    return state


def changes(before: State, after: State) -> list[Change]:
    """Return what is different afterwards, without noise."""
    return [
        (name, before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value and name.rpartition(".")[2] not in NOISE
    ]


def unmet(wanted: Mapping[str, object], state: State) -> list[str]:
    """Return a sentence for each fact that is not as it must be."""
    return [
        f"{name} must be {value}, and is {state.get(name)}"
        for name, value in wanted.items()
        if state.get(name) != value
    ]
