"""The way in for programs: the API, as the front desk and housekeeping use it."""

import random

import httpx

from bench.proof.api import Api
from bench.spine.race.http_moves import Request
from bench.spine.race.tally import Kind, Outcome

SHARE_OF_DRY_RUNS = 0.05
NOT_FOUND = {"booking-not-found", "room-not-found", "task-not-found"}


class HttpDoor:
    """One client of the API with a connection of its own."""

    def __init__(self, api: Api, slug: str, chance: random.Random) -> None:
        self._client = api.client()
        self._prefix = f"/api/hotels/{slug}"
        self._chance = chance

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def attempt(self, request: Request) -> Outcome:
        """Send a request, now and then as a dry run, which must change nothing."""
        dry_run = self._chance.random() < SHARE_OF_DRY_RUNS
        try:
            response = self._client.request(
                request.method,
                self._prefix + request.path,
                json=request.body,
                params={"dry_run": "true"} if dry_run else None,
            )
        except httpx.HTTPError as error:
            return Outcome(Kind.SERVER_ERROR, f"no answer: {type(error).__name__}")
        return _outcome(response, dry_run)


def _outcome(response: httpx.Response, dry_run: bool) -> Outcome:
    """Tell what an answer means, by its status and its problem type."""
    if response.is_success:
        # What a dry run did is gone, so nothing was committed.
        return Outcome(Kind.MISSED if dry_run else Kind.COMMITTED)
    problem = _problem(response)
    name = str(problem.get("type")).removeprefix("/problems/")
    said = f"{response.status_code} {name}"
    if response.status_code >= 500:
        return Outcome(Kind.SERVER_ERROR, said)
    if name in NOT_FOUND:
        return Outcome(Kind.MISSED)
    if response.status_code == 409 or problem.get("invariant"):
        return Outcome(Kind.REFUSED, str(problem.get("invariant") or name))
    return Outcome(Kind.UNEXPECTED, f"{said} {problem.get('detail')} {problem.get('errors')}")


def _problem(response: httpx.Response) -> dict[str, object]:
    """Return the problem document of an answer, empty when it is none."""
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
