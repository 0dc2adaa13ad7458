"""The parameters of a request, read one by one; what is left over is unknown to the endpoint."""

from collections.abc import Collection, Mapping
from typing import Any

from tests.stripe_server.wire import ApiError, Json

METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500


def invalid(message: str, param: str, code: str | None = None) -> ApiError:
    """Return the refusal of a parameter, before the endpoint begins its work."""
    return ApiError(400, message, code=code, param=param, began=False)


class Params:
    """Parameters, each taken out when it is read, so that `finish` can name an unknown one."""

    def __init__(self, given: Mapping[str, Any], group: str = "") -> None:
        self._given: Json = dict(given)
        self._group = group

    def name(self, key: str) -> str:
        """Return the full name of a parameter, as errors give it: `price_data[currency]`."""
        return f"{self._group}[{key}]" if self._group else key

    def text(self, key: str, *, choices: Collection[str] = (), longest: int = 5_000) -> str | None:
        """Read an optional string; an empty one is as good as none."""
        value = self._given.pop(key, None)
        if value is None or value == "":
            return None
        name = self.name(key)
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {value}", name)
        if len(value) > longest:
            raise invalid(f"Invalid string: {name} exceeds {longest} characters.", name)
        if choices and value not in choices:
            wanted = ", ".join(sorted(choices))
            raise invalid(f"Invalid {name}: must be one of {wanted}", name)
        return value

    def required_text(self, key: str, *, choices: Collection[str] = ()) -> str:
        """Read a string that must be there."""
        value = self.text(key, choices=choices)
        if value is None:
            raise self.missing(key)
        return value

    def address(self, key: str) -> str | None:
        """Read an optional address of the web."""
        value = self.text(key)
        if value is not None and not value.startswith(("http://", "https://")):
            raise invalid("Not a valid URL", self.name(key), "url_invalid")
        return value

    def integer(
        self, key: str, *, minimum: int | None = None, maximum: int | None = None
    ) -> int | None:
        """Read an optional integer within its limits."""
        value = self.text(key)
        if value is None:
            return None
        name, code = self.name(key), "parameter_invalid_integer"
        try:
            number = int(value)
        except ValueError:
            raise invalid(f"Invalid integer: {value}", name, code) from None
        if minimum is not None and number < minimum:
            raise invalid(f"This value must be greater than or equal to {minimum}.", name, code)
        if maximum is not None and number > maximum:
            raise invalid(
                f"This value must be less than or equal to {maximum} (it currently is '{number}').",
                name,
                code,
            )
        return number

    def required_integer(self, key: str, *, minimum: int | None = None) -> int:
        """Read an integer that must be there."""
        value = self.integer(key, minimum=minimum)
        if value is None:
            raise self.missing(key)
        return value

    def flag(self, key: str) -> bool:
        """Read an optional boolean."""
        return self.text(key, choices=("true", "false")) == "true"

    def group(self, key: str) -> "Params | None":
        """Read an optional group of parameters; its reader finishes it."""
        value = self._given.pop(key, None)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise invalid("Invalid object", self.name(key))
        return Params(value, self.name(key))

    def required_group(self, key: str) -> "Params":
        """Read a group that must be there."""
        group = self.group(key)
        if group is None:
            raise self.missing(key)
        return group

    def groups(self, key: str) -> "list[Params]":
        """Read a list of groups."""
        value = self._given.pop(key, None) or []
        name = self.name(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise invalid("Invalid array", name)
        return [Params(each, f"{name}[{position}]") for position, each in enumerate(value)]

    def texts(self, key: str) -> list[str]:
        """Read a list of strings."""
        value = self._given.pop(key, None) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise invalid("Invalid array", self.name(key))
        return value

    def anything(self, key: str) -> Any:
        """Read what is only shown again, in whatever shape it was given."""
        return self._given.pop(key, None)

    def metadata(self) -> dict[str, str]:
        """Read `metadata` within Stripe's limits; empty values are left out."""
        value = self._given.pop("metadata", None) or {}
        name = self.name("metadata")
        if isinstance(value, list):
            value = {str(position): each for position, each in enumerate(value)}
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise invalid("Invalid metadata: must be a hash of strings", name)
        kept = {key: text for key, text in value.items() if text}
        if len(kept) > METADATA_KEYS:
            raise invalid(f"Metadata can have up to {METADATA_KEYS} keys.", name)
        for key, text in kept.items():
            if len(key) > METADATA_KEY_LENGTH or len(text) > METADATA_VALUE_LENGTH:
                raise invalid(
                    f"Metadata keys can have up to {METADATA_KEY_LENGTH} characters, "
                    f"values up to {METADATA_VALUE_LENGTH}.",
                    f"{name}[{key}]",
                )
        return kept

    def missing(self, key: str) -> ApiError:
        """Return the refusal of a request without this parameter."""
        name = self.name(key)
        return invalid(f"Missing required param: {name}.", name, "parameter_missing")

    def finish(self) -> None:
        """Refuse what no one has read: Stripe does not ignore it either."""
        for key in self._given:
            name = self.name(key)
            raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
