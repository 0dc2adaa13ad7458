"""Which answers the API's document promises for an operation."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.walls.routes import Example


@dataclass(frozen=True, slots=True)
class Documented:
    """The OpenAPI document, as statuses by operation."""

    statuses: dict[tuple[str, str], frozenset[int]]

    @classmethod
    def of(cls, url: str) -> "Documented":
        """Read the document of a running API."""
        paths: dict[str, dict[str, Any]] = (
            httpx.get(f"{url}/schema/openapi.json", timeout=60).raise_for_status().json()["paths"]
        )
        return cls(
            {
                (method.upper(), path): frozenset(map(int, operation["responses"]))
                for path, operations in paths.items()
                for method, operation in operations.items()
            }
        )

    def holds(self, example: Example, answer: httpx.Response) -> bool:
        """Say whether an answer to an operation has a status that is promised."""
        return answer.status_code in self.statuses[example.method, example.template]
