"""JSON as the database can keep it."""

import json


def as_stored(value: object) -> str:
    """Return a JSON value as text that jsonb takes.

    Two things that JSON allows and jsonb does not, NUL and half a surrogate pair, become a sign
    for what cannot be kept.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode().replace("\\u0000", "\\ufffd")
