"""Shapes of requests, taken at their word where Litestar would be lenient."""

import re
from functools import cache, lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.spec import Parameter as OpenAPIParameter

from app.models.problem import FieldError
from app.problems import ProblemError

MAX_BODY_BYTES = 64 * 1024
_PLACE = re.compile(r"(?P<message>.*) - at `\$\.?(?P<field>.*)`")


@cache
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON is what it says: "2" is not a number, an unknown field is an error.

    Litestar itself would decode to dictionaries and then convert them leniently.
    """

    async def json(self) -> Any:
        """Decode the body, once, into the type of the route's parameter `data`.

        Raises:
            ProblemError: `request-invalid`, which names the field.
        """
        shape = _shape_of_body(self.route_handler)
        body = await self.body()
        try:
            try:
                return _decoder(shape).decode(body)
            except msgspec.ValidationError:
                # 2.0 is an integer of JSON Schema too, though hardly anyone writes it.
                return msgspec.convert(_with_integers(msgspec.json.decode(body)), shape)
        except msgspec.DecodeError as error:
            raise ProblemError("request-invalid", errors=[_wrong(str(error))]) from error


def _shape_of_body(handler: BaseRouteHandler) -> Any:
    field = handler.parsed_data_field if isinstance(handler, HTTPRouteHandler) else None
    return None if field is None else field.annotation


def _with_integers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_integers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _wrong(message: str) -> FieldError:
    found = _PLACE.fullmatch(message)
    if found is None:
        return FieldError("", message)
    return FieldError(found["field"], found["message"])


def require_json(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a body in only when it says that it is JSON: the form of another site cannot."""
    if _shape_of_body(handler) is None:
        return
    kind = connection.headers.get("content-type", "application/json")
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise ProblemError("media-type-unsupported")


def require_known_query(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Let a query in only when it names documented parameters, each once and none null.

    A misspelt `dry_run` would be a real change, and the text "null" would pass for no value.
    """
    if not connection.scope["query_string"]:
        return
    scope = connection.scope
    known = _query_of(connection.app, scope["path_template"], str(scope.get("method")))
    given = connection.query_params
    wrong = [FieldError(name, "Unknown parameter") for name in given if name not in known]
    wrong += [
        FieldError(name, "Give it once, or leave it out")
        for name in given
        if given.getall(name)[1:] or given[name].lower() == "null"
    ]
    if wrong:
        raise ProblemError("request-invalid", errors=wrong)


@lru_cache(maxsize=256)
def _query_of(app: Litestar, path: str, method: str) -> frozenset[str]:
    """Return the names of the query parameters that are documented for an operation."""
    item = (app.openapi_schema.paths or {}).get(path)
    operation = getattr(item, method.lower(), None)
    parameters = (operation.parameters if operation else None) or ()
    return frozenset(
        parameter.name
        for parameter in parameters
        if isinstance(parameter, OpenAPIParameter) and parameter.param_in == "query"
    )
