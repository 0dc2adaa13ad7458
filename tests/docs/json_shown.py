"""What a document of docs/ shows as JSON, to be compared with what a program prints."""

import json
from typing import Any

from tests.docs.markdown import chapter, fences, read


def json_under(name: str, heading: str) -> Any:
    """Return the one document of JSON that docs/<name> shows under a heading."""
    (shown,) = [fence for fence in fences(chapter(read(name), heading)) if fence.info == "json"]
    return json.loads(shown.body)


def fields(value: object) -> object:
    """Return the names in a document of JSON, of lists those of the first item."""
    if isinstance(value, dict):
        return {name: fields(each) for name, each in value.items()}
    return [fields(each) for each in value[:1]] if isinstance(value, list) else None
