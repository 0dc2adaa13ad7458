"""What the problems mean: the addresses in their `type`."""

from typing import Annotated

from litestar import Router, get
from litestar.params import Parameter

from app.invariants import BY_NAME
from app.models.problem import ProblemDescription, ProblemDescriptions
from app.problems import ProblemError
from app.problems.types import PROBLEM_TYPES, ProblemType
from app.routes.answers import refusals

ProblemName = Annotated[
    str,
    Parameter(
        description="Last part of a problem's `type`.", pattern=r"^[a-z0-9-]+\Z", max_length=63
    ),
]


def _describe(kind: ProblemType) -> ProblemDescription:
    return ProblemDescription(
        type=kind.address,
        status=kind.status,
        title=kind.title,
        advice=kind.advice,
        invariant=kind.invariant,
        domain=BY_NAME[kind.invariant].domain if kind.invariant else None,
    )


@get("/", summary="Every type of problem", sync_to_thread=False)
def list_problem_types() -> ProblemDescriptions:
    """List the types of problem: the rules of the database and the API's own."""
    return ProblemDescriptions([_describe(kind) for kind in PROBLEM_TYPES.values()])


@get(
    "/{name:str}",
    summary="One type of problem",
    responses=refusals(400, 404),
    sync_to_thread=False,
)
def read_problem_type(name: ProblemName) -> ProblemDescription:
    """Describe a type of problem."""
    kind = PROBLEM_TYPES.get(name)
    if kind is None:
        raise ProblemError("problem-type-not-found")
    return _describe(kind)


router = Router(
    path="/problems", route_handlers=[list_problem_types, read_problem_type], tags=["Problems"]
)
