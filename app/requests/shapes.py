"""Shapes of requests, taken at their word where Litestar would be lenient."""

import re
from functools import cache, lru_cache
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import Parameter as OpenAPIParameter

from app.models.body import shape_of_body
from app.models.problem import FieldError
from app.problems import ProblemError, without_value

MAX_BODY_BYTES = 64 * 1024
NOT_JSON = "The body is not JSON in UTF-8, or is nested too deeply"
_PLACE = re.compile(r"(?P<message>.*?)(?: - at `\$\.?(?P<field>.*)`)?")
_STEP = re.compile(r"\[(?P<place>[0-9]+)\]|(?P<any>\[\.\.\.\])|(?P<name>[^.\[\]]+)")
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`")


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
        shape = shape_of_body(self.route_handler)
        body = await self.body()
        try:
            try:
                return _decoder(shape).decode(body)
            except msgspec.ValidationError:
                # 2.0 is an integer of JSON Schema too, though hardly anyone writes it.
                return _converted(_with_integers(msgspec.json.decode(body)), shape)
        except msgspec.DecodeError as error:
            raise ProblemError("request-invalid", errors=[wrong(str(error))]) from error
        except (UnicodeDecodeError, RecursionError) as error:
            raise ProblemError("request-invalid", errors=[FieldError("", NOT_JSON)]) from error


def _with_integers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_integers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _converted(value: Any, shape: Any) -> Any:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        found = wrong(str(error))
        if "[...]" not in found.field:
            raise
        named = FieldError(_with_keys(found.field, value, shape), found.message)
        raise ProblemError("request-invalid", errors=[named]) from error


def _with_keys(field: str, value: Any, shape: Any) -> str:
    """Name what msgspec calls `[...]`: a value of an object whose names are free."""
    named, holder = "", value
    for step in _STEP.finditer(field):
        if step["place"]:
            named, holder = f"{named}[{step['place']}]", holder[int(step["place"])]
            continue
        name = step["name"] or _wrong_key(field, holder, value, shape)
        named, holder = f"{named}.{name}" if named else name, holder[name]
    return named


def _wrong_key(field: str, holder: dict[str, Any], value: Any, shape: Any) -> str:
    """Return whose value is wrong, found by leaving half of them out again and again."""
    everything, left = dict(holder), list(holder)
    while len(left) > 1:
        half = left[: len(left) // 2]
        holder.clear()
        holder.update({key: everything[key] for key in half})
        left = half if _is_wrong_at(field, value, shape) else left[len(half) :]
    holder.clear()
    holder.update(everything)
    return left[0]


def _is_wrong_at(field: str, value: Any, shape: Any) -> bool:
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        return wrong(str(error)).field == field
    return False


def wrong(message: str) -> FieldError:
    """Turn msgspec's account of a wrong value into ours: the field, and what is wrong with it."""
    message = without_value(message)
    found = _PLACE.fullmatch(message)
    if found is None:
        return FieldError("", message)
    field, what = found["field"] or "", found["message"]
    missing = _MISSING.fullmatch(what)
    if missing is None:
        return FieldError(field, what)
    # msgspec's place is the object around it.
    return FieldError(".".join(filter(None, (field, missing["name"]))), "This field is required")


def require_json(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a body in only when it says that it is JSON: the form of another site cannot."""
    if shape_of_body(handler) is None:
        return
    kind, *parameters = connection.headers.get("content-type", "application/json").split(";")
    if kind.strip().lower() != "application/json" or not all(map(is_utf_8, parameters)):
        raise ProblemError("media-type-unsupported")


def is_utf_8(parameter: str) -> bool:
    """Say whether a parameter of a media type leaves the charset what JSON always has."""
    name, _, value = parameter.partition("=")
    return name.strip().lower() != "charset" or value.strip(' "').lower() in {"utf-8", "utf8"}


def require_plain_ids(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Let a number in a path be written one way only: +7, 07 and digits of other scripts lead
    nowhere, as letters do."""
    segments = connection.scope["path"].split("/")
    for value in connection.path_params.values():
        if isinstance(value, int) and str(value) not in segments:
            raise ProblemError("route-not-found")


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
    wrong += [
        FieldError(name, "Expected a number in digits")
        for name in given
        if known.get(name) and not (given[name].isascii() and given[name].isdigit())
    ]
    if wrong:
        raise ProblemError("request-invalid", errors=wrong)


@lru_cache(maxsize=256)
def _query_of(app: Litestar, path: str, method: str) -> dict[str, bool]:
    """Return the query parameters documented for an operation, and whether each is a number."""
    item = (app.openapi_schema.paths or {}).get(path)
    operation = getattr(item, method.lower(), None)
    parameters = (operation.parameters if operation else None) or ()
    return {
        parameter.name: "integer" in _types(parameter.schema)
        for parameter in parameters
        if isinstance(parameter, OpenAPIParameter) and parameter.param_in == "query"
    }


def _types(schema: Any) -> set[str]:
    """Return the JSON types that a schema allows."""
    found = {kind for each in schema.one_of or () for kind in _types(each)}
    types = schema.type if isinstance(schema.type, list) else [schema.type]
    return found | {str(kind.value) for kind in types if kind is not None}
