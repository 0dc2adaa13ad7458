"""The OpenAPI document: routes as Litestar sees them, models as msgspec decodes them."""

import importlib
import pkgutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, Operation, SecurityScheme

from app import models
from app.requests.documented import complete

_BEARER = "bearer"
STAFF_SECURITY: list[dict[str, list[str]]] = [{_BEARER: []}]
Document = dict[str, Any]


@dataclass
class BodyMayBeLeftOut(Operation):
    """Litestar takes a body that may be null for one that must be there."""

    def __post_init__(self) -> None:
        """Say that it need not."""
        if self.request_body is not None:
            self.request_body.required = False  # type: ignore[union-attr]


class ExactJson(JsonRenderPlugin):
    """Serves the document as JSON, with what Litestar leaves out of it.

    Litestar drops some limits and that a body takes no unknown field; msgspec, which decodes the
    bodies, describes them exactly.
    """

    _described: Document | None = None
    _json = b""

    def render(self, request: Request[Any, Any, Any], openapi_schema: Document) -> bytes:
        """Return the document as JSON; it is made once, for Litestar's is the same each time."""
        if openapi_schema is not self._described:
            self._described = openapi_schema
            self._json = super().render(request, exact(deepcopy(openapi_schema)))
        return self._json


def exact(document: Document) -> Document:
    """Put msgspec's description of each model in place and take null from query parameters."""
    schemas = document["components"]["schemas"]
    shapes = {name: shape for name, shape in _shapes() if name in schemas}
    _, described = msgspec.json.schema_components(
        shapes.values(), ref_template="#/components/schemas/{name}"
    )
    schemas |= described
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _without_null(parameter["schema"])
    schemas["RoomFlags"]["minProperties"] = 1
    complete(document)
    _write_ends(document)
    return document


def _shapes() -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Return every model, by its name."""
    for found in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        for name, shape in vars(importlib.import_module(found.name)).items():
            if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
                yield name, shape


def _write_ends(node: Any) -> None:
    """Write the end of each pattern as the dialect of JSON Schema has it."""
    if isinstance(node, dict):
        if isinstance(pattern := node.get("pattern"), str):
            node["pattern"] = pattern.replace(r"\Z", "$")
        for child in node.values():
            _write_ends(child)
    elif isinstance(node, list):
        for child in node:
            _write_ends(child)


def _without_null(schema: Document) -> Document:
    """An optional parameter is left out, it cannot be null: a query has no such value."""
    kinds = [kind for kind in schema.pop("oneOf", ()) if kind != {"type": "null"}]
    for kind in kinds:
        schema |= kind
    if isinstance(schema.get("type"), list):
        schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    return schema


# Only the document itself: a page that shows it would load its program from a stranger's server.
OPENAPI = OpenAPIConfig(
    title="HotelMate",
    version="0.1.0",
    description=(
        "A hotel back end whose database cannot hold a contradiction. A refused request is answered"
        " with application/problem+json, whose `type` names the rule that refused it."
    ),
    license=License(name="MIT", identifier="MIT"),
    components=Components(
        security_schemes={_BEARER: SecurityScheme(type="http", scheme="bearer")},
    ),
    use_handler_docstrings=True,
    render_plugins=[ExactJson(path="/openapi.json")],
    path="/schema",
)
