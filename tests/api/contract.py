"""Holds responses against the OpenAPI document that the server publishes."""

import re
from functools import cache
from typing import Any

import httpx
import jsonschema_rs


class Contract:
    """The promises of an OpenAPI document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._paths = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in document["paths"]
        ]
        self._validator = cache(self._make_validator)

    def hold(self, response: httpx.Response) -> None:
        """Assert that the status, the media type and the body are documented for the operation."""
        request = response.request
        operation = self.operation(request.method, request.url.path)
        if operation is None:
            return
        response.read()
        status = str(response.status_code)
        assert status in operation["responses"], f"undocumented {status}: {response.text}"
        content = operation["responses"][status].get("content", {})
        if not content:
            assert response.content == b"", f"undocumented body of {status}"
            return
        media_type = response.headers["content-type"]
        assert media_type in content, f"undocumented {media_type}"
        if media_type.endswith("json"):
            reference = content[media_type]["schema"].get("$ref")
            if reference:
                self._validator(reference).validate(response.json())

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return the operation that a request meets, None when there is none."""
        for pattern, template in self._paths:
            if pattern.fullmatch(path):
                found: dict[str, Any] | None = self.document["paths"][template].get(method.lower())
                return found
        return None

    def _make_validator(self, reference: str) -> Any:
        schema = {"$ref": reference, "components": self.document["components"]}
        return jsonschema_rs.validator_for(schema, validate_formats=True)
